// Where Heatline and `go tool pprof` differ on purpose: the only place. In: a case that came out different. Out: the
// reason, if it is one of these. Invariant: an entry says what pprof does, why that is wrong or left to chance, and
// applies to nothing else.

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
      'At granularity files pprof has a row for each place where a function starts, all named after the file. Rows of ' +
      'equal value and name are sorted by chance, another way in each run: comparePrintableName says "not equal, not ' +
      'less" for them, so that no tie-break is reached. We sort them by cum. All rows are there and the same.',
    applies: ({ options }, { kind }) => kind === 'order' && options['granularity'] === 'files',
  },
  {
    name: 'edges of one size',
    reason:
      'Where a difference has edges of +x and -x at one row, pprof sorts them by chance, another way in each run: ' +
      'edgeList.Less compares magnitudes, finds neither less, and does not go on to the names because the weights ' +
      'differ. We sort them by name. All edges are there and the same.',
    applies: ({ command }, { kind }, profile) =>
      kind === 'order' &&
      (command === 'tree' || command === 'peek') &&
      profile.samples.values.some((column) => column.some((value) => value < 0)),
  },
];
