// Whether a diagnosis is right. In: the findings of a run, what the run had. Out: which diseases were found, where, and
// which findings nobody ordered. Invariants: a disease counts as found by a finding above suspect, of its family, at a
// marked line (with the rates off, also by one without a line); every other finding above suspect is a false alarm; of a
// single disease the first finding must be it.

import type { Finding } from '../../src/core/diagnose/finding';
import { type Case, expectedOf, familiesOf, requiredOf } from './cases';
import type { Marks, MarksByDisease } from './marks';

export interface Verdict {
  readonly found: readonly { readonly disease: string; readonly rule: string; readonly isAtDefect: boolean }[];
  /** Diseases without a finding of their own. */
  readonly missed: readonly string[];
  readonly falseAlarms: readonly Finding[];
  /** Sentences; empty for a run that is right. */
  readonly faults: readonly string[];
}

export function judge(one: Case, findings: readonly Finding[], marks: MarksByDisease): Verdict {
  const own = familiesOf(one);
  const expected = expectedOf(one);
  const loud = findings.filter(({ grade }) => grade !== 'suspect');
  // Who makes connections, the block profile tells: without it the finding may have no line.
  const isThere = (finding: Finding, disease: string): boolean =>
    isMarked(finding, marks.get(disease)) || (one.hasRatesOff === true && finding.location === null);
  const owner = (finding: Finding): string | undefined =>
    expected.find((disease) => own[disease].includes(finding.rule) && isThere(finding, disease));
  const found = loud.flatMap((finding) => {
    const disease = owner(finding);
    if (disease === undefined) return [];
    return [{ disease, rule: finding.rule, isAtDefect: isAt(finding, marks.get(disease)?.defect ?? []) }];
  });
  const missed = requiredOf(one).filter((disease) => !found.some((hit) => hit.disease === disease));
  const falseAlarms = loud.filter((finding) => owner(finding) === undefined);
  const [first] = findings;
  const isFirstOther = requiredOf(one).length > 0 && missed.length === 0 && owner(first) === undefined;
  return {
    found,
    missed,
    falseAlarms,
    faults: [
      ...missed.map((disease) => `${disease} is not found`),
      ...falseAlarms.map((finding) => `false alarm: ${lineOf(finding)}`),
      ...(isFirstOther ? [`the first finding is another one: ${lineOf(first)}`] : []),
    ],
  };
}

export function lineOf({ grade, rule, title, location }: Finding): string {
  return `${grade} ${rule}: ${title}${location === null ? '' : ` (${location.file}:${location.line})`}`;
}

function isMarked(finding: Finding, marks: Marks | undefined): boolean {
  return marks !== undefined && isAt(finding, [...marks.defect, ...marks.shows]);
}

function isAt({ location }: Finding, places: readonly string[]): boolean {
  if (location === null) return false;
  return places.some((place) => `${location.file}:${location.line}`.endsWith(`/${place}`));
}
