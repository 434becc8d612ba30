// Stacks → a trie in which frames that nothing leaves lie side by side. In: stacks, root first, a value each. Out: the
// points where stacks part or end, and between two of them the frames. Invariants: no two children of a point begin with
// the same frame; a point's total is what goes through it or ends there.
//
// Few stacks share more than their beginning: of 425 thousand nodes of a program's tree, 25 thousand are points. Frame by
// frame, each node would be written, and looked up again when values are added up, in memory that is far away.

import { grown } from '../profile/growing';

/** By point; 0 is the root, and where a child is said, none. */
export interface StackTrie {
  count: number;
  readonly parent: Int32Array;
  /** The frames from its parent down to it are frames[begin, end); the first of them is looked at most. */
  readonly firstFrame: Int32Array;
  readonly begin: Int32Array;
  readonly end: Int32Array;
  /** One of its children; the others are in the table. */
  readonly firstChild: Int32Array;
  /** What ends there. */
  readonly self: Float64Array;
  readonly total: Float64Array;
  frames: Int32Array;
  used: number;
  /** Open addressing: points by their parent and first frame. */
  table: Int32Array;
  tableUsed: number;
  /** How far the stack at hand is known. */
  at: number;
  reached: number;
}

/** The frame of the root. */
const noFrame = -1;

/** @param frames a guess at how many of all frames are not shared */
export function newStackTrie(stacks: number, frames: number): StackTrie {
  // A stack parts from others once and ends once. Pages that are never written cost no memory.
  const room = 2 * stacks + 1;
  return {
    count: 1,
    parent: new Int32Array(room).fill(-1, 0, 1),
    firstFrame: new Int32Array(room).fill(noFrame, 0, 1),
    begin: new Int32Array(room),
    end: new Int32Array(room).fill(1, 0, 1),
    firstChild: new Int32Array(room),
    self: new Float64Array(room),
    total: new Float64Array(room),
    frames: new Int32Array(Math.max(1 << 10, frames)).fill(noFrame, 0, 1),
    used: 1,
    table: new Int32Array(1 << 6),
    tableUsed: 0,
    at: 0,
    reached: 0,
  };
}

/** Adds stack[0, length). Returns the point where it ends. */
export function addStack(t: StackTrie, stack: Int32Array, length: number, value: number): number {
  let point = descend(t, stack, length, value);
  if (t.at < t.end[point]) {
    point = split(t, point, t.at);
    t.total[point] += value;
  }
  if (t.reached < length) {
    point = addPoint(t, point, stack, t.reached, length);
    t.total[point] = value;
  }
  t.self[point] += value;
  return point;
}

/**
 * Follows a stack as far as it is known: `reached` says how many frames that is, `at` where they end among those of the
 * point, which is returned. Apart from what is done there, because V8 compiles it the sooner the less it does.
 */
function descend(t: StackTrie, stack: Int32Array, length: number, value: number): number {
  const { firstChild, firstFrame, begin, end, total } = t;
  let point = 0;
  let i = 0;
  total[0] += value;
  while (i < length) {
    let child = firstChild[point];
    if (child !== 0 && firstFrame[child] !== stack[i]) child = otherChild(t, point, stack[i]);
    if (child === 0) break;
    const shared = sharedFrames(t, child, stack, i, length);
    i += shared;
    point = child;
    if (begin[child] + shared < end[child]) {
      t.at = begin[child] + shared;
      t.reached = i;
      return child;
    }
    total[child] += value;
  }
  t.at = end[point];
  t.reached = i;
  return point;
}

/** How many frames of a point are stack[from, …), of which the first one is. */
function sharedFrames(
  { begin, end, frames }: StackTrie,
  point: number,
  stack: Int32Array,
  from: number,
  length: number,
) {
  const first = begin[point];
  const most = Math.min(end[point] - first, length - from);
  let n = 1;
  while (n < most && frames[first + n] === stack[from + n]) n++;
  return n;
}

/** A point at the end of stack[from, length). */
function addPoint(t: StackTrie, parent: number, stack: Int32Array, from: number, length: number): number {
  const point = t.count++;
  t.parent[point] = parent;
  t.firstFrame[point] = stack[from];
  t.begin[point] = t.used;
  copyFrames(t, stack, from, length);
  t.end[point] = t.used;
  if (t.firstChild[parent] === 0) t.firstChild[parent] = point;
  else {
    if (2 * ++t.tableUsed > t.table.length) growTable(t);
    enter(t, point);
  }
  return point;
}

function copyFrames(t: StackTrie, stack: Int32Array, from: number, length: number): void {
  while (t.used + length - from > t.frames.length) t.frames = grown(t.frames, 2 * t.frames.length, Int32Array);
  const { frames } = t;
  let o = t.used;
  for (let i = from; i < length; i++) frames[o++] = stack[i];
  t.used = o;
}

/** Makes a point of frames[at - 1]: it takes the place of the point below it among the children of their parent. */
function split(t: StackTrie, below: number, at: number): number {
  const point = t.count++;
  const parent = t.parent[below];
  t.parent[point] = parent;
  t.firstFrame[point] = t.firstFrame[below];
  t.begin[point] = t.begin[below];
  t.end[point] = at;
  t.firstChild[point] = below;
  t.total[point] = t.total[below];
  if (t.firstChild[parent] === below) t.firstChild[parent] = point;
  else t.table[slotOf(t, below)] = point;
  t.parent[below] = point;
  t.firstFrame[below] = t.frames[at];
  t.begin[below] = at;
  return point;
}

/** The child that begins with the frame, among those that are in the table. */
function otherChild({ table, parent, firstFrame }: StackTrie, point: number, frame: number): number {
  const mask = table.length - 1;
  let slot = hashOf(point, frame) & mask;
  for (let child = table[slot]; child !== 0; child = table[slot]) {
    if (parent[child] === point && firstFrame[child] === frame) return child;
    slot = (slot + 1) & mask;
  }
  return 0;
}

function enter(t: StackTrie, child: number): void {
  const { table } = t;
  const mask = table.length - 1;
  let slot = hashOf(t.parent[child], t.firstFrame[child]) & mask;
  while (table[slot] !== 0) slot = (slot + 1) & mask;
  table[slot] = child;
}

/** Where a child is in the table. */
function slotOf({ table, parent, firstFrame }: StackTrie, child: number): number {
  const mask = table.length - 1;
  let slot = hashOf(parent[child], firstFrame[child]) & mask;
  while (table[slot] !== child) slot = (slot + 1) & mask;
  return slot;
}

function hashOf(point: number, frame: number): number {
  const mixed = Math.imul(Math.imul(point, 0x9e3779b1) ^ (frame + 1), 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function growTable(t: StackTrie): void {
  const before = t.table;
  t.table = new Int32Array(4 * before.length);
  for (const child of before) if (child !== 0) enter(t, child);
}
