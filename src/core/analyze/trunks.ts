// Trunks: the outermost frames of stacks, each kept once. In: a stack's first frames. Out: the number of its trunk.
// Invariants: a trunk is exactly `trunkFrames` long, or shorter and all of its stacks; trunks differ.
//
// Why: a million stacks of one program begin in a few ten thousand ways, and the beginning is half of each. Kept once,
// they take half the memory, and the upper half of a call tree is made of them alone.

import { grown } from '../profile/growing';
import { hashOfFrames } from './hashOfFrames';
import { blockSize } from './stackBlocks';

/** Whole blocks, so that what comes after a trunk begins a block. */
export const trunkFrames = 2 * blockSize;

export interface Trunks {
  count: number;
  /** Those of trunk t begin at t * trunkFrames. */
  frames: Uint16Array | Int32Array;
  /** By trunk. */
  length: Int32Array;
  hash: Int32Array;
  /** How many stacks begin so. */
  stacks: Int32Array;
  /** Open addressing: trunk + 1, or 0. */
  table: Int32Array;
}

const firstRoom = 1 << 10;

/** @param isShort whether all frames fit into 16 bits */
export function newTrunks(isShort: boolean): Trunks {
  return {
    count: 0,
    frames: isShort ? new Uint16Array(firstRoom * trunkFrames) : new Int32Array(firstRoom * trunkFrames),
    length: new Int32Array(firstRoom),
    hash: new Int32Array(firstRoom),
    stacks: new Int32Array(firstRoom),
    table: new Int32Array(2 * firstRoom),
  };
}

/** The trunk of frames[0, n). */
export function internTrunk(t: Trunks, frames: Uint16Array | Int32Array, n: number): number {
  const hash = hashOfFrames(frames, 0, n);
  const { table } = t;
  const mask = table.length - 1;
  let slot = hash & mask;
  for (let known = table[slot] - 1; known >= 0; known = table[slot] - 1) {
    if (t.hash[known] === hash && t.length[known] === n && isTrunk(t.frames, known * trunkFrames, frames, n)) {
      t.stacks[known]++;
      return known;
    }
    slot = (slot + 1) & mask;
  }
  table[slot] = t.count + 1;
  return addTrunk(t, frames, n, hash);
}

function isTrunk(trunks: Uint16Array | Int32Array, at: number, frames: Uint16Array | Int32Array, n: number): boolean {
  for (let i = 0; i < n; i++) if (trunks[at + i] !== frames[i]) return false;
  return true;
}

function addTrunk(t: Trunks, frames: Uint16Array | Int32Array, n: number, hash: number): number {
  const trunk = t.count++;
  if (trunk === t.length.length) growTrunks(t);
  t.length[trunk] = n;
  t.hash[trunk] = hash;
  t.stacks[trunk] = 1;
  for (let i = 0, o = trunk * trunkFrames; i < n; i++, o++) t.frames[o] = frames[i];
  if (2 * t.count > t.table.length) growTable(t);
  return trunk;
}

function growTrunks(t: Trunks): void {
  const room = 2 * t.length.length;
  const { frames } = t;
  t.frames =
    frames instanceof Uint16Array
      ? grown(frames, room * trunkFrames, Uint16Array)
      : grown(frames, room * trunkFrames, Int32Array);
  t.length = grown(t.length, room, Int32Array);
  t.hash = grown(t.hash, room, Int32Array);
  t.stacks = grown(t.stacks, room, Int32Array);
}

function growTable(t: Trunks): void {
  const table = new Int32Array(4 * t.table.length);
  const mask = table.length - 1;
  for (let trunk = 0; trunk < t.count; trunk++) {
    let slot = t.hash[trunk] & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = trunk + 1;
  }
  t.table = table;
}
