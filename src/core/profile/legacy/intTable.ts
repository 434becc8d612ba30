// Rows of whole numbers → dense numbers. In: a stretch of an Int32Array. Out: the same number for the same
// stretch, in the order of first appearance. Invariants as in byteTable.ts: memory of the distinct rows,
// and no choice of input makes a look-up walk more than `maxProbes` slots.

import { Int32List } from './lists';

const maxProbes = 64;

export class IntTable {
  /** All rows, end to end. */
  readonly pool = new Int32List();
  /** Start of each row in `pool`, and the end of the last one. */
  readonly starts = new Int32List();
  private readonly hashes = new Int32List();
  private slots: Int32Array;
  private crowded: Map<string, number> | undefined;

  /** @param expected rows that may come, to spare the table its growth; costs 8 bytes each */
  constructor(expected = 0) {
    this.slots = new Int32Array(Math.max(2048, 2 ** Math.ceil(Math.log2(2 * expected + 1)))).fill(-1);
    this.starts.push(0);
  }

  get count(): number {
    return this.hashes.length;
  }

  intern(row: Int32Array, from: number, to: number): number {
    let hash = to - from;
    for (let i = from; i < to; i++) {
      hash = Math.imul(hash ^ row[i], 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0x85ebca6b);
    hash ^= hash >>> 13;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let probe = 0; probe < maxProbes; probe++) {
      const id = this.slots[slot];
      if (id < 0) {
        const added = this.append(hash, row, from, to);
        this.slots[slot] = added;
        if (added * 2 > this.slots.length) this.rehash();
        return added;
      }
      if (this.hashes.data[id] === hash && this.is(id, row, from, to)) return id;
      slot = (slot + 1) & mask;
    }
    this.crowded ??= new Map();
    const key = row.subarray(from, to).join();
    let id = this.crowded.get(key);
    if (id === undefined) {
      id = this.append(hash, row, from, to);
      this.crowded.set(key, id);
    }
    return id;
  }

  private is(id: number, row: Int32Array, from: number, to: number): boolean {
    const at = this.starts.data[id];
    if (this.starts.data[id + 1] - at !== to - from) return false;
    const pool = this.pool.data;
    for (let i = from, j = at; i < to; i++, j++) if (row[i] !== pool[j]) return false;
    return true;
  }

  private append(hash: number, row: Int32Array, from: number, to: number): number {
    for (let i = from; i < to; i++) this.pool.push(row[i]);
    this.starts.push(this.pool.length);
    this.hashes.push(hash);
    return this.count - 1;
  }

  private rehash(): void {
    const slots = new Int32Array(4 * this.slots.length).fill(-1);
    const mask = slots.length - 1;
    this.slots = slots;
    for (let id = 0; id < this.count; id++) {
      let slot = this.hashes.data[id] & mask;
      let probe = 0;
      while (slots[slot] >= 0 && probe++ < maxProbes) slot = (slot + 1) & mask;
      if (slots[slot] < 0) slots[slot] = id;
      else {
        const row = this.pool.data.subarray(this.starts.data[id], this.starts.data[id + 1]);
        (this.crowded ??= new Map()).set(row.join(), id);
      }
    }
  }
}
