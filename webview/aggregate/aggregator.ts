// The heavy part of the page. In: a packed profile. Out: what the page shows of it, on demand: names, the call tree of a
// sample type laid out in rows, what the samples behind a box say. Runs in the worker (worker.ts) or, where there is none,
// in the page itself; it is the same object.
// Invariants: calls are answered in order, one at a time; only the newest tree is kept.

import { buildPlacedTree, type CallTree, type NodeIndex, type PlacedTree } from '../../src/core/analyze/callTree';
import { buildFrames } from '../../src/core/analyze/frames';
import { treeOfOtherType } from '../../src/core/analyze/refine/otherType';
import { buildFlameRows, type FlameRows } from '../../src/core/layout/flameRows';
import { detailsOfNode, type NodeDetails } from '../../src/core/layout/nodeLine';
import { unpackProfile, type PackedHeader } from '../../src/core/profile/pack';
import { isSameRefinement, noRefinement, type ViewRefinement } from '../../src/protocol/messages';
import { companionOf, pageProfileOf, type PageProfile } from './pageProfile';
import { refineSource, type Source } from './refineSource';

export interface AggregatorApi {
  load(header: PackedHeader, buffer: ArrayBuffer): Promise<PageProfile>;
  /** Rejected where an expression is none. */
  tree(sampleType: number, refine: ViewRefinement): Promise<FlameRows>;
  /** Of a node in the newest tree, which is of `sampleType`; beside its values those of the type that goes with it (companionOf). */
  details(sampleType: number, node: number): Promise<NodeDetails>;
}

// What is thrown becomes a rejection, as it would in a worker.
const later = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);

export function createAggregator(): AggregatorApi {
  let loaded: Source | undefined;
  let refined: (Source & { readonly refine: ViewRefinement }) | undefined;
  let shown: (PlacedTree & { readonly sampleType: number; readonly source: Source }) | undefined;

  const sourceOf = (refine: ViewRefinement): Source => {
    if (loaded === undefined) throw new Error('no profile was loaded');
    if (isSameRefinement(refine, noRefinement)) {
      refined = undefined;
      return loaded;
    }
    if (refined === undefined || !isSameRefinement(refined.refine, refine)) {
      refined = undefined;
      refined = { ...refineSource(loaded, refine), refine };
    }
    return refined;
  };
  const treeOf = (sampleType: number, refine: ViewRefinement): CallTree => {
    const source = sourceOf(refine);
    if (shown?.source === source && shown.sampleType !== sampleType) {
      const other = treeOfOtherType({ ...source, ...shown }, sampleType);
      shown = other === undefined ? undefined : { sampleType, source, ...other };
    }
    if (shown?.source !== source) {
      // The old tree goes before the new one comes: two of them at once are not needed.
      shown = undefined;
      shown = { sampleType, source, ...buildPlacedTree(source.profile, source.frames, sampleType) };
    }
    return shown.tree;
  };

  return {
    load: (header, buffer) =>
      later(() => {
        const profile = unpackProfile({ header, buffer });
        loaded = { profile, frames: buildFrames(profile, 'functions') };
        shown = undefined;
        refined = undefined;
        return pageProfileOf(profile, loaded.frames);
      }),
    tree: (sampleType, refine) => later(() => buildFlameRows(treeOf(sampleType, refine))),
    details: (sampleType, node) =>
      later(() => {
        if (shown?.sampleType !== sampleType) throw new Error('the tree of that sample type is not there');
        const { tree, source } = shown;
        const { profile, frames } = source;
        const other = companionOf(profile.sampleTypes, sampleType);
        const beside = other === undefined ? undefined : profile.samples.values[other];
        const values = profile.samples.values[sampleType];
        return detailsOfNode(profile, frames, tree, node as NodeIndex, values, beside);
      }),
  };
}
