// Who allocates, and who keeps. In: allocs and heap profiles. Out: by the program's line: bytes and objects over the
// window, and what is alive. Invariants: what is alive is so as of a collection; what was allocated and is not alive
// was garbage; `rate` needs two looks, for one alone counts since the start.

import type { GroupFrame } from '../../goroutine/groups';
import type { Looks, Window } from '../bundle';
import { placeKey } from './leaks';
import type { Owners } from './owners';
import { byPlace, type Stack, stacksOf } from './stacks';

export interface Allocation {
  /** The program's innermost frame. */
  readonly place: GroupFrame;
  readonly bytes: number;
  readonly objects: number;
  /** Of all bytes, 0 to 1. */
  readonly share: number;
  readonly rows: readonly Stack[];
}

export interface Allocations {
  readonly bytes: number;
  readonly objects: number;
  readonly seconds: number | undefined;
  /** By function, the largest first. */
  readonly functions: readonly (Allocation & { readonly lines: readonly Allocation[] })[];
}

export function allocationsOf({ profile, seconds }: Window, owners: Owners): Allocations {
  const { rows, total, count } = stacksOf(profile, 'alloc_space');
  const grouped = (of: readonly Stack[], keyOf: (place: GroupFrame) => string): readonly Allocation[] =>
    byPlace(of, ({ frames }) => {
      const place = owners.innermost(frames);
      return place === undefined ? undefined : { key: keyOf(place), place };
    }).map(({ place, value, count: objects, rows: own }) => ({
      place,
      bytes: value,
      objects,
      share: total === 0 ? 0 : value / total,
      rows: own,
    }));
  const functions = grouped(rows, (place) => `${place.function}\0${place.file}`);
  return {
    bytes: total,
    objects: count,
    seconds,
    functions: functions.slice(0, 50).map((one) => ({ ...one, lines: grouped(one.rows, placeKey) })),
  };
}

export interface Retained {
  readonly place: GroupFrame;
  readonly before: number;
  readonly now: number;
  readonly objectsBefore: number;
  readonly objects: number;
  readonly frames: readonly GroupFrame[];
}

export interface Heap {
  readonly before: number | null;
  readonly now: number;
  /** What grew most first. */
  readonly places: readonly Retained[];
}

export function heapOf({ first, last }: Looks, owners: Owners): Heap {
  const now = stacksOf(last.profile, 'inuse_space');
  const isPair = first !== last;
  const before = isPair ? stacksOf(first.profile, 'inuse_space') : undefined;
  const places = new Map<string, { -readonly [K in keyof Retained]: Retained[K] }>();
  const add = (rows: readonly Stack[], isNow: boolean): void => {
    for (const { frames, value, count } of rows) {
      const place = owners.innermost(frames);
      if (place === undefined) continue;
      const key = placeKey(place);
      let one = places.get(key);
      if (one === undefined) {
        places.set(key, (one = { place, before: 0, now: 0, objectsBefore: 0, objects: 0, frames }));
      }
      if (isNow) {
        one.now += value;
        one.objects += count;
      } else {
        one.before += value;
        one.objectsBefore += count;
      }
    }
  };
  add(now.rows, true);
  if (before !== undefined) add(before.rows, false);
  return {
    before: before?.total ?? null,
    now: now.total,
    places: [...places.values()].sort((a, b) => b.now - b.before - (a.now - a.before)),
  };
}
