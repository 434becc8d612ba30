// Findings for a job summary or an issue. In: a report. Out: GitHub-flavoured Markdown. Invariants: what comes from a
// profile is text: no name in it becomes a link, a tag, a mention or the end of a code block; details are folded, so that
// the first screen has all titles.

import type { Evidence, Finding, Grade } from '../../diagnose/finding';
import { htmlText, markdownCode, markdownText, oneLine } from '../escape/markdown';
import { type FindingsReport, gradesText, isKnown } from './findingsReport';
import { shownFrames } from './shownFrames';

/** Of each stack. */
const maxFrames = 6;

const marks: Readonly<Record<Grade, string>> = { proven: '🔴 proven', likely: '🟠 likely', suspect: '🔵 suspect' };

/** A summary of more than 1 MiB is not shown at all; the titles are the first to be kept. */
const maxDetailsLength = 600_000;

export function findingsMarkdown(report: FindingsReport): string {
  const { target, captured, missing, reading, findings } = report;
  const rows = findings.map((finding) => {
    const { grade, title, location, rule } = finding;
    const where = location === null ? '' : markdownCode(`${location.file}:${location.line}`);
    const mark = `${marks[grade]}${isKnown(report, finding) ? ' (known)' : ''}`;
    return `| ${mark} | ${markdownText(title)} | ${where} | ${markdownCode(rule)} |`;
  });
  return [
    `## Heatline: ${markdownText(gradesText(findings))}`,
    '',
    ...(reading === '' ? [] : [markdownText(reading), '']),
    ...(rows.length === 0 ? [] : ['| | finding | where | rule |', '|---|---|---|---|', ...rows, '']),
    ...withinLimit(findings.map(details)),
    `Target ${markdownCode(target)}, read: ${captured.map(markdownCode).join(', ')}.`,
    ...missing.map(({ profile, reason }) => `Without ${markdownCode(profile)}: ${markdownText(reason)}`),
    '',
  ].join('\n');
}

function withinLimit(details: readonly (readonly string[])[]): readonly string[] {
  let length = 0;
  const fitting = details.filter((lines) => (length += lines.join('\n').length) <= maxDetailsLength);
  const left = details.length - fitting.length;
  return [...fitting.flat(), ...(left === 0 ? [] : [`The details of ${left} findings are left out here.`, ''])];
}

function details({ title, detail, evidence, advice, refute, docs, rule }: Finding): readonly string[] {
  return [
    `<details><summary>${htmlText(title)}</summary>`,
    '',
    markdownText(detail),
    '',
    ...evidence.flatMap(evidenceLines),
    '',
    `**Change:** ${markdownText(advice)}`,
    '',
    `**Wrong if:** ${markdownText(refute)}`,
    '',
    `[${rule}](${docs})`,
    '',
    '</details>',
    '',
  ];
}

function evidenceLines({ profile, text, frames }: Evidence): readonly string[] {
  const own = `- **${markdownText(profile)}:** ${markdownText(text)}`;
  return frames.length === 0 ? [own] : [own, '', ...fenced(shownFrames(frames, maxFrames)), ''];
}

/** A fence longer than any run of backticks in it. */
function fenced(frames: readonly string[]): readonly string[] {
  const lines = frames.map(oneLine);
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`  ${fence}`, ...lines.map((line) => `  ${line}`), `  ${fence}`];
}
