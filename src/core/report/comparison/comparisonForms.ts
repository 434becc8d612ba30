// A comparison for continuous integration. In: a report. Out: Markdown for a job summary, JUnit XML, annotations of
// GitHub. Invariants: names of functions are text in each of them; only what is over a limit is a failure or an error.

import { markdownCode, markdownText } from '../escape/markdown';
import { workflowCommand } from '../escape/workflowCommand';
import { xmlText } from '../escape/xml';
import type { ComparisonReport, ReportedRow } from './comparisonReport';
import { certainRows } from './comparisonText';
import {
  caution,
  growthText,
  intervalText,
  method,
  percentText,
  pointsText,
  rowSentence,
  verdict,
} from './comparisonWords';

/** A job's summary may have 1 MiB; this many rows have some 20 KB. */
const maxRows = 100;

export function comparisonMarkdown(report: ComparisonReport): string {
  const rows = certainRows(report);
  const warning = caution(report);
  return [
    `## Heatline: ${markdownText(verdict(report))}`,
    '',
    markdownText(method(report)),
    ...(warning === '' ? [] : ['', markdownText(warning)]),
    ...(rows.length === 0
      ? []
      : ['', '| | function | before | now | points | interval | growth |', '|---|---|--:|--:|--:|---|--:|']),
    ...rows.slice(0, maxRows).map(markdownRow),
    ...(rows.length > maxRows ? ['', `… and ${rows.length - maxRows} more.`] : []),
    '',
  ].join('\n');
}

function markdownRow(row: ReportedRow): string {
  const mark = row.isOverLimit ? '🔴 over the limit' : row.difference > 0 ? '▲' : '▼';
  const cells = [
    mark,
    markdownCode(row.name),
    percentText(row.base),
    percentText(row.now),
    pointsText(row.difference),
    intervalText(row),
    growthText(row),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** A test case a function: what was over the limit failed, the others passed. */
export function comparisonJunit(report: ComparisonReport): string {
  const { rows, now } = report;
  const failures = rows.filter((row) => row.isOverLimit).length;
  const counts = `tests="${rows.length}" failures="${failures}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="heatline diff" ${counts}>`,
    `  <testsuite name="${xmlText(now.join(' '))}" ${counts} skipped="0" time="0">`,
    ...rows.map((row) => {
      const head = `    <testcase classname="heatline.diff" name="${xmlText(row.name)}" time="0"`;
      const text = xmlText(rowSentence(row));
      return row.isOverLimit
        ? `${head}>\n      <failure message="${text}" type="regression">${text}</failure>\n    </testcase>`
        : `${head}/>`;
    }),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

export function comparisonAnnotations({ rows }: ComparisonReport): string {
  return rows
    .filter((row) => row.isOverLimit)
    .map((row) =>
      workflowCommand({
        level: 'error',
        title: `${row.name} costs more`,
        message: `${rowSentence(row)}.`,
        location: row.location,
      }),
    )
    .join('');
}
