// What is measured. In: a profile and the choice of a sample type. Out: one value a sample (and for means one
// divisor), with its name and unit. Invariants: rules of google/pprof profile/index.go and internal/report
// computeTotal; values are the profile's own columns, never copies.

import { UserError } from '../../base/userError';
import { defaultSampleTypeIndex, type Profile } from '../profile/profile';
import { divideWhole } from '../profile/unitsInt';
import { baseSamples } from './refine/labels';

export interface MeasureOptions {
  /** Index or name of a sample type, as `--sample_index`; '' or undefined for the profile's default. */
  readonly sampleIndex?: string | undefined;
  /** Divide by the first sample type, e.g. bytes per allocation. */
  readonly mean?: boolean | undefined;
}

export interface Measure {
  /** Index of the sample type. */
  readonly index: number;
  /** `cpu`, `inuse_space`, or `mean_delay` for a mean. */
  readonly type: string;
  readonly unit: string;
  /** By SampleIndex. */
  readonly values: Float64Array;
  /** By SampleIndex: what sums are divided by, for means. */
  readonly divisors: Float64Array | undefined;
}

/** @throws UserError `no-samples`, `bad-sample-index` */
export function measure(profile: Profile, options: MeasureOptions = {}): Measure {
  if (profile.sampleTypes.length === 0) {
    throw new UserError('no-samples', 'The profile has no sample types, so there is nothing to count.', '');
  }
  const index = findSampleType(profile, options.sampleIndex ?? '');
  const { type, unit } = profile.sampleTypes[index];
  const isMean = options.mean === true;
  return {
    index,
    type: isMean ? `mean_${type}` : type,
    unit,
    values: profile.samples.values[index],
    divisors: isMean ? profile.samples.values[0] : undefined,
  };
}

/** The same measure of another state of the profile, e.g. after a refinement. */
export function measureAgain(profile: Profile, before: Measure): Measure {
  return {
    ...before,
    values: profile.samples.values[before.index],
    divisors: before.divisors === undefined ? undefined : profile.samples.values[0],
  };
}

/**
 * By number from 0 or by type name; `inuse_space` and `inuse_objects` also find `space` and `objects`, which
 * is what heap profiles called them before Go 1.2.
 *
 * @throws UserError `bad-sample-index`
 */
export function findSampleType(profile: Pick<Profile, 'sampleTypes' | 'defaultSampleType'>, wanted: string): number {
  const { sampleTypes } = profile;
  if (wanted === '') return defaultSampleTypeIndex(profile);
  const names = sampleTypes.map(({ type }) => type);
  const next = `Use one of ${names.join(', ')}, or a number from 0 to ${names.length - 1}.`;
  if (/^[+-]?\d+$/.test(wanted)) {
    const index = Number(wanted);
    if (index >= 0 && index < names.length) return index;
    throw new UserError('bad-sample-index', `The profile has no sample type number ${wanted}.`, next);
  }
  const legacy = wanted.replace(/^inuse_/, '');
  const index = names.findIndex((name) => name === wanted || name === legacy);
  if (index >= 0) return index;
  throw new UserError('bad-sample-index', `The profile has no sample type "${wanted}".`, next);
}

/**
 * What percentages refer to: the sum of all magnitudes, or of the diff base's alone where there is one.
 * Take it from the profile before filters, as pprof does, unless percentages are to be relative to what is shown.
 */
export function totalOf(profile: Profile, { values, divisors }: Measure): number {
  const isBase = baseSamples(profile);
  let total = 0;
  let divisor = 0;
  let baseTotal = 0;
  let baseDivisor = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Math.abs(values[i]);
    const by = divisors === undefined ? 0 : divisors[i];
    total += value;
    divisor += by;
    if (isBase?.[i] === 1) {
      baseTotal += value;
      baseDivisor += by;
    }
  }
  if (baseTotal > 0) {
    total = baseTotal;
    divisor = baseDivisor;
  }
  return divisor === 0 ? total : divideWhole(total, divisor);
}
