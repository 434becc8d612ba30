// Stacks → call tree, where they are few. In: stacks in CSR form (leaf first), a value each, the frames of each location.
// Out: the tree. Invariants: those of callTree.ts.
//
// Each stack is walked down a trie (stackTrie.ts), and child after child is looked up: for many stacks every step waits
// for memory, and treeOfStacks.ts is faster, but it is more code, and a small profile is read before V8 has compiled that.

import type { CallTree } from './callTree';
import { expandStack, newStackReader, type LocationFrames } from './locationFrames';
import { sortGroups } from './rankGroups';
import { addStack, newStackTrie, type StackTrie } from './stackTrie';

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
  /** By point: the child of its parent after it, 0 for none. */
  readonly nextChild: Int32Array;
  /** By point: its node. */
  readonly nodeOf: Int32Array;
  /** Points that still have to become nodes. */
  readonly todo: Int32Array;
  waiting: number;
  count: number;
  maxDepth: number;
}

function newWalk(trie: StackTrie): Walk {
  const nodes = trie.used;
  return {
    trie,
    nextChild: chainChildren(trie),
    nodeOf: new Int32Array(trie.count),
    todo: new Int32Array(trie.count),
    waiting: 0,
    count: 0,
    parent: new Int32Array(nodes),
    subtreeEnd: new Int32Array(nodes),
    depth: new Int32Array(nodes),
    frame: new Int32Array(nodes),
    self: new Float64Array(nodes),
    total: new Float64Array(nodes),
    maxDepth: 0,
  };
}

/** From here on, each point's first child begins a chain of all of them. */
function chainChildren({ count, parent, firstChild }: StackTrie): Int32Array {
  const next = new Int32Array(count);
  firstChild.fill(0, 0, count);
  for (let point = 1; point < count; point++) {
    next[point] = firstChild[parent[point]];
    firstChild[parent[point]] = point;
  }
  return next;
}

/** Makes the nodes, point after point, the largest child of each first. */
function walk(w: Walk): void {
  const { trie, nextChild, todo } = w;
  let point = 0;
  for (;;) {
    addNodes(w, point);
    const child = trie.firstChild[point];
    if (child !== 0 && nextChild[child] === 0) point = child;
    else {
      if (child !== 0) queueChildren(w, child);
      const next = w.waiting === 0 ? -1 : todo[--w.waiting];
      endPoints(w, point, next < 0 ? -1 : trie.parent[next]);
      if (next < 0) return;
      point = next;
    }
  }
}

/** The nodes of a point. This and the next, where most nodes are written, are short, so that V8 compiles them soon. */
function addNodes(w: Walk, point: number): void {
  const { trie, parent, depth, frame, total } = w;
  const { frames } = trie;
  const end = trie.end[point];
  const value = trie.total[point];
  let above = point === 0 ? -1 : w.nodeOf[trie.parent[point]];
  let level = point === 0 ? 0 : depth[above] + 1;
  let n = w.count;
  for (let k = trie.begin[point]; k < end; k++) {
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
  const { parent, begin, end } = trie;
  for (let point = from; point !== until; point = parent[point]) {
    const last = nodeOf[point];
    for (let n = last - (end[point] - begin[point]) + 1; n <= last; n++) subtreeEnd[n] = count;
  }
}

/** So that the largest is taken up first. */
function queueChildren(w: Walk, first: number): void {
  const { trie, nextChild, todo } = w;
  const begin = w.waiting;
  for (let child = first; child !== 0; child = nextChild[child]) todo[w.waiting++] = child;
  sortGroups(trie.total, trie.firstFrame, todo, begin, w.waiting);
}
