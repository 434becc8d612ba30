// All stacks of a profile as a trie of locations, made once so that refinements need not read the stacks again.
// In: a profile. Out: blocks of up to `blockSize` locations, root first, and for every sample the block it ends with.
// Invariants: block 0 is the root and is empty; a block comes after its parent; two blocks with the same parent differ;
// only a full block has children. Values play no part, so it serves every sample type.
//
// Why blocks: going down a tree location by location costs a cache miss each; a block is one record of 64 bytes (see
// stackTrie.ts, which does the same with frames for the first tree).

import type { Profile } from '../../profile/profile';

/** Locations in a full block: with the three numbers beside them, a record fills a cache line. */
export const blockSize = 13;
/** Entries of `records` a block takes: its locations, then parent, length and hash. */
export const recordSize = 16;
export const parentAt = blockSize;
export const lengthAt = blockSize + 1;
const hashAt = blockSize + 2;

export interface StackBlocks {
  readonly count: number;
  readonly records: Int32Array;
  /** By SampleIndex. */
  readonly blockOf: Int32Array;
  /** CSR by block into `child`. */
  readonly childOffset: Int32Array;
  readonly child: Int32Array;
}

interface Builder {
  count: number;
  records: Int32Array;
  /** Open addressing over pairs of hash and block; block 0, the root, is never looked for. */
  table: Int32Array;
}

export function internStackBlocks({ samples }: Profile): StackBlocks {
  const { count, stackOffset, stackLocation } = samples;
  // A guess; pages that are never written cost no memory.
  const b: Builder = {
    count: 1,
    records: new Int32Array((2 * count + 1024) * recordSize),
    table: new Int32Array(1 << 13),
  };
  b.records[parentAt] = -1;
  const blockOf = new Int32Array(count);
  for (let i = 0; i < count; i++) blockOf[i] = internStack(b, stackLocation, stackOffset[i], stackOffset[i + 1]);
  return { count: b.count, records: b.records, blockOf, ...childrenOf(b) };
}

function internStack(b: Builder, stackLocation: Int32Array, first: number, end: number): number {
  let block = 0;
  for (let k = end; k > first; k -= blockSize) {
    const length = Math.min(blockSize, k - first);
    const { records } = b;
    const base = b.count * recordSize;
    let hash = block;
    // Written where a new block would be, so that a new one needs no copy.
    for (let i = 0; i < length; i++) {
      const l = stackLocation[k - 1 - i];
      records[base + i] = l;
      hash = Math.imul(hash ^ l, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    block = intern(b, block, length, hash);
  }
  return block;
}

/** The block of these locations (already written at the place of the next block) under `parent`. */
function intern(b: Builder, parent: number, length: number, hash: number): number {
  const { table, records } = b;
  const mask = table.length - 2;
  const base = b.count * recordSize;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (let known = table[slot + 1]; known !== 0; known = table[slot + 1]) {
    const at = known * recordSize;
    if (table[slot] === hash && records[at + parentAt] === parent && records[at + lengthAt] === length) {
      let i = 0;
      while (i < length && records[at + i] === records[base + i]) i++;
      if (i === length) return known;
    }
    slot = (slot + 2) & mask;
  }
  const block = b.count++;
  table[slot] = hash;
  table[slot + 1] = block;
  records[base + parentAt] = parent;
  records[base + lengthAt] = length;
  records[base + hashAt] = hash;
  // One place beyond the last block is always there to be written to.
  if ((b.count + 1) * recordSize > records.length) b.records = doubled(records);
  if (b.count * 4 > table.length) growTable(b);
  return block;
}

function growTable(b: Builder): void {
  const table = new Int32Array(b.table.length * 4);
  const mask = table.length - 2;
  for (let block = 1; block < b.count; block++) {
    const hash = b.records[block * recordSize + hashAt];
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (table[slot + 1] !== 0) slot = (slot + 2) & mask;
    table[slot] = hash;
    table[slot + 1] = block;
  }
  b.table = table;
}

function childrenOf({ count, records }: Builder): Pick<StackBlocks, 'childOffset' | 'child'> {
  const childOffset = new Int32Array(count + 1);
  for (let b = 1; b < count; b++) childOffset[records[b * recordSize + parentAt] + 1]++;
  for (let b = 0; b < count; b++) childOffset[b + 1] += childOffset[b];
  const next = childOffset.slice();
  const child = new Int32Array(count - 1);
  for (let b = 1; b < count; b++) child[next[records[b * recordSize + parentAt]]++] = b;
  return { childOffset, child };
}

export function doubled(column: Int32Array): Int32Array {
  const out = new Int32Array(column.length * 2);
  out.set(column);
  return out;
}
