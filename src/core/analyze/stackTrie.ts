// Stacks, interned. In: stacks in CSR form (leaf first), a value each, the frames of each location.
// Out: a trie whose edges are blocks of up to `blockSize` frames, root first.
// Invariants: block 0 is the root and has no frames; a block comes after its parent; two blocks with the
// same parent differ; only a full block has children.
//
// Why blocks: most of the frames of a large profile are trunk that thousands of stacks share. Going down
// a tree frame by frame costs a cache miss a frame; a block is one record of 64 bytes, found with two.
// Stacks are read once, forwards, and the distinct blocks are few, so that the frame-by-frame work
// (treeFromTrie.ts) is small.

import type { FrameTable } from './frames';

/** Frames in a full block: with the three numbers beside them, a record fills a cache line. */
export const blockSize = 13;
/** Entries of `records` a block takes: its frames, then parent, length and hash. */
export const recordSize = 16;
const parentAt = blockSize;
const lengthAt = blockSize + 1;
const hashAt = blockSize + 2;

export interface StackTrie {
  readonly count: number;
  readonly records: Int32Array;
  /** Value of the stacks that end with the block. */
  readonly self: Float64Array;
}

export const parentOf = (t: StackTrie, block: number): number => t.records[block * recordSize + parentAt];
export const lengthOf = (t: StackTrie, block: number): number => t.records[block * recordSize + lengthAt];

interface Builder {
  count: number;
  records: Int32Array;
  self: Float64Array;
  /** Open addressing over pairs of hash and block; block 0 is empty, which the root never needs to be found as. */
  table: Int32Array;
  readonly stackLocation: Int32Array;
  /** Per location its frame where it has just one, else -1. */
  readonly single: Int32Array;
  readonly locationOffset: Uint32Array;
  readonly locationFrame: Int32Array;
}

/** Samples of value 0 are left out. */
export function internStacks(
  stackOffset: Uint32Array,
  stackLocation: Int32Array,
  values: Float64Array,
  table: FrameTable,
): StackTrie {
  // A guess; pages that are never written cost no memory.
  const capacity = 2 * values.length + 1024;
  const b: Builder = {
    count: 1,
    records: new Int32Array(capacity * recordSize),
    self: new Float64Array(capacity),
    table: new Int32Array(1 << 13),
    stackLocation,
    single: singleFrames(table),
    locationOffset: table.locationOffset,
    locationFrame: table.locationFrame,
  };
  b.records[parentAt] = -1;
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 0) continue;
    const block = internStack(b, stackOffset[i], stackOffset[i + 1]);
    b.self[block] += values[i];
  }
  return { count: b.count, records: b.records, self: b.self.subarray(0, b.count) };
}

function singleFrames({ locationOffset, locationFrame }: FrameTable): Int32Array {
  const single = new Int32Array(locationOffset.length - 1);
  for (let l = 0; l < single.length; l++) {
    single[l] = locationOffset[l + 1] - locationOffset[l] === 1 ? locationFrame[locationOffset[l]] : -1;
  }
  return single;
}

/** The block at which the stack in stackLocation[first, end) ends. */
function internStack(b: Builder, first: number, end: number): number {
  const { stackLocation, single } = b;
  let { records } = b;
  let block = 0;
  let hash = 0;
  let n = 0;
  // Frames are written where the next new block would be, so that a new one needs no copy.
  let base = b.count * recordSize;
  for (let k = end - 1; k >= first; k--) {
    const l = stackLocation[k];
    let f = single[l];
    let more = 0;
    if (f < 0) {
      more = b.locationOffset[l + 1] - 1 - b.locationOffset[l];
      f = b.locationFrame[b.locationOffset[l] + more];
    }
    for (;;) {
      records[base + n] = f;
      hash = Math.imul(hash ^ f, 0x9e3779b1);
      hash ^= hash >>> 15;
      if (++n === blockSize) {
        block = intern(b, block, n, hash);
        ({ records } = b);
        base = b.count * recordSize;
        hash = block;
        n = 0;
      }
      if (more === 0) break;
      f = b.locationFrame[b.locationOffset[l] + --more];
    }
  }
  return n > 0 ? intern(b, block, n, hash) : block;
}

/** The block of these `n` frames (already written at the place of the next block) under `parent`. */
function intern(b: Builder, parent: number, n: number, hash: number): number {
  const { table, records } = b;
  const mask = table.length - 2;
  const base = b.count * recordSize;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (let known = table[slot + 1]; known !== 0; known = table[slot + 1]) {
    if (table[slot] === hash) {
      const at = known * recordSize;
      if (records[at + parentAt] === parent && records[at + lengthAt] === n) {
        let i = 0;
        while (i < n && records[at + i] === records[base + i]) i++;
        if (i === n) return known;
      }
    }
    slot = (slot + 2) & mask;
  }
  const block = b.count++;
  table[slot] = hash;
  table[slot + 1] = block;
  records[base + parentAt] = parent;
  records[base + lengthAt] = n;
  records[base + hashAt] = hash;
  // One place beyond the last block is always there to be written to.
  if (b.count + 1 >= b.self.length) growBlocks(b);
  if (b.count * 4 > table.length) growTable(b);
  return block;
}

function growBlocks(b: Builder): void {
  const records = new Int32Array(b.records.length * 2);
  records.set(b.records);
  b.records = records;
  const self = new Float64Array(b.self.length * 2);
  self.set(b.self);
  b.self = self;
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
