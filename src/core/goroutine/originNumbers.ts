// How many goroutines each row of the origin tree shows. In: a dump's Profile, its tree, which kinds a filter leaves, in
// parts. Out: columns by row, those of a subtree together. Invariant: every number is of the goroutines that are shown.

import { goroutineFlag, type Profile } from '../profile/profile';
import type { GoroutineKinds } from './goroutineKinds';
import type { OriginRow } from './originTree';

export interface OriginNumbers {
  readonly count: Float64Array;
  readonly leaked: Float64Array;
  /** Minutes, -1 for unknown. */
  readonly longestWait: Int32Array;
}

export class OriginNumbersPass implements OriginNumbers {
  readonly samplesInSlice = 20_000;
  readonly count: Float64Array;
  readonly leaked: Float64Array;
  readonly longestWait: Int32Array;
  private next: number;

  /** @param isWanted 1 for each kind to be shown; all without it */
  constructor(
    private readonly profile: Profile,
    private readonly origins: readonly OriginRow[],
    private readonly kinds: GoroutineKinds,
    private readonly isWanted?: Uint8Array,
  ) {
    this.count = new Float64Array(origins.length);
    this.leaked = new Float64Array(origins.length);
    this.longestWait = new Int32Array(origins.length).fill(-1);
    this.next = origins.length - 1;
  }

  /** True when all rows are counted. */
  advance(goroutines: number): boolean {
    // Children come after their parents, so from the last row up each is complete when its turn comes.
    for (let left = goroutines; left > 0 && this.next >= 0; this.next--) {
      this.add(this.next);
      left -= 1 + this.origins[this.next].rows.length;
    }
    return this.next < 0;
  }

  private add(at: number): void {
    const { count, leaked, longestWait } = this;
    const { rows, parent } = this.origins[at];
    const { sample, flags, waitMinutes } = this.profile.goroutines!;
    for (const row of rows) {
      if (!this.wants(sample[row])) continue;
      count[at]++;
      if ((flags[row] & goroutineFlag.leaked) !== 0) leaked[at]++;
      longestWait[at] = Math.max(longestWait[at], waitMinutes[row]);
    }
    if (parent < 0) return;
    count[parent] += count[at];
    leaked[parent] += leaked[at];
    longestWait[parent] = Math.max(longestWait[parent], longestWait[at]);
  }

  private wants(sample: number): boolean {
    return sample >= 0 && (this.isWanted === undefined || this.isWanted[this.kinds.kindOf[sample]] === 1);
  }
}
