// Patterns worth trying on a profile. In: a profile. Out: names of hot, middling and cold functions, files, binaries and
// labels of it, and patterns any profile can be asked. Invariant: depends on the profile alone; no pattern holds a blank.

import { buildFrames } from '../../src/core/analyze/frames';
import { measure } from '../../src/core/analyze/measure';
import { totalsOf } from '../../src/core/analyze/totals';
import type { Profile } from '../../src/core/profile/profile';

export interface SamplePatterns {
  readonly functions: readonly string[];
  readonly files: readonly string[];
  /** Patterns that match much, little and nothing. */
  readonly broad: readonly string[];
}

export function samplePatterns(profile: Profile): SamplePatterns {
  const frames = buildFrames(profile, 'functions');
  const { flat, cum } = totalsOf(profile, frames, measure(profile));
  const by = (column: Float64Array): readonly string[] =>
    frames.name
      .map((name, i) => ({ name, size: Math.abs(column[i]) }))
      .filter(({ name }) => !/\s/.test(name) && !name.startsWith('<') && !name.startsWith('['))
      .sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1))
      .map(({ name }) => quoted(name));
  const [byFlat, byCum] = [by(flat), by(cum)];
  const at = (list: readonly string[], share: number): readonly string[] =>
    list.slice(Math.floor(share * (list.length - 1)), Math.floor(share * (list.length - 1)) + 1);
  const functions = new Set([...at(byFlat, 0), ...at(byFlat, 0.05), ...at(byCum, 0.02), ...at(byCum, 0.3)]);

  const { strings } = profile;
  const files = [...new Set(profile.functions.filename)].map((i) => strings.text(i)).filter((f) => /^\S+$/.test(f));
  const binaries = [...new Set(profile.mappings.file)].map((i) => strings.text(i)).filter((f) => /^\S+$/.test(f));
  return {
    functions: [...functions],
    files: [...files.sort().slice(0, 1), ...binaries.slice(0, 1)].map((f) => quoted(f.slice(f.lastIndexOf('/') + 1))),
    broad: ['runtime|main', '(?i)MAIN|GC|alloc', '^$', '.', 'no-such-name', '[[:upper:]]\\w*$', '\\(\\*\\w+\\)'],
  };
}

export interface SampleTags {
  readonly filters: readonly string[];
  readonly keyPatterns: readonly string[];
  readonly keys: readonly string[];
}

export function sampleTags(profile: Profile): SampleTags {
  const { labels, strings } = profile;
  const texts = new Map<string, string>();
  const numbers = new Map<string, { readonly value: bigint; readonly unit: string }>();
  for (let k = labels.count - 1; k >= 0; k--) {
    const key = strings.text(labels.key[k]);
    if (labels.text[k] >= 0) texts.set(key, strings.text(labels.text[k]));
    else numbers.set(key, { value: labels.number[k], unit: strings.text(labels.unit[k]) || key });
  }
  const filters = ['no-such-value', 'no-such-key=x', '1kb:', ':64kb', '16b:1mb'];
  for (const [key, value] of [...texts].sort().slice(0, 3)) {
    filters.push(
      quoted(value),
      `${key}=${quoted(value)}`,
      `${quoted(key)}:,${quoted(value)}`,
      `${key}=zzz,${quoted(value)}`,
    );
  }
  for (const [key, { value, unit }] of [...numbers].sort().slice(0, 2)) {
    filters.push(`${key}=${value}${unit}`, `${value}${unit}`, `${key}=${value}${unit}:`, `${key}=:${value}${unit}`);
  }
  const keys = [...new Set([...texts.keys(), ...numbers.keys()])].sort();
  return {
    filters: filters.filter((filter) => !/\s/.test(filter)),
    keyPatterns: [...keys.slice(0, 2).map((key) => `^${quoted(key)}$`), 'no-such-key', 'e'],
    keys: [...keys.slice(0, 2), keys.slice(0, 3).join(','), 'no-such-key'].filter((k) => k !== '' && !/\s/.test(k)),
  };
}

/** As Go's regexp.QuoteMeta. */
function quoted(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
