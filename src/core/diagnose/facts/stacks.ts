// Samples as stacks of frames. In: a profile and a sample type. Out: one row a sample, frames shared between rows.
// Invariants: samples without a value are left out; frames are innermost first, inlined ones in place,
// without the compiler's wrappers; samples of taking profiles are left out.

import { framesOf, type GroupFrame } from '../../goroutine/groups';
import type { LocationIndex, Profile } from '../../profile/profile';

export interface Stack {
  readonly frames: readonly GroupFrame[];
  /** In the sample type's unit. */
  readonly value: number;
  /** Of the profile's first sample type: how often. */
  readonly count: number;
}

export interface Stacks {
  readonly rows: readonly Stack[];
  readonly total: number;
  readonly count: number;
}

/** Empty where the profile has no such sample type. */
export function stacksOf(profile: Profile, type: string): Stacks {
  const { samples, sampleTypes } = profile;
  const index = sampleTypes.findIndex((one) => one.type === type);
  if (index < 0) return { rows: [], total: 0, count: 0 };
  const values = samples.values[index];
  const countIndex = type.startsWith('inuse_') ? sampleTypes.findIndex((one) => one.type === 'inuse_objects') : 0;
  const counts = samples.values[Math.max(0, countIndex)];
  const known = new Map<number, readonly GroupFrame[]>();
  const frames = (location: number): readonly GroupFrame[] => {
    let found = known.get(location);
    if (found === undefined)
      known.set(location, (found = framesOf(profile, location as LocationIndex).filter(isWritten)));
    return found;
  };
  const rows: Stack[] = [];
  let total = 0;
  let count = 0;
  for (let sample = 0; sample < samples.count; sample++) {
    const value = values[sample];
    if (value === 0) continue;
    const stack: GroupFrame[] = [];
    for (let at = samples.stackOffset[sample]; at < samples.stackOffset[sample + 1]; at++) {
      for (const frame of frames(samples.stackLocation[at])) stack.push(frame);
    }
    if (stack.some(isMeasuring)) continue;
    rows.push({ frames: stack, value, count: counts[sample] });
    total += value;
    count += counts[sample];
  }
  return { rows, total, count };
}

/** What the profiles' own handlers allocate and wait for is our doing, not the service's. */
function isMeasuring({ function: name }: GroupFrame): boolean {
  return name.startsWith('net/http/pprof.');
}

/** The compiler's wrappers of deferred and started calls are nobody's code, and dumps leave them out. */
function isWritten({ function: name }: GroupFrame): boolean {
  return !/\.(defer|go)wrap\d+$/.test(name);
}

export interface Sum {
  readonly value: number;
  readonly count: number;
  /** Of the total, 0 to 1. */
  readonly share: number;
  readonly rows: readonly Stack[];
}

export function sumOf(stacks: Stacks, fits: (frames: readonly GroupFrame[]) => boolean): Sum {
  const rows = stacks.rows.filter(({ frames }) => fits(frames));
  let value = 0;
  let count = 0;
  for (const row of rows) {
    value += row.value;
    count += row.count;
  }
  return { value, count, share: stacks.total === 0 ? 0 : value / stacks.total, rows };
}

/** Groups rows by a place, the largest sum first. */
export function byPlace<K>(
  rows: readonly Stack[],
  placeOf: (row: Stack) => { readonly key: string; readonly place: K } | undefined,
): readonly { readonly place: K; readonly value: number; readonly count: number; readonly rows: readonly Stack[] }[] {
  const found = new Map<string, { place: K; value: number; count: number; rows: Stack[] }>();
  for (const row of rows) {
    const at = placeOf(row);
    if (at === undefined) continue;
    let sum = found.get(at.key);
    if (sum === undefined) found.set(at.key, (sum = { place: at.place, value: 0, count: 0, rows: [] }));
    sum.value += row.value;
    sum.count += row.count;
    sum.rows.push(row);
  }
  for (const { rows: own } of found.values()) own.sort((a, b) => b.value - a.value);
  return [...found.values()].sort((a, b) => b.value - a.value);
}
