// The call tree of a refinement, from a tree that is made once. In: a tree base, the options a user gave. Out: the tree
// `buildCallTree(refine(profile, options).profile, …)` would give, several times faster: the samples' stacks are not
// read again for a filter or another sample type. Undefined where that cannot be had from frames alone (show_from,
// prune_from, tagroot, tagleaf, an expression that tells apart what the frames do not): then refine the profile.
//
// A base without places for all samples (hasPlaces) knows nothing of the others, so that they are not asked for tags.

import type { CallTree } from '../callTree';
import type { Warning } from '../../profile/profile';
import { markFrames } from './frameMarks';
import { compileFilters, type RefineOptions } from './refine';
import type { TreeBase } from './treeBase';
import { treeFromTree } from './treeFromTree';
import { dropByTag, keptByFrames } from './keptSamples';

export interface TreeOfRefinement {
  /** Frames are those of the base. */
  readonly tree: CallTree;
  /** By SampleIndex of the base: the node where its stack ends, -1 for samples that are not in the tree. */
  readonly nodeOf: Int32Array;
  readonly warnings: readonly Warning[];
}

/** @param sampleType index into the profile's sample types @throws UserError `bad-pattern` */
export function refineTree(base: TreeBase, options: RefineOptions, sampleType: number): TreeOfRefinement | undefined {
  const isGiven = (option: string | undefined): boolean => option !== undefined && option !== '';
  if ([options.showFrom, options.pruneFrom, options.tagRoot, options.tagLeaf].some(isGiven)) return undefined;
  const { filters, warnings } = compileFilters(base.profile, options);
  const byName = [filters.focus, filters.ignore, filters.hide, filters.show].some((pattern) => pattern !== undefined);
  const marked = markFrames(base.profile, base.frames, filters);
  if (marked === undefined) return undefined;
  const keep = byName ? keptByFrames(base, marked.marks) : new Uint8Array(base.nodeOf.length).fill(1);
  const tagWarnings = dropByTag(base, filters, keep);
  const derived = treeFromTree(base, marked.marks, keep, base.profile.samples.values[sampleType]);
  return { ...derived, warnings: [...warnings, ...marked.warnings, ...tagWarnings] };
}
