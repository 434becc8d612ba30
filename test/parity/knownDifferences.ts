// Where Heatline and `go tool pprof` differ on purpose: the only place. In: a case that came out different. Out: the
// reason, if it is one of these. Invariant: an entry says what pprof does, why that is wrong or left to chance, and
// applies to nothing else.

import { keepLabels } from '../../src/core/analyze/refine/columns';
import type { Profile } from '../../src/core/profile/profile';
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
      'without a function are all named after their mapping. Rows of equal value and name are sorted by chance, another ' +
      'way in each run: comparePrintableName says "not equal, not less" for them, so that no tie-break is reached. We ' +
      'sort them by cum. All rows are there and the same.',
    applies: ({ options }, { kind }, { locations }) =>
      kind === 'order' &&
      (options['granularity'] === 'files' ||
        locations.lineOffset.some((end, l) => l > 0 && end === locations.lineOffset[l - 1])),
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

/** What the comparison leaves out altogether, by how it asks pprof. */
export const notCompared = {
  name: 'symbols from elsewhere',
  reason: 'pprof looks for binaries on this machine and adds the names it finds there. We show what is in the profile.',
} as const;

/** Where pprof reads less from a file than there is in it: what is compared is what both have. */
export interface Adaptation {
  readonly name: string;
  readonly reason: string;
  readonly applies: (bytes: Uint8Array) => boolean;
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
];
