// Where Heatline and `go tool pprof` differ on purpose: the only place. In: a case that came out different. Out: the
// reason, if it is one of these. Invariant: an entry says what pprof does, why that is wrong or left to chance, and
// applies to nothing else.

import { keepLabels } from '../../src/core/analyze/refine/columns';
import type { Profile } from '../../src/core/profile/profile';
import { trimFilename } from '../../src/core/report/trimFilenames';
import type { Case } from './cases';
import type { Verdict } from './compare';

export interface KnownDifference {
  readonly name: string;
  readonly reason: string;
  readonly applies: (wanted: Case, verdict: Verdict, profile: Profile) => boolean;
}

export const knownDifferences: readonly KnownDifference[] = [
  {
    name: 'rows of one name',
    reason:
      'At granularity files pprof has a row for each place where a function starts, all named after the file; addresses ' +
      'without a function are all named after their mapping, functions without a name after their file and line. Rows of equal value and name are sorted by chance, another ' +
      'way in each run: comparePrintableName says "not equal, not less" for them, so that no tie-break is reached. We ' +
      'sort them by cum. All rows are there and the same.',
    applies: ({ options }, verdict, { locations, functions }) =>
      verdict.kind === 'order' &&
      (options['granularity'] === 'files' ||
        hasBareLocation(locations) ||
        (functions.name.includes(0) && verdict.isAmongEqualRows === true)),
  },
  {
    name: 'a cut between rows of one name',
    reason:
      'Where a limit on the number of rows falls between rows of one name and equal magnitude (see "rows of one name"; in ' +
      'a difference also +x and -x), which of them is shown is chance in pprof, another one in each run. We show the ' +
      'one with the larger cum. Without the limit all rows are the same.',
    applies: ({ command, options }, { kind }) =>
      kind === 'tie' && (command === 'top' || command === 'tree') && Number(options['nodecount']) > 0,
  },
  {
    name: 'a cut between rows of one name, with their edges',
    reason:
      'In a tree the rows that are cut (see above) take their edges with them: addresses without a function are all named ' +
      'after their mapping, and with them those which pprof leaves by chance, another way in each run, have other callers ' +
      'and callees than those which we leave.',
    applies: ({ command, options }, { kind }, { locations }) =>
      kind === 'different' && command === 'tree' && Number(options['nodecount']) > 0 && hasBareLocation(locations),
  },
  {
    name: 'file names that are shortened twice',
    reason:
      'Before each graph that pprof makes, it shortens the file names of the same profile once more. Where a name has the ' +
      'searched folder in it twice (/home/x/src/go/src/cmd/y.go), it is another one in the second graph, which is made as ' +
      'soon as a row is left out: of the rows that are to stay none is found, and they are missing. We shorten once.',
    applies: ({ command, options }, { kind }, { functions, strings }) => {
      const source = { sourcePath: options['source_path'], trimPath: options['trim_path'] };
      const changesTwice = (index: number): boolean => {
        const once = trimFilename(strings.text(index), source);
        return once !== strings.text(index) && trimFilename(once, source) !== once;
      };
      return kind === 'different' && (command === 'top' || command === 'tree') && functions.filename.some(changesTwice);
    },
  },
  {
    name: 'listings that end early',
    reason:
      'Where functions of one name and file begin on different lines, a row that makes a listing begin earlier does not ' +
      'make it end later (getSourceFromFile: else if), so that rows of the profile are missing. We show all of them.',
    applies: ({ command }, { kind }, { functions }) =>
      kind === 'different' && command === 'list' && hasTwoBeginnings(functions),
  },
  {
    name: 'edges and tags of one size',
    reason:
      'Where a difference has edges (or tag values) of +x and -x, pprof sorts them by chance, another way in each run: ' +
      'edgeList.Less and tags.Less compare magnitudes, find neither less, and do not go on to the names because the ' +
      'weights differ. We sort them by name. All edges and tags are there and the same.',
    applies: ({ command }, { kind }, profile) =>
      kind === 'order' &&
      (command === 'tree' || command === 'peek' || command === 'tags') &&
      profile.samples.values.some((column) => column.some((value) => value < 0)),
  },
];

