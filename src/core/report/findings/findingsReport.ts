// What every form of the findings is made from. In: a diagnosis and where it came from. Out: the object of `heatline
// diagnose --json`. Invariant: keys stand in the order of the contract, so that equal findings give equal text.

import type { MissingProfile } from '../../diagnose/bundle';
import type { Finding } from '../../diagnose/finding';

export interface FindingsReport {
  /** The service, folder or files, as the person named it. */
  readonly target: string;
  readonly captured: readonly string[];
  readonly missing: readonly MissingProfile[];
  /** One sentence over all profiles, '' where nothing stands out. */
  readonly reading: string;
  readonly findings: readonly Finding[];
}

export function findingsJson({ target, captured, missing, reading, findings }: FindingsReport): FindingsReport {
  return { target, captured, missing, reading, findings };
}

/** `2 proven, 1 likely`, or `nothing found`. */
export function gradesText(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'nothing found';
  const of = (grade: Finding['grade']): number => findings.filter((one) => one.grade === grade).length;
  return [
    [of('proven'), 'proven'],
    [of('likely'), 'likely'],
    [of('suspect'), 'suspected'],
  ]
    .filter(([count]) => count !== 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}
