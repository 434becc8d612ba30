// What a goroutine dump says of each of its samples. In: a profile with goroutine columns. Out: the same by SampleIndex.
// Invariants: goroutines of one sample share state, creator and flags (core/goroutine/dumpProfile.ts sees to that), only
// waits differ; of a profile in protobuf form nothing is known, and nothing is made up.

import type { Profile } from '../profile/profile';

export interface GoroutineFacts {
  /** StringIndex, -1 for unknown. */
  readonly state: Int32Array;
  /** Minutes of the goroutine that waits shortest, and longest; -1 where none tells. */
  readonly shortestWait: Int32Array;
  readonly longestWait: Int32Array;
  /** LocationIndex of the `go` statement, -1 for unknown. */
  readonly createdBy: Int32Array;
  /** Bits of `goroutineFlag`. */
  readonly flags: Uint8Array;
}

export class GoroutineFactsPass implements GoroutineFacts {
  readonly state: Int32Array;
  readonly shortestWait: Int32Array;
  readonly longestWait: Int32Array;
  readonly createdBy: Int32Array;
  readonly flags: Uint8Array;
  private next = 0;

  constructor(private readonly profile: Profile) {
    const { count } = profile.samples;
    this.state = new Int32Array(count).fill(-1);
    this.shortestWait = new Int32Array(count).fill(-1);
    this.longestWait = new Int32Array(count).fill(-1);
    this.createdBy = new Int32Array(count).fill(-1);
    this.flags = new Uint8Array(count);
  }

  /** True when all goroutines were read. */
  advance(goroutines: number): boolean {
    const rows = this.profile.goroutines;
    if (rows === undefined) return true;
    const stop = Math.min(rows.count, this.next + goroutines);
    for (let row = this.next; row < stop; row++) {
      const sample = rows.sample[row];
      if (sample < 0) continue;
      this.state[sample] = rows.state[row];
      this.createdBy[sample] = rows.createdBy[row];
      this.flags[sample] |= rows.flags[row];
      const wait = rows.waitMinutes[row];
      if (wait < 0) continue;
      if (wait > this.longestWait[sample]) this.longestWait[sample] = wait;
      const shortest = this.shortestWait[sample];
      if (shortest < 0 || wait < shortest) this.shortestWait[sample] = wait;
    }
    this.next = stop;
    return stop === rows.count;
  }
}

export function goroutineFacts(profile: Profile): GoroutineFacts {
  const pass = new GoroutineFactsPass(profile);
  pass.advance(Infinity);
  return pass;
}
