// What refinements of a large profile start from. In: a profile and its frames. Out: its call tree over all samples,
// whatever their values, and for every sample the node where its stack ends. Invariant: made once for a profile and
// a granularity; it serves every sample type. A tree of one type (`buildPlacedTree`) is a base for each type in which no
// other samples count.

import { buildPlacedTree, type PlacedTree } from '../callTree';
import type { FrameTable } from '../frames';
import type { Profile } from '../../profile/profile';

export interface Source {
  readonly profile: Profile;
  readonly frames: FrameTable;
}

export interface TreeBase extends Source, PlacedTree {
  /** Whose values are in the tree; undefined where every sample counts 1. */
  readonly sampleType: number | undefined;
}

export function treeBaseOfType(source: Source, sampleType: number): TreeBase {
  return { ...source, sampleType, ...buildPlacedTree(source.profile, source.frames, sampleType) };
}

/** Every sample counts 1. */
export function buildTreeBase({ profile, frames }: Source): TreeBase {
  const ones = new Float64Array(profile.samples.count).fill(1);
  const counted = { ...profile, samples: { ...profile.samples, values: [ones] } };
  return { profile, frames, sampleType: undefined, ...buildPlacedTree(counted, frames, 0) };
}

/** Whether every sample that counts in the sample type has a place in the base. */
export function hasPlaces({ profile, nodeOf }: TreeBase, sampleType: number): boolean {
  const values = profile.samples.values[sampleType];
  for (let i = 0; i < nodeOf.length; i++) if (nodeOf[i] < 0 && values[i] !== 0) return false;
  return true;
}
