// A duration as Go's users write it. In: `30s`, `1m30s`, `500ms`, or a number of seconds. Out: milliseconds, or a
// UsageError that says what is understood.

import { UsageError } from './usageError';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

export function durationOf(option: string, text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * units['s'];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) {
    throw new UsageError(`--${option} needs a duration such as 30s or 1m30s, not "${text}".`);
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit], 0);
}
