// What refinements of a large profile start from. In: a profile. Out: its call tree over all samples, whatever their
// values, and for every sample the node where its stack ends. Invariant: made once a profile and granularity; it serves
// every sample type.

import { buildCallTree, type CallTree } from '../callTree';
import { buildFrames, type FrameOptions, type FrameTable, type Granularity } from '../frames';
import type { Profile } from '../../profile/profile';

export interface TreeBase {
  readonly profile: Profile;
  readonly frames: FrameTable;
  /** Every sample counts 1. */
  readonly tree: CallTree;
  /** By SampleIndex: NodeIndex. */
  readonly nodeOf: Int32Array;
}

export function buildTreeBase(profile: Profile, granularity: Granularity, options: FrameOptions = {}): TreeBase {
  const frames = buildFrames(profile, granularity, options);
  const ones = new Float64Array(profile.samples.count).fill(1);
  const counted = { ...profile, samples: { ...profile.samples, values: [ones] } };
  const tree = buildCallTree(counted, frames, 0);
  return { profile, frames, tree, nodeOf: findNodes(profile, frames, tree) };
}

/** Follows every stack down the tree. */
function findNodes({ samples }: Profile, frames: FrameTable, tree: CallTree): Int32Array {
  const { locationOffset, locationFrame } = frames;
  const children = new Children(tree);
  const nodeOf = new Int32Array(samples.count);
  for (let i = 0; i < samples.count; i++) {
    let node = 0;
    for (let k = samples.stackOffset[i + 1] - 1; k >= samples.stackOffset[i]; k--) {
      const l = samples.stackLocation[k];
      for (let q = locationOffset[l + 1] - 1; q >= locationOffset[l]; q--) node = children.find(node, locationFrame[q]);
    }
    nodeOf[i] = node;
  }
  return nodeOf;
}

/** Open addressing over (parent, frame), at most half full. */
class Children {
  private readonly slots: Int32Array;
  private readonly mask: number;

  constructor(private readonly tree: CallTree) {
    let size = 16;
    while (size < tree.count * 2) size *= 2;
    this.slots = new Int32Array(size);
    this.mask = size - 1;
    for (let node = 1; node < tree.count; node++) {
      let slot = hash(tree.parent[node], tree.frame[node]) & this.mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = node;
    }
  }

  find(parent: number, frame: number): number {
    const { slots, mask, tree } = this;
    // The largest child stands right behind its parent: most steps end here.
    if (tree.frame[parent + 1] === frame && tree.parent[parent + 1] === parent) return parent + 1;
    let slot = hash(parent, frame) & mask;
    while (tree.frame[slots[slot]] !== frame || tree.parent[slots[slot]] !== parent) slot = (slot + 1) & mask;
    return slots[slot];
  }
}

function hash(parent: number, frame: number): number {
  const mixed = Math.imul(Math.imul(parent, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca77), 0xc2b2ae3d);
  return mixed ^ (mixed >>> 15);
}
