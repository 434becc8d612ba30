// What Go's own leak detection says. In: a goroutineleak profile. Out: leaked goroutines by the program's line.
// Invariants: it has no false alarms, for it reports goroutines that wait for what nothing alive can reach; it is blind
// for what a global variable or a live goroutine still holds, and for sleep, IO and system calls. So being in it proves
// a leak, and not being in it proves nothing. Source: runtime/mgc.go of Go 1.26 and 1.27.

import type { GroupFrame } from '../../goroutine/groups';
import type { Profile } from '../../profile/profile';
import type { Owners } from './owners';
import { stacksOf } from './stacks';

export interface LeakedAt {
  readonly place: GroupFrame;
  readonly count: number;
  readonly frames: readonly GroupFrame[];
}

export function leaksOf(profile: Profile, owners: Owners): readonly LeakedAt[] {
  const { rows } = stacksOf(profile, 'goroutineleak');
  const found = new Map<string, { place: GroupFrame; count: number; frames: readonly GroupFrame[] }>();
  for (const { frames, value } of rows) {
    const place = owners.innermost(frames);
    if (place === undefined) continue;
    const key = placeKey(place);
    const known = found.get(key);
    if (known === undefined) found.set(key, { place, count: value, frames });
    else known.count += value;
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

/** File and line: dumps and protobuf profiles spell generic functions differently. */
export function placeKey({ file, line }: Pick<GroupFrame, 'file' | 'line'>): string {
  return `${file}:${line}`;
}
