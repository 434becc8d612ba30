// A call tree from a larger one. In: a tree base, frames that are hidden, samples that are left, one value a sample.
// Out: the columns of CallTree, and the node of every sample. Invariants: those of callTree.ts; the same tree as
// `buildCallTree` on the refined profile. Each node of the base is looked at a few times, however many samples go
// through it, and mostly in the order in which it lies in memory.
//
// A node of the result stands for items: nodes of the base with its frame. What comes below them is their children;
// hidden children are stepped over. Children are grouped by frame; groups wait in `arena`, the next one at its end.
// Small functions over one object, because each is compiled early and well: as one long function the same work took
// three times as long.

import type { PlacedTree } from '../callTree';
import { completeTree } from '../completeTree';
import { rankGroups } from '../rankGroups';
import { mark } from './frameMarks';
import type { TreeBase } from './treeBase';

/** @param marks bits of `mark` by FrameIndex @param keep by SampleIndex */
export function treeFromTree(base: TreeBase, marks: Uint8Array, keep: Uint8Array, values: Float64Array): PlacedTree {
  const w = newWalk(base, marks, keep, values);
  grow(w);
  const nodeOf = new Int32Array(keep.length).fill(-1);
  for (let i = 0; i < keep.length; i++) if (keep[i] === 1 && values[i] !== 0) nodeOf[i] = w.newNode[base.nodeOf[i]];
  return { tree: completeTree(w), nodeOf };
}

interface Walk {
  // The base, with what is left of its values.
  readonly baseFrame: Int32Array;
  readonly baseEnd: Int32Array;
  readonly baseSelf: Float64Array;
  readonly baseTotal: Float64Array;
  /** 1 where some sample with a value goes through the node. */
  readonly isLive: Uint8Array;
  readonly marks: Uint8Array;
  /** By node of the base: what it became, or the node above where it is hidden. */
  readonly newNode: Int32Array;

  /** Items of waiting groups. */
  arena: Int32Array;
  arenaEnd: number;
  /** Items below the node at hand. */
  found: Int32Array;
  foundCount: number;

  // Groups of what was found, by frame.
  readonly groupOf: Int32Array;
  readonly groupFrame: Int32Array;
  readonly groupSize: Int32Array;
  readonly groupTotal: Float64Array;
  readonly rank: Int32Array;

  /** Waiting groups: begin in the arena, parent, frame of each. */
  todo: Int32Array;
  todoTotal: Float64Array;
  waiting: number;

  count: number;
  readonly parent: Int32Array;
  readonly frame: Int32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
}

function newWalk({ tree, frames, nodeOf }: TreeBase, marks: Uint8Array, keep: Uint8Array, values: Float64Array): Walk {
  const { count, parent } = tree;
  const self = new Float64Array(count);
  const isLive = new Uint8Array(count);
  for (let i = 0; i < nodeOf.length; i++) {
    if (keep[i] === 0 || values[i] === 0) continue;
    self[nodeOf[i]] += values[i];
    isLive[nodeOf[i]] = 1;
  }
  const total = self.slice();
  let live = 1;
  for (let n = count - 1; n > 0; n--) {
    if (isLive[n] === 0) continue;
    live++;
    total[parent[n]] += total[n];
    isLive[parent[n]] = 1;
  }
  return {
    baseFrame: tree.frame,
    baseEnd: tree.subtreeEnd,
    baseSelf: self,
    baseTotal: total,
    isLive,
    marks,
    newNode: new Int32Array(count).fill(-1),
    arena: new Int32Array(1 << 12),
    arenaEnd: 0,
    found: new Int32Array(1 << 10),
    foundCount: 0,
    groupOf: new Int32Array(frames.count).fill(-1),
    groupFrame: new Int32Array(frames.count),
    groupSize: new Int32Array(frames.count),
    groupTotal: new Float64Array(frames.count),
    rank: new Int32Array(frames.count),
    todo: new Int32Array(1 << 12),
    todoTotal: new Float64Array(1 << 11),
    waiting: 0,
    count: 0,
    parent: new Int32Array(live),
    frame: new Int32Array(live),
    self: new Float64Array(live),
    total: new Float64Array(live),
  };
}

