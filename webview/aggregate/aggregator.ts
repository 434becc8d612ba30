// The heavy part of the page. In: a packed profile. Out: what the page shows of it, on demand: names, the call tree of a
// sample type laid out in rows, what the samples behind a box say. Runs in the worker (worker.ts) or, where there is none,
// in the page itself; it is the same object.
// Invariants: calls are answered in order, one at a time; only the newest tree is kept, and the one all are made from;
// frames that the profile itself says to drop are dropped at the door, as in pprof.

import type { NodeIndex } from '../../src/core/analyze/callTree';
import { buildFrames } from '../../src/core/analyze/frames';
import { dropUninteresting } from '../../src/core/analyze/refine/prune';
import { RefinedTrees, type RefinedTree } from '../../src/core/analyze/refine/refinedTrees';
import { buildFlameRows, type FlameRows } from '../../src/core/layout/flameRows';
import { detailsOfNode, type NodeDetails } from '../../src/core/layout/nodeLine';
import { unpackProfile, type PackedHeader } from '../../src/core/profile/pack';
import { isSameRefinement, noRefinement, type ViewRefinement } from '../../src/protocol/messages';
import { companionOf, pageProfileOf, type PageProfile } from './pageProfile';

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
  let trees: RefinedTrees | undefined;
  let shown: { readonly sampleType: number; readonly refine: ViewRefinement; readonly tree: RefinedTree } | undefined;

  const show = (sampleType: number, refine: ViewRefinement): RefinedTree => {
    if (trees === undefined) throw new Error('no profile was loaded');
    if (shown?.sampleType === sampleType && isSameRefinement(shown.refine, refine)) return shown.tree;
    if (isSameRefinement(refine, noRefinement)) {
      shown = undefined; // The old tree goes before the new one comes: both at once are not needed.
      shown = { sampleType, refine, tree: trees.unrefined(sampleType) };
    } else {
      trees.check(refine);
      shown = undefined;
      shown = { sampleType, refine, tree: trees.refined(sampleType, refine) };
    }
    return shown.tree;
  };

  return {
    load: (header, buffer) =>
      later(() => {
        const { profile } = dropUninteresting(unpackProfile({ header, buffer }));
        const frames = buildFrames(profile, 'functions');
        shown = undefined;
        trees = new RefinedTrees({ profile, frames });
        return pageProfileOf(profile, frames);
      }),
    tree: (sampleType, refine) => later(() => buildFlameRows(show(sampleType, refine).tree)),
    details: (sampleType, node) =>
      later(() => {
        if (shown?.sampleType !== sampleType) throw new Error('the tree of that sample type is not there');
        const other = companionOf(shown.tree.profile.sampleTypes, sampleType);
        return detailsOfNode(shown.tree, node as NodeIndex, sampleType, other);
      }),
  };
}
