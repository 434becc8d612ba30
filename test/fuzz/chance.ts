// Decisions of the fuzzer. In: a seed. Out: numbers and choices. Invariant: the same seed, the same decisions.

import { random } from '../unit/core/profile/randomProfile';

export class Chance {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = random(seed);
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)];
  }

  /** Numbers at which code goes wrong, and others. */
  number(): bigint {
    const edge = this.of([0n, 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n, 127n, 2n ** 28n]);
    if (this.oneIn(3)) return BigInt(this.below(300));
    return BigInt.asUintN(64, edge + BigInt(this.below(3) - 1));
  }
}
