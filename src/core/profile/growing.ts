// Columns that grow while a file is read. In: how much of the file has been seen. Out: typed arrays with
// room. Invariant: what was written stays. The total is guessed from the part of the file already read, so
// that a large column is moved once or twice instead of twenty times; a guess too high costs nothing,
// because pages that are never written are never given memory by the operating system.

export class Growth {
  /** @param expected bytes of the file, 0 for unknown */
  constructor(private readonly expected: number) {}

  /** New capacity for a column that has room for `used` entries and needs `need`, once `read` bytes are read. */
  capacity(used: number, need: number, read: number): number {
    const doubled = Math.max(need, 2 * used);
    // The first part of a file is not like the rest: Go's writer names functions when it first meets them.
    if (read * 64 < this.expected || this.expected === 0) return doubled;
    const guess = Math.ceil((need / read) * this.expected * 1.1);
    return Math.max(need + (need >>> 3), Math.min(guess, 64 * doubled));
  }
}

interface Numbers {
  set(from: ArrayLike<number>): void;
}

/** A copy of `column` with room for `room` entries. */
export function grown<T extends Numbers>(
  column: T,
  room: number,
  make: new (length: number) => T & ArrayLike<number>,
): T {
  const larger = new make(room);
  larger.set(column as T & ArrayLike<number>);
  return larger;
}
