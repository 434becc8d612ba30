// When a diagnosis fails. In: `--fail-on` and `--max-GRADE`. Out: whether findings are too many. Invariants: without an
// option nothing fails; known findings never count; `--fail-on likely` is what `--max-proven 0 --max-likely 0` is.

import { type Finding, type Grade, grades, isAtLeast } from '../core/diagnose/finding';
import type { Arguments, OptionTable } from './args';
import { UsageError } from './usageError';

export const gradeOptions: OptionTable = {
  'fail-on': {
    type: 'text',
    value: 'GRADE',
    help: 'Exit with 1 when a finding is this sure: proven, likely or suspect',
  },
  'max-proven': { type: 'text', value: 'N', help: 'Exit with 1 when more findings than this are proven' },
  'max-likely': { type: 'text', value: 'N', help: 'Exit with 1 when more findings than this are likely' },
  'max-suspect': { type: 'text', value: 'N', help: 'Exit with 1 when more findings than this are suspects' },
};

export interface GradeLimits {
  readonly failOn: Grade | undefined;
  /** How many of each grade are too many not. */
  readonly max: ReadonlyMap<Grade, number>;
}

export function gradeLimitsOf(args: Arguments): GradeLimits {
  const word = args.text('fail-on');
  const failOn = grades.find((one) => one === word);
  if (word !== undefined && failOn === undefined) {
    throw new UsageError(`--fail-on needs ${grades.join(', ')}, not "${word}".`);
  }
  const max = new Map<Grade, number>();
  for (const grade of grades) {
    const count = args.number(`max-${grade}`, { min: 0, whole: true });
    if (count !== undefined) max.set(grade, count);
  }
  return { failOn, max };
}

/** The worst grade that can fail; what test reports count as a failure. */
export function failingGrade({ failOn, max }: GradeLimits): Grade | undefined {
  return [...grades].reverse().find((grade) => grade === failOn || max.has(grade));
}

/** @param findings those that are not known already */
export function failsLimits(findings: readonly Finding[], { failOn, max }: GradeLimits): boolean {
  if (failOn !== undefined && findings.some(({ grade }) => isAtLeast(grade, failOn))) return true;
  return [...max].some(([grade, count]) => findings.filter((one) => one.grade === grade).length > count);
}
