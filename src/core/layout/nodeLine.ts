// What the samples behind a box say that the tree does not. In: a node and the profile. Out: the line a click on the box
// opens, and its values in another sample type (how many beside how much). Invariant: only the stacks below the node are
// read; samples that count nothing in the shown sample type have no place in the tree and are followed down from the
// root, as far as they go its way. Nothing is kept.
//
// The line is the one with the largest value at the node's depth: for an inner frame the line of the call, for a leaf the
// sampled line; of equal ones the first in the file, as in pprof's lists. Example: work calls sum at line 12 (30 ms) and at
// line 14 (70 ms). The box `work` opens line 14.

import type { CallTree, NodeIndex } from '../analyze/callTree';
import type { RefinedTree } from '../analyze/refine/refinedTrees';
import type { FunctionIndex, Line1, Profile } from '../profile/profile';

export interface NodeLine {
  readonly function: FunctionIndex;
  /** 0 where the profile has no line for it: then the declaration is the place. */
  readonly line: Line1;
  /** Whether the compiler put the frame into its caller: always, never, or only in some of the samples. */
  readonly inlined: 'yes' | 'no' | 'some';
}

export interface NodeDetails {
  /** undefined for the root and for frames without a function (code that was not symbolized). */
  readonly line: NodeLine | undefined;
  /** In the other sample type; 0 where none was asked for. */
  readonly besideSelf: number;
  readonly besideTotal: number;
}

/**
 * @param sampleType the one the tree shows: its values weigh the lines
 * @param beside the other sample type
 */
export function detailsOfNode(
  shown: RefinedTree,
  node: NodeIndex,
  sampleType: number,
  beside: number | undefined,
): NodeDetails {
  const { profile, tree, nodeOf, filter } = shown;
  const values = profile.samples.values[sampleType];
  const besideValues = beside === undefined ? undefined : profile.samples.values[beside];
  const path = framesTo(tree, node);
  const end = tree.subtreeEnd[node];
  const lines = new LineWeights(profile);
  const step: Step = { lineIndex: -1, isInlined: false, isLeaf: false };
  let besideSelf = 0;
  let besideTotal = 0;
  for (let sample = 0; sample < profile.samples.count; sample++) {
    const at = nodeOf[sample];
    if (at >= 0 ? at < node || at >= end : values[sample] !== 0 || filter?.keeps(sample) === false) continue;
    if (!follow(shown, path, sample, step)) continue;
    if (besideValues !== undefined) {
      besideTotal += besideValues[sample];
      if (step.isLeaf) besideSelf += besideValues[sample];
    }
    if (step.lineIndex >= 0) lines.add(step, Math.abs(values[sample]));
  }
  return { line: lines.heaviest(), besideSelf, besideTotal };
}

/** FrameIndex of each node from the root's child to `node`. */
function framesTo(tree: CallTree, node: NodeIndex): Int32Array {
  const path = new Int32Array(tree.depth[node]);
  for (let at: number = node; at > 0; at = tree.parent[at]) path[tree.depth[at] - 1] = tree.frame[at];
  return path;
}

/** One object for all samples: a million of them must not make a million objects. */
interface Step {
  /** Into the location's line columns, -1 where the node's frame has no line. */
  lineIndex: number;
  isInlined: boolean;
  /** The stack ends at the node. */
  isLeaf: boolean;
}

/** Whether the stack of a sample, as it is shown, goes through the path; if so, `step` tells of the path's last frame. */
function follow({ profile, frames, filter }: RefinedTree, path: Int32Array, sample: number, step: Step): boolean {
  const { stackOffset, stackLocation } = profile.samples;
  const { lineOffset } = profile.locations;
  const { locationOffset, locationFrame } = frames;
  const start = stackOffset[sample];
  let matched = 0;
  step.lineIndex = -1;
  // Stacks are leaf first and so are the frames of a location: both are read backwards, from the root.
  for (let at = stackOffset[sample + 1] - 1; at >= start; at--) {
    const location = stackLocation[at];
    if (filter?.hidden?.[location] === 1) continue;
    const innermost = locationOffset[location];
    const outermost = locationOffset[location + 1] - 1;
    // A location without lines has a frame, but no line.
    const isBare = lineOffset[location] === lineOffset[location + 1];
    for (let f = outermost; f >= innermost; f--) {
      const line = isBare ? -1 : lineOffset[location] + f - innermost;
      if (!isBare && filter?.keepLine?.[line] === 0) continue;
      if (matched === path.length) {
        step.isLeaf = false;
        return true;
      }
      if (locationFrame[f] !== path[matched]) return false;
      if (++matched < path.length) continue;
      // Of several lines the last is the function itself and those before it were inlined into it, shown or not.
      step.lineIndex = line;
      step.isInlined = f < outermost;
    }
  }
  step.isLeaf = true;
  return matched === path.length;
}

/** Function and line with their values; a Map, because a frame has few lines and they are anywhere in the file. */
class LineWeights {
  private readonly byLine = new Map<number, { readonly index: number; value: number }>();
  private count = 0;
  private inlinedCount = 0;

  constructor(private readonly profile: Profile) {}

  add(step: Step, value: number): void {
    const { lineFunction, lineNumber } = this.profile.locations;
    const index = step.lineIndex;
    const key = lineFunction[index] * 2 ** 31 + lineNumber[index];
    const known = this.byLine.get(key);
    if (known === undefined) this.byLine.set(key, { index, value });
    else known.value += value;
    this.count++;
    if (step.isInlined) this.inlinedCount++;
  }

  heaviest(): NodeLine | undefined {
    const { lineFunction, lineNumber } = this.profile.locations;
    let best: { readonly index: number; readonly value: number } | undefined;
    for (const each of this.byLine.values()) {
      const isFirst =
        best !== undefined && each.value === best.value && lineNumber[each.index] < lineNumber[best.index];
      if (best === undefined || each.value > best.value || isFirst) best = each;
    }
    if (best === undefined || lineFunction[best.index] < 0) return undefined;
    return {
      function: lineFunction[best.index] as FunctionIndex,
      line: lineNumber[best.index] as Line1,
      inlined: this.inlinedCount === 0 ? 'no' : this.inlinedCount === this.count ? 'yes' : 'some',
    };
  }
}
