// Findings as JUnit XML, which every CI shows. In: a report, every rule, the grade that fails. Out: XML. Invariants: a
// test case a rule, so that a rule without findings is a passed test; findings below the grade are told and do not
// fail; no character that XML 1.0 forbids.

import type { Finding, Grade } from '../../diagnose/finding';
import { isAtLeast } from '../../diagnose/finding';
import type { Rule } from '../../diagnose/rule';
import type { FindingsReport } from './findingsReport';

/** @param failOn findings of this grade or a better one are failures */
export function findingsJunit({ findings, target }: FindingsReport, rules: readonly Rule[], failOn: Grade): string {
  const cases = rules.map(({ id, summary }) => {
    const own = findings.filter(({ rule }) => rule === id);
    const failing = own.filter(({ grade }) => isAtLeast(grade, failOn));
    const others = own.filter(({ grade }) => !isAtLeast(grade, failOn));
    const body = [
      ...failing.map(
        (one) => `      <failure message="${escaped(one.title)}" type="${one.grade}">${escaped(textOf(one))}</failure>`,
      ),
      ...(others.length === 0 ? [] : [`      <system-out>${escaped(others.map(textOf).join('\n\n'))}</system-out>`]),
    ];
    const head = `    <testcase classname="heatline.diagnose" name="${escaped(`${id}: ${summary}`)}" time="0"`;
    return body.length === 0 ? `${head}/>` : `${head}>\n${body.join('\n')}\n    </testcase>`;
  });
  const failing = findings.filter(({ grade }) => isAtLeast(grade, failOn)).map(({ rule }) => rule);
  const failures = new Set(failing).size;
  const counts = `tests="${rules.length}" failures="${failures}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="heatline diagnose" ${counts}>`,
    `  <testsuite name="${escaped(target)}" ${counts} skipped="0" time="0">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function textOf({ grade, title, location, detail, evidence, advice, docs }: Finding): string {
  const where = location === null ? '' : `${location.file}:${location.line}\n`;
  return `${grade}: ${title}\n${where}${detail}\n${evidence.map(({ profile, text }) => `${profile}: ${text}`).join('\n')}\n${advice}\n${docs}`;
}

function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
