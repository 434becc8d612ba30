// The matrix. In: a profile (to choose patterns that match something). Out: report commands with options, each to be
// run by `go tool pprof` and by Heatline. Invariants: the same profile always gives the same cases in the same order;
// names of options are pprof's, which are Heatline's too; nothing here knows what the answer should be.

import { granularities } from '../../src/core/analyze/frames';
import type { Profile } from '../../src/core/profile/profile';
import { samplePatterns, sampleTags } from './patterns';

export interface Case {
  readonly command: 'top' | 'tree' | 'peek' | 'list' | 'traces' | 'tags' | 'raw';
  /** The expression of peek and list; no blanks in it. */
  readonly argument?: string;
  readonly options: Readonly<Record<string, string>>;
}

export function nameOf({ command, argument, options }: Case): string {
  const words = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  return [command, ...(argument === undefined ? [] : [argument]), ...words].join(' ');
}

/** Numbers as they are: every row, in the sample type's own unit. */
function exact(profile: Profile, type: number): Readonly<Record<string, string>> {
  const unit = profile.sampleTypes[type].unit;
  return { sample_index: String(type), unit, nodefraction: '0', edgefraction: '0' };
}

export function casesOf(profile: Profile): readonly Case[] {
  const types = profile.sampleTypes.map((_, t) => t);
  const last = types.length - 1;
  const base = exact(profile, last);
  const filters = singleFilters(profile);
  const cases: Case[] = [];
  const add = (command: Case['command'], options: Readonly<Record<string, string>>, argument?: string): void => {
    cases.push({ command, options, ...(argument === undefined ? {} : { argument }) });
  };

  // Every sample type, every granularity, with and without inlined frames.
  for (const type of types) {
    for (const granularity of granularities) {
      for (const noinlines of ['false', 'true']) add('top', { ...exact(profile, type), granularity, noinlines });
    }
    for (const command of ['top', 'tree', 'traces', 'tags'] as const) add(command, { sample_index: String(type) });
    add('top', { sample_index: profile.sampleTypes[type].type, sort: 'cum' });
  }
  add('raw', {});
  // All rows: which of several rows of one name is the last to be shown is chance in pprof.
  for (const granularity of granularities) add('tree', { granularity, nodecount: '0' });
  for (const granularity of granularities) add('traces', { granularity });

  // Every refinement alone, at several granularities and in every report.
  for (const filter of filters) {
    add('top', { ...base, ...filter });
    add('top', { ...base, ...filter, granularity: 'lines', noinlines: 'true' });
    add('traces', filter);
    add('tree', filter);
    add('raw', filter);
    add('tags', filter);
  }
  // Pairs: each filter with one of every other kind.
  for (const [a, b] of pairsOf(filters)) {
    add('top', { ...base, ...a, ...b });
    add('traces', { ...a, ...b });
  }

  // How values are shown and rows are left out.
  for (const options of displayOptions) {
    add('top', options);
    add('tree', options);
    add('top', { ...options, ...filters[0] });
  }
  const { functions, files } = samplePatterns(profile);
  for (const pattern of [...functions, '.']) add('peek', {}, pattern);
  for (const pattern of functions) {
    add('peek', { granularity: 'lines', sort: 'cum' }, pattern);
    add('list', {}, pattern);
    add('list', { noinlines: 'true', unit: 'auto' }, pattern);
  }
  for (const file of files) add('top', { granularity: 'files', focus: file });
  return cases;
}

const displayOptions: readonly Readonly<Record<string, string>>[] = [
  { mean: 'true' },
  { mean: 'true', sort: 'cum', nodefraction: '0' },
  { divide_by: '3' },
  { divide_by: '0.5', unit: 'auto' },
  { drop_negative: 'true' },
  { relative_percentages: 'true', focus: 'a' },
  { nodecount: '3' },
  { nodecount: '10', sort: 'cum' },
  { nodecount: '7', nodefraction: '0.05', edgefraction: '0.05' },
  { nodefraction: '0.2' },
  { edgefraction: '0.1', nodefraction: '0' },
  { trim: 'false' },
  { compact_labels: 'true' },
  { unit: 'auto' },
  { unit: 'ms' },
  { unit: 'seconds' },
  { unit: 'kb' },
  { unit: 'MB' },
  { unit: 'count' },
  { trim_path: '/usr:/home', granularity: 'lines' },
  { source_path: '/usr/src', granularity: 'filefunctions' },
];

function singleFilters(profile: Profile): readonly Readonly<Record<string, string>>[] {
  const { functions, files, broad } = samplePatterns(profile);
  const out: Record<string, string>[] = [];
  for (const option of ['focus', 'ignore', 'hide', 'show', 'show_from', 'prune_from']) {
    for (const pattern of [...functions, ...files, ...broad]) out.push({ [option]: pattern });
  }
  const tags = sampleTags(profile);
  for (const option of ['tagfocus', 'tagignore']) for (const filter of tags.filters) out.push({ [option]: filter });
  for (const option of ['tagshow', 'taghide']) for (const key of tags.keyPatterns) out.push({ [option]: key });
  for (const option of ['tagroot', 'tagleaf']) for (const keys of tags.keys) out.push({ [option]: keys });
  return out;
}

/** Of every two options one pair, with values taken in turn. */
function pairsOf(
  filters: readonly Readonly<Record<string, string>>[],
): readonly (readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>])[] {
  const byOption = new Map<string, Readonly<Record<string, string>>[]>();
  for (const filter of filters) {
    const [option] = Object.keys(filter);
    byOption.set(option, [...(byOption.get(option) ?? []), filter]);
  }
  const options = [...byOption.keys()];
  return options.flatMap((a, i) =>
    options.slice(i + 1).map((b, j) => {
      const [as, bs] = [byOption.get(a)!, byOption.get(b)!];
      return [as[j % as.length], bs[(i + j) % bs.length]] as const;
    }),
  );
}

/**
 * Some of the cases, spread over all kinds of them, the same ones every time.
 *
 * @param share keep about one of so many @param which another number chooses others
 */
export function someOf(cases: readonly Case[], share: number, which: number): readonly Case[] {
  if (share <= 1) return cases;
  return cases.filter((wanted, i) => i === 0 || (hash(nameOf(wanted)) + which) % share === 0);
}

function hash(text: string): number {
  let out = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) out = Math.imul(out ^ text.charCodeAt(i), 0x01000193);
  return (out ^ (out >>> 15)) >>> 0;
}
