// Stacks → call tree, where they are few. In: stacks in CSR form (leaf first), a value each, the frames of each location.
// Out: the tree. Invariants: those of callTree.ts.
//
// Each stack is walked down a trie (stackTrie.ts), and child after child is looked up: for many stacks every step waits
// for memory, and treeOfStacks.ts is faster, but it is more code, and a small profile is read before V8 has compiled that.

import type { CallTree } from './callTree';
import { expandStack, newStackReader, type LocationFrames } from './locationFrames';
import { sortGroups } from './rankGroups';
import {
  addStack,
  beginAt,
  endAt,
  firstFrameAt,
  newStackTrie,
  parentAt,
  recordSize,
  type StackTrie,
} from './stackTrie';

export function treeOfFewStacks(
  stackOffset: Uint32Array,
  stackLocation: Int32Array,
  values: Float64Array,
  table: LocationFrames,
  nodeOf: Int32Array,
): CallTree {
  const trie = newStackTrie(values.length, stackLocation.length);
  addStacks(trie, stackOffset, stackLocation, values, table, nodeOf);
  const w = newWalk(trie);
  walk(w);
  toNodes(nodeOf, w.nodeOf);
  const { count, parent, subtreeEnd, depth, frame, self, total, maxDepth } = w;
  return { count, parent, subtreeEnd, depth, frame, self, total, maxDepth };
}

/** @param ofPoint by point of the trie */
function toNodes(pointOf: Int32Array, ofPoint: Int32Array): void {
  for (let i = 0; i < pointOf.length; i++) if (pointOf[i] >= 0) pointOf[i] = ofPoint[pointOf[i]];
}

/** @param pointOf filled with the point of the trie where each stack of a value ends */
function addStacks(
  trie: StackTrie,
  stackOffset: Uint32Array,
  stackLocation: Int32Array,
  values: Float64Array,
  table: LocationFrames,
  pointOf: Int32Array,
): void {
  const reader = newStackReader(stackLocation, table);
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 0) continue;
    const length = expandStack(reader, stackOffset[i], stackOffset[i + 1]);
    pointOf[i] = addStack(trie, reader.stack, length, values[i]);
  }
}

interface Walk extends CallTree {
  readonly trie: StackTrie;
  // By point: its first child and the child of its parent after it, 0 for none.
  readonly firstChild: Int32Array;
  readonly nextChild: Int32Array;
  readonly firstFrame: Int32Array;
  /** What goes through it or ends there. */
  readonly totalOf: Float64Array;
  /** Its node. */
  readonly nodeOf: Int32Array;
  /** Points that still have to become nodes. */
  readonly todo: Int32Array;
  waiting: number;
  count: number;
  maxDepth: number;
}

function newWalk(trie: StackTrie): Walk {
  const { count, used } = trie;
  const w = {
    trie,
    firstChild: new Int32Array(count),
    nextChild: new Int32Array(count),
    firstFrame: new Int32Array(count),
    totalOf: trie.self.slice(0, count),
    nodeOf: new Int32Array(count),
    todo: new Int32Array(count),
    waiting: 0,
    count: 0,
    parent: new Int32Array(used),
    subtreeEnd: new Int32Array(used),
    depth: new Int32Array(used),
    frame: new Int32Array(used),
    self: new Float64Array(used),
    total: new Float64Array(used),
    maxDepth: 0,
  };
  const children = chainChildren(w);
  addUp(w, children);
  return w;
}

/** @returns by point how many children it has */
function chainChildren({ trie, firstChild, nextChild, firstFrame }: Walk): Int32Array {
  const { count, points } = trie;
  const children = new Int32Array(count);
  for (let point = 1; point < count; point++) {
    const parent = points[recordSize * point + parentAt];
    nextChild[point] = firstChild[parent];
    firstChild[parent] = point;
    firstFrame[point] = points[recordSize * point + firstFrameAt];
    children[parent]++;
  }
  return children;
}

/** From each point without children up, as far as all that is below is added up. */
function addUp({ trie, firstChild, totalOf }: Walk, missing: Int32Array): void {
  const { count, points } = trie;
  for (let leaf = 1; leaf < count; leaf++) {
    if (firstChild[leaf] !== 0) continue;
    let point = leaf;
    do {
      const parent = points[recordSize * point + parentAt];
      totalOf[parent] += totalOf[point];
      point = --missing[parent] === 0 ? parent : 0;
    } while (point !== 0);
  }
}

/** Makes the nodes, point after point, the largest child of each first. */
function walk(w: Walk): void {
  const { trie, firstChild, nextChild, todo } = w;
  let point = 0;
  for (;;) {
    addNodes(w, point);
    const child = firstChild[point];
    if (child !== 0 && nextChild[child] === 0) point = child;
    else {
      if (child !== 0) queueChildren(w, child);
      const next = w.waiting === 0 ? -1 : todo[--w.waiting];
      endPoints(w, point, next < 0 ? -1 : trie.points[recordSize * next + parentAt]);
      if (next < 0) return;
      point = next;
    }
  }
}

/** The nodes of a point. This and the next, where most nodes are written, are short, so that V8 compiles them soon. */
function addNodes(w: Walk, point: number): void {
  const { trie, parent, depth, frame, total } = w;
  const { frames, points } = trie;
  const record = recordSize * point;
  const end = points[record + endAt];
  const value = w.totalOf[point];
  let above = point === 0 ? -1 : w.nodeOf[points[record + parentAt]];
  let level = point === 0 ? 0 : depth[above] + 1;
  let n = w.count;
  for (let k = points[record + beginAt]; k < end; k++) {
    parent[n] = above;
    depth[n] = level++;
    frame[n] = frames[k];
    total[n] = value;
    above = n++;
  }
  if (level > w.maxDepth + 1) w.maxDepth = level - 1;
  w.count = n;
  w.self[above] = trie.self[point];
  w.nodeOf[point] = above;
}

/** All nodes below a point are there, and below those it is under up to `until`, which has more to come. */
function endPoints({ trie, nodeOf, subtreeEnd, count }: Walk, from: number, until: number): void {
  const { points } = trie;
  let point = from;
  while (point !== until) {
    const record = recordSize * point;
    const last = nodeOf[point];
    for (let n = last - (points[record + endAt] - points[record + beginAt]) + 1; n <= last; n++) subtreeEnd[n] = count;
    point = points[record + parentAt];
  }
}

/** So that the largest is taken up first. */
function queueChildren(w: Walk, first: number): void {
  const { nextChild, todo } = w;
  const begin = w.waiting;
  for (let child = first; child !== 0; child = nextChild[child]) todo[w.waiting++] = child;
  sortGroups(w.totalOf, w.firstFrame, todo, begin, w.waiting);
}
