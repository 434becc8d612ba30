// Who had a library start goroutines. In: a site all of whose frames are a library's, and the function that started them.
// Out: the program's line that called it, by what that call allocated: a goroutine's stack ends at its own start, while
// the stacks of the heap go on to the caller. Invariant: nothing is said while the caller is still there, for then the
// goroutines may be in use.

import type { GroupFrame } from '../goroutine/groups';
import { withoutTypeArguments } from '../golang/shortName';
import type { Facts } from './facts/facts';
import type { Site } from './facts/sites';
import { byPlace, type Stack, stacksOf } from './facts/stacks';

export interface Starter {
  /** The program's innermost line. */
  readonly place: GroupFrame;
  readonly frames: readonly GroupFrame[];
  /** Objects of these calls that are alive. */
  readonly objects: number;
}

/** Undefined where the heap has no such call, or its function is in as many goroutines as there are at the site. */
export function starterOf(site: Site, facts: Facts): Starter | undefined {
  const heap = facts.profiles.of('heap');
  if (heap === undefined || site.createdBy === null) return undefined;
  const creator = withoutTypeArguments(site.createdBy.function);
  const { rows } = stacksOf(heap.last.profile, 'inuse_space');
  const own = rows.flatMap((row): Stack[] => {
    const at = row.frames.findLastIndex((frame) => withoutTypeArguments(frame.function) === creator);
    const callers = row.frames.slice(at + 1);
    return at < 0 || facts.owners.own(callers).length === 0 ? [] : [{ ...row, frames: row.frames.slice(at) }];
  });
  const top = byPlace(own, ({ frames }) => {
    const [place] = facts.owners.own(frames);
    return { key: `${place.function}\0${place.line}`, place };
  }).at(0);
  if (top === undefined || isStillThere(top.rows, site, facts)) return undefined;
  return { place: top.place, frames: top.rows[0].frames, objects: top.count };
}

function isStillThere(rows: readonly Stack[], site: Site, { sites, owners }: Facts): boolean {
  const callers = new Set(rows.flatMap(({ frames }) => owners.own(frames).map((frame) => frame.function)));
  const there = (sites?.all ?? []).filter(
    (other) => other !== site && owners.own(other.frames).some((frame) => callers.has(frame.function)),
  );
  return there.reduce((sum, { now }) => sum + now, 0) >= 0.5 * site.now;
}
