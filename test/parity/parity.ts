// The comparison of a set of profiles with `go tool pprof`. In: files, how much of the matrix. Out: counts and failures.
// Invariants: a file that one of the two opens and the other refuses is a failure; differences are attributed to
// knownDifferences.ts or they are failures.

import fs from 'node:fs';
import path from 'node:path';
import { sentenceOf, UserError } from '../../src/base/userError';
import { openProfile } from '../../src/core/open';
import { subtractProfile } from '../../src/core/profile/diff';
import { mergeProfiles } from '../../src/core/profile/merge';
import type { Profile } from '../../src/core/profile/profile';
import { inflateNative } from '../../src/node/inflate';
import { casesOf, nameOf, someOf } from './cases';
import { compare } from './compare';
import { askHeatline } from './heatlineAnswer';
import { adaptations, knownDifferences } from './knownDifferences';
import { askPprof, type Oracle, pprofOpens } from './pprofSession';

export interface ParityOptions {
  readonly files: readonly string[];
  /** Every so many-th case of the matrix; 1 for all. */
  readonly slice: number;
  /** All cases also for large profiles. */
  readonly full: boolean;
  readonly scratch: string;
  readonly signal: AbortSignal;
  /** False: no differences and sums of two files. */
  readonly pairs?: boolean;
  /** Only cases whose name holds this. */
  readonly only?: string;
  readonly verbose: boolean;
  progress(line: string): void;
}

export interface ParityFailure {
  readonly title: string;
  readonly detail: string;
}

export interface ParitySummary {
  readonly text: string;
  readonly rows: number;
  readonly cases: number;
  readonly failures: readonly ParityFailure[];
  /** How often each known difference was met. */
  readonly known: ReadonlyMap<string, number>;
}

/** One comparison: what pprof is asked, and the profile that Heatline has for it. */
interface Subject {
  readonly title: string;
  readonly oracle: Oracle;
  readonly profile: () => Profile;
}

/** What a profile's file name may look like is not our business: the content decides. */
export function findProfiles(places: readonly string[]): readonly string[] {
  return places
    .flatMap((place) => {
      if (!fs.statSync(place).isDirectory()) return [place];
      return fs
        .readdirSync(place, { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(place, name))
        .filter((file) => fs.statSync(file).isFile() && !/\.(md|tsv|go|mod|sum|json)$/.test(file));
    })
    .sort();
}

export async function runParity(options: ParityOptions): Promise<ParitySummary> {
  const total = { rows: 0, cases: 0, same: 0 };
  const failures: ParityFailure[] = [];
  const known = new Map<string, number>();
  const subjects = await openable(options, failures);
  const todo = subjects.map((subject, i) => ({ subject, i }));
  const worker = async (name: string): Promise<void> => {
    for (let next = todo.shift(); next !== undefined && !options.signal.aborted; next = todo.shift()) {
      const scratch = path.join(options.scratch, name);
      fs.mkdirSync(scratch, { recursive: true });
      const { subject, i } = next;
      const profile = subject.profile();
      const wantedCases = casesOf(profile).filter((wanted) => nameOf(wanted).includes(options.only ?? ''));
      const cases = someOf(wantedCases, options.slice * (options.full ? 1 : sizeShare(profile)), i);
      const started = performance.now();
      const own: ParityFailure[] = [];
      let rows = 0;
      const answers = await askPprof(subject.oracle, cases, scratch, options.signal);
      cases.forEach((wanted, k) => {
        const verdict = compare(answers[k], askHeatline(profile, wanted, process.cwd()));
        total.cases++;
        rows += verdict.rows;
        if (verdict.kind === 'same') {
          total.same++;
          return;
        }
        const reason = knownDifferences.find(({ applies }) => applies(wanted, verdict, profile));
        if (reason !== undefined) known.set(reason.name, (known.get(reason.name) ?? 0) + 1);
        else own.push({ title: `${subject.title}: ${nameOf(wanted)}`, detail: `${verdict.kind}: ${verdict.detail}` });
      });
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      total.rows += rows;
      failures.push(...own);
      options.progress(
        `${own.length === 0 ? 'same ' : 'DIFF '} ${subject.title}: ${cases.length} cases, ${rows} rows, ${own.length} differences, ${seconds} s`,
      );
      if (options.verbose) {
        for (const { title, detail } of own.slice(0, 12)) options.progress(`  ${title}\n    ${detail}`);
      }
    }
  };
  await Promise.all([worker('a'), worker('b')]);
  const lines = [
    `${total.cases} cases, ${total.rows} rows compared: ${total.same} the same, ${failures.length} different`,
    ...[...known].map(([name, count]) => `known difference "${name}": ${count} cases`),
    ...(options.verbose ? [] : failures.slice(0, 40).map(({ title, detail }) => `${title}\n    ${detail}`)),
  ];
  return { text: lines.join('\n'), rows: total.rows, cases: total.cases, failures, known };
}

/** The files both open, and their differences and sums with the next file of the same kind. */
async function openable(options: ParityOptions, failures: ParityFailure[]): Promise<readonly Subject[]> {
  const subjects: Subject[] = [];
  const byKind = new Map<string, { readonly file: string; readonly profile: Profile }>();
  for (const file of options.files) {
    const title = path.basename(file);
    const refusal = await pprofOpens({ flags: [], files: [file] }, options.scratch, options.signal);
    const opened = open(file);
    if (typeof opened === 'string' || refusal !== undefined) {
      const [theirs, ours] = [refusal ?? 'opens', typeof opened === 'string' ? opened : 'opens'];
      if (refusal === undefined) failures.push({ title, detail: `pprof ${theirs}, heatline: ${ours}` });
      else options.progress(`both refuse, or pprof alone: ${title}: pprof: ${theirs}; heatline: ${ours}`);
      continue;
    }
    subjects.push({ title, oracle: { flags: [], files: [file] }, profile: () => opened });
    const kind = opened.sampleTypes.map(({ type, unit }) => `${type}/${unit}`).join();
    const other = byKind.get(kind);
    byKind.set(kind, { file, profile: opened });
    if (other === undefined || options.pairs === false) continue;
    const pair = `${path.basename(other.file)} and ${title}`;
    const diff = (flags: readonly string[], make: () => Profile): void =>
      void subjects.push({ title: `${flags[0]} of ${pair}`, oracle: { flags, files: [file] }, profile: make });
    diff([`-diff_base=${other.file}`], () => subtractProfile(opened, other.profile, { kind: 'diff_base' }));
    diff([`-base=${other.file}`], () => subtractProfile(opened, other.profile, { kind: 'base' }));
    diff([`-diff_base=${other.file}`, '-normalize'], () =>
      subtractProfile(opened, other.profile, { kind: 'diff_base', normalize: true }),
    );
    subjects.push({
      title: `sum of ${pair}`,
      oracle: { flags: [], files: [other.file, file] },
      profile: () => mergeProfiles([other.profile, opened]),
    });
  }
  return subjects;
}

/** Large profiles take pprof seconds a case: of their cases one in so many is asked. */
function sizeShare(profile: Profile): number {
  const smallEntries = 20_000;
  return Math.max(1, Math.round(profile.samples.stackLocation.length / smallEntries));
}

/** A sentence where the file is refused. */
function open(file: string): Profile | string {
  try {
    const bytes = fs.readFileSync(file);
    const { profile } = openProfile(bytes, { inflate: inflateNative });
    return adaptations.find(({ applies }) => applies(bytes))?.adapt(profile) ?? profile;
  } catch (error) {
    if (error instanceof UserError) return sentenceOf(error);
    throw error;
  }
}
