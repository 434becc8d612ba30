// Stacks, grouped by their next few frames. In: a range of stacks that agree so far. Out: their distinct blocks of up to
// `blockSize` frames, and the stacks of each block as a range of their own.
// Invariants: blocks of one call lie side by side and differ; a block shorter than `blockSize`
// (perhaps without a frame) ends its stacks; blocks
// are freed in the opposite order they were made in.
//
// Why blocks: most of the frames of a large profile are those of stacks that go on alike. One look-up
// takes a dozen stacks frames further, and the blocks looked through are those of one place in the tree,
// few enough to be at hand.

import { hashOfFrames } from './hashOfFrames';
import type { StackFrames } from './stackFrames';

export const blockSize = 12;
/** Entries of `records` a block takes: its frames, length, hash, and of its stacks' places the end and how many. */
export const recordSize = 16;
export const lengthAt = blockSize;
const hashAt = blockSize + 1;
export const endAt = blockSize + 2;
export const countAt = blockSize + 3;

export interface StackBlocks {
  readonly stacks: StackFrames;
  /** By place: the block of the stack there, then where it moves to. */
  readonly blockOf: Int32Array;
  /** For moving one column at a time: the same bytes as numbers of both kinds. */
  readonly moved: Int32Array;
  readonly movedValue: Float64Array;
  /** Blocks in use. */
  count: number;
  records: Int32Array;
  /** By block: value of its stacks. */
  total: Float64Array;
  /** Open addressing: block + 1, or 0. Only the first `tableSize` entries are used. */
  table: Int32Array;
  tableSize: number;
}

const smallTable = 32;

export function newStackBlocks(stacks: StackFrames): StackBlocks {
  const places = stacks.next.length;
  const movedValue = new Float64Array(places);
  return {
    stacks,
    blockOf: new Int32Array(places),
    moved: new Int32Array(movedValue.buffer),
    movedValue,
    count: 0,
    records: new Int32Array(1024 * recordSize),
    total: new Float64Array(1024),
    table: new Int32Array(1024),
    tableSize: 0,
  };
}

/** Makes the blocks of the stacks at the places [begin, end): b.count grows by how many. */
export function groupStacks(b: StackBlocks, frames: StackFrames['frames'], begin: number, end: number): void {
  const firstBlock = b.count;
  b.tableSize = smallTable;
  b.table.fill(0, 0, smallTable);
  takeBlocks(b, frames, begin, end, firstBlock);
  if (b.count - firstBlock > 1) sortByBlock(b, begin, end, firstBlock);
  else b.records[firstBlock * recordSize + endAt] = end;
}

// Each long loop is a function of its own: V8 compiles a loop while it runs, and what comes after it, which never ran,
// makes it throw the code away.

function takeBlocks(
  b: StackBlocks,
  frames: StackFrames['frames'],
  begin: number,
  end: number,
  firstBlock: number,
): void {
  const { blockOf } = b;
  const { next, end: ends, value } = b.stacks;
  for (let p = begin; p < end; p++) {
    const from = next[p];
    const n = Math.min(blockSize, ends[p] - from);
    next[p] = from + n;
    const block = internBlock(b, frames, from, n, firstBlock);
    blockOf[p] = block;
    b.total[block] += value[p];
    b.records[block * recordSize + countAt]++;
  }
}

/** The block of frames[from, from + n). */
function internBlock(
  b: StackBlocks,
  frames: StackFrames['frames'],
  from: number,
  n: number,
  firstBlock: number,
): number {
  const { records, table } = b;
  const hash = hashOfFrames(frames, from, n);
  const mask = b.tableSize - 1;
  let slot = hash & mask;
  for (let known = table[slot] - 1; known >= 0; known = table[slot] - 1) {
    const at = known * recordSize;
    if (records[at + hashAt] === hash && records[at + lengthAt] === n) {
      let i = 0;
      while (i < n && records[at + i] === frames[from + i]) i++;
      if (i === n) return known;
    }
    slot = (slot + 1) & mask;
  }
  const block = b.count++;
  table[slot] = block + 1;
  const base = block * recordSize;
  for (let i = 0; i < n; i++) records[base + i] = frames[from + i];
  records[base + lengthAt] = n;
  records[base + hashAt] = hash;
  records[base + countAt] = 0;
  b.total[block] = 0;
  if (b.count === b.total.length) growBlocks(b);
  if ((b.count - firstBlock) * 2 > b.tableSize) growTable(b, firstBlock);
  return block;
}

function sortByBlock(b: StackBlocks, begin: number, end: number, firstBlock: number): void {
  startBlocks(b, begin, firstBlock);
  placeStacks(b, begin, end);
  const { next, end: ends, value, number } = b.stacks;
  move(next, b.moved, b.blockOf, begin, end);
  move(ends, b.moved, b.blockOf, begin, end);
  move(number, b.moved, b.blockOf, begin, end);
  moveValues(value, b.movedValue, b.blockOf, begin, end);
}

/** Until placeStacks is through, a block's range ends where it begins. */
function startBlocks({ records, count }: StackBlocks, begin: number, firstBlock: number): void {
  let place = begin;
  for (let at = firstBlock * recordSize; at < count * recordSize; at += recordSize) {
    records[at + endAt] = place;
    place += records[at + countAt];
  }
}

function placeStacks({ blockOf, records }: StackBlocks, begin: number, end: number): void {
  for (let p = begin; p < end; p++) blockOf[p] = records[blockOf[p] * recordSize + endAt]++;
}

function move(column: Int32Array, moved: Int32Array, to: Int32Array, begin: number, end: number): void {
  for (let p = begin; p < end; p++) moved[to[p]] = column[p];
  for (let p = begin; p < end; p++) column[p] = moved[p];
}

function moveValues(column: Float64Array, moved: Float64Array, to: Int32Array, begin: number, end: number): void {
  for (let p = begin; p < end; p++) moved[to[p]] = column[p];
  for (let p = begin; p < end; p++) column[p] = moved[p];
}

function growBlocks(b: StackBlocks): void {
  const records = new Int32Array(b.records.length * 2);
  records.set(b.records);
  b.records = records;
  const total = new Float64Array(b.total.length * 2);
  total.set(b.total);
  b.total = total;
}

function growTable(b: StackBlocks, firstBlock: number): void {
  b.tableSize *= 4;
  if (b.tableSize > b.table.length) b.table = new Int32Array(b.tableSize);
  else b.table.fill(0, 0, b.tableSize);
  const { table, records } = b;
  const mask = b.tableSize - 1;
  for (let block = firstBlock; block < b.count; block++) {
    let slot = records[block * recordSize + hashAt] & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = block + 1;
  }
}
