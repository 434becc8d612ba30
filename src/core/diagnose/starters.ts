// Who had a library start goroutines. In: a site all of whose frames are a library's, and the function that started them.
// Out: the program's line that called it, by what that call allocated: a goroutine's stack ends at its own start, while
// the stacks of the heap go on to the caller. Invariants: nothing is said while the caller is still there, for then the
// goroutines may be in use; where the heap, which is sampled, has no such call, the line to which nearly all of what the
// library has kept since the first look belongs is named, and said to be a guess.

import type { GroupFrame } from '../goroutine/groups';
import { withoutTypeArguments } from '../golang/shortName';
import { packageOf } from '../golang/symbolName';
import type { Facts } from './facts/facts';
import { placeKey } from './facts/leaks';
import type { Site } from './facts/sites';
import { byPlace, type Stack, stacksOf } from './facts/stacks';
import type { Code, DroppedCall } from './codeQuestions';
import { foundInProgram } from './programPackages';

export interface Starter {
  /** The program's innermost line. */
  readonly place: GroupFrame;
  readonly frames: readonly GroupFrame[];
  /** Objects of these calls that are alive. */
  readonly objects: number;
  /** The line has the library's memory, and nothing tells that it is of these goroutines. */
  readonly isGuess: boolean;
}

/** Of a library's memory, to name the line that has it. */
const nearlyAll = 0.8;

/** Undefined where the heap tells of no line, or its function is in as many goroutines as there are at the site. */
export function starterOf(site: Site, facts: Facts): Starter | undefined {
  const heap = facts.profiles.of('heap');
  if (heap === undefined || site.createdBy === null) return undefined;
  const creator = withoutTypeArguments(site.createdBy.function);
  const { rows } = stacksOf(heap.last.profile, 'inuse_space');
  const known = callsInto(rows, ({ function: name }) => withoutTypeArguments(name) === creator, facts);
  const top = known.at(0) ?? mostKept(site.createdBy, rows, facts);
  if (top === undefined || isStillThere(top.rows, site, facts)) return undefined;
  return { place: top.place, frames: top.rows[0].frames, objects: top.count, isGuess: known.length === 0 };
}

type Calls = ReturnType<typeof byPlace<GroupFrame>>;

/** The program's line to which nearly all belongs that the starter's library has come to keep since the first look. */
function mostKept(starter: GroupFrame, rows: readonly Stack[], facts: Facts): Calls[number] | undefined {
  if (facts.owners.of(starter) !== 'dependency') return undefined;
  const library = moduleOf(withoutTypeArguments(starter.function));
  const isThere = ({ function: name }: GroupFrame): boolean => moduleOf(name) === library;
  const heap = facts.profiles.of('heap')!;
  const earlier = heap.first === heap.last ? [] : stacksOf(heap.first.profile, 'inuse_space').rows;
  const before = new Map(callsInto(earlier, isThere, facts).map((one) => [placeKey(one.place), one.value]));
  const grown = callsInto(rows, isThere, facts)
    .map((one) => ({ ...one, more: one.value - (before.get(placeKey(one.place)) ?? 0) }))
    .filter(({ more }) => more > 0)
    .sort((a, b) => b.more - a.more);
  const sum = grown.reduce((bytes, { more }) => bytes + more, 0);
  return (grown.at(0)?.more ?? 0) >= nearlyAll * sum ? grown.at(0) : undefined;
}

/** By the program's line, what is alive of its calls into a library, the most first. */
function callsInto(rows: readonly Stack[], isThere: (frame: GroupFrame) => boolean, { owners }: Facts): Calls {
  const calls = rows.flatMap((row): Stack[] => {
    const at = row.frames.findLastIndex(isThere);
    const callers = row.frames.slice(at + 1);
    return at < 0 || owners.own(callers).length === 0 ? [] : [{ ...row, frames: row.frames.slice(at) }];
  });
  return byPlace(calls, ({ frames }) => {
    const [place] = owners.own(frames);
    return { key: `${place.function}\0${place.line}`, place };
  });
}

/** `github.com/nats-io/nats.go` of everything in it: as much of an import path as names a module. */
export function moduleOf(name: string): string {
  const path = packageOf(name).split('/');
  return path.slice(0, /^(github|gitlab|bitbucket)\./.test(path[0]) ? 3 : 2).join('/');
}

/**
 * As the source tells it, where the heap is too young: the only call of the program that leads to the library's go
 * statement and whose result nobody keeps or ends. Undefined for none or several, and while its function is still there.
 */
export async function droppedStarter(site: Site, facts: Facts, code: Code): Promise<DroppedCall | undefined> {
  const { createdBy } = site;
  if (createdBy === null || facts.owners.of(createdBy) !== 'dependency') return undefined;
  const names = await code.entriesTo(createdBy);
  if (names === undefined || names.length === 0) return undefined;
  const library = packageOf(createdBy.function);
  const found = await foundInProgram(facts, (frame) => code.droppedCallsNear(frame, library, names));
  const [only] = found;
  return found.length === 1 && !areStillThere(new Set([only.function]), site, facts) ? only : undefined;
}

function isStillThere(rows: readonly Stack[], site: Site, facts: Facts): boolean {
  const callers = rows.flatMap(({ frames }) => facts.owners.own(frames).map((frame) => frame.function));
  return areStillThere(new Set(callers), site, facts);
}

function areStillThere(callers: ReadonlySet<string>, site: Site, { sites, owners }: Facts): boolean {
  const there = (sites?.all ?? []).filter(
    (other) => other !== site && owners.own(other.frames).some((frame) => callers.has(frame.function)),
  );
  return there.reduce((sum, { now }) => sum + now, 0) >= 0.5 * site.now;
}
