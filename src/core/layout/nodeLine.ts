// Which line a click on a box opens. In: a node and the samples behind it. Out: the line with the largest value at the
// node's depth: for an inner frame the line of the call, for a leaf the sampled line. Invariant: only the samples of the
// node's subtree are read, so that a leaf costs nothing however large the profile is.
//
// Example: work calls sum at line 12 (30 ms) and at line 14 (70 ms). The box `work` opens line 14.

import type { CallTree, NodeIndex } from '../analyze/callTree';
import type { FrameTable } from '../analyze/frames';
import type { FunctionIndex, Line1, Profile } from '../profile/profile';
import type { SamplesByNode } from './sampleNodes';

export interface NodeLine {
  readonly function: FunctionIndex;
  /** 0 where the profile has no line for it: then the declaration is the place. */
  readonly line: Line1;
  /** Whether the compiler put the frame into its caller: always, never, or only in some of the samples. */
  readonly inlined: 'yes' | 'no' | 'some';
}

/** @returns undefined for the root and for frames without a function (code that was not symbolized) */
export function lineOfNode(
  profile: Profile,
  frames: FrameTable,
  tree: CallTree,
  samples: SamplesByNode,
  values: Float64Array,
  node: NodeIndex,
): NodeLine | undefined {
  if (node <= 0) return undefined;
  const { lineFunction, lineNumber } = profile.locations;
  // Function and line in one key; a Map, because a frame has few lines and they are anywhere in the file.
  const byLine = new Map<number, { index: number; value: number }>();
  const found: FoundLine = { index: -1, isInlined: false };
  let inlinedCount = 0;
  let count = 0;
  const end = samples.offset[tree.subtreeEnd[node]];
  for (let at = samples.offset[node]; at < end; at++) {
    const sample = samples.order[at];
    if (!findLine(profile, frames, sample, tree.depth[node], found)) continue;
    const value = Math.abs(values[sample]);
    const key = lineFunction[found.index] * 2 ** 31 + lineNumber[found.index];
    const known = byLine.get(key);
    if (known === undefined) byLine.set(key, { index: found.index, value });
    else known.value += value;
    count++;
    if (found.isInlined) inlinedCount++;
  }
  let best: { index: number; value: number } | undefined;
  for (const each of byLine.values()) if (best === undefined || each.value > best.value) best = each;
  if (best === undefined || lineFunction[best.index] < 0) return undefined;
  return {
    function: lineFunction[best.index] as FunctionIndex,
    line: lineNumber[best.index] as Line1,
    inlined: inlinedCount === 0 ? 'no' : inlinedCount === count ? 'yes' : 'some',
  };
}

/** One object for all samples: a million of them must not make a million objects. */
interface FoundLine {
  /** Into the location's line columns. */
  index: number;
  isInlined: boolean;
}

/** Finds the line of the frame at `depth` (1 below the root) of a sample's stack; false where it has none. */
function findLine(profile: Profile, frames: FrameTable, sample: number, depth: number, found: FoundLine): boolean {
  const { stackOffset, stackLocation } = profile.samples;
  const { lineOffset } = profile.locations;
  const { locationOffset } = frames;
  let left = depth;
  for (let at = stackOffset[sample + 1] - 1; at >= stackOffset[sample]; at--) {
    const location = stackLocation[at];
    const count = locationOffset[location + 1] - locationOffset[location];
    if (left > count) {
      left -= count;
      continue;
    }
    // Frames are innermost first, as the lines are; a location without lines has a frame but no line. The last line is
    // the function itself, those before it were inlined into it.
    found.index = lineOffset[location] + count - left;
    found.isInlined = left > 1;
    return found.index < lineOffset[location + 1];
  }
  return false;
}
