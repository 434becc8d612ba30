// Waits that ended. In: a block profile. Out: by the program's line and what was waited for: how often, how long.
// Invariants: a wait is recorded when it ends, so what never ends is never in it; delays of many goroutines add up to
// more than the time that passed; sleep, IO and system calls are not in it.

import type { GroupFrame } from '../../goroutine/groups';
import type { Window } from '../bundle';
import { placeKey } from './leaks';
import type { Owners } from './owners';
import { byPlace, type Stack, type Stacks, stacksOf } from './stacks';

export type WaitOperation = 'lock' | 'rlock' | 'send' | 'receive' | 'select' | 'wait group' | 'cond' | 'other';

export interface WaitSum {
  readonly place: GroupFrame;
  readonly operation: WaitOperation;
  readonly count: number;
  /** Nanoseconds. */
  readonly delay: number;
  readonly rows: readonly Stack[];
}

export interface Waits {
  readonly stacks: Stacks;
  readonly sums: readonly WaitSum[];
  /** Of the window, undefined for all the time since the start. */
  readonly seconds: number | undefined;
  /** How many waits ended at a line. */
  endedAt(place: Pick<GroupFrame, 'file' | 'line'>): number;
}

/** Undefined where nothing was recorded: the rate is off. */
export function waitsOf({ profile, seconds }: Window, owners: Owners): Waits | undefined {
  const stacks = stacksOf(profile, 'delay');
  if (stacks.rows.length === 0) return undefined;
  const sums = byPlace(stacks.rows, ({ frames }) => {
    const place = owners.innermost(frames);
    if (place === undefined) return undefined;
    const operation = operationOf(frames);
    return { key: `${operation}\0${placeKey(place)}`, place: { place, operation } };
  }).map(({ place: { place, operation }, value, count, rows }) => ({ place, operation, count, delay: value, rows }));
  const ended = new Map<string, number>();
  for (const { place, count } of sums) ended.set(placeKey(place), (ended.get(placeKey(place)) ?? 0) + count);
  return { stacks, sums, seconds, endedAt: (place) => ended.get(placeKey(place)) ?? 0 };
}

export function operationOf(frames: readonly GroupFrame[]): WaitOperation {
  for (const { function: name } of frames) {
    if (name === 'runtime.selectgo' || name === 'runtime.block') return 'select';
    if (name.startsWith('runtime.chansend')) return 'send';
    if (name.startsWith('runtime.chanrecv')) return 'receive';
    if (/^(internal\/)?sync\.\(\*(RW)?Mutex\)\.(lockSlow|Lock)$/.test(name)) return 'lock';
    if (name === 'sync.(*RWMutex).RLock') return 'rlock';
    if (name === 'sync.(*WaitGroup).Wait') return 'wait group';
    if (name === 'sync.(*Cond).Wait') return 'cond';
    if (!/^runtime\.|^(internal\/)?sync\./.test(name)) break;
  }
  return 'other';
}
