// The call tree of a refinement, from a trie of stacks that is made once. In: a profile, its stack blocks, the options a
// user gave. Out: the tree `buildCallTree(refine(profile, options).profile, …)` would give, several times faster: a
// million samples are not read again for a filter, another granularity or another sample type.
//
//   const base = addFrames(profile, options).profile;   // drop_frames, tagroot, tagleaf: they change stacks
//   const blocks = internStackBlocks(base);             // once; costs about what the first tree does
//   const { tree, frames } = refineTree(base, blocks, { focus: 'Handle', sampleType: 1 });
//
// Invariant: what `addFrames` does is done before; prune_from is not for this (it moves where stacks end): intern the
// blocks of `pruneFrom(…)` for it.

import type { CallTree } from '../callTree';
import { buildFrames, type FrameOptions, type FrameTable, type Granularity } from '../frames';
import type { Profile, Warning } from '../../profile/profile';
import { compileFilters, type RefineOptions } from './refine';
import type { StackBlocks } from './stackBlocks';
import { treeFromBlocks } from './treeFromBlocks';
import { planTree } from './treePlan';

export interface RefineTreeOptions extends Omit<RefineOptions, 'tagRoot' | 'tagLeaf' | 'pruneFrom'>, FrameOptions {
  readonly granularity?: Granularity;
  /** Index into the profile's sample types. */
  readonly sampleType: number;
}

export interface TreeOfRefinement {
  readonly tree: CallTree;
  readonly frames: FrameTable;
  /** By SampleIndex of the profile given: the node where its stack ends, -1 for samples that are not in the tree. */
  readonly nodeOfSample: Int32Array;
  readonly warnings: readonly Warning[];
}

/** @throws UserError `bad-pattern` */
export function refineTree(profile: Profile, blocks: StackBlocks, options: RefineTreeOptions): TreeOfRefinement {
  const { filters, warnings } = compileFilters(profile, options);
  const plan = planTree(profile, blocks, filters);
  const frames = buildFrames(plan.profile, options.granularity ?? 'functions', options);
  const values = profile.samples.values[options.sampleType];
  const { tree, nodeOfSample } = treeFromBlocks(blocks, plan, frames, values);
  return { tree, frames, nodeOfSample, warnings: [...warnings, ...plan.warnings] };
}
