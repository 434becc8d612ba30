// Stacks → call tree, where they are few. In: stacks in CSR form (leaf first), a value each, the frames of each location.
// Out: the nodes of the tree, for completeTree.ts. Invariants: those of callTree.ts.
//
// Each stack is walked down from the root, and child after child is looked up: for many stacks every step waits for
// memory, and treeOfStacks.ts is faster, but it is five times the code, and a small profile is read before V8 has compiled
// that. Three million frames take a tenth less time here when it is the first tree of a process, a sixth more when not.
// Most nodes have one child, which is looked at first; the others are in one hash table.

import { grown } from '../profile/growing';
import type { GrownNodes } from './completeTree';
import { expandStack, newStackReader, type LocationFrames, type StackReader } from './locationFrames';
import { rankGroups } from './rankGroups';

/** Nodes in the order in which they are met; 0 is the root, and where a node is said, none. */
interface Trie {
  count: number;
  parent: Int32Array;
  frame: Int32Array;
  firstChild: Int32Array;
  /** The sibling after it. */
  next: Int32Array;
  /** What ends there; once all are in, with what is below. */
  total: Float64Array;
  /** Open addressing: nodes that are not the first child of theirs, by parent and frame. */
  table: Int32Array;
  tableUsed: number;
}

export function nodesOfFewStacks(
  stackOffset: Uint32Array,
  stackLocation: Int32Array,
  values: Float64Array,
  table: LocationFrames,
  nodeOf: Int32Array,
): GrownNodes {
  const reader = newStackReader(stackLocation, table);
  const trie = newTrie(stackLocation.length);
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== 0) nodeOf[i] = addStack(trie, reader, stackOffset[i], stackOffset[i + 1], values[i]);
  }
  addUp(trie);
  const { place, ...nodes } = depthFirst(trie, table.count);
  placeStacks(place, values, nodes.self, nodeOf);
  return nodes;
}

/** From nodes of the trie to nodes of the tree, to which their values are added. */
function placeStacks(place: Int32Array, values: Float64Array, self: Float64Array, nodeOf: Int32Array): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 0) continue;
    const node = place[nodeOf[i]];
    nodeOf[i] = node;
    self[node] += values[i];
  }
}

function newTrie(frames: number): Trie {
  // A guess; pages that are never written cost no memory.
  const room = Math.max(1 << 10, frames);
  return {
    count: 1,
    parent: new Int32Array(room).fill(-1, 0, 1),
    frame: new Int32Array(room).fill(-1, 0, 1),
    firstChild: new Int32Array(room),
    next: new Int32Array(room),
    total: new Float64Array(room),
    table: new Int32Array(1 << 12),
    tableUsed: 0,
  };
}

/** Returns the node where it ends. */
function addStack(t: Trie, reader: StackReader, leaf: number, end: number, value: number): number {
  const length = expandStack(reader, leaf, end);
  while (t.count + length > t.parent.length) growNodes(t);
  const node = descend(t, reader.stack, length);
  t.total[node] += value;
  return node;
}

function descend(t: Trie, stack: Int32Array, length: number): number {
  const { firstChild, frame } = t;
  let node = 0;
  for (let i = 0; i < length; i++) {
    let child = firstChild[node];
    if (child === 0) return append(t, node, stack, i, length);
    if (frame[child] !== stack[i]) {
      child = otherChild(t, node, stack[i]);
      if (child === 0) return append(t, otherChildNode(t, node, stack[i]), stack, i + 1, length);
    }
    node = child;
  }
  return node;
}

/** The rest of a stack, below a node without children. */
function append(t: Trie, from: number, stack: Int32Array, begin: number, length: number): number {
  const { parent, frame, firstChild } = t;
  let node = from;
  let n = t.count;
  for (let i = begin; i < length; i++, n++) {
    parent[n] = node;
    frame[n] = stack[i];
    firstChild[node] = n;
    node = n;
  }
  t.count = n;
  return node;
}

/** The child with that frame among those that are not the first one. */
function otherChild({ table, parent, frame }: Trie, node: number, f: number): number {
  const mask = table.length - 1;
  let slot = slotOf(node, f) & mask;
  for (let child = table[slot]; child !== 0; child = table[slot]) {
    if (parent[child] === node && frame[child] === f) return child;
    slot = (slot + 1) & mask;
  }
  return 0;
}

