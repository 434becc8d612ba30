// Which samples are behind a box. In: a profile, its frames and the call tree built of them. Out: per sample the node
// where its stack ends, and per node the samples of its whole subtree as one range.
// Invariants: the samples of a subtree are `order[offset[node]] … order[offset[subtreeEnd[node]] - 1]`, as the nodes of
// a subtree are a range; a sample whose stack the tree does not hold (filtered away) is at -1 and in no range.

import type { CallTree } from '../analyze/callTree';
import type { FrameTable } from '../analyze/frames';
import type { Profile } from '../profile/profile';

export interface SamplesByNode {
  /** CSR by NodeIndex into `order`; tree.count + 1 entries. */
  readonly offset: Uint32Array;
  /** SampleIndex, grouped by the node where the stack ends. */
  readonly order: Int32Array;
}

export function nodesOfSamples(profile: Profile, frames: FrameTable, tree: CallTree): Int32Array {
  const { samples } = profile;
  const { locationOffset, locationFrame } = frames;
  const children = new ChildTable(tree);
  const nodeOf = new Int32Array(samples.count).fill(-1);
  if (tree.count === 0) return nodeOf;
  for (let sample = 0; sample < samples.count; sample++) {
    let node = 0;
    // Stacks are leaf first and so are the frames of a location: both are read backwards, from the root.
    for (let at = samples.stackOffset[sample + 1] - 1; at >= samples.stackOffset[sample] && node >= 0; at--) {
      const location = samples.stackLocation[at];
      for (let f = locationOffset[location + 1] - 1; f >= locationOffset[location] && node >= 0; f--) {
        node = children.find(node, locationFrame[f]);
      }
    }
    nodeOf[sample] = node;
  }
  return nodeOf;
}

/** Open addressing over (parent, frame): one table for all nodes, at most half full. */
class ChildTable {
  private readonly slots: Int32Array;
  private readonly mask: number;

  constructor(private readonly tree: CallTree) {
    let size = 16;
    while (size < tree.count * 2) size *= 2;
    this.slots = new Int32Array(size);
    this.mask = size - 1;
    for (let node = 1; node < tree.count; node++) {
      let slot = this.slotOf(tree.parent[node], tree.frame[node]);
      while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = node;
    }
  }

  /** The child of `parent` with this frame, -1 for none. */
  find(parent: number, frame: number): number {
    const { slots, mask, tree } = this;
    // Depth-first order puts the largest child right behind its parent: most steps end here.
    const first = parent + 1;
    if (first < tree.subtreeEnd[parent] && tree.frame[first] === frame) return first;
    for (let slot = this.slotOf(parent, frame); slots[slot] !== 0; slot = (slot + 1) & mask) {
      const node = slots[slot];
      if (tree.parent[node] === parent && tree.frame[node] === frame) return node;
    }
    return -1;
  }

  private slotOf(parent: number, frame: number): number {
    const mixed = Math.imul(Math.imul(parent, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca77), 0xc2b2ae3d);
    return (mixed ^ (mixed >>> 15)) & this.mask;
  }
}

export function groupSamplesByNode(nodeOf: Int32Array, nodeCount: number): SamplesByNode {
  const offset = new Uint32Array(nodeCount + 1);
  for (const node of nodeOf) if (node >= 0) offset[node + 1]++;
  for (let node = 0; node < nodeCount; node++) offset[node + 1] += offset[node];
  const order = new Int32Array(offset[nodeCount]);
  const next = offset.slice();
  for (let sample = 0; sample < nodeOf.length; sample++) {
    const node = nodeOf[sample];
    if (node >= 0) order[next[node]++] = sample;
  }
  return { offset, order };
}

/** Totals per node of another sample type of the same samples, e.g. the counts beside the times. */
export function totalsPerNode(tree: CallTree, nodeOf: Int32Array, values: Float64Array): Float64Array {
  const total = new Float64Array(tree.count);
  for (let sample = 0; sample < nodeOf.length; sample++) {
    const node = nodeOf[sample];
    if (node >= 0) total[node] += values[sample];
  }
  for (let node = tree.count - 1; node > 0; node--) total[tree.parent[node]] += total[node];
  return total;
}
