// The difference of two profiles. In: a profile and a base. Out: one profile with the base's samples taken away.
// Invariants, from google/pprof internal/driver/fetch.go: `diff_base` marks the base's samples, so that they stay
// samples of their own and percentages refer to them; `base` merges them into equal stacks, so that what cancels
// out is gone; a profile minus itself is empty in every table.

import { checkAlike, mergeProfiles } from './merge';
import { withStrings } from './mergeStrings';
import { scaleSamples } from './mergeTypes';
import type { Profile } from './profile';

export interface DiffOptions {
  /** `diff_base`: compare two states; `base`: take an earlier snapshot out of a later one. */
  readonly kind: 'diff_base' | 'base';
  /** First scale the profile so that its sums equal the base's, sample type by sample type. */
  readonly normalize?: boolean | undefined;
}

/** @throws UserError `incompatible` */
export function subtractProfile(profile: Profile, base: Profile, options: DiffOptions): Profile {
  const marked = options.kind === 'diff_base' ? markAsBase(base) : base;
  const scaled = options.normalize === true ? normalized(profile, marked) : profile;
  const negative = scaleSamples(
    marked,
    marked.sampleTypes.map(() => -1),
  );
  return mergeProfiles([withoutGoroutines(scaled), withoutGoroutines(negative)]);
}

/** A difference of counts has no goroutines of its own. */
function withoutGoroutines(profile: Profile): Profile {
  const { goroutines, ...rest } = profile;
  return goroutines === undefined ? profile : rest;
}

/** Scales each sample type so that its values sum up to the base's; to 0 where the profile's own sum is 0. */
function normalized(profile: Profile, base: Profile): Profile {
  checkAlike(profile, base);
  const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
  return scaleSamples(
    profile,
    profile.samples.values.map((column, t) => {
      const own = sum(column);
      return own === 0 ? 0 : sum(base.samples.values[t]) / own;
    }),
  );
}

const baseKey = 'pprof::base';

/** Whether a profile is a difference of kind `diff_base`, of ours or of pprof's: samples of the base are marked. */
export function isDifference({ labels, strings }: Pick<Profile, 'labels' | 'strings'>): boolean {
  for (let k = 0; k < labels.count; k++) {
    if (labels.text[k] >= 0 && strings.text(labels.key[k]) === baseKey) return true;
  }
  return false;
}

/** Puts `pprof::base=true` on every sample, in place of what a label of that name said before. */
function markAsBase(profile: Profile): Profile {
  const { samples, labels, strings } = profile;
  const [key, value] = [strings.count, strings.count + 1];
  const isBaseKey = Array.from({ length: strings.count }, (_, i) => strings.text(i) === baseKey);
  const rows: number[] = [];
  const labelOffset = new Uint32Array(samples.count + 1);
  for (let i = 0; i < samples.count; i++) {
    for (let k = samples.labelOffset[i]; k < samples.labelOffset[i + 1]; k++) {
      if (labels.text[k] < 0 || !isBaseKey[labels.key[k]]) rows.push(k);
    }
    rows.push(-1);
    labelOffset[i + 1] = rows.length;
  }
  return {
    ...profile,
    strings: withStrings(strings, [baseKey, 'true']),
    samples: { ...samples, labelOffset },
    labels: {
      count: rows.length,
      key: Int32Array.from(rows, (k) => (k < 0 ? key : labels.key[k])),
      text: Int32Array.from(rows, (k) => (k < 0 ? value : labels.text[k])),
      number: BigInt64Array.from(rows, (k) => (k < 0 ? 0n : labels.number[k])),
      unit: Int32Array.from(rows, (k) => (k < 0 ? 0 : labels.unit[k])),
    },
  };
}