function otherChildNode(t: Trie, node: number, f: number): number {
  const child = t.count++;
  t.parent[child] = node;
  t.frame[child] = f;
  const first = t.firstChild[node];
  t.next[child] = t.next[first];
  t.next[first] = child;
  if (2 * ++t.tableUsed > t.table.length) growTable(t);
  enter(t.table, child, node, f);
  return child;
}

function enter(table: Int32Array, child: number, node: number, f: number): void {
  const mask = table.length - 1;
  let slot = slotOf(node, f) & mask;
  while (table[slot] !== 0) slot = (slot + 1) & mask;
  table[slot] = child;
}

function slotOf(node: number, f: number): number {
  const mixed = Math.imul(Math.imul(node, 0x9e3779b1) ^ (f + 1), 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function growTable(t: Trie): void {
  const before = t.table;
  const table = new Int32Array(4 * before.length);
  for (let slot = 0; slot < before.length; slot++) {
    const child = before[slot];
    if (child !== 0) enter(table, child, t.parent[child], t.frame[child]);
  }
  t.table = table;
}

function growNodes(t: Trie): void {
  const room = 2 * t.parent.length;
  t.parent = grown(t.parent, room, Int32Array);
  t.frame = grown(t.frame, room, Int32Array);
  t.firstChild = grown(t.firstChild, room, Int32Array);
  t.next = grown(t.next, room, Int32Array);
  t.total = grown(t.total, room, Float64Array);
}

interface Walk {
  readonly trie: Trie;
  /** By node of the trie: its node of the tree, where it has one already; until then, its first child. */
  readonly place: Int32Array;
  // The children of the node at hand.
  readonly child: Int32Array;
  readonly childFrame: Int32Array;
  readonly childTotal: Float64Array;
  readonly rank: Int32Array;
  /** Nodes of the trie that still have to become nodes. */
  todo: Int32Array;
  waiting: number;

  count: number;
  readonly parent: Int32Array;
  readonly frame: Int32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
}

function depthFirst(trie: Trie, frameCount: number): GrownNodes & Pick<Walk, 'place'> {
  const { count } = trie;
  const w: Walk = {
    trie,
    place: trie.firstChild,
    child: new Int32Array(frameCount),
    childFrame: new Int32Array(frameCount),
    childTotal: new Float64Array(frameCount),
    rank: new Int32Array(frameCount),
    todo: new Int32Array(Math.max(1 << 10, frameCount)),
    waiting: 0,
    count: 0,
    parent: new Int32Array(count),
    frame: new Int32Array(count),
    self: new Float64Array(count),
    total: new Float64Array(count),
  };
  addNodes(w, 0);
  while (w.waiting > 0) addNodes(w, w.todo[--w.waiting]);
  return { count, parent: w.parent, frame: w.frame, self: w.self, total: w.total, place: w.place };
}

/** Every node comes after its parent. */
function addUp({ count, parent, total }: Trie): void {
  for (let n = count - 1; n > 0; n--) total[parent[n]] += total[n];
}

/** A node of the trie, and those below it as long as there is one child each. */
function addNodes(w: Walk, from: number): void {
  const { trie, place, parent, frame, total } = w;
  let above = from === 0 ? -1 : place[trie.parent[from]];
  let old = from;
  let n = w.count;
  for (;;) {
    const child = place[old];
    place[old] = n;
    parent[n] = above;
    frame[n] = trie.frame[old];
    total[n] = trie.total[old];
    above = n++;
    if (child === 0) break;
    if (trie.next[child] !== 0) {
      queueChildren(w, child);
      break;
    }
    old = child;
  }
  w.count = n;
}

/** So that the largest is taken up first. */
function queueChildren(w: Walk, first: number): void {
  const { trie, child, childFrame, childTotal, rank } = w;
  let children = 0;
  for (let c = first; c !== 0; c = trie.next[c]) {
    child[children] = c;
    childFrame[children] = trie.frame[c];
    childTotal[children++] = trie.total[c];
  }
  while (w.waiting + children > w.todo.length) w.todo = grown(w.todo, 2 * w.todo.length, Int32Array);
  rankGroups(childTotal, childFrame, children, rank);
  for (let r = 0; r < children; r++) w.todo[w.waiting++] = child[rank[r]];
}
