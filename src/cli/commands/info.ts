// `heatline info`. In: profile files. Out: what is in each: types, totals, counts, times, labels, provenance.
// Invariant: a file that cannot be read does not hide the others; it is told in the result too, and the exit code is 3.

import { counted } from '../../base/counted';
import { UserError } from '../../base/userError';
import { defaultSampleTypeIndex, type Profile, type ValueType } from '../../core/profile/profile';
import { formatValue } from '../../core/profile/units';
import type { Provenance } from '../../core/profile/provenance';
import { provenanceOf } from '../../node/bundleFolder';
import type { Arguments } from '../args';
import type { Command } from '../command';
import { type ExitCode, exitCodes } from '../exitCodes';
import type { Io } from '../io';
import { bytesText, jsonText, printable, tableText } from '../output';
import { type ReadProfile, readProfile } from '../readProfile';
import { sizeOption } from '../sizeOption';
import { UsageError } from '../usageError';

export const infoCommand: Command = {
  name: 'info',
  summary: 'Tell what is in a profile: kind, sample types, totals, times, labels, build',
  synopsis: ['FILE… [--json]'],
  options: { ...sizeOption, json: { type: 'flag', help: 'Print one JSON object: {"files":[…]}' } },
  run,
};

interface FileInfo {
  readonly file: string;
  readonly bytes: number;
  readonly kind: string;
  readonly sampleTypes: readonly (ValueType & { readonly total: number; readonly default: boolean })[];
  readonly samples: number;
  readonly locations: number;
  readonly functions: number;
  readonly goroutines: number | null;
  readonly mappings: readonly { readonly file: string; readonly buildId: string }[];
  /** ISO 8601, UTC, to the millisecond. */
  readonly time: string | null;
  readonly durationNanos: number | null;
  readonly period: (ValueType & { readonly value: number }) | null;
  readonly labels: readonly string[];
  readonly comments: readonly string[];
  readonly provenance: Provenance | null;
  readonly warnings: readonly string[];
}

interface UnreadableFile {
  readonly file: string;
  readonly error: string;
}

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length === 0) throw new UsageError('Which file?');
  const files: (FileInfo | UnreadableFile)[] = [];
  for (const file of args.positionals) {
    try {
      files.push(infoOf(await readProfile(file, io), file === '-' ? undefined : await provenanceOf(file)));
    } catch (error) {
      if (!(error instanceof UserError) || io.signal.aborted) throw error;
      io.note(`heatline: ${error.sentence}`);
      files.push({ file, error: error.sentence });
    }
  }
  if (args.flag('json')) io.out(jsonText({ files }));
  else io.out(files.flatMap((info) => ('error' in info ? [] : [infoText(info)])).join('\n'));
  return files.some((info) => 'error' in info) ? exitCodes.input : exitCodes.fine;
}

function infoOf(read: ReadProfile, provenance: Provenance | undefined): FileInfo {
  const { profile, warnings, file, bytes } = read;
  const recommended = defaultSampleTypeIndex(profile);
  const { strings } = profile;
  return {
    file,
    bytes,
    kind: kindOf(profile),
    sampleTypes: profile.sampleTypes.map(({ type, unit }, i) => ({
      type,
      unit,
      total: profile.samples.values[i].reduce((sum, value) => sum + value, 0),
      default: i === recommended,
    })),
    samples: profile.samples.count,
    locations: profile.locations.count,
    functions: profile.functions.count,
    goroutines: profile.goroutines?.count ?? null,
    mappings: Array.from({ length: profile.mappings.count }, (_, i) => ({
      file: strings.text(profile.mappings.file[i]),
      buildId: strings.text(profile.mappings.buildId[i]),
    })),
    time: timeText(profile.timeNanos),
    durationNanos: profile.durationNanos === 0n ? null : Number(profile.durationNanos),
    period:
      profile.periodType === undefined
        ? null
        : { type: profile.periodType.type, unit: profile.periodType.unit, value: Number(profile.period) },
    labels: [...new Set(Array.from(profile.labels.key, (key) => strings.text(key)))].sort(),
    comments: profile.comments,
    provenance: provenance ?? null,
    warnings: warnings.map(({ message }) => message),
  };
}

/** What go tool pprof shows as Type, for the kinds of Go; the sample types tell them apart. */
function kindOf(profile: Profile): string {
  const types = profile.sampleTypes.map(({ type }) => type);
  if (types.includes('cpu')) return 'cpu';
  if (types.includes('inuse_space')) return profile.defaultSampleType === 'alloc_space' ? 'allocs' : 'heap';
  // Block and mutex profiles are the same but for their stacks.
  if (types.includes('contentions')) return 'contention';
  return types.length === 1 ? types[0] : (profile.periodType?.type ?? 'unknown');
}

/** Null for unknown, and for what no calendar has. */
function timeText(nanos: bigint): string | null {
  if (nanos === 0n) return null;
  const time = new Date(Number(nanos / 1_000_000n));
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function infoText(info: FileInfo): string {
  const rows: [string, string][] = [['Kind', info.kind]];
  const { time, durationNanos, period, provenance } = info;
  if (time !== null) rows.push(['Time', time]);
  if (durationNanos !== null) rows.push(['Duration', `${(durationNanos / 1e9).toFixed(2)} s`]);
  if (period !== null) rows.push(['Period', `${period.value} ${period.unit} of ${period.type}`]);
  if (info.goroutines !== null) rows.push(['Goroutines', String(info.goroutines)]);
  const sizes = [
    counted(info.samples, 'sample'),
    counted(info.locations, 'location'),
    counted(info.functions, 'function'),
  ];
  rows.push(['Contents', `${sizes.join(', ')}, ${bytesText(info.bytes)} in the file`]);
  for (const { file, buildId } of info.mappings) {
    rows.push(['Binary', [file, ...(buildId === '' ? [] : [`build id ${buildId}`])].join(', ')]);
  }
  if (info.labels.length > 0) rows.push(['Labels', info.labels.join(', ')]);
  for (const comment of info.comments) rows.push(['Comment', comment]);
  if (provenance !== null) {
    const { url, kind, seconds, startedAt, tool } = provenance;
    const over = seconds === undefined ? '' : ` over ${seconds} s`;
    rows.push(['Captured', `${kind} from ${url}${over} at ${startedAt} by ${tool}`]);
  }
  const types = info.sampleTypes.map(({ type, unit, total, default: isDefault }) => [
    `  ${type}`,
    formatValue(total, unit),
    `${total} ${unit}`,
    isDefault ? '(default)' : '',
  ]);
  return `${printable(info.file)}\n${indented(tableText(rows, 'll'))}  Totals\n${indented(tableText(types, 'lrrl'))}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
