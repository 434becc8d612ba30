// The options all reports share. In: parsed arguments. Out: ReportOptions of core. Invariant: names and meaning are
// those of `go tool pprof`, one dash or two, so that what users have in their fingers and scripts works here.

import { granularities, type Granularity } from '../core/analyze/frames';
import type { NameForm } from '../core/open';
import type { ReportOptions } from '../core/report/options';
import type { Arguments, OptionSpec, OptionTable } from './args';
import { didYouMean } from './nearest';
import { sizeOption } from './sizeOption';
import { UsageError } from './usageError';

const text = (value: string, help: string): OptionSpec => ({ type: 'text', value, help });
const flag = (help: string): OptionSpec => ({ type: 'flag', help });

/** pprof's older words for a sample type. */
const sampleTypeFlags = {
  inuse_space: 'inuse_space',
  inuse_objects: 'inuse_objects',
  alloc_space: 'alloc_space',
  alloc_objects: 'alloc_objects',
  total_delay: 'delay',
  mean_delay: 'delay',
  contentions: 'contentions',
} as const;

export const refineOptions: OptionTable = {
  sample_index: text('N|NAME', 'Sample type to report, by number from 0 or by name; default: the profile says'),
  focus: text('RE', 'Only samples with a frame whose function, file or binary matches'),
  ignore: text('RE', 'No samples with a frame that matches'),
  hide: text('RE', 'Leave matching frames out of stacks'),
  show: text('RE', 'Leave all other frames out of stacks'),
  show_from: text('RE', 'Cut stacks above the highest frame that matches'),
  prune_from: text('RE', 'Cut stacks below the lowest function that matches'),
  tagfocus: text('X', 'Only samples with a matching label: RE, KEY=RE, 32kb, :64kb, KEY=4mb:'),
  tagignore: text('X', 'No samples with a matching label'),
  tagshow: text('RE', 'Only labels whose key matches'),
  taghide: text('RE', 'No labels whose key matches'),
  tagroot: text('KEYS', 'Values of these labels as frames at the root, comma-separated'),
  tagleaf: text('KEYS', 'Values of these labels as frames at the leaf, comma-separated'),
  granularity: text('G', `What is a row: ${granularities.join(', ')}; also as --lines and so on`),
  ...Object.fromEntries(granularities.map((name) => [name, flag(`Same as --granularity ${name}`)])),
  symbolize: text(
    'MODE',
    'none: names exactly as in the profile; demangle=none: those of symbols; demangle=default: as pprof prints them',
  ),
  noinlines: flag('Count inlined functions for the function they are in'),
  cum: flag('Sort by cum'),
  flat: flag('Sort by flat (the default)'),
  nodecount: text('N', 'At most N rows; 0 for all'),
  nodefraction: text('F', 'Leave out rows below this share of the total; default 0.005, in JSON 0'),
  edgefraction: text('F', 'Leave out edges below this share of the total; default 0.001'),
  trim: flag('Leave out small rows and edges (the default); --trim=false shows all'),
  drop_negative: flag('Leave out rows that became smaller'),
  mean: flag('Divide by the first sample type, e.g. bytes per allocation'),
  divide_by: text('F', 'Divide all values, e.g. by the number of cores'),
  relative_percentages: flag('Percentages of what the filters leave'),
  unit: text('U', 'Unit of values: ms, MB, …; auto for each value its own; default: one for all that fits'),
  compact_labels: flag('No lines about the file above the rows'),
  source_path: text('DIRS', 'Where sources are searched, separated by colons; default: this folder and those above'),
  trim_path: text('PREFIXES', 'Prefixes to cut off source paths first, separated by colons'),
  diff_base: { ...text('F', 'Compare with this profile; percentages are of it'), repeat: true },
  base: { ...text('F', 'Subtract this earlier profile'), repeat: true },
  normalize: flag('Scale to the sums of the base before subtracting it'),
  ...sizeOption,
  ...Object.fromEntries(
    Object.entries(sampleTypeFlags).map(([name, type]) => [
      name,
      flag(`Same as --sample_index ${type}${name === 'mean_delay' ? ' --mean' : ''}`),
    ]),
  ),
};

