// Stacks → call tree. In: a profile's stacks, a block of frames at a time (stackBlocks.ts): first their trunks, and where
// a trunk ends, its stacks. Out: the nodes of the tree, for completeTree.ts. Invariants: those of callTree.ts.
//
// The blocks at one place of the tree are sorted by their frames, one frame at a time: a radix sort that refines
// groups of blocks with a common beginning. A group is a node, so nodes come out depth-first with their
// totals known and their children in order, and no child is ever looked up.

import type { GrownNodes } from './completeTree';
import { rankGroups } from './rankGroups';
import {
  blockSize,
  countAt,
  endAt,
  groupStacks,
  lengthAt,
  newStackBlocks,
  recordSize,
  type StackBlocks,
} from './stackBlocks';
import { framesAt, type StackFrames } from './stackFrames';

interface Walk {
  readonly blocks: StackBlocks;
  /** By sample: the node where its stack ends, -1 for none. */
  readonly nodeOf: Int32Array;
  /** Blocks, those of one group side by side: a permutation of the blocks in use. */
  child: Int32Array;
  spare: Int32Array;
  /** The frame just read of the block at the same place of `child`. */
  next: Int32Array;

  // Per group of the node being split.
  readonly groupOf: Int32Array;
  groupFrame: Int32Array;
  groupSize: Int32Array;
  groupTotal: Float64Array;
  rank: Int32Array;
  /** Blocks of it that end there. */
  ended: number;

  /** Groups that still have to become nodes: begin, end, level, parent node, frame, blocks in use then. */
  todo: Int32Array;
  todoTotal: Float64Array;
  waiting: number;

  count: number;
  parent: Int32Array;
  frame: Int32Array;
  self: Float64Array;
  total: Float64Array;
}

const todoColumns = 6;

/** @param nodeOf filled with the node where each sample's stack ends */
export function nodesOfStacks(stacks: StackFrames, frameCount: number, nodeOf: Int32Array): GrownNodes {
  const blocks = newStackBlocks(stacks);
  const w = newWalk(blocks, frameCount, nodeOf);
  const root = addNode(w, -1, -1, sumOf(stacks.value, stacks.trunks));
  enter(w, 0, stacks.trunks);
  descend(w, 0, blocks.count, 0, root);
  while (w.waiting > 0) {
    const t = --w.waiting;
    const at = todoColumns * t;
    blocks.count = w.todo[at + 5];
    const node = addNode(w, w.todo[at + 3], w.todo[at + 4], w.todoTotal[t]);
    descend(w, w.todo[at], w.todo[at + 1], w.todo[at + 2], node);
  }
  const { count, parent, frame, self, total } = w;
  return { count, parent, frame, self, total };
}

function sumOf(values: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i];
  return sum;
}

function newWalk(blocks: StackBlocks, frameCount: number, nodeOf: Int32Array): Walk {
  // Never more than frames; of large profiles a guess. Pages that are never written cost no memory.
  const { next, trunkFrames, frames } = blocks.stacks;
  const nodes = Math.min(trunkFrames.length + frames.length, Math.max(next.length * 4, 1 << 20)) + 2;
  return {
    blocks,
    nodeOf,
    child: new Int32Array(1024),
    spare: new Int32Array(1024),
    next: new Int32Array(1024),
    groupOf: new Int32Array(frameCount).fill(-1),
    groupFrame: new Int32Array(64),
    groupSize: new Int32Array(64),
    groupTotal: new Float64Array(64),
    rank: new Int32Array(64),
    ended: 0,
    todo: new Int32Array(todoColumns << 10),
    todoTotal: new Float64Array(1 << 10),
    waiting: 0,
    count: 0,
    parent: new Int32Array(nodes),
    frame: new Int32Array(nodes),
    self: new Float64Array(nodes),
    total: new Float64Array(nodes),
  };
}

function addNode(w: Walk, parent: number, frame: number, total: number): number {
  const n = w.count++;
  if (n === w.parent.length) growNodes(w);
  w.parent[n] = parent;
  w.frame[n] = frame;
  w.total[n] = total;
  return n;
}

/** Makes the blocks of the stacks at the places [begin, end). */
function enter(w: Walk, begin: number, end: number): void {
  const { blocks } = w;
  const first = blocks.count;
  groupStacks(blocks, framesAt(blocks.stacks, begin), begin, end);
  if (blocks.count > w.child.length) {
    const length = 2 * blocks.count;
    const child = new Int32Array(length);
    child.set(w.child);
    w.child = child;
    w.spare = new Int32Array(length);
    w.next = new Int32Array(length);
  }
  for (let block = first; block < blocks.count; block++) w.child[block] = block;
}

/** One stack, or one trunk, to its end: most nodes of most profiles are made here. Returns the node where it ends. */
function follow(w: Walk, place: number, from: number, total: number): number {
  const { next, end } = w.blocks.stacks;
  const frames = framesAt(w.blocks.stacks, place);
  const begin = next[place];
  const last = w.count + end[place] - begin;
  while (last >= w.parent.length) growNodes(w);
  let node = from;
  const { parent, frame, total: totals } = w;
  for (let n = w.count, k = begin; n < last; n++, k++) {
    parent[n] = node;
    frame[n] = frames[k];
    totals[n] = total;
    node = n;
  }
  w.count = last;
  return node;
}

function endStack(w: Walk, place: number, node: number, total: number): void {
  w.self[node] += total;
  w.nodeOf[w.blocks.stacks.number[place]] = node;
}

