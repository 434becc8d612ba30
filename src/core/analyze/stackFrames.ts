// Stacks as frames, root first. In: stacks in CSR form (leaf first), a value each, the frames of each location. Out: the
// frames of each stack. Invariants: stacks of value 0 are left out, the others keep their order; frames[next, end)
// are a stack's; stacks with the same outermost locations lie near each other.
//
// A million stacks do not fit into any cache, and who follows them down, a few frames of each at a time, waits for
// memory at every step. Here each is read once, in the order of the file, and dealt to a heap by how it begins: what
// is read together later lies together.

import type { FrameTable } from './frames';

export interface StackFrames {
  readonly count: number;
  readonly frames: Uint16Array | Int32Array;
  readonly next: Int32Array;
  readonly end: Int32Array;
  readonly value: Float64Array;
  /** The stack's number among all that were given. */
  readonly sample: Int32Array;
}

/** Outermost locations by which stacks are told apart. */
const trunk = 24;
/** Frames that fit into a processor's nearer cache, roughly, and those that fit into its larger one. */
const heapFrames = 1 << 15;
const oneHeapFrames = 1 << 20;
const maxHeaps = 1 << 10;
/** A heap takes room for so many frames at a time. */
const chunkFrames = 1 << 13;

interface Deal {
  readonly stackLocation: Int32Array;
  readonly table: FrameTable;
  /** Per location its frame where it has just one, else `several`. */
  readonly single: Uint16Array | Int32Array;
  readonly several: number;
  /** The most frames of a location. */
  readonly maxFrames: number;
  frames: Uint16Array | Int32Array;
  /** Frames given to heaps. */
  used: number;
  /** By heap: its room is [at, limit). */
  readonly at: Int32Array;
  readonly limit: Int32Array;
}

export function expandStacks(
  stackOffset: Uint32Array,
  stackLocation: Int32Array,
  values: Float64Array,
  table: FrameTable,
): StackFrames {
  const d = newDeal(stackLocation, table);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) count++;
  const next = new Int32Array(count);
  const end = new Int32Array(count);
  const value = new Float64Array(count);
  const sample = new Int32Array(count);
  for (let i = 0, p = 0; i < values.length; i++) {
    if (values[i] === 0) continue;
    const leaf = stackOffset[i];
    const root = stackOffset[i + 1] - 1;
    const heap = heapOf(d, root, leaf);
    if (d.at[heap] + (root - leaf + 1) * d.maxFrames > d.limit[heap]) takeRoom(d, heap, root, leaf);
    next[p] = d.at[heap];
    end[p] = expand(d, d.at[heap], root, leaf);
    value[p] = values[i];
    sample[p] = i;
    d.at[heap] = end[p++];
  }
  return { count, frames: d.frames, next, end, value, sample };
}

function newDeal(stackLocation: Int32Array, table: FrameTable): Deal {
  const { count, locationOffset, locationFrame } = table;
  const isShort = count < 0xffff;
  const locations = locationOffset.length - 1;
  const several = isShort ? 0xffff : -1;
  const single = isShort ? new Uint16Array(locations) : new Int32Array(locations);
  let maxFrames = 0;
  for (let l = 0; l < locations; l++) {
    const frames = locationOffset[l + 1] - locationOffset[l];
    single[l] = frames === 1 ? locationFrame[locationOffset[l]] : several;
    if (frames > maxFrames) maxFrames = frames;
  }
  let heaps = 1;
  while (stackLocation.length > oneHeapFrames && heaps < maxHeaps && heaps * heapFrames < stackLocation.length)
    heaps *= 2;
  // A guess; pages that are never written cost no memory.
  const room = Math.ceil(stackLocation.length * 1.3) + heaps * chunkFrames;
  // A single heap has all of it at once.
  const limit = new Int32Array(heaps);
  if (heaps === 1) limit[0] = room;
  return {
    stackLocation,
    table,
    single,
    several,
    maxFrames,
    frames: isShort ? new Uint16Array(room) : new Int32Array(room),
    used: limit[0],
    at: new Int32Array(heaps),
    limit,
  };
}

function heapOf({ stackLocation, at }: Deal, root: number, leaf: number): number {
  if (at.length === 1) return 0;
  let hash = 0;
  const stop = Math.max(leaf, root - trunk + 1);
  for (let k = root; k >= stop; k--) hash = (Math.imul(hash, 0x01000193) + stackLocation[k]) | 0;
  return mixed(hash) & (at.length - 1);
}

/** Every bit of a hash has its part in the lower ones. */
export function mixed(hash: number): number {
  const h = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return h ^ (h >>> 13);
}

/** Gives a heap a new chunk, which has room for the stack. */
function takeRoom(d: Deal, heap: number, root: number, leaf: number): void {
  const { locationOffset } = d.table;
  let frames = 0;
  for (let k = root; k >= leaf; k--)
    frames += locationOffset[d.stackLocation[k] + 1] - locationOffset[d.stackLocation[k]];
  if (d.at[heap] + frames <= d.limit[heap]) return;
  const size = Math.max(chunkFrames, frames);
  if (d.used + size > d.frames.length) {
    const room = 2 * d.frames.length + size;
    const more = d.frames instanceof Uint16Array ? new Uint16Array(room) : new Int32Array(room);
    more.set(d.frames);
    d.frames = more;
  }
  d.at[heap] = d.used;
  d.used += size;
  d.limit[heap] = d.used;
}

/** Writes the frames of stackLocation[leaf..root], root first, from `o` on; returns the end. */
function expand(d: Deal, o: number, root: number, leaf: number): number {
  const { stackLocation, single, several, frames } = d;
  const { locationOffset, locationFrame } = d.table;
  for (let k = root; k >= leaf; k--) {
    const l = stackLocation[k];
    const f = single[l];
    if (f !== several) frames[o++] = f;
    else for (let q = locationOffset[l + 1] - 1; q >= locationOffset[l]; q--) frames[o++] = locationFrame[q];
  }
  return o;
}
