// The call tree of a refinement, from a stack tree that is made once. In: a profile, its stack tree, the options a user
// gave. Out: the tree `buildCallTree(refine(profile, options).profile, …)` would give, several times faster: a million
// samples need not be read again for a filter, another granularity or another sample type.
// Invariant: tagroot and tagleaf change the stacks themselves and are not for this; build a stack tree of
// `addFrames(profile, options).profile` for them.

import type { CallTree } from '../callTree';
import { buildFrames, type FrameOptions, type FrameTable, type Granularity } from '../frames';
import type { Profile, Warning } from '../../profile/profile';
import { compileFilters, type RefineOptions } from './refine';
import type { StackTree } from './stackTree';
import { treeFromStacks } from './treeFromStacks';
import { planTree } from './treePlan';

export interface RefineTreeOptions extends Omit<RefineOptions, 'tagRoot' | 'tagLeaf'>, FrameOptions {
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
export function refineTree(profile: Profile, stacks: StackTree, options: RefineTreeOptions): TreeOfRefinement {
  const { filters, warnings } = compileFilters(profile, options);
  const plan = planTree(profile, stacks, filters);
  const frames = buildFrames(plan.profile, options.granularity ?? 'functions', options);
  const values = profile.samples.values[options.sampleType];
  const { tree, nodeOfSample } = treeFromStacks(profile, stacks, plan, frames, values);
  return { tree, frames, nodeOfSample, warnings: [...warnings, ...plan.warnings] };
}