function grow(w: Walk): void {
  let node = addNode(w, -1, -1, w.baseTotal[0]);
  expand(w, 0, node);
  for (;;) {
    while (w.foundCount === 1) {
      const item = w.found[0];
      node = addNode(w, node, w.baseFrame[item], w.baseTotal[item]);
      w.foundCount = 0;
      expand(w, item, node);
    }
    if (w.foundCount > 1) groupFound(w, node);
    if (w.waiting === 0) return;
    const t = --w.waiting;
    const begin = w.todo[3 * t];
    const end = w.arenaEnd;
    node = addNode(w, w.todo[3 * t + 1], w.todo[3 * t + 2], w.todoTotal[t]);
    w.arenaEnd = begin;
    for (let a = begin; a < end; a++) expand(w, w.arena[a], node);
  }
}

function addNode(w: Walk, parent: number, frame: number, total: number): number {
  const node = w.count++;
  w.parent[node] = parent;
  w.frame[node] = frame;
  w.total[node] = total;
  return node;
}

/** `node` stands for `item`: finds its children, stepping over hidden ones. */
function expand(w: Walk, item: number, node: number): void {
  const { baseEnd, baseFrame, baseSelf, isLive, marks, newNode } = w;
  newNode[item] = node;
  let self = baseSelf[item];
  const end = baseEnd[item];
  let { found, foundCount } = w;
  for (let n = item + 1; n < end;) {
    if (isLive[n] === 0) {
      n = baseEnd[n];
    } else if ((marks[baseFrame[n]] & mark.hidden) === 0) {
      if (foundCount === found.length) found = w.found = doubled(found);
      found[foundCount++] = n;
      n = baseEnd[n];
    } else {
      newNode[n] = node;
      self += baseSelf[n++];
    }
  }
  w.foundCount = foundCount;
  w.self[node] += self;
}

/** Puts what was found into groups by frame, which wait, the smallest longest. */
function groupFound(w: Walk, node: number): void {
  const { found, foundCount, baseFrame, baseTotal, groupOf, groupFrame, groupSize, groupTotal, rank } = w;
  let groups = 0;
  for (let k = 0; k < foundCount; k++) {
    const f = baseFrame[found[k]];
    let g = groupOf[f];
    if (g < 0) {
      g = groupOf[f] = groups++;
      groupFrame[g] = f;
      groupSize[g] = 0;
      groupTotal[g] = 0;
    }
    groupSize[g]++;
    groupTotal[g] += baseTotal[found[k]];
  }
  while (w.arenaEnd + foundCount > w.arena.length) w.arena = doubled(w.arena);
  while (3 * (w.waiting + groups) > w.todo.length) {
    w.todo = doubled(w.todo);
    w.todoTotal = doubledFloats(w.todoTotal);
  }
  rankGroups(groupTotal, groupFrame, groups, rank);
  const { todo, todoTotal, arena } = w;
  let { arenaEnd, waiting } = w;
  for (let r = 0; r < groups; r++) {
    const g = rank[r];
    todo[3 * waiting] = arenaEnd;
    todo[3 * waiting + 1] = node;
    todo[3 * waiting + 2] = groupFrame[g];
    todoTotal[waiting++] = groupTotal[g];
    const size = groupSize[g];
    groupSize[g] = arenaEnd; // From here on: the place of the group's next item.
    arenaEnd += size;
  }
  for (let k = 0; k < foundCount; k++) arena[groupSize[groupOf[baseFrame[found[k]]]]++] = found[k];
  for (let g = 0; g < groups; g++) groupOf[groupFrame[g]] = -1;
  w.arenaEnd = arenaEnd;
  w.waiting = waiting;
  w.foundCount = 0;
}

function doubled(column: Int32Array): Int32Array {
  const out = new Int32Array(column.length * 2);
  out.set(column);
  return out;
}

function doubledFloats(column: Float64Array): Float64Array {
  const out = new Float64Array(column.length * 2);
  out.set(column);
  return out;
}
