// A tiny made-up profile whose tree is built before a real one. In: what builds a tree of few stacks. Out: nothing but V8's
// knowledge of what that does. Invariant: costs less than what it spares.
//
// V8 compiles a loop with what it has seen so far. When stacks part for the first time after that, or a table has to grow,
// it throws the compiled code away and goes on in slow code for a while; here it sees everything first. It takes a few
// dozen stacks until it looks at all.

import type { LocationFrames } from './locationFrames';

type BuildTree = (
  stackOffset: Uint32Array,
  stackLocation: Int32Array,
  values: Float64Array,
  frames: LocationFrames,
  nodeOf: Int32Array,
) => unknown;

/** Locations of one frame, and the last one of two. */
const frames: LocationFrames = {
  count: 3,
  locationOffset: Uint32Array.of(0, 1, 2, 4),
  locationFrame: Int32Array.of(0, 1, 2, 0),
};

const stacks = 81;

/** Numbers in base three as stacks of locations: they share beginnings of every length. */
export function rehearseTree(build: BuildTree): void {
  const offset = new Uint32Array(stacks + 1);
  const location = new Int32Array(8 * stacks);
  const values = new Float64Array(stacks);
  let end = 0;
  for (let i = 0; i < stacks; i++) {
    values[i] = i % 16;
    for (let rest = (7 * i) % stacks; rest > 0; rest = (rest / 3) | 0) location[end++] = rest % 3;
    offset[i + 1] = end;
  }
  build(offset, location.subarray(0, end), values, frames, new Int32Array(stacks).fill(-1));
}
