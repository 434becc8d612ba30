// Rows of whole numbers → dense numbers. In: a stretch of an Int32Array. Out: the same number for the same
// stretch, in the order of first appearance. Invariants as in byteTable.ts: memory of the distinct rows,
// and no choice of input makes a look-up walk more than `maxProbes` slots.

import { Int32List } from './lists';

const maxProbes = 64;

export class IntTable {
  /** All rows, end to end. */
  readonly pool: Int32List;
  /** Start of each row in `pool`, and the end of the last one. */
  readonly starts: Int32List;
  /** Pairs of a hash and a number plus one; 0 is free. */
  private slots: Int32Array;
  private crowded: Map<string, number> | undefined;

  /**
   * @param expected rows that may come, to spare the table its growth; costs 16 bytes each
   * @param width numbers of each, where that is known; they cost nothing before they come
   */
  constructor(expected = 0, width = 0) {
    this.pool = new Int32List(Math.max(1024, expected * width));
    this.starts = new Int32List(Math.max(1024, expected + 1));
    this.slots = new Int32Array(Math.max(4096, 2 ** Math.ceil(Math.log2(4 * expected + 1))));
    this.starts.push(0);
  }

  get count(): number {
    return this.starts.length - 1;
  }

  intern(row: Int32Array, from: number, to: number): number {
    const { slots } = this;
    let hash = to - from;
    for (let i = from; i < to; i++) {
      hash = Math.imul(hash ^ row[i], 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0x85ebca6b);
    hash ^= hash >>> 13;
    const mask = slots.length - 1;
    let slot = (2 * hash) & mask;
    for (let probe = 0; probe < maxProbes; probe++) {
      const id = slots[slot + 1] - 1;
      if (id < 0) return this.add(slot, hash, row, from, to);
      if (slots[slot] === hash && this.is(id, row, from, to)) return id;
      slot = (slot + 2) & mask;
    }
    return this.internCrowded(row, from, to);
  }

  private is(id: number, row: Int32Array, from: number, to: number): boolean {
    const at = this.starts.data[id];
    if (this.starts.data[id + 1] - at !== to - from) return false;
    const pool = this.pool.data;
    for (let i = from, j = at; i < to; i++, j++) if (row[i] !== pool[j]) return false;
    return true;
  }

  private add(slot: number, hash: number, row: Int32Array, from: number, to: number): number {
    if (this.crowded !== undefined) return this.internCrowded(row, from, to);
    const id = this.append(row, from, to);
    this.slots[slot] = hash;
    this.slots[slot + 1] = id + 1;
    if (id * 4 > this.slots.length) this.rehash();
    return id;
  }

  private append(row: Int32Array, from: number, to: number): number {
    this.pool.append(row, from, to);
    this.starts.push(this.pool.length);
    return this.count - 1;
  }

  private internCrowded(row: Int32Array, from: number, to: number): number {
    this.crowded ??= new Map();
    const key = row.subarray(from, to).join();
    let id = this.crowded.get(key);
    if (id === undefined) {
      id = this.append(row, from, to);
      this.crowded.set(key, id);
    }
    return id;
  }

  private rehash(): void {
    const old = this.slots;
    const slots = new Int32Array(4 * old.length);
    const mask = slots.length - 1;
    for (let i = 0; i < old.length; i += 2) {
      if (old[i + 1] === 0) continue;
      let slot = (2 * old[i]) & mask;
      let probe = 0;
      while (slots[slot + 1] !== 0 && ++probe < maxProbes) slot = (slot + 2) & mask;
      if (slots[slot + 1] === 0) {
        slots[slot] = old[i];
        slots[slot + 1] = old[i + 1];
      } else {
        const id = old[i + 1] - 1;
        const row = this.pool.data.subarray(this.starts.data[id], this.starts.data[id + 1]);
        (this.crowded ??= new Map()).set(row.join(), id);
      }
    }
    this.slots = slots;
  }
}