/** The stacks of the block whose record is at `at` end in `node`. */
function endBlock(w: Walk, at: number, node: number, total: number): void {
  const { records, stacks } = w.blocks;
  const { nodeOf } = w;
  w.self[node] += total;
  let end = records[at + endAt];
  let begin = end - records[at + countAt];
  if (begin < stacks.trunks) {
    // No two trunks are the same, so this is one.
    const trunk = stacks.number[begin];
    begin = stacks.firstPlace[trunk];
    end = stacks.firstPlace[trunk + 1];
  }
  for (let p = begin; p < end; p++) nodeOf[stacks.number[p]] = node;
}

/** From a node down: the blocks of child[begin, end) agree in their first `level` frames. Ends where they part. */
function descend(w: Walk, begin: number, end: number, level: number, node: number): void {
  const { blocks } = w;
  const { stacks } = blocks;
  while (begin < end) {
    if (end - begin === 1) {
      const block = w.child[begin];
      const total = blocks.total[block];
      const at = block * recordSize;
      const length = blocks.records[at + lengthAt];
      for (; level < length; level++) node = addNode(w, node, blocks.records[at + level], total);
      if (length < blockSize) {
        endBlock(w, at, node, total);
        return;
      }
      let last = blocks.records[at + endAt];
      let first = last - blocks.records[at + countAt];
      if (last - first === 1) {
        node = follow(w, first, node, total);
        if (first < stacks.trunks) {
          const trunk = stacks.number[first];
          first = stacks.firstPlace[trunk];
          last = stacks.firstPlace[trunk + 1];
          if (last - first === 1) node = follow(w, first, node, total);
        }
        if (last - first === 1) {
          endStack(w, first, node, total);
          return;
        }
      }
      begin = blocks.count;
      enter(w, first, last);
      end = blocks.count;
      level = 0;
      continue;
    }
    const groups = readAndGroup(w, begin, end, level, node);
    begin += w.ended;
    if (groups !== 1) {
      if (groups > 1) split(w, begin, end, groups, level + 1, node);
      return;
    }
    node = addNode(w, node, w.groupFrame[0], w.groupTotal[0]);
    level++;
  }
}

/**
 * Reads the frame at `level` of each block and numbers the different ones; returns how many there are.
 * A block that ends here is the node's own; w.ended says whether there is one, which is moved to `begin`.
 */
function readAndGroup(w: Walk, begin: number, end: number, level: number, node: number): number {
  const { child, next, groupOf } = w;
  const { records, total } = w.blocks;
  let { groupSize, groupTotal } = w;
  let groups = 0;
  w.ended = 0;
  for (let j = begin; j < end; j++) {
    const block = child[j];
    if (records[block * recordSize + lengthAt] === level) {
      endBlock(w, block * recordSize, node, total[block]);
      child[j] = child[begin];
      next[j] = next[begin];
      child[begin] = block;
      w.ended = 1;
      continue;
    }
    const f = records[block * recordSize + level];
    next[j] = f;
    let g = groupOf[f];
    if (g < 0) {
      g = groups++;
      if (g === groupSize.length) {
        growGroups(w);
        ({ groupSize, groupTotal } = w);
      }
      groupOf[f] = g;
      w.groupFrame[g] = f;
      groupSize[g] = 0;
      groupTotal[g] = 0;
    }
    groupSize[g]++;
    groupTotal[g] += total[block];
  }
  for (let g = 0; g < groups; g++) groupOf[w.groupFrame[g]] = -1;
  return groups;
}

/** Puts the blocks of [begin, end) group by group and queues the groups, so that the largest is taken up first. */
function split(w: Walk, begin: number, end: number, groups: number, level: number, node: number): void {
  const { child, next, spare, groupOf, groupFrame, groupSize, groupTotal, rank } = w;
  rankGroups(groupTotal, groupFrame, groups, rank);
  let place = end;
  for (let r = 0; r < groups; r++) {
    const g = rank[r];
    const size = groupSize[g];
    place -= size;
    // From here on the group's size is the place of its next block.
    groupSize[g] = place;
    groupOf[groupFrame[g]] = g;
    queue(w, place, place + size, level, node, groupFrame[g], groupTotal[g]);
  }
  for (let j = begin; j < end; j++) spare[groupSize[groupOf[next[j]]]++] = child[j];
  for (let j = begin; j < end; j++) child[j] = spare[j];
  for (let g = 0; g < groups; g++) groupOf[groupFrame[g]] = -1;
}

function queue(w: Walk, begin: number, end: number, level: number, parent: number, frame: number, total: number): void {
  const t = w.waiting++;
  const at = todoColumns * t;
  if (at + todoColumns > w.todo.length) w.todo = larger(w.todo, Int32Array);
  if (t === w.todoTotal.length) w.todoTotal = larger(w.todoTotal, Float64Array);
  w.todo[at] = begin;
  w.todo[at + 1] = end;
  w.todo[at + 2] = level;
  w.todo[at + 3] = parent;
  w.todo[at + 4] = frame;
  w.todo[at + 5] = w.blocks.count;
  w.todoTotal[t] = total;
}

function growGroups(w: Walk): void {
  w.groupFrame = larger(w.groupFrame, Int32Array);
  w.groupSize = larger(w.groupSize, Int32Array);
  w.groupTotal = larger(w.groupTotal, Float64Array);
  w.rank = larger(w.rank, Int32Array);
}

function growNodes(w: Walk): void {
  w.parent = larger(w.parent, Int32Array);
  w.frame = larger(w.frame, Int32Array);
  w.self = larger(w.self, Float64Array);
  w.total = larger(w.total, Float64Array);
}

function larger<T extends Int32Array | Float64Array>(column: T, make: new (length: number) => T): T {
  const out = new make(column.length * 2);
  out.set(column);
  return out;
}
