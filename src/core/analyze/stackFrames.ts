// Stacks as frames, root first. In: stacks in CSR form (leaf first), a value each, the frames of each location. Out: the
// trunks of the stacks (trunks.ts), and of each stack what comes after its trunk, those with the same trunk side by
// side. Invariants: stacks of value 0 are left out, those of one trunk keep their order.
//
// A million stacks do not fit into any cache, and who follows them down, a few frames of each at a time, waits for
// memory at every step. Here each is read once, in the order of the file, and dealt to a heap by how it begins: what
// is read together later lies together.

import { expandLocation, fillSingle, type LocationFrames } from './locationFrames';
import { internTrunk, newTrunks, trunkFrames, type Trunks } from './trunks';

/** Columns by place: first there are the trunks, then the stacks. */
export interface StackFrames {
  readonly trunks: number;
  /** Of the trunks, and of the stacks: those at a place are [next, end). */
  readonly trunkFrames: Frames;
  readonly frames: Frames;
  readonly next: Int32Array;
  readonly end: Int32Array;
  readonly value: Float64Array;
  /** Of a trunk its number; of a stack which one it is of all that were given. */
  readonly number: Int32Array;
  /** By number of a trunk: the first place of its stacks, which end where those of the next one begin. */
  readonly firstPlace: Int32Array;
}

type Frames = Uint16Array | Int32Array;

/** What the place's `next` and `end` are about. */
export function framesAt(stacks: StackFrames, place: number): Frames {
  return place < stacks.trunks ? stacks.trunkFrames : stacks.frames;
}

/** Frames that fit into a processor's nearer cache, roughly. */
const heapFrames = 1 << 15;
const maxHeaps = 1 << 10;
/** A heap takes room for so many frames at a time. */
const chunkFrames = 1 << 13;

interface Deal {
  readonly stackOffset: Uint32Array;
  readonly stackLocation: Int32Array;
  readonly values: Float64Array;
  readonly table: LocationFrames;
  /** Per location its frame where it has just one, else `several`. */
  readonly single: Frames;
  readonly several: number;
  /** The most frames of a location. */
  readonly maxFrames: number;
  readonly trunks: Trunks;
  /** The frames of the stack at hand that were read for its trunk, and how many. */
  readonly first: Frames;
  firstCount: number;
  frames: Frames;
  /** Frames given to heaps. */
  used: number;
  /** By heap: its room is [at, limit). */
  readonly at: Int32Array;
  readonly limit: Int32Array;
  // By stack, in the order of the file.
  readonly trunkOf: Int32Array;
  readonly next: Int32Array;
  readonly end: Int32Array;
}

export function expandStacks(
  stackOffset: Uint32Array,
  stackLocation: Int32Array,
  values: Float64Array,
  table: LocationFrames,
): StackFrames {
  const d = newDeal(stackOffset, stackLocation, values, table);
  const { length } = values;
  for (let i = 0, n = 0; i < length; i++) if (values[i] !== 0) dealStack(d, i, n++);
  return byTrunk(d);
}

function newDeal(
  stackOffset: Uint32Array,
  stackLocation: Int32Array,
  values: Float64Array,
  table: LocationFrames,
): Deal {
  const isShort = table.count < 0xffff;
  const locations = table.locationOffset.length - 1;
  const several = isShort ? 0xffff : -1;
  const single = isShort ? new Uint16Array(locations) : new Int32Array(locations);
  const maxFrames = fillSingle(table, single, several);
  let heaps = 1;
  while (heaps < maxHeaps && heaps * heapFrames < stackLocation.length) heaps *= 2;
  // A guess; pages that are never written cost no memory.
  const room = Math.ceil(stackLocation.length * 1.3) + heaps * chunkFrames;
  const first = trunkFrames + maxFrames;
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) count++;
  return {
    stackOffset,
    stackLocation,
    values,
    table,
    single,
    several,
    maxFrames,
    trunks: newTrunks(isShort),
    first: isShort ? new Uint16Array(first) : new Int32Array(first),
    firstCount: 0,
    frames: isShort ? new Uint16Array(room) : new Int32Array(room),
    used: 0,
    at: new Int32Array(heaps),
    limit: new Int32Array(heaps),
    trunkOf: new Int32Array(count),
    next: new Int32Array(count),
    end: new Int32Array(count),
  };
}

/** @param i of the stack among all of them @param n among those that count */
function dealStack(d: Deal, i: number, n: number): void {
  const leaf = d.stackOffset[i];
  const root = readTrunk(d, d.stackOffset[i + 1] - 1, leaf);
  const { trunks, first, firstCount, at } = d;
  const trunk = internTrunk(trunks, first, Math.min(firstCount, trunkFrames));
  const heap = trunks.hash[trunk] & (at.length - 1);
  if (at[heap] + (root - leaf + 2) * d.maxFrames > d.limit[heap]) takeRoom(d, heap, root, leaf);
  let o = at[heap];
  d.trunkOf[n] = trunk;
  d.next[n] = o;
  for (let k = trunkFrames; k < firstCount; k++) d.frames[o++] = first[k];
  at[heap] = d.end[n] = expand(d, o, root, leaf);
}

/** Reads whole locations until there are frames for a trunk; returns the next location. */
function readTrunk(d: Deal, root: number, leaf: number): number {
  const { stackLocation, single, several, first } = d;
  let o = 0;
  let k = root;
  for (; k >= leaf && o < trunkFrames; k--) {
    const f = single[stackLocation[k]];
    if (f !== several) first[o++] = f;
    else o = expandLocation(d.table, stackLocation[k], first, o);
  }
  d.firstCount = o;
  return k;
}

/** Gives a heap a new chunk, which has room for the stack. */
function takeRoom(d: Deal, heap: number, root: number, leaf: number): void {
  const { locationOffset } = d.table;
  let frames = d.maxFrames;
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
  for (let k = root; k >= leaf; k--) {
    const f = single[stackLocation[k]];
    if (f !== several) frames[o++] = f;
    else o = expandLocation(d.table, stackLocation[k], frames, o);
  }
  return o;
}

function byTrunk(d: Deal): StackFrames {
  const { count, frames, length, stacks } = d.trunks;
  const places = count + d.trunkOf.length;
  const firstPlace = new Int32Array(count + 1);
  const sorted = {
    trunks: count,
    trunkFrames: frames,
    frames: d.frames,
    next: new Int32Array(places),
    end: new Int32Array(places),
    value: new Float64Array(places),
    number: new Int32Array(places),
    firstPlace,
  };
  let place = count;
  for (let t = 0; t < count; t++) {
    sorted.next[t] = t * trunkFrames;
    sorted.end[t] = t * trunkFrames + length[t];
    sorted.number[t] = t;
    firstPlace[t] = place;
    place += stacks[t];
  }
  sortStacks(d, sorted);
  // Each has moved on to where the next one began.
  firstPlace.copyWithin(1, 0, count);
  firstPlace[0] = count;
  return sorted;
}

function sortStacks({ values, trunkOf, ...from }: Deal, to: StackFrames): void {
  for (let i = 0, n = 0; i < values.length; i++) {
    if (values[i] === 0) continue;
    const trunk = trunkOf[n];
    const place = to.firstPlace[trunk]++;
    to.next[place] = from.next[n];
    to.end[place] = from.end[n++];
    to.value[place] = values[i];
    to.value[trunk] += values[i];
    to.number[place] = i;
  }
}
