// Columns that grow at the end, for parsers that learn the length of a file only by reading it.
// In: numbers, one at a time. Out: one typed array of exactly the right size. Invariant: `data` has at
// least `length` entries that were written; the rest is spare room.

export class Int32List {
  data: Int32Array;
  length = 0;

  constructor(room = 1024) {
    this.data = new Int32Array(room);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.data = twice(this.data, new Int32Array(2 * this.data.length));
    this.data[this.length++] = value;
  }

  /** Adds `row[from, to)`, which costs a third of as many pushes. */
  append(row: Int32Array, from: number, to: number): void {
    let at = this.length;
    const length = at + to - from;
    if (length > this.data.length) {
      this.data = twice(this.data, new Int32Array(Math.max(length, 2 * this.data.length)));
    }
    const { data } = this;
    for (let i = from; i < to; i++) data[at++] = row[i];
    this.length = length;
  }

  /** What was added, for good: without room left it is `data` itself. */
  toArray(): Int32Array {
    return this.length === this.data.length ? this.data : this.data.slice(0, this.length);
  }

  toUnsigned(): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.data.subarray(0, this.length));
  }
}

export class Float64List {
  data: Float64Array;
  length = 0;

  constructor(room = 256) {
    this.data = new Float64Array(room);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.data = twice(this.data, new Float64Array(2 * this.data.length));
    this.data[this.length++] = value;
  }

  toArray(): Float64Array {
    return this.data.slice(0, this.length);
  }
}

export class BigUint64List {
  data = new BigUint64Array(256);
  length = 0;

  push(value: bigint): void {
    if (this.length === this.data.length) this.data = twice(this.data, new BigUint64Array(2 * this.data.length));
    this.data[this.length++] = value;
  }
}

export class BigInt64List {
  data = new BigInt64Array(256);
  length = 0;

  push(value: bigint): void {
    if (this.length === this.data.length) this.data = twice(this.data, new BigInt64Array(2 * this.data.length));
    this.data[this.length++] = value;
  }
}

/** `larger` with `column` copied to its start. */
export function twice<T extends { set(from: T): void }>(column: T, larger: T): T {
  larger.set(column);
  return larger;
}
