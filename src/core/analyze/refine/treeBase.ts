// What refinements of a large profile start from. In: a profile. Out: its call tree over all samples, whatever their
// values, and for every sample the node where its stack ends. Invariant: made once a profile and granularity; it serves
// every sample type.

import { buildPlacedTree, type PlacedTree } from '../callTree';
import { buildFrames, type FrameOptions, type FrameTable, type Granularity } from '../frames';
import type { Profile } from '../../profile/profile';

/** Every sample counts 1. */
export interface TreeBase extends PlacedTree {
  readonly profile: Profile;
  readonly frames: FrameTable;
}

export function buildTreeBase(profile: Profile, granularity: Granularity, options: FrameOptions = {}): TreeBase {
  const frames = buildFrames(profile, granularity, options);
  const ones = new Float64Array(profile.samples.count).fill(1);
  const counted = { ...profile, samples: { ...profile.samples, values: [ones] } };
  return { profile, frames, ...buildPlacedTree(counted, frames, 0) };
}
