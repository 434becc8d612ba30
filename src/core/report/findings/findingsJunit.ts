// Findings as JUnit XML, which every CI shows. In: a report, every rule, the grade that fails. Out: XML. Invariants: a
// test case a rule, so that a rule without findings is a passed test; findings below the grade, and known ones, are told
// and do not fail; no character that XML 1.0 forbids.

import type { Finding, Grade } from '../../diagnose/finding';
import { isAtLeast } from '../../diagnose/finding';
import type { Rule } from '../../diagnose/rule';
import { xmlText } from '../escape/xml';
import { type FindingsReport, isKnown } from './findingsReport';

/** @param failOn findings of this grade or a better one are failures */
export function findingsJunit(report: FindingsReport, rules: readonly Rule[], failOn: Grade): string {
  const { findings, target } = report;
  const fails = (one: Finding): boolean => isAtLeast(one.grade, failOn) && !isKnown(report, one);
  const cases = rules.map(({ id, summary }) => {
    const own = findings.filter(({ rule }) => rule === id);
    const failing = own.filter(fails);
    const others = own.filter((one) => !fails(one));
    const body = [
      ...failing.map(
        (one) => `      <failure message="${xmlText(one.title)}" type="${one.grade}">${xmlText(textOf(one))}</failure>`,
      ),
      ...(others.length === 0 ? [] : [`      <system-out>${xmlText(others.map(textOf).join('\n\n'))}</system-out>`]),
    ];
    const head = `    <testcase classname="heatline.diagnose" name="${xmlText(`${id}: ${summary}`)}" time="0"`;
    return body.length === 0 ? `${head}/>` : `${head}>\n${body.join('\n')}\n    </testcase>`;
  });
  const failing = findings.filter(fails).map(({ rule }) => rule);
  const failures = new Set(failing).size;
  const counts = `tests="${rules.length}" failures="${failures}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="heatline diagnose" ${counts}>`,
    `  <testsuite name="${xmlText(target)}" ${counts} skipped="0" time="0">`,
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
