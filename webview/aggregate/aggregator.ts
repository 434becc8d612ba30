// The heavy part of the page. In: a packed profile. Out: what the page shows of it, on demand: names, the call tree of a
// sample type laid out in rows, what the samples behind a box say. Runs in the worker (worker.ts) or, where there is none,
// in the page itself; it is the same object.
// Invariants: calls are answered in order, one at a time; only the newest tree is kept.

import { buildCallTree, type CallTree, type NodeIndex } from '../../src/core/analyze/callTree';
import { buildFrames, type FrameTable } from '../../src/core/analyze/frames';
import { buildFlameRows, type FlameRows } from '../../src/core/layout/flameRows';
import { detailsOfNode, type NodeDetails } from '../../src/core/layout/nodeLine';
import { unpackProfile, type PackedHeader } from '../../src/core/profile/pack';
import type { Profile } from '../../src/core/profile/profile';
import { companionOf, pageProfileOf, type PageProfile } from './pageProfile';

export interface AggregatorApi {
  load(header: PackedHeader, buffer: ArrayBuffer): Promise<PageProfile>;
  tree(sampleType: number): Promise<FlameRows>;
  /** Of a node in the tree of `sampleType`; beside its values those of the type that goes with it (companionOf). */
  details(sampleType: number, node: number): Promise<NodeDetails>;
}

// What is thrown becomes a rejection, as it would in a worker.
const later = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);

export function createAggregator(): AggregatorApi {
  let loaded: { readonly profile: Profile; readonly frames: FrameTable } | undefined;
  let shown: { readonly sampleType: number; readonly tree: CallTree } | undefined;

  const source = (): { readonly profile: Profile; readonly frames: FrameTable } => {
    if (loaded === undefined) throw new Error('no profile was loaded');
    return loaded;
  };
  const treeOf = (sampleType: number): CallTree => {
    if (shown?.sampleType !== sampleType) {
      const { profile, frames } = source();
      // The old tree goes before the new one comes: two of them at once are not needed.
      shown = undefined;
      shown = { sampleType, tree: buildCallTree(profile, frames, sampleType) };
    }
    return shown.tree;
  };

  return {
    load: (header, buffer) =>
      later(() => {
        const profile = unpackProfile({ header, buffer });
        loaded = { profile, frames: buildFrames(profile, 'functions') };
        shown = undefined;
        return pageProfileOf(profile, loaded.frames);
      }),
    tree: (sampleType) => later(() => buildFlameRows(treeOf(sampleType))),
    details: (sampleType, node) =>
      later(() => {
        const { profile, frames } = source();
        const other = companionOf(profile.sampleTypes, sampleType);
        const beside = other === undefined ? undefined : profile.samples.values[other];
        const values = profile.samples.values[sampleType];
        return detailsOfNode(profile, frames, treeOf(sampleType), node as NodeIndex, values, beside);
      }),
  };
}
