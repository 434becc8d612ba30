// The call tree as columns. In: a profile's stacks as frames (frames.ts) and one value a sample.
// Out: nodes depth-first, so that a subtree is the index range [node, subtreeEnd[node]).
// Invariants: node 0 is the root (frame -1) and its total is the sum over all samples; a child comes
// after its parent; children of one node are by total, largest first (by magnitude, for differences), equal ones by
// FrameIndex, so that the tree is the same whichever way it was made;
// total[node] = self[node] + the children's totals. Samples of value 0 make no nodes, as in pprof.
//
// Few stacks are walked down one after the other (treeOfFewStacks.ts). Of many, in steps: stackFrames.ts reads stacks as
// frames and keeps how they begin once (trunks.ts), stackBlocks.ts groups them a dozen frames at a time, treeOfStacks.ts
// makes the nodes. completeTree.ts adds what follows of them.

import type { Brand } from '../../base/brand';
import type { Profile } from '../profile/profile';
import { completeTree } from './completeTree';
import type { FrameTable } from './frames';
import type { LocationFrames } from './locationFrames';
import { rehearseTree } from './rehearsal';
import { expandStacks } from './stackFrames';
import { treeOfFewStacks } from './treeOfFewStacks';
import { nodesOfStacks } from './treeOfStacks';

export type NodeIndex = Brand<number, 'NodeIndex'>;

export interface CallTree {
  readonly count: number;
  /** NodeIndex, -1 for the root. */
  readonly parent: Int32Array;
  readonly subtreeEnd: Int32Array;
  /** 0 for the root. */
  readonly depth: Int32Array;
  /** FrameIndex, -1 for the root. */
  readonly frame: Int32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly maxDepth: number;
}

/** A tree that knows where its samples are. */
export interface PlacedTree {
  readonly tree: CallTree;
  /** By SampleIndex: NodeIndex where its stack ends, -1 for samples that are not in the tree. */
  readonly nodeOf: Int32Array;
}

/** @param sampleType index into the profile's sample types */
export function buildCallTree(profile: Profile, frames: FrameTable, sampleType: number): CallTree {
  return buildPlacedTree(profile, frames, sampleType).tree;
}

/** @param sampleType index into the profile's sample types */
export function buildPlacedTree(profile: Profile, frames: FrameTable, sampleType: number): PlacedTree {
  const { samples } = profile;
  const values = samples.values[sampleType] ?? new Float64Array(samples.count);
  const nodeOf = new Int32Array(samples.count).fill(-1);
  const { stackOffset, stackLocation } = samples;
  return { tree: treeOfStacks(stackOffset, stackLocation, values, frames, nodeOf), nodeOf };
}

/** Up to some hundred thousand stacks: so many are walked down before V8 has compiled what is faster with more of them. */
const fewLocations = 1 << 22;
/** What is smaller is nearly walked down before V8 has compiled anything. */
const worthRehearsing = 1 << 14;

/**
 * @param stackOffset CSR into stackLocation, leaf first @param values by stack
 * @param nodeOf filled with the node where each stack of a value ends
 */
export function treeOfStacks(
  stackOffset: Uint32Array,
  stackLocation: Int32Array,
  values: Float64Array,
  frames: LocationFrames,
  nodeOf: Int32Array,
): CallTree {
  if (stackLocation.length <= fewLocations) {
    if (stackLocation.length > worthRehearsing) rehearseTree(treeOfFewStacks);
    return treeOfFewStacks(stackOffset, stackLocation, values, frames, nodeOf);
  }
  // The stacks have no name here, so that they are gone when the tree is completed.
  return completeTree(nodesOfStacks(expandStacks(stackOffset, stackLocation, values, frames), frames.count, nodeOf));
}
