// Who waits for a lock, and who holds it. In: waits (block profile: where goroutines queue), a mutex profile (where the
// lock was given back after others had queued), goroutines. Out: one row a lock, as far as lines tell locks apart.
// Invariants: a queue and a holder are of one lock when the same function of the program queues and holds, or else
// when both are methods of one type; the delay is what others waited, not how long the lock was held.

import type { GroupFrame } from '../../goroutine/groups';
import { parseSymbolName } from '../../golang/symbolName';
import type { Window } from '../bundle';
import type { Owners } from './owners';
import type { Sites } from './sites';
import { byPlace, type Stack, stacksOf } from './stacks';
import type { Waits } from './waits';

/** One end of a lock's use: the line with most of it, and sums over all lines. */
export interface LockEnd {
  readonly place: GroupFrame;
  readonly count: number;
  /** Nanoseconds. */
  readonly delay: number;
  readonly frames: readonly GroupFrame[];
}

export interface LockUse {
  /** Function, or type of the method, that both ends name. */
  readonly owner: string;
  /** Where goroutines queue; undefined where the block profile is off. */
  readonly queue: LockEnd | undefined;
  /** Where the lock was given back. */
  readonly holder: LockEnd | undefined;
  /** Goroutines in the queue now. */
  readonly waiting: number;
  /** Where readers queue, a part of the queue: an RWMutex. */
  readonly readers: LockEnd | undefined;
  /** Nanoseconds that goroutines waited, the larger of both profiles' words. */
  readonly delay: number;
  readonly count: number;
  /** Of the window. */
  readonly seconds: number | undefined;
}

interface Growing {
  queue: LockUse['queue'];
  holder: LockUse['holder'];
  waiting: number;
  readers: LockEnd | undefined;
}

export function locksOf(
  waits: Waits | undefined,
  mutex: Window | undefined,
  sites: Sites | undefined,
  owners: Owners,
): readonly LockUse[] {
  const locks = new Map<string, Growing>();
  const lockOf = (owner: string): Growing => {
    let lock = locks.get(owner);
    if (lock === undefined) {
      locks.set(owner, (lock = { queue: undefined, holder: undefined, waiting: 0, readers: undefined }));
    }
    return lock;
  };
  // 1. Queues. The first of an owner is the one with the longest delay, for sums are sorted.
  for (const { place, operation, count, delay, rows } of waits?.sums ?? []) {
    if (operation !== 'lock' && operation !== 'rlock') continue;
    if (!locksHere(rows[0], owners)) continue;
    const lock = lockOf(ownerOf(place));
    const end = { place, count, delay, frames: rows[0].frames };
    lock.queue = added(lock.queue, end);
    if (operation === 'rlock') lock.readers = added(lock.readers, end);
  }
  // 2. Holders.
  const given =
    mutex === undefined ? [] : stacksOf(mutex.profile, 'delay').rows.filter((row) => locksHere(row, owners));
  const holders = byPlace(given, ({ frames }) => {
    const place = owners.innermost(frames);
    return place === undefined ? undefined : { key: `${place.file}:${place.line}`, place };
  });
  for (const { place, value, count, rows } of holders) {
    const lock = lockOf(ownerOf(place));
    lock.holder ??= { place, count, delay: value, frames: rows[0].frames };
  }
  // 3. Who queues now.
  for (const site of sites?.all ?? []) {
    if (site.wait !== 'lock' || site.place === undefined) continue;
    const lock = lockOf(ownerOf(site.place));
    lock.waiting += site.now;
    lock.queue ??= { place: site.place, count: site.now, delay: 0, frames: site.frames };
  }
  const seconds = waits?.seconds ?? mutex?.seconds;
  return [...locks]
    .map(([owner, lock]) => ({
      owner,
      ...lock,
      delay: Math.max(lock.queue?.delay ?? 0, lock.holder?.delay ?? 0),
      count: Math.max(lock.queue?.count ?? 0, lock.holder?.count ?? 0),
      seconds,
    }))
    .sort((a, b) => b.delay - a.delay || b.waiting - a.waiting);
}

function added(known: LockEnd | undefined, end: LockEnd): LockEnd {
  return known === undefined ? end : { ...known, count: known.count + end.count, delay: known.delay + end.delay };
}

/** The program locks by itself: between its line and the lock there is nothing but sync. */
function locksHere({ frames }: Stack, owners: Owners): boolean {
  const called = owners.called(frames)?.function ?? '';
  return /^(internal\/)?sync\.\(\*(RW)?Mutex\)\.|^sync\.\(\*rlocker\)\./.test(called) || called === '';
}

/** `pkg.(*Cache).get` and `pkg.(*Cache).put` use one lock most likely: `pkg.Cache`. */
function ownerOf({ function: name }: GroupFrame): string {
  const symbol = parseSymbolName(name);
  if (symbol === undefined) return name;
  const reading = symbol.readings.at(0);
  return `${symbol.package}.${reading?.receiver ?? reading?.name ?? ''}`;
}