function hasTwoBeginnings({ name, filename, startLine }: Profile['functions']): boolean {
  const begins = new Map<string, number>();
  return startLine.some((line, f) => {
    const key = `${name[f]} ${filename[f]}`;
    const before = begins.get(key) ?? line;
    begins.set(key, before);
    return before !== line;
  });
}

/** An address without a function. */
function hasBareLocation({ lineOffset }: Profile['locations']): boolean {
  return lineOffset.some((end, l) => l > 0 && end === lineOffset[l - 1]);
}

/** What the comparison leaves out altogether, by how it asks pprof. */
export const notCompared = {
  name: 'symbols from elsewhere',
  reason: 'pprof looks for binaries on this machine and adds the names it finds there. We show what is in the profile.',
} as const;

/** Where pprof reads less from a file than there is in it: what is compared is what both have. */
export interface Adaptation {
  readonly name: string;
  readonly reason: string;
  readonly applies: (bytes: Uint8Array, profile: Profile) => boolean;
  /** Our profile, as pprof would have read it. */
  readonly adapt: (profile: Profile) => Profile;
}

export const adaptations: readonly Adaptation[] = [
  {
    name: 'names and labels in text forms',
    reason:
      'With debug=1 a Go service writes function names, files, lines and labels beside the addresses. pprof skips them ' +
      'as comments and then has addresses only, which it could symbolize with the binary alone. We read them. Values ' +
      'and addresses are compared.',
    applies: (bytes) => {
      const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
      return /^(?:heap profile: |--- (?:contention|mutex):|[\w./ -]+ profile: total )/.test(start);
    },
    adapt: (profile) => ({
      ...keepLabels(
        profile,
        Uint8Array.from(profile.labels.text, (text) => (text < 0 ? 1 : 0)),
      ),
      mappings: { ...profile.mappings, flags: profile.mappings.flags.map(() => 0) },
      functions: {
        count: 0,
        name: new Int32Array(),
        systemName: new Int32Array(),
        filename: new Int32Array(),
        startLine: new Int32Array(),
      },
      locations: {
        ...profile.locations,
        lineOffset: new Uint32Array(profile.locations.count + 1),
        lineFunction: new Int32Array(),
        lineNumber: new Int32Array(),
        lineColumn: new Int32Array(),
      },
    }),
  },
  {
    name: 'binaries of Windows',
    reason:
      'Before it looks for binaries pprof puts the address of a service in the place of a name that is missing, and takes ' +
      'away afterwards whatever looks like an address (unsourceMappings). Where it does not run on Windows itself, a drive ' +
      'looks like the scheme of one, so that C:\\app.exe is lost if it has no build id. We show it.',
    applies: (_, profile) => hasAddressesForBinaries(profile).includes(true),
    adapt: (profile) => {
      const isAddress = hasAddressesForBinaries(profile);
      const { mappings } = profile;
      return { ...profile, mappings: { ...mappings, file: mappings.file.map((file, m) => (isAddress[m] ? 0 : file)) } };
    },
  },
  {
    name: 'sample types of one name',
    reason:
      'To find the sample types that several profiles have in common pprof counts names (commonSampleTypes), also when ' +
      'there is one profile: types whose name is there twice are dropped, even where their units differ. We show them.',
    applies: (_, { sampleTypes }) => typesOfOneName(sampleTypes).includes(true),
    adapt: (profile) => {
      const isTwice = typesOfOneName(profile.sampleTypes);
      const left = <T>(list: readonly T[]): T[] => list.filter((_, t) => !isTwice[t]);
      const { samples, sampleTypes } = profile;
      return { ...profile, sampleTypes: left(sampleTypes), samples: { ...samples, values: left(samples.values) } };
    },
  },
];

/** As net/url has it: a scheme makes an address. */
function hasAddressesForBinaries({ mappings, strings }: Profile): readonly boolean[] {
  return Array.from(
    mappings.file,
    (file, m) => strings.text(mappings.buildId[m]) === '' && /^[a-zA-Z][\w+.-]*:/.test(strings.text(file)),
  );
}

function typesOfOneName(types: Profile['sampleTypes']): readonly boolean[] {
  return types.map(({ type }) => types.filter((other) => other.type === type).length > 1);
}
