// `heatline diff` of repeated profiles, and with limits. In: the files of both sides, options. Out: a comparison, printed
// and as files. Invariants: all profiles of a comparison measure the same; exit code 1 only when a limit was given and a
// function is over it.

import { UserError } from '../base/userError';
import { compareRuns, type ComparedBy, type Run } from '../core/analyze/compareRuns';
import type { ValueType } from '../core/profile/profile';
import { comparisonAnnotations, comparisonJunit, comparisonMarkdown } from '../core/report/comparison/comparisonForms';
import {
  comparisonJson,
  type ComparisonReport,
  type Limits,
  reportedRows,
} from '../core/report/comparison/comparisonReport';
import { comparisonText } from '../core/report/comparison/comparisonText';
import { runOf } from '../core/report/comparison/runOf';
import type { ReportOptions } from '../core/report/options';
import { prepare, type Prepared } from '../core/report/prepare';
import { splitPaths } from '../core/report/trimFilenames';
import type { Arguments, OptionTable } from './args';
import { changedSince, changedSinceOption } from './changedSince';
import { type ExitCode, exitCodes } from './exitCodes';
import type { Io } from './io';
import { functionPlaces } from './functionPlaces';
import { repositoryPlace } from './localPlaces';
import { jsonText } from './output';
import { printText } from './printText';
import { readProfile } from './readProfile';
import { nameFormOf, reportOptionsOf } from './refineOptions';
import { mistakesAsUsage } from './reportInput';
import { UsageError } from './usageError';
import { writeResult } from './writeResult';

export const comparisonOptions: OptionTable = {
  'max-increase': {
    type: 'text',
    value: 'POINTS',
    help: 'Exit with 1 when a function costs so many percentage points more',
  },
  'max-growth': {
    type: 'text',
    value: 'PERCENT',
    help: 'Exit with 1 when a function has grown so much; with --max-increase both must be',
  },
  by: {
    type: 'text',
    value: 'share|value',
    help: 'Compare shares of each profile (the default), or values as recorded',
  },
  confidence: { type: 'text', value: 'PERCENT', help: 'How sure a difference must be, over all functions; default 99' },
  ...changedSinceOption,
  profile: { type: 'text', value: 'KIND', help: 'Of folders take these profiles: cpu, heap, …' },
  markdown: { type: 'text', value: 'FILE', help: 'Write Markdown, for a job summary' },
  junit: { type: 'text', value: 'FILE', help: 'Write JUnit XML, a test case a function' },
  github: { type: 'flag', help: "Print GitHub's annotations instead of text" },
};

/** Without a limit: what is smaller on both sides is not worth a line. */
const smallestShare = 0.5;
const defaultRows = 20;

interface ComparisonRequest {
  readonly options: ReportOptions;
  readonly by: ComparedBy;
  readonly measured: 'flat' | 'cum';
  readonly confidence: number;
  readonly limits: Limits;
}

export function asksForComparison(args: Arguments): boolean {
  return Object.entries(comparisonOptions).some(([name, { type }]) =>
    type === 'flag' ? args.flag(name) : args.text(name) !== undefined,
  );
}

export async function printComparison(
  base: readonly string[],
  now: readonly string[],
  args: Arguments,
  io: Io,
): Promise<ExitCode> {
  const asked = readOptions(args);
  const { limits, by, measured, options } = asked;
  const changed = await changedSince(args);
  const sides = { base: [] as Prepared[], now: [] as Prepared[] };
  for (const file of base) sides.base.push(await read(file));
  for (const file of now) sides.now.push(await read(file));
  const profiles = [...sides.base, ...sides.now];
  const sampleType = commonType(profiles, [...base, ...now]);

  const runs = (side: readonly Prepared[]): readonly Run[] => side.map((one) => runOf(one, measured));
  const comparison = compareRuns(runs(sides.base), runs(sides.now), {
    by,
    confidence: asked.confidence,
    smallest: Math.min(limits.increase ?? smallestShare, smallestShare),
  });
  const certain = comparison.rows.filter(({ isCertain }) => isCertain).map(({ name }) => name);
  const folders = splitPaths(args.text('source_path') ?? '.');
  const places = await functionPlaces(certain, [...sides.now, ...sides.base], folders);
  const rows = reportedRows(comparison, limits, (name) => places.get(name) ?? null);
  const report: ComparisonReport = {
    base,
    now,
    sampleType,
    by,
    measured,
    confidence: asked.confidence,
    limits,
    spread: comparison.spread,
    rows: rows.filter(({ location }) => changed === undefined || (location !== null && changed.has(location.file))),
  };
  await print(report, options.nodeCount ?? defaultRows, args, io);
  return report.rows.some((row) => row.isOverLimit) ? exitCodes.findings : exitCodes.fine;

  async function read(file: string): Promise<Prepared> {
    const { profile } = await readProfile(file, io, nameFormOf(args));
    const prepared = mistakesAsUsage(() => prepare(profile, options));
    for (const { message } of prepared.warnings) io.note(`heatline: ${file}: ${message}`);
    return prepared;
  }
}

function readOptions(args: Arguments): ComparisonRequest {
  for (const name of ['diff_base', 'normalize', 'mean'].filter((one) => args.text(one) !== undefined)) {
    throw new UsageError(`--${name} is for the difference of two profiles, not for limits and repeated profiles.`);
  }
  if (args.flag('json') && args.flag('github')) throw new UsageError('These exclude each other: --json and --github.');
  const by = args.text('by') ?? 'share';
  if (by !== 'share' && by !== 'value') throw new UsageError(`--by needs share or value, not "${by}".`);
  const options = reportOptionsOf(args);
  return {
    options,
    by,
    // What a function newly calls is its cost, so cum, unless asked.
    measured: args.flag('flat') ? 'flat' : 'cum',
    confidence: args.number('confidence', { min: 50, max: 99.9999 }) ?? 99,
    limits: { increase: args.number('max-increase', { min: 0 }), growth: args.number('max-growth', { min: 0 }) },
  };
}

function commonType(all: readonly Prepared[], files: readonly string[]): ValueType {
  const [{ type, unit }] = all.map(({ measure }) => measure);
  const other = all.findIndex(({ measure }) => measure.type !== type || measure.unit !== unit);
  if (other < 0) return { type, unit };
  const shown = `${all[other].measure.type}/${all[other].measure.unit}`;
  throw new UserError(
    'incompatible',
    `${files[0]} counts ${type}/${unit}, ${files[other]} counts ${shown}.`,
    'Compare profiles of one kind, or choose with --sample_index.',
  );
}

async function print(report: ComparisonReport, maxRows: number, args: Arguments, io: Io): Promise<void> {
  const forms: Readonly<Record<string, () => string>> = {
    markdown: () => comparisonMarkdown(report),
    junit: () => comparisonJunit(report),
  };
  for (const [name, form] of Object.entries(forms)) {
    const file = args.text(name);
    if (file !== undefined) await writeResult(file, new TextEncoder().encode(form()), io);
  }
  if (args.flag('json')) io.out(jsonText(comparisonJson(report)));
  else if (args.flag('github')) io.out(comparisonAnnotations(inRepository(report)));
  else printText(io, [comparisonText(report, maxRows)]);
}

function inRepository(report: ComparisonReport): ComparisonReport {
  return {
    ...report,
    rows: report.rows.map((row) => ({
      ...row,
      location: row.location === null ? null : repositoryPlace(row.location),
    })),
  };
}
