// Interned stacks → call tree. In: a StackTrie. Out: the columns of CallTree. Invariants: those of
// callTree.ts.
//
// The blocks under one parent are sorted by their frames, one frame at a time: a radix sort that refines
// groups of blocks with a common beginning. A group is a node, so nodes come out depth-first with their
// totals known and their children in order, and no child is ever looked up.

import type { CallTree } from './callTree';
import { lengthOf, parentOf, recordSize, type StackTrie } from './stackTrie';

interface Walk {
  readonly trie: StackTrie;
  /** Value of the stacks that go through each block. */
  readonly blockTotal: Float64Array;
  /** CSR by block into `child`. */
  readonly childOffset: Int32Array;
  /** Blocks by parent; a group is a range of it. */
  readonly child: Int32Array;
  readonly spare: Int32Array;
  /** The frame just read of the block at the same place of `child`. */
  readonly next: Int32Array;

  // Per group of the node being split.
  readonly groupOf: Int32Array;
  groupFrame: Int32Array;
  groupSize: Int32Array;
  groupTotal: Float64Array;
  rank: Int32Array;

  /** Groups that still have to become nodes: begin, end, level, parent node, frame. */
  todo: Int32Array;
  todoTotal: Float64Array;
  waiting: number;

  count: number;
  maxDepth: number;
  parent: Int32Array;
  depth: Int32Array;
  frame: Int32Array;
  self: Float64Array;
  total: Float64Array;
}

const todoColumns = 5;

export function treeFromTrie(trie: StackTrie, frameCount: number): CallTree {
  const w = newWalk(trie, frameCount);
  const root = addNode(w, -1, -1, w.blockTotal[0]);
  w.self[root] = trie.self[0];
  descend(w, w.childOffset[0], w.childOffset[1], 0, root);
  while (w.waiting > 0) {
    const t = --w.waiting;
    const at = todoColumns * t;
    const node = addNode(w, w.todo[at + 3], w.todo[at + 4], w.todoTotal[t]);
    descend(w, w.todo[at], w.todo[at + 1], w.todo[at + 2], node);
  }
  return finish(w);
}

function newWalk(trie: StackTrie, frameCount: number): Walk {
  const { count } = trie;
  const blockTotal = trie.self.slice();
  const childOffset = new Int32Array(count + 1);
  for (let b = count - 1; b > 0; b--) {
    const parent = parentOf(trie, b);
    blockTotal[parent] += blockTotal[b];
    childOffset[parent + 1]++;
  }
  for (let b = 0; b < count; b++) childOffset[b + 1] += childOffset[b];
  const child = new Int32Array(count);
  const place = childOffset.slice();
  for (let b = 1; b < count; b++) child[place[parentOf(trie, b)]++] = b;
  // A guess; pages that are never written cost no memory.
  const nodes = count * 4 + 1024;
  return {
    trie,
    blockTotal,
    childOffset,
    child,
    spare: place,
    next: new Int32Array(count),
    groupOf: new Int32Array(frameCount).fill(-1),
    groupFrame: new Int32Array(64),
    groupSize: new Int32Array(64),
    groupTotal: new Float64Array(64),
    rank: new Int32Array(64),
    todo: new Int32Array(1 << 12),
    todoTotal: new Float64Array(1 << 10),
    waiting: 0,
    count: 0,
    maxDepth: 0,
    parent: new Int32Array(nodes),
    depth: new Int32Array(nodes),
    frame: new Int32Array(nodes),
    self: new Float64Array(nodes),
    total: new Float64Array(nodes),
  };
}

function addNode(w: Walk, parent: number, frame: number, total: number): number {
  const n = w.count++;
  if (n === w.parent.length) growNodes(w);
  const depth = parent < 0 ? 0 : w.depth[parent] + 1;
  if (depth > w.maxDepth) w.maxDepth = depth;
  w.parent[n] = parent;
  w.depth[n] = depth;
  w.frame[n] = frame;
  w.total[n] = total;
  return n;
}

