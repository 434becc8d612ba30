// Columns that grow while a file is read. In: how much of the file has been seen. Out: typed arrays with
// room. Invariant: what was written stays. The total is guessed from the part of the file already read, so
// that a large column is moved once or twice instead of twenty times; a guess too high costs nothing,
// because pages that are never written are never given memory by the operating system.

export class Growth {
  /** Bytes read so far and expected in all; 0 expected means unknown. */
  read = 0;
  expected = 0;

  /** New capacity for a column that has `used` entries and needs `need`. */
  capacity(used: number, need: number): number {
    const doubled = Math.max(need, 2 * used);
    // The first part of a file is not like the rest: Go's writer names functions when it first meets them.
    if (this.read * 64 < this.expected || this.expected === 0) return doubled;
    const guess = Math.ceil((need / this.read) * this.expected * 1.1);
    return Math.max(need + (need >>> 3), Math.min(guess, 64 * doubled));
  }
}

interface Numbers {
  readonly length: number;
  set(from: ArrayLike<number>): void;
}

/**
 * A larger copy of `column` with room for `need` entries. The caller compares the length itself: this
 * function sees every kind of array, and such a call per sample would cost more than the sample.
 */
export function grown<T extends Numbers>(
  column: T,
  need: number,
  growth: Growth,
  make: new (length: number) => T & ArrayLike<number>,
): T {
  const larger = new make(growth.capacity(column.length, need));
  larger.set(column as T & ArrayLike<number>);
  return larger;
}
