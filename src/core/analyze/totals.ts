// Flat and cum. In: a profile, what its frames are, what is measured. Out: two numbers a frame.
// Invariants, from google/pprof internal/graph newGraph: flat goes to the leaf frame alone; cum counts a frame
// once a sample, however often it recurs; a sample whose value and divisor are 0 counts nowhere; means are
// sums divided at the end, cut towards zero. One pass, no object a sample: 'seen' stamps say "already counted".

import type { Profile } from '../profile/profile';
import { divideWhole } from '../profile/unitsInt';
import type { FrameTable } from './frames';
import type { Measure } from './measure';

/** By FrameIndex, in the measure's unit. */
export interface Totals {
  readonly flat: Float64Array;
  readonly cum: Float64Array;
}

export interface Sums extends Totals {
  /** Sums of divisors, for means; else empty. */
  readonly flatDivisor: Float64Array;
  readonly cumDivisor: Float64Array;
}

/** What a report shows: means are divided. */
export function totalsOf(profile: Profile, frames: FrameTable, what: Measure): Totals {
  const sums = sumsOf(profile, frames, what);
  if (what.divisors === undefined) return sums;
  return { flat: divided(sums.flat, sums.flatDivisor), cum: divided(sums.cum, sums.cumDivisor) };
}

/** Undivided sums; rows are sorted and trimmed by these. */
export function sumsOf(profile: Profile, frames: FrameTable, what: Measure): Sums {
  const none = new Float64Array(0);
  const value = addUp(profile, frames, what.values, what);
  if (what.divisors === undefined) return { ...value, flatDivisor: none, cumDivisor: none };
  const divisor = addUp(profile, frames, what.divisors, what);
  return { ...value, flatDivisor: divisor.flat, cumDivisor: divisor.cum };
}

function addUp(profile: Profile, frames: FrameTable, column: Float64Array, { values, divisors }: Measure): Totals {
  const { count, stackOffset, stackLocation } = profile.samples;
  const { locationOffset, locationFrame } = frames;
  const flat = new Float64Array(frames.count);
  const cum = new Float64Array(frames.count);
  const seen = new Int32Array(frames.count).fill(-1);
  for (let i = 0; i < count; i++) {
    if (values[i] === 0 && (divisors === undefined || divisors[i] === 0)) continue;
    const begin = stackOffset[i];
    const end = stackOffset[i + 1];
    if (begin === end) continue;
    const value = column[i];
    flat[locationFrame[locationOffset[stackLocation[begin]]]] += value;
    for (let k = begin; k < end; k++) {
      const location = stackLocation[k];
      const last = locationOffset[location + 1];
      for (let q = locationOffset[location]; q < last; q++) {
        const frame = locationFrame[q];
        if (seen[frame] === i) continue;
        seen[frame] = i;
        cum[frame] += value;
      }
    }
  }
  return { flat, cum };
}

function divided(sums: Float64Array, divisors: Float64Array): Float64Array {
  return sums.map((sum, i) => (divisors[i] === 0 ? sum : divideWhole(sum, divisors[i])));
}
