// The labels of one sample, by key. In: a profile and a sample. Out: keys in the order they first appear, each with
// its texts and numbers. Invariant: one entry a key, as pprof's maps; a label that is none (labels.ts) is left out.

import { isNumber, isText } from '../analyze/refine/labels';
import type { Profile } from '../profile/profile';

export interface SampleLabel {
  readonly key: string;
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  /** Of the numbers. */
  readonly unit: string;
}

interface Growing extends SampleLabel {
  readonly texts: string[];
  readonly numbers: number[];
}

/** @param units unit by key, from `numericUnits` */
export function sampleLabels(
  profile: Profile,
  sample: number,
  units: ReadonlyMap<string, string>,
): readonly SampleLabel[] {
  const { samples, labels, strings } = profile;
  const begin = samples.labelOffset[sample];
  const end = samples.labelOffset[sample + 1];
  if (begin === end) return none;
  const byKey = new Map<string, Growing>();
  for (let k = begin; k < end; k++) {
    const hasText = isText(profile, k);
    if (!hasText && !isNumber(profile, k)) continue;
    const key = strings.text(labels.key[k]);
    let label = byKey.get(key);
    if (label === undefined) byKey.set(key, (label = { key, texts: [], numbers: [], unit: units.get(key) ?? '' }));
    if (hasText) label.texts.push(strings.text(labels.text[k]));
    else label.numbers.push(Number(labels.number[k]));
  }
  return [...byKey.values()];
}

const none: readonly SampleLabel[] = [];
