// Findings for a terminal. In: a report. Out: text of at most 100 columns, no colours. Invariants: the first line of a
// finding says what and where; every number comes with the profile it is from; frames are few: what the program called,
// and the program's own.

import type { Evidence, Finding } from '../../diagnose/finding';
import { type FindingsReport, gradesText, isKnown } from './findingsReport';
import { shownFrames } from './shownFrames';

const width = 100;
const indent = '  ';
/** Of each stack. */
const maxFrames = 4;

export function findingsText(report: FindingsReport): string {
  const { target, captured, missing, reading, findings } = report;
  const parts = [
    `${target}: ${gradesText(findings)}.`,
    ...(reading === '' ? [] : [wrapped(reading, '')]),
    ...findings.flatMap((finding, i) => ['', findingText(finding, i + 1, isKnown(report, finding))]),
    '',
    wrapped(`Read: ${captured.join(', ')}.`, ''),
    ...missing.map(({ profile, reason }) => wrapped(`Without ${profile}: ${reason}`, '')),
  ];
  return `${parts.join('\n')}\n`;
}

function findingText(finding: Finding, number: number, known: boolean): string {
  const { grade, title, location, detail, evidence, refute, advice, docs, rule } = finding;
  return [
    wrapped(`${number}. ${title}`, '   ').trimStart(),
    `   ${grade}${known ? ', known' : ''}${location === null ? '' : ` · ${location.file}:${location.line}`} · ${rule}`,
    '',
    wrapped(detail, '   '),
    ...evidence.map(evidenceText),
    wrapped(`Change: ${advice}`, '   '),
    wrapped(`Wrong if: ${refute}`, '   '),
    `   ${docs}`,
  ].join('\n');
}

function evidenceText({ profile, text, frames }: Evidence): string {
  const lines = shownFrames(frames, maxFrames).map((line) => `     ${indent}${line}`);
  return [wrapped(`- ${profile}: ${text}`, '   ', '     '), ...lines].join('\n');
}

/** Words in lines of at most `width`; a longer word stays whole. */
function wrapped(text: string, first: string, rest = first): string {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}
