// Labels as pprof sees them. In: the label columns. Out: what each row is, and the unit of each numeric key.
// Invariants, from google/pprof profile/encode.go and profile.go NumLabelUnits: a number 0 without a unit is no
// label at all; the unit of a key is the first one any sample gives it; without one, `request` and `alignment`
// are bytes and every other key is its own unit (so that Go's `bytes` is bytes).

import type { Profile, Warning } from '../../profile/profile';

/** The label pprof puts on the samples of a diff base. */
export const baseLabelKey = 'pprof::base';

export function isText(profile: Profile, label: number): boolean {
  return profile.labels.text[label] >= 0;
}

export function isNumber(profile: Profile, label: number): boolean {
  const { text, number, unit } = profile.labels;
  return text[label] < 0 && (number[label] !== 0n || unit[label] > 0);
}

export interface NumericUnits {
  /** Unit by key. */
  readonly of: ReadonlyMap<string, string>;
  /** Units that samples also use for a key, and that are ignored. */
  readonly ignored: ReadonlyMap<string, readonly string[]>;
}

export function numericUnits(profile: Profile): NumericUnits {
  const { labels, strings } = profile;
  const units = new Map<string, string>();
  const others = new Map<string, Set<string>>();
  const seen = new Set<number>();
  for (let k = 0; k < labels.count; k++) {
    if (!isNumber(profile, k)) continue;
    const pair = labels.key[k] * strings.count + labels.unit[k];
    if (seen.has(pair)) continue;
    seen.add(pair);
    const key = strings.text(labels.key[k]);
    const unit = strings.text(labels.unit[k]);
    const known = units.get(key) ?? '';
    if (known === '' || unit === '' || known === unit) units.set(key, known === '' ? unit : known);
    else others.set(key, (others.get(key) ?? new Set()).add(unit));
  }
  for (const [key, unit] of units) {
    if (unit === '') units.set(key, key === 'request' || key === 'alignment' ? 'bytes' : key);
  }
  return { of: units, ignored: new Map([...others].map(([key, set]) => [key, [...set].sort()])) };
}

/** Numbers of one label in several units are shown as if they were of one. */
export function unitWarnings({ of, ignored }: NumericUnits): readonly Warning[] {
  return Array.from(ignored, ([key, others]) => ({
    code: 'tag-units',
    message: `For tag ${key} used unit ${of.get(key)!}, also encountered unit(s) ${others.join(', ')}`,
  }));
}

/** By SampleIndex: 1 for samples of a diff base; undefined where there are none. */
export function baseSamples(profile: Profile): Uint8Array | undefined {
  const { labels, strings, samples } = profile;
  let out: Uint8Array | undefined;
  const isBase = new Map<number, boolean>();
  for (let i = 0; i < samples.count; i++) {
    for (let k = samples.labelOffset[i]; k < samples.labelOffset[i + 1]; k++) {
      const key = labels.key[k];
      let known = isBase.get(key);
      if (known === undefined) isBase.set(key, (known = strings.text(key) === baseLabelKey));
      if (known && isText(profile, k) && strings.text(labels.text[k]) === 'true') {
        out ??= new Uint8Array(samples.count);
        out[i] = 1;
      }
    }
  }
  return out;
}