/** From a node down: the blocks of child[begin, end) agree in their first `level` frames. Ends where they part. */
function descend(w: Walk, begin: number, end: number, level: number, node: number): void {
  const { child, childOffset, trie } = w;
  while (begin < end) {
    if (end - begin === 1) {
      const block = child[begin];
      const total = w.blockTotal[block];
      const length = lengthOf(trie, block);
      for (; level < length; level++) node = addNode(w, node, trie.records[block * recordSize + level], total);
      w.self[node] += trie.self[block];
      begin = childOffset[block];
      end = childOffset[block + 1];
      level = 0;
      continue;
    }
    const groups = readAndGroup(w, begin, end, level, node);
    begin += endedIn(w, begin, level);
    if (groups !== 1) {
      if (groups > 1) split(w, begin, end, groups, level + 1, node);
      return;
    }
    node = addNode(w, node, w.groupFrame[0], w.groupTotal[0]);
    level++;
  }
}

/** 1 when the block at place `begin` has no frame at `level`: readAndGroup has put the one that ends there. */
function endedIn(w: Walk, begin: number, level: number): number {
  return lengthOf(w.trie, w.child[begin]) === level ? 1 : 0;
}

/**
 * Reads the frame at `level` of each block and numbers the different ones; returns how many there are.
 * A block that ends here is the node's own: there is at most one, it has no children, and it is moved to `begin`.
 */
function readAndGroup(w: Walk, begin: number, end: number, level: number, node: number): number {
  const { child, next, blockTotal, groupOf } = w;
  const { trie } = w;
  let { groupSize, groupTotal } = w;
  let groups = 0;
  for (let j = begin; j < end; j++) {
    const block = child[j];
    if (lengthOf(trie, block) === level) {
      w.self[node] += trie.self[block];
      child[j] = child[begin];
      next[j] = next[begin];
      child[begin] = block;
      continue;
    }
    const f = trie.records[block * recordSize + level];
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
    groupTotal[g] += blockTotal[block];
  }
  for (let g = 0; g < groups; g++) groupOf[w.groupFrame[g]] = -1;
  return groups;
}

/** Puts the blocks of [begin, end) group by group and queues the groups, so that the largest is taken up first. */
function split(w: Walk, begin: number, end: number, groups: number, level: number, node: number): void {
  const { child, next, spare, groupOf, groupFrame, groupSize, groupTotal, rank } = w;
  rankBySize(groupTotal, groups, rank);
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

/** Group numbers by magnitude of their total, smallest first; of equal ones the later comes first. */
function rankBySize(totals: Float64Array, groups: number, rank: Int32Array): void {
  if (groups > 32) {
    const view = rank.subarray(0, groups);
    for (let g = 0; g < groups; g++) view[g] = g;
    view.sort((a, b) => Math.abs(totals[a]) - Math.abs(totals[b]) || b - a);
    return;
  }
  for (let g = 0; g < groups; g++) {
    const size = Math.abs(totals[g]);
    let r = g;
    // Inserted before its equals: the one seen first comes last and is taken up first.
    for (; r > 0 && Math.abs(totals[rank[r - 1]]) >= size; r--) rank[r] = rank[r - 1];
    rank[r] = g;
  }
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
  w.depth = larger(w.depth, Int32Array);
  w.frame = larger(w.frame, Int32Array);
  w.self = larger(w.self, Float64Array);
  w.total = larger(w.total, Float64Array);
}

function larger<T extends Int32Array | Float64Array>(column: T, make: new (length: number) => T): T {
  const out = new make(column.length * 2);
  out.set(column);
  return out;
}

function finish(w: Walk): CallTree {
  const { count } = w;
  const parent = w.parent.subarray(0, count);
  const subtreeEnd = new Int32Array(count);
  for (let n = count - 1; n >= 0; n--) {
    if (subtreeEnd[n] === 0) subtreeEnd[n] = n + 1;
    // The last child is met first, and its end is the parent's.
    const p = parent[n];
    if (p >= 0 && subtreeEnd[p] === 0) subtreeEnd[p] = subtreeEnd[n];
  }
  return {
    count,
    parent,
    subtreeEnd,
    depth: w.depth.subarray(0, count),
    frame: w.frame.subarray(0, count),
    self: w.self.subarray(0, count),
    total: w.total.subarray(0, count),
    maxDepth: w.maxDepth,
  };
}
