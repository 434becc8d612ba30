// The words of a comparison, for all its forms. In: a report or a row. Out: sentences and cells. Invariant: a number
// never stands without what it is a share of, nor a difference without how well it is known.

import { counted } from '../../../base/counted';
import type { ComparisonReport, Limits, ReportedRow } from './comparisonReport';

/** `2 functions are over the limit (+1 points and +10 %)`, or what is true instead. */
export function verdict({ rows, limits }: ComparisonReport): string {
  const over = rows.filter((row) => row.isOverLimit).length;
  const certain = rows.filter(({ isCertain }) => isCertain).length;
  const changed =
    certain === 0
      ? 'No function changed by more than noise'
      : `${counted(certain, 'function')} changed by more than noise`;
  const limit = limitText(limits);
  if (limit === '') return changed;
  return over === 0
    ? `${changed}, none over the limit (${limit})`
    : `${counted(over, 'function')} over the limit (${limit})`;
}

function limitText({ increase, growth }: Limits): string {
  const parts = [
    ...(increase === undefined ? [] : [`+${increase} points`]),
    ...(growth === undefined ? [] : [`+${growth} %`]),
  ];
  return parts.join(' and ');
}

/** What was compared, and how. */
export function method(report: ComparisonReport): string {
  const { base, now, sampleType, by, measured, confidence, rows } = report;
  const of = by === 'share' ? 'percent of each profile' : "percent of the base's mean total";
  return (
    `${counted(base.length, 'profile')} of before against ${counted(now.length, 'profile')} of now: ${measured} ${sampleType.type}, ${of}; ` +
    `${confidence} % confidence over ${counted(rows.length, 'function')}.`
  );
}

/** What to know before trusting it; '' when there is nothing. */
export function caution({ base, now, rows }: ComparisonReport): string {
  if (base.length + now.length > 2) return '';
  if (rows.some(({ low }) => !Number.isFinite(low))) {
    return 'One profile a side does not tell noise from change for this sample type: give three or more of each.';
  }
  return 'With one profile a side only large changes are certain: give three or more of each.';
}

export function pointsText(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

export function intervalText({ low, high }: ReportedRow): string {
  return Number.isFinite(low) ? `${pointsText(low)} … ${pointsText(high)}` : 'unknown';
}

export function growthText({ growth }: ReportedRow): string {
  if (growth === null) return 'new';
  return `${growth < 0 ? '−' : '+'}${Math.abs(growth).toFixed(0)} %`;
}

export function percentText(value: number): string {
  return `${value.toFixed(2)} %`;
}

/** One sentence on one row. */
export function rowSentence(row: ReportedRow): string {
  return (
    `${row.name} went from ${percentText(row.base)} to ${percentText(row.now)} (${growthText(row)}); ` +
    `the difference is ${pointsText(row.difference)} points, known to ${intervalText(row)}`
  );
}
