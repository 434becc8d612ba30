// The comparison of one subject with `go tool pprof`. In: a subject, how much of the matrix. Out: counts and failures.
// Invariants: a file that pprof opens and Heatline refuses is a failure; every difference is one of knownDifferences.ts
// or a failure.

import type { Profile } from '../../src/core/profile/profile';
import { casesOf, nameOf, someOf } from './cases';
import { compare } from './compare';
import { askHeatline, jsonRows } from './heatlineAnswer';
import { jsonDifference } from './jsonRows';
import { knownDifferences } from './knownDifferences';
import { askPprof, pprofOpens } from './pprofSession';
import type { Subject } from './subjects';

export interface ParityOptions {
  /** Ask about one in so many cases of the matrix; 1 for all. */
  readonly slice: number;
  /** Which ones. */
  readonly which: number;
  /** All cases also for large profiles. */
  readonly full: boolean;
  /** Only cases whose name holds this; '' for all. */
  readonly only: string;
  /** A folder of this run's own. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}

export interface ParityFailure {
  readonly title: string;
  readonly detail: string;
}

export interface ParityResult {
  readonly title: string;
  readonly cases: number;
  /** Lines of text that pprof printed. */
  readonly rows: number;
  readonly failures: readonly ParityFailure[];
  /** How often each known difference was met. */
  readonly known: ReadonlyMap<string, number>;
  /** Where nothing was compared: why. */
  readonly note?: string;
}

export async function compareSubject(subject: Subject, options: ParityOptions): Promise<ParityResult> {
  const { title, oracle } = subject;
  const nothing = { title, cases: 0, rows: 0, failures: [], known: new Map<string, number>() };
  const profile = subject.profile();
  if (typeof profile === 'string') {
    const refusal = await pprofOpens(oracle, options.scratch, options.signal);
    if (refusal !== undefined) return { ...nothing, note: `both refuse: ${refusal} / ${profile}` };
    return { ...nothing, failures: [{ title, detail: `pprof opens it, heatline says: ${profile}` }] };
  }
  const all = casesOf(profile).filter((wanted) => nameOf(wanted).includes(options.only));
  const cases = someOf(all, options.slice * (options.full ? 1 : sizeShare(profile)), options.which);
  const answers = await askPprof(oracle, cases, options.scratch, options.signal);
  if (answers === undefined) return { ...nothing, note: 'heatline alone opens it' };

  const failures: ParityFailure[] = [];
  const known = new Map<string, number>();
  let rows = 0;
  cases.forEach((wanted, k) => {
    const verdict = compare(answers[k], askHeatline(profile, wanted, process.cwd()));
    rows += verdict.rows;
    const asJson = verdict.kind === 'same' ? jsonRows(profile, wanted) : undefined;
    const wrong = asJson === undefined ? undefined : jsonDifference(answers[k].text ?? '', asJson);
    if (wrong !== undefined) failures.push({ title: `${title}: ${nameOf(wanted)} --json`, detail: wrong });
    if (verdict.kind === 'same') return;
    const reason = knownDifferences.find(({ applies }) => applies(wanted, verdict, profile));
    if (reason !== undefined) known.set(reason.name, (known.get(reason.name) ?? 0) + 1);
    else failures.push({ title: `${title}: ${nameOf(wanted)}`, detail: `${verdict.kind}: ${verdict.detail}` });
  });
  return { title, cases: cases.length, rows, failures, known };
}

/** Large profiles take pprof seconds a case: of their cases one in so many is asked. */
function sizeShare(profile: Profile): number {
  const smallEntries = 20_000;
  return Math.max(1, Math.round(profile.samples.stackLocation.length / smallEntries));
}
