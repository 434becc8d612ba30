// `tags`. In: a prepared profile. Out: every label key with its values and what the samples that carry them sum up
// to, as one result for text in pprof's layout and for JSON. Invariants: google/pprof internal/report printTags;
// keys by name, values by magnitude; a sample with two values of one key counts for both.

import { formatPercent, formatValue } from '../profile/units';
import { characters } from './goText';
import { compareText } from './graph';
import { headJson, type HeadJson } from './json';
import type { Prepared } from './prepare';
import { sampleLabels } from './sampleLabels';

export interface TagValue {
  readonly name: string;
  readonly value: number;
}

export interface TagKey {
  readonly key: string;
  readonly total: number;
  readonly values: readonly TagValue[];
}

export function tagsReport(prepared: Prepared): readonly TagKey[] {
  const { profile, measure, format, labelUnits } = prepared;
  const keys = new Map<string, Map<string, number>>();
  for (let i = 0; i < profile.samples.count; i++) {
    for (const label of sampleLabels(profile, i, labelUnits)) {
      let values = keys.get(label.key);
      if (values === undefined) keys.set(label.key, (values = new Map<string, number>()));
      const names = [...label.texts, ...label.numbers.map((number) => formatValue(number, label.unit, format.to))];
      for (const name of names) values.set(name, (values.get(name) ?? 0) + measure.values[i]);
    }
  }
  return [...keys]
    .map(([key, values]) => ({
      key,
      total: [...values.values()].reduce((sum, value) => sum + value, 0),
      values: [...values]
        .map(([name, value]) => ({ name, value }))
        .sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || compareText(a.name, b.name)),
    }))
    .sort((a, b) => compareText(a.key, b.key));
}

/** Key and values are right-aligned in two columns of their own for each key, as Go's tabwriter does it. */
export function tagsText({ total, format }: Prepared, keys: readonly TagKey[]): string {
  return keys
    .map(({ key, total: keyTotal, values }) => {
      const share = total > 0 ? ` (${formatPercent(keyTotal, total)})` : '';
      const indent = ' '.repeat(characters(key) + 2);
      const cells = values.map(({ value }) => {
        const text = format.text(value);
        return total > 0 ? `${text} (${formatPercent(value, total)}):` : `${text}:`;
      });
      const width = Math.max(...cells.map(characters)) + 1;
      const lines = values.map(({ name }, i) => `${indent}${cells[i].padStart(width)} ${name}\n`);
      return ` ${key}: Total ${format.text(keyTotal)} of ${format.text(total)}${share}\n${lines.join('')}\n`;
    })
    .join('');
}

export interface TagsJson extends HeadJson {
  readonly tags: readonly TagKey[];
}

export function tagsJson(prepared: Prepared, tags: readonly TagKey[]): TagsJson {
  const { number } = prepared.format;
  return {
    ...headJson(prepared),
    tags: tags.map(({ key, total, values }) => ({
      key,
      total: number(total),
      values: values.map(({ name, value }) => ({ name, value: number(value) })),
    })),
  };
}
