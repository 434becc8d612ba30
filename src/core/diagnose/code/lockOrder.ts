// The order in which a package takes its locks. In: a package. Out: pairs taken one under the other, the cycles among
// them, and locks taken while already held. Invariant: locks are told by variable or by field of a type, so a cycle
// of one lock alone (two values of one type) is not reported.

import type { GoPackage, Place } from './goPackage';
import { type HeldLock, locksIn, type NestedLock } from './locks';

export interface LockPair {
  /** `Cache.mu`, or a variable's place. */
  readonly outer: string;
  readonly inner: string;
  readonly outerPlace: Place;
  /** Where the inner one is taken, or the call that leads to it. */
  readonly innerPlace: Place;
  readonly through: readonly string[];
}

export interface LockOrder {
  readonly pairs: readonly LockPair[];
  /** Each as the pairs that close it: a under b, b under a. */
  readonly cycles: readonly (readonly LockPair[])[];
  readonly takenTwice: readonly { readonly held: HeldLock; readonly again: NestedLock }[];
}

export function lockOrderOf(pkg: GoPackage): LockOrder {
  const held = pkg.files.flatMap(({ code }) => locksIn(pkg, code.root));
  const pairs = held.flatMap((lock) =>
    lock.nested
      .filter((inner) => inner.lock !== lock.lock)
      .map((inner) => ({
        outer: lock.lock,
        inner: inner.lock,
        outerPlace: lock.place,
        innerPlace: inner.place,
        through: inner.through,
      })),
  );
  const takenTwice = held.flatMap((lock) =>
    lock.nested.filter((inner) => inner.isSame === true).map((again) => ({ held: lock, again })),
  );
  return { pairs, cycles: cyclesOf(pairs), takenTwice };
}

/** Shortest cycles, each reported once, from the lock whose name comes first. */
function cyclesOf(pairs: readonly LockPair[]): readonly (readonly LockPair[])[] {
  const cycles: LockPair[][] = [];
  const known = new Set<string>();
  for (const first of pairs) {
    const back = pathBetween(pairs, first.inner, first.outer);
    if (back === undefined) continue;
    const cycle = [first, ...back];
    const name = cycle
      .map((pair) => pair.outer)
      .sort()
      .join(' ');
    if (known.has(name)) continue;
    known.add(name);
    cycles.push(cycle);
  }
  return cycles;
}

function pathBetween(pairs: readonly LockPair[], from: string, to: string): LockPair[] | undefined {
  const reached = new Map<string, LockPair[]>([[from, []]]);
  for (const [at, path] of reached) {
    if (at === to) return path;
    for (const pair of pairs) {
      if (pair.outer === at && !reached.has(pair.inner)) reached.set(pair.inner, [...path, pair]);
    }
  }
  return undefined;
}
