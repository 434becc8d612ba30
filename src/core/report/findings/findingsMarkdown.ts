// Findings for a job summary or an issue. In: a report. Out: GitHub-flavoured Markdown. Invariants: what comes from a
// profile is text: no name in it becomes a link, a tag, a mention or the end of a code block; details are folded, so that
// the first screen has all titles.

import type { Evidence, Finding, Grade } from '../../diagnose/finding';
import { type FindingsReport, gradesText } from './findingsReport';
import { shownFrames } from './shownFrames';

/** Of each stack. */
const maxFrames = 6;

const marks: Readonly<Record<Grade, string>> = { proven: '🔴 proven', likely: '🟠 likely', suspect: '🔵 suspect' };

export function findingsMarkdown({ target, captured, missing, reading, findings }: FindingsReport): string {
  const rows = findings.map(
    ({ grade, title, location, rule }) =>
      `| ${marks[grade]} | ${escaped(title)} | ${location === null ? '' : code(`${location.file}:${location.line}`)} | ${code(rule)} |`,
  );
  return [
    `## Heatline: ${escaped(gradesText(findings))}`,
    '',
    ...(reading === '' ? [] : [escaped(reading), '']),
    ...(rows.length === 0 ? [] : ['| | finding | where | rule |', '|---|---|---|---|', ...rows, '']),
    ...findings.flatMap(details),
    `Target ${code(target)}, read: ${captured.map(code).join(', ')}.`,
    ...missing.map(({ profile, reason }) => `Without ${code(profile)}: ${escaped(reason)}`),
    '',
  ].join('\n');
}

function details({ title, detail, evidence, advice, refute, docs, rule }: Finding): readonly string[] {
  return [
    `<details><summary>${html(title)}</summary>`,
    '',
    escaped(detail),
    '',
    ...evidence.flatMap(evidenceLines),
    '',
    `**Change:** ${escaped(advice)}`,
    '',
    `**Wrong if:** ${escaped(refute)}`,
    '',
    `[${rule}](${docs})`,
    '',
    '</details>',
    '',
  ];
}

function evidenceLines({ profile, text, frames }: Evidence): readonly string[] {
  const own = `- **${escaped(profile)}:** ${escaped(text)}`;
  return frames.length === 0 ? [own] : [own, '', ...fenced(shownFrames(frames, maxFrames)), ''];
}

/** A fence longer than any run of backticks in it. */
function fenced(frames: readonly string[]): readonly string[] {
  const lines = frames.map(oneLine);
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`  ${fence}`, ...lines.map((line) => `  ${line}`), `  ${fence}`];
}

/** Punctuation that Markdown or HTML would read. */
function escaped(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]<>()#+!|~&$]/g, (c) =>
      c === '<' ? '&lt;' : c === '>' ? '&gt;' : c === '&' ? '&amp;' : `\\${c}`,
    )
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/(https?):(?=\/\/)/g, '$1\u200b:');
}

/** A code span; its fence is longer than any run of backticks in it, and a bar would end a table's cell. */
function code(text: string): string {
  const plain = oneLine(text).replaceAll('|', '\u00a6');
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${plain}${fence}` : `${fence} ${plain} ${fence}`;
}

/** Inside a tag's text, where a reader may still look for Markdown. */
function html(text: string): string {
  return oneLine(text).replace(/[&<>"'`*_[\]@|:]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Without control characters and those that reorder text. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ');
}