/** What matters to reports with rows that are sorted, cut off and have a header. */
export const rowOptions: readonly string[] = [
  ...['cum', 'flat', 'nodecount', 'nodefraction', 'edgefraction', 'trim', 'drop_negative', 'compact_labels'],
];

/** What a row is. */
export const granularityOptions: readonly string[] = ['granularity', ...granularities];

/** How values are shown, of one sample type. */
export const valueOptions: readonly string[] = [
  ...['sample_index', ...Object.keys(sampleTypeFlags), 'mean', 'divide_by', 'relative_percentages', 'unit'],
];

/** @throws UsageError */
export function reportOptionsOf(args: Arguments): ReportOptions {
  const fraction = { min: 0 };
  return {
    focus: args.text('focus'),
    ignore: args.text('ignore'),
    hide: args.text('hide'),
    show: args.text('show'),
    showFrom: args.text('show_from'),
    pruneFrom: args.text('prune_from'),
    tagFocus: args.text('tagfocus'),
    tagIgnore: args.text('tagignore'),
    tagShow: args.text('tagshow'),
    tagHide: args.text('taghide'),
    tagRoot: args.text('tagroot'),
    tagLeaf: args.text('tagleaf'),
    sampleIndex: sampleIndexOf(args),
    granularity: granularityOf(args),
    noInlines: args.flag('noinlines'),
    keepsNames: nameFormOf(args) !== 'readable',
    cum: sortsByCum(args),
    nodeCount: args.number('nodecount', { whole: true, min: 0 }),
    nodeFraction: args.number('nodefraction', fraction),
    edgeFraction: args.number('edgefraction', fraction),
    trim: args.text('trim') === 'false' ? false : undefined,
    dropNegative: args.flag('drop_negative'),
    mean: args.flag('mean') || args.flag('mean_delay'),
    divideBy: args.number('divide_by'),
    relativePercentages: args.flag('relative_percentages'),
    unit: args.text('unit'),
    compactLabels: args.flag('compact_labels'),
    sourcePath: args.text('source_path'),
    trimPath: args.text('trim_path'),
  };
}

function sampleIndexOf(args: Arguments): string | undefined {
  const given = Object.entries(sampleTypeFlags).filter(([name]) => args.flag(name));
  const named = args.text('sample_index');
  if (given.length + (named === undefined ? 0 : 1) > 1) {
    throw new UsageError('Several sample types are given.', 'One report shows one of them.');
  }
  return named ?? given.at(0)?.[1];
}

function granularityOf(args: Arguments): Granularity | undefined {
  const given = new Set<string>(granularities.filter((name) => args.flag(name)));
  const named = args.text('granularity');
  if (named !== undefined) given.add(named);
  if (given.size > 1) throw new UsageError(`These exclude each other: ${[...given].join(', ')}.`);
  const [word] = given;
  if (given.size === 0) return undefined;
  const known = granularities.find((name) => name === word);
  if (known === undefined) throw new UsageError(`There is no granularity "${word}".`, didYouMean(word, granularities));
  return known;
}

const nameForms: Readonly<Record<string, NameForm>> = {
  none: 'written',
  no: 'written',
  'demangle=none': 'symbols',
  'demangle=default': 'readable',
};

export function nameFormOf(args: Arguments): NameForm {
  const mode = args.text('symbolize');
  if (mode === undefined) return 'readable';
  if (Object.hasOwn(nameForms, mode)) return nameForms[mode];
  throw new UsageError(
    `Nothing can be symbolized with "${mode}" here.`,
    'Use none, demangle=none or demangle=default. Heatline shows the names that are in the profile; `go tool pprof -proto BINARY FILE` adds missing ones.',
  );
}

function sortsByCum(args: Arguments): boolean {
  if (args.flag('cum') && args.flag('flat')) throw new UsageError('These exclude each other: --cum and --flat.');
  return args.flag('cum');
}
