// Stacks of locations as stacks of frames. In: stacks leaf first, the frames of each location. Out: one stack after the
// other, root first. Invariant: of a location the outermost frame, the caller, comes first.

import type { FrameTable } from './frames';

export type LocationFrames = Pick<FrameTable, 'count' | 'locationOffset' | 'locationFrame'>;

export interface StackReader {
  readonly stackLocation: Int32Array;
  readonly table: LocationFrames;
  /** Per location its frame where it has just one, else `several`. */
  readonly single: Int32Array;
  /** The most frames of a location. */
  readonly maxFrames: number;
  /** The stack at hand, root first. */
  stack: Int32Array;
}

const several = -1;

export function newStackReader(stackLocation: Int32Array, table: LocationFrames): StackReader {
  // An object of one kind, whoever made the frames.
  const { count, locationOffset, locationFrame } = table;
  const single = new Int32Array(locationOffset.length - 1);
  const maxFrames = fillSingle(table, single, several);
  return {
    stackLocation,
    table: { count, locationOffset, locationFrame },
    single,
    maxFrames,
    stack: new Int32Array(1 << 10),
  };
}

/** Per location its frame where it has just one, else `several`; returns the most frames of a location. */
export function fillSingle(table: LocationFrames, single: Uint16Array | Int32Array, several: number): number {
  const { locationOffset, locationFrame } = table;
  let maxFrames = 0;
  for (let l = 0; l < single.length; l++) {
    const frames = locationOffset[l + 1] - locationOffset[l];
    single[l] = frames === 1 ? locationFrame[locationOffset[l]] : several;
    if (frames > maxFrames) maxFrames = frames;
  }
  return maxFrames;
}

/** Reads the stack of stackLocation[leaf, end); returns how many frames it has. */
export function expandStack(reader: StackReader, leaf: number, end: number): number {
  if ((end - leaf) * reader.maxFrames > reader.stack.length) makeRoom(reader, leaf, end);
  const { stackLocation, single, stack } = reader;
  let o = 0;
  for (let k = end - 1; k >= leaf; k--) {
    const f = single[stackLocation[k]];
    if (f !== several) stack[o++] = f;
    else o = expandLocation(reader.table, stackLocation[k], stack, o);
  }
  return o;
}

/** Exactly: one location may have more lines than all others together. */
function makeRoom(reader: StackReader, leaf: number, end: number): void {
  const { locationOffset } = reader.table;
  let frames = 0;
  for (let k = leaf; k < end; k++) {
    const l = reader.stackLocation[k];
    frames += locationOffset[l + 1] - locationOffset[l];
  }
  if (frames > reader.stack.length) reader.stack = new Int32Array(2 * frames);
}

/** Writes the frames of a location, outermost first, from `o` on; returns the end. */
export function expandLocation(
  table: LocationFrames,
  location: number,
  out: Uint16Array | Int32Array,
  o: number,
): number {
  const { locationOffset, locationFrame } = table;
  const innermost = locationOffset[location];
  for (let q = locationOffset[location + 1] - 1; q >= innermost; q--) out[o++] = locationFrame[q];
  return o;
}
