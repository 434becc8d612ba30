// tagfocus and tagignore. In: an option's text. Out: a test for samples. Three forms, from google/pprof
// internal/driver/driver_focus.go:
//  - a range of numbers: `32kb`, `:64kb`, `4mb:`, `12kb:64mb`, looked for in numeric labels;
//  - with a key, `key=re,re`: one of the patterns matches a text value of that key;
//  - without, `re,re`: every pattern matches some `key:value`.
// Invariant: each distinct label is matched once, however many samples carry it.

import type { Profile } from '../../profile/profile';
import { scaleValue } from '../../profile/units';
import { isNumber, isText, type NumericUnits } from './labels';
import { Pattern } from './re2';
import { PatternError } from './re2Reader';

export interface TagFilter {
  /** `range` where the text was read as one; pprof tells its user. */
  readonly kind: 'range' | 'pattern';
  /** @param begin first label row of a sample @param end behind its last */
  matches(profile: Profile, begin: number, end: number): boolean;
}

/** @throws PatternError */
export function parseTagFilter(text: string, units: NumericUnits): TagFilter {
  const equals = text.indexOf('=');
  const key = equals < 0 ? undefined : text.slice(0, equals);
  const value = text.slice(equals + 1);
  const range = parseRange(value);
  if (range !== undefined) return rangeFilter(range, key, units);
  const patterns = value.split(',').map((pattern) => new Pattern(pattern));
  return key === undefined || key === '' ? anyKeyFilter(patterns) : keyFilter(patterns, key);
}

type InRange = (value: number, unit: string) => boolean;

/** A number and perhaps a unit, once or twice with a colon; undefined where the text is a pattern. */
function parseRange(text: string): InRange | undefined {
  const found: readonly RegExpExecArray[] = [...text.matchAll(/([+-]?\d+)([A-Za-z]*)/g)];
  const first = found.at(0);
  const second = found.at(1);
  if (first === undefined) return undefined;
  const low = bound(first, first[2]);
  const test =
    (isIn: (value: number) => boolean): InRange =>
    (value, unit) => {
      const scaled = scaleValue(value, unit, low.unit);
      return scaled.unit === low.unit && isIn(scaled.value);
    };
  if (second === undefined) {
    if (text === first[0]) return test((value) => value === low.value);
    if (text === `${first[0]}:`) return test((value) => value >= low.value);
    if (text === `:${first[0]}`) return test((value) => value <= low.value);
    return undefined;
  }
  if (text !== `${first[0]}:${second[0]}`) return undefined;
  const high = bound(second, low.unit);
  return high.unit === low.unit ? test((value) => value >= low.value && value <= high.value) : undefined;
}

function bound(match: RegExpExecArray, toUnit: string): { readonly value: number; readonly unit: string } {
  const number = BigInt(match[1].replace(/^\+/, ''));
  if (BigInt.asIntN(64, number) !== number) throw new PatternError('number out of range', match[0]);
  return scaleValue(Number(number), match[2], toUnit);
}

function rangeFilter(range: InRange, key: string | undefined, units: NumericUnits): TagFilter {
  const wanted = key === '' ? undefined : key;
  return {
    kind: 'range',
    matches: (profile, begin, end) => {
      const { labels, strings } = profile;
      for (let k = begin; k < end; k++) {
        if (!isNumber(profile, k)) continue;
        const own = strings.text(labels.key[k]);
        if (wanted !== undefined && own !== wanted) continue;
        if (range(Number(labels.number[k]), units.of.get(own) ?? '')) return true;
      }
      return false;
    },
  };
}

/** Whether a label row matches pattern number `p`, remembered by its key and text. */
type LabelTest = (profile: Profile, p: number, label: number) => boolean;

function rememberedTest(patterns: readonly Pattern[], shown: (profile: Profile, label: number) => string): LabelTest {
  const known = patterns.map(() => new Map<number, boolean>());
  return (profile, p, label) => {
    const { key, text } = profile.labels;
    const pair = key[label] * profile.strings.count + text[label];
    let answer = known[p].get(pair);
    if (answer === undefined) known[p].set(pair, (answer = patterns[p].test(shown(profile, label))));
    return answer;
  };
}

function keyFilter(patterns: readonly Pattern[], key: string): TagFilter {
  const test = rememberedTest(patterns, ({ labels, strings }, k) => strings.text(labels.text[k]));
  return {
    kind: 'pattern',
    matches: (profile, begin, end) => {
      const { labels, strings } = profile;
      for (let k = begin; k < end; k++) {
        if (!isText(profile, k) || strings.text(labels.key[k]) !== key) continue;
        for (let p = 0; p < patterns.length; p++) if (test(profile, p, k)) return true;
      }
      return false;
    },
  };
}

function anyKeyFilter(patterns: readonly Pattern[]): TagFilter {
  const test = rememberedTest(
    patterns,
    ({ labels, strings }, k) => `${strings.text(labels.key[k])}:${strings.text(labels.text[k])}`,
  );
  return {
    kind: 'pattern',
    matches: (profile, begin, end) => {
      for (let p = 0; p < patterns.length; p++) {
        let found = false;
        for (let k = begin; k < end && !found; k++) found = isText(profile, k) && test(profile, p, k);
        if (!found) return false;
      }
      return true;
    },
  };
}
