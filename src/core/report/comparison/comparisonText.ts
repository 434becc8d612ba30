// A comparison for a terminal. In: a report. Out: text. Invariants: what is certain comes first and alone is listed,
// largest change first; what is over a limit is marked with a word, not with a colour.

import { padLeft } from '../goText';
import type { ComparisonReport, ReportedRow } from './comparisonReport';
import { caution, growthText, intervalText, method, percentText, pointsText, verdict } from './comparisonWords';

/** @param max rows; 0 for all */
export function comparisonText(report: ComparisonReport, max: number): string {
  const certain = certainRows(report);
  const shown = max === 0 ? certain : certain.slice(0, max);
  const noise = report.rows.length - certain.length;
  const warning = caution(report);
  return [
    `${verdict(report)}.`,
    method(report),
    ...(warning === '' ? [] : [warning]),
    ...(shown.length === 0
      ? []
      : [
          '',
          `${padLeft('before', 9)}${padLeft('now', 10)}${padLeft('points', 9)}  ${'interval'.padEnd(19)}${padLeft('growth', 8)}`,
        ]),
    ...shown.map(rowText),
    ...(certain.length > shown.length ? [`… and ${certain.length - shown.length} more`] : []),
    ...(noise === 0 || report.rows.length === 0 ? [] : ['', `${noise} more within noise.`]),
    '',
  ].join('\n');
}

/** Over the limit first, then by the size of the change. */
export function certainRows({ rows }: ComparisonReport): readonly ReportedRow[] {
  return rows
    .filter(({ isCertain }) => isCertain)
    .sort((a, b) => Number(b.isOverLimit) - Number(a.isOverLimit) || Math.abs(b.difference) - Math.abs(a.difference));
}

function rowText(row: ReportedRow): string {
  const cells = [
    padLeft(percentText(row.base), 9),
    padLeft(percentText(row.now), 10),
    padLeft(pointsText(row.difference), 9),
    `  ${intervalText(row).padEnd(19)}`,
    padLeft(growthText(row), 8),
  ];
  return `${cells.join('')}  ${row.name}${row.isOverLimit ? '  ← over the limit' : ''}`;
}
