// How deep the stacks are. In: stacks of any profile. Out: functions that are on one stack many times, and how much of
// the profile that is. Invariants: recursion of the standard library (JSON, sorting, templates) is not the program's;
// a stack that was cut (CPU profiles keep 64 frames before Go 1.23, 128 since) is known by what is missing at its end.

import type { GroupFrame } from '../../goroutine/groups';
import type { Owners } from './owners';
import type { Stacks } from './stacks';

export interface Recursion {
  /** The line of the function that calls itself. */
  readonly place: GroupFrame;
  /** The most times it is on one stack. */
  readonly repeats: number;
  /** Of the profile's total, 0 to 1. */
  readonly share: number;
  readonly value: number;
  /** Stacks whose outer end is missing. */
  readonly isCut: boolean;
  readonly frames: readonly GroupFrame[];
}

/** Below this a recursion is a tree walk like any other. */
const manyRepeats = 24;

export function recursionsOf(stacks: Stacks, owners: Owners): readonly Recursion[] {
  const found = new Map<string, { -readonly [K in keyof Recursion]: Recursion[K] }>();
  for (const { frames, value } of stacks.rows) {
    if (frames.length < manyRepeats) continue;
    const repeats = new Map<string, number>();
    for (const frame of frames) {
      if (owners.isOwn(frame)) repeats.set(frame.function, (repeats.get(frame.function) ?? 0) + 1);
    }
    for (const [name, times] of repeats) {
      if (times < manyRepeats) continue;
      let one = found.get(name);
      if (one === undefined) {
        const place = callOfItself(frames, name);
        found.set(name, (one = { place, repeats: 0, share: 0, value: 0, isCut: false, frames }));
      }
      one.repeats = Math.max(one.repeats, times);
      one.value += value;
      one.isCut ||= isCut(frames);
    }
  }
  return [...found.values()]
    .map((one) => ({ ...one, share: stacks.total === 0 ? 0 : one.value / stacks.total }))
    .sort((a, b) => b.value - a.value);
}

/** The frame below another of the same function is at the line of the call. */
function callOfItself(frames: readonly GroupFrame[], name: string): GroupFrame {
  const own = frames.filter((frame) => frame.function === name);
  return own.at(1) ?? own[0];
}

function isCut(frames: readonly GroupFrame[]): boolean {
  const outer = frames.at(-1)?.function ?? '';
  return frames.length >= 32 && frames.filter((frame) => frame.function === outer).length > 1;
}

export interface Depths {
  readonly median: number;
  readonly deepest: number;
}

export function depthsOf(stacks: Stacks): Depths {
  const lengths = stacks.rows.map(({ frames }) => frames.length).sort((a, b) => a - b);
  return { median: lengths.at(lengths.length >> 1) ?? 0, deepest: lengths.at(-1) ?? 0 };
}
