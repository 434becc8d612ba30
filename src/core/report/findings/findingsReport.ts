// What every form of the findings is made from. In: a diagnosis and where it came from. Out: the object of `heatline
// diagnose --json`. Invariant: keys stand in the order of the contract, so that equal findings give equal text.

import type { MissingProfile } from '../../diagnose/bundle';
import type { Finding } from '../../diagnose/finding';
import { fingerprint } from './fingerprint';

export interface FindingsReport {
  /** The service, folder or files, as the person named it. */
  readonly target: string;
  readonly captured: readonly string[];
  readonly missing: readonly MissingProfile[];
  /** One sentence over all profiles, '' where nothing stands out. */
  readonly reading: string;
  readonly findings: readonly Finding[];
  /** Fingerprints of what an earlier diagnosis found: told, and no reason to fail. */
  readonly baseline?: ReadonlySet<string>;
}

export type FindingsJson = Omit<FindingsReport, 'findings' | 'baseline'> & {
  /** `known` only where there is a baseline. */
  readonly findings: readonly (Finding & { readonly known?: boolean })[];
};

export function findingsJson(report: FindingsReport): FindingsJson {
  const { target, captured, missing, reading, findings, baseline } = report;
  return {
    target,
    captured,
    missing,
    reading,
    findings: baseline === undefined ? findings : findings.map((one) => ({ ...one, known: isKnown(report, one) })),
  };
}

export function isKnown({ baseline }: Pick<FindingsReport, 'baseline'>, finding: Finding): boolean {
  return baseline?.has(fingerprint(finding)) === true;
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
