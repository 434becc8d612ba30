// A profile as one run of a comparison. In: a prepared profile. Out: what each row costs, and how many events of the
// profiler stand behind it. Invariant: events are what was really recorded: scaled counts are scaled back, and where a
// profile does not tell, there are none.

import type { Run } from '../../analyze/compareRuns';
import { sumsOf } from '../../analyze/totals';
import type { Profile } from '../../profile/profile';
import type { Prepared } from '../prepare';

/** @param key cum: with what a function calls */
export function runOf(prepared: Prepared, key: 'flat' | 'cum'): Run {
  const { profile, rows, measure, total } = prepared;
  const perRow = (values: Float64Array): ReadonlyMap<string, number> => {
    const column = sumsOf(profile, rows, { ...measure, values, divisors: undefined })[key];
    const sums = new Map<string, number>();
    for (let row = 0; row < rows.count; row++) {
      if (column[row] !== 0) sums.set(rows.name[row], (sums.get(rows.name[row]) ?? 0) + column[row]);
    }
    return sums;
  };
  const events = eventsOf(profile, measure.values);
  return { total, values: perRow(measure.values), events: events === undefined ? new Map() : perRow(events) };
}

/** By sample. Where the measured value is 0, so are the events: freed memory is not evidence of live memory. */
function eventsOf(profile: Profile, measured: Float64Array): Float64Array | undefined {
  const { sampleTypes, samples, period } = profile;
  const column = (type: string): Float64Array | undefined => {
    const at = sampleTypes.findIndex((one) => one.type === type);
    return at < 0 ? undefined : samples.values[at];
  };
  const [objects, space] = [column('alloc_objects'), column('alloc_space')];
  if (objects !== undefined && space !== undefined) {
    return objects.map((count, i) => (measured[i] === 0 ? 0 : recorded(count, space[i], Number(period))));
  }
  const counted = sampleTypes.findIndex(({ unit }) => unit === 'count');
  return counted < 0 ? undefined : samples.values[counted];
}

/** Go scales what it records of size s by 1 / (1 - e^(-s/rate)) (runtime/pprof scaleHeapSample). */
function recorded(objects: number, bytes: number, rate: number): number {
  if (objects === 0 || rate <= 1) return objects;
  return objects * -Math.expm1(-bytes / objects / rate);
}
