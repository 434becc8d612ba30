// Stacks → a trie in which frames that nothing leaves lie side by side. In: stacks, root first, a value each. Out: the
// points where stacks part or end, and between two of them the frames. Invariant: no two children of a point begin with
// the same frame.
//
// Few stacks share more than their beginning: of 425 thousand nodes of a program's tree, 25 thousand are points. Frame by
// frame, each node would be written, and looked up again when values are added up, in memory that is far away.

import { grown } from '../profile/growing';

/** By point; 0 is the root, and where a child is said, none. */
export interface StackTrie {
  count: number;
  /** What is looked at together lies together: `recordSize` entries a point, of which the first few have names below. */
  readonly points: Int32Array;
  /** What ends there. */
  readonly self: Float64Array;
  frames: Int32Array;
  used: number;
  /** Open addressing: points by their parent and first frame. */
  table: Int32Array;
  tableUsed: number;
  /** How far the stack at hand is known. */
  at: number;
  reached: number;
}

/** Half a line of a processor's cache. */
export const recordSize = 8;
/** One of its children; the others are in the table. */
export const firstChildAt = 0;
/** The first of the frames from its parent down to it, and where they are: frames[begin, end). */
export const firstFrameAt = 1;
export const beginAt = 2;
export const endAt = 3;
export const parentAt = 4;

/** The frame of the root. */
const noFrame = -1;

/** @param frames a guess at how many of all frames are not shared */
export function newStackTrie(stacks: number, frames: number): StackTrie {
  // A stack parts from others once and ends once. Pages that are never written cost no memory.
  const room = 2 * stacks + 1;
  const points = new Int32Array(recordSize * room);
  points[firstFrameAt] = noFrame;
  points[endAt] = 1;
  points[parentAt] = -1;
  return {
    count: 1,
    points,
    self: new Float64Array(room),
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
  let point = descend(t, stack, length);
  if (t.at < t.points[recordSize * point + endAt]) point = split(t, point, t.at);
  if (t.reached < length) point = addPoint(t, point, stack, t.reached, length);
  t.self[point] += value;
  return point;
}

/**
 * Follows a stack as far as it is known: `reached` says how many frames that is, `at` where they end among those of the
 * point, which is returned. Apart from what is done there, because V8 compiles it the sooner the less it does.
 */
function descend(t: StackTrie, stack: Int32Array, length: number): number {
  const { points, frames } = t;
  let point = 0;
  let i = 0;
  let at = 1;
  while (i < length) {
    let child = points[recordSize * point + firstChildAt];
    if (child !== 0 && points[recordSize * child + firstFrameAt] !== stack[i]) child = otherChild(t, point, stack[i]);
    if (child === 0) break;
    const end = points[recordSize * child + endAt];
    at = points[recordSize * child + beginAt] + 1;
    i++;
    while (at < end && i < length && frames[at] === stack[i]) {
      at++;
      i++;
    }
    point = child;
    if (at < end) break;
  }
  t.at = at;
  t.reached = i;
  return point;
}

/** A point at the end of stack[from, length). */
function addPoint(t: StackTrie, parent: number, stack: Int32Array, from: number, length: number): number {
  const { points } = t;
  const point = t.count++;
  const record = recordSize * point;
  points[record + firstFrameAt] = stack[from];
  points[record + beginAt] = t.used;
  copyFrames(t, stack, from, length);
  points[record + endAt] = t.used;
  points[record + parentAt] = parent;
  if (points[recordSize * parent + firstChildAt] === 0) points[recordSize * parent + firstChildAt] = point;
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
  const { points } = t;
  const point = t.count++;
  const record = recordSize * point;
  const recordBelow = recordSize * below;
  const parent = points[recordBelow + parentAt];
  points[record + firstChildAt] = below;
  points[record + firstFrameAt] = points[recordBelow + firstFrameAt];
  points[record + beginAt] = points[recordBelow + beginAt];
  points[record + endAt] = at;
  points[record + parentAt] = parent;
  if (points[recordSize * parent + firstChildAt] === below) points[recordSize * parent + firstChildAt] = point;
  else t.table[slotOf(t, below)] = point;
  points[recordBelow + firstFrameAt] = t.frames[at];
  points[recordBelow + beginAt] = at;
  points[recordBelow + parentAt] = point;
  return point;
}

/** The child that begins with the frame, among those that are in the table. */
function otherChild({ table, points }: StackTrie, point: number, frame: number): number {
  const mask = table.length - 1;
  let slot = hashOf(point, frame) & mask;
  for (let child = table[slot]; child !== 0; child = table[slot]) {
    const record = recordSize * child;
    if (points[record + firstFrameAt] === frame && points[record + parentAt] === point) return child;
    slot = (slot + 1) & mask;
  }
  return 0;
}

function enter({ table, points }: StackTrie, child: number): void {
  const mask = table.length - 1;
  let slot = hashOfPoint(points, child) & mask;
  while (table[slot] !== 0) slot = (slot + 1) & mask;
  table[slot] = child;
}

/** Where a child is in the table. */
function slotOf({ table, points }: StackTrie, child: number): number {
  const mask = table.length - 1;
  let slot = hashOfPoint(points, child) & mask;
  while (table[slot] !== child) slot = (slot + 1) & mask;
  return slot;
}

function hashOfPoint(points: Int32Array, point: number): number {
  return hashOf(points[recordSize * point + parentAt], points[recordSize * point + firstFrameAt]);
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
