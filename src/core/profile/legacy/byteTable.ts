// Byte strings → dense numbers. In: ranges of a file's bytes. Out: the same number for the same bytes, 0
// for the first one seen, counting up. Invariants: a range costs no JavaScript string and no allocation;
// memory is that of the distinct ranges, kept end to end in one pool; the numbers depend on the order of
// the input alone; no input, however chosen, makes a look-up walk more than `maxProbes` slots.

import { Int32List, twice } from './lists';

/** Lines of one dump collide three or four slots deep; beyond this somebody chose them, and a Map takes over. */
const maxProbes = 64;

export class ByteTable {
  /** All strings, end to end. */
  pool = new Uint8Array(1 << 14);
  poolView = new DataView(this.pool.buffer);
  /** Start of each string in `pool`, and the end of the last one. */
  readonly starts = new Int32List();
  /** Pairs of a hash and a number plus one; 0 is free. Side by side, because each look-up is a cache miss. */
  private slots = new Int32Array(4096);
  private crowded: Map<string, number> | undefined;

  constructor() {
    this.starts.push(0);
  }

  get count(): number {
    return this.starts.length - 1;
  }

  /** The number of the bytes `[from, to)` that `view` shows. */
  intern(view: DataView, from: number, to: number): number {
    const { slots } = this;
    const hash = hashOf(view, from, to);
    const mask = slots.length - 1;
    let slot = (2 * hash) & mask;
    for (let probe = 0; probe < maxProbes; probe++) {
      const id = slots[slot + 1] - 1;
      if (id < 0) return this.add(slot, hash, view, from, to);
      if (slots[slot] === hash && this.is(id, view, from, to)) return id;
      slot = (slot + 2) & mask;
    }
    return this.internCrowded(view, from, to);
  }

  private is(id: number, view: DataView, from: number, to: number): boolean {
    const at = this.starts.data[id];
    return this.starts.data[id + 1] - at === to - from && sameBytes(view, from, this.poolView, at, to - from);
  }

  private add(slot: number, hash: number, view: DataView, from: number, to: number): number {
    if (this.crowded !== undefined) return this.internCrowded(view, from, to);
    const id = this.append(view, from, to);
    this.slots[slot] = hash;
    this.slots[slot + 1] = id + 1;
    if (id * 4 > this.slots.length) this.rehash();
    return id;
  }

  private append(view: DataView, from: number, to: number): number {
    const id = this.count;
    let at = this.starts.data[id];
    const end = at + to - from;
    if (end > this.pool.length) {
      this.pool = twice(this.pool, new Uint8Array(Math.max(end, 2 * this.pool.length)));
      this.poolView = new DataView(this.pool.buffer);
    }
    for (let p = from; p < to; p++) this.pool[at++] = view.getUint8(p);
    this.starts.push(end);
    return id;
  }

  /**
   * From the first crowd on, new strings go into a Map: V8 salts the hashes of strings for each process, so
   * what collides here does not collide there.
   */
  private internCrowded(view: DataView, from: number, to: number): number {
    this.crowded ??= new Map();
    const key = latin1(view, from, to);
    let id = this.crowded.get(key);
    if (id === undefined) {
      id = this.append(view, from, to);
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
        const key = latin1(this.poolView, this.starts.data[id], this.starts.data[id + 1]);
        (this.crowded ??= new Map()).set(key, id);
      }
    }
    this.slots = slots;
  }
}

/**
 * Eight bytes a step in two lanes, so that one multiplication need not wait for the other. The last step of a
 * longer range reads some bytes twice instead of looping over the rest.
 */
function hashOf(view: DataView, from: number, to: number): number {
  let one = (to - from) ^ 0x2545f491;
  let two = 0x1b873593;
  const last = to - 8;
  if (last >= from) {
    for (let p = from; p < last; p += 8) {
      one = Math.imul(one ^ view.getInt32(p, true), 0x9e3779b1);
      two = Math.imul(two ^ view.getInt32(p + 4, true), 0x85ebca6b);
      one ^= one >>> 15;
      two ^= two >>> 13;
    }
    one = Math.imul(one ^ view.getInt32(last, true), 0x9e3779b1);
    two = Math.imul(two ^ view.getInt32(last + 4, true), 0x85ebca6b);
  } else {
    for (let p = from; p < to; p++) one = Math.imul(one ^ view.getUint8(p), 0x9e3779b1);
  }
  const hash = one ^ ((two << 16) | (two >>> 16));
  return hash ^ (hash >>> 15);
}

export function sameBytes(a: DataView, from: number, b: DataView, from2: number, length: number): boolean {
  const last = length - 4;
  if (last >= 0) {
    let i = 0;
    // Eight bytes as a number: equal ones are the same bytes, but for the two zeros; NaN equals nothing. Both go on below.
    for (; i < last - 4; i += 8) {
      const eight = a.getFloat64(from + i, true);
      if (eight !== b.getFloat64(from2 + i, true) || eight === 0) break;
    }
    for (; i < last; i += 4) if (a.getInt32(from + i, true) !== b.getInt32(from2 + i, true)) return false;
    return a.getInt32(from + last, true) === b.getInt32(from2 + last, true);
  }
  for (let i = 0; i < length; i++) if (a.getUint8(from + i) !== b.getUint8(from2 + i)) return false;
  return true;
}

function latin1(view: DataView, from: number, to: number): string {
  let text = '';
  for (let p = from; p < to; p++) text += String.fromCharCode(view.getUint8(p));
  return text;
}
