// Findings as annotations of GitHub. In: a report. Out: a line a finding for stdout. Invariant: what is known already is
// told and is no error.

import type { Grade } from '../../diagnose/finding';
import { workflowCommand } from '../escape/workflowCommand';
import { type FindingsReport, isKnown } from './findingsReport';

const levels = { proven: 'error', likely: 'warning', suspect: 'notice' } as const satisfies Record<Grade, string>;

export function githubAnnotations(report: FindingsReport): string {
  return report.findings
    .map((finding) => {
      const { grade, title, detail, advice, location, rule } = finding;
      const known = isKnown(report, finding);
      return workflowCommand({
        level: known ? 'notice' : levels[grade],
        title: `${rule} (${grade}${known ? ', known' : ''})`,
        message: `${title}. ${detail} ${advice}`,
        location,
      });
    })
    .join('');
}
