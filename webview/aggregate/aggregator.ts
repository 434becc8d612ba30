// The heavy part of the page. In: a packed profile. Out: what the page shows of it, on demand: names, the call tree of a
// sample type laid out in rows, counts beside times, the line behind a box. Runs in the worker (worker.ts) or, where
// there is none, in the page itself; it is the same object.
// Invariants: methods are called in order and one at a time by the channel; only the newest tree is kept.

import { buildCallTree, type CallTree, type NodeIndex } from '../../src/core/analyze/callTree';
import { buildFrames, type FrameTable } from '../../src/core/analyze/frames';
import { buildFlameRows, type FlameRows } from '../../src/core/layout/flameRows';
import { lineOfNode, type NodeLine } from '../../src/core/layout/nodeLine';
import {
  groupSamplesByNode,
  nodesOfSamples,
  totalsPerNode,
  type SamplesByNode,
} from '../../src/core/layout/sampleNodes';
import { unpackProfile, type PackedHeader } from '../../src/core/profile/pack';
import type { Profile } from '../../src/core/profile/profile';
import { pageProfileOf, type PageProfile } from './pageProfile';

export interface AggregatorApi {
  load(header: PackedHeader, buffer: ArrayBuffer): Promise<PageProfile>;
  tree(sampleType: number): Promise<FlameRows>;
  /** Totals of `other` per node of the tree of `sampleType`. */
  totals(sampleType: number, other: number): Promise<Float64Array>;
  line(sampleType: number, node: number): Promise<NodeLine | undefined>;
}

interface Shown {
  readonly sampleType: number;
  readonly tree: CallTree;
  /** Made when first asked for: the picture does not need them. */
  nodeOf: Int32Array | undefined;
  samples: SamplesByNode | undefined;
}

// `Promise.resolve().then` and not `async`: what is thrown becomes a rejection, and the lint rule about
// async without await stays on.
const later = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);

export function createAggregator(): AggregatorApi {
  let profile: Profile | undefined;
  let frames: FrameTable | undefined;
  let shown: Shown | undefined;

  const loaded = (): { profile: Profile; frames: FrameTable } => {
    if (profile === undefined || frames === undefined) throw new Error('no profile was loaded');
    return { profile, frames };
  };
  const show = (sampleType: number): Shown => {
    if (shown?.sampleType !== sampleType) {
      const from = loaded();
      // The old tree goes before the new one comes: two of them at once are not needed.
      shown = undefined;
      const tree = buildCallTree(from.profile, from.frames, sampleType);
      shown = { sampleType, tree, nodeOf: undefined, samples: undefined };
    }
    return shown;
  };
  const nodesOf = (of: Shown): Int32Array => {
    const from = loaded();
    return (of.nodeOf ??= nodesOfSamples(from.profile, from.frames, of.tree));
  };

  return {
    load: (header, buffer) =>
      later(() => {
        profile = unpackProfile({ header, buffer });
        frames = buildFrames(profile, 'functions');
        shown = undefined;
        return pageProfileOf(profile, frames);
      }),
    tree: (sampleType) => later(() => buildFlameRows(show(sampleType).tree)),
    totals: (sampleType, other) =>
      later(() => {
        const of = show(sampleType);
        return totalsPerNode(of.tree, nodesOf(of), valuesOf(loaded().profile, other));
      }),
    line: (sampleType, node) =>
      later(() => {
        const of = show(sampleType);
        const from = loaded();
        of.samples ??= groupSamplesByNode(nodesOf(of), of.tree.count);
        const values = valuesOf(from.profile, sampleType);
        return lineOfNode(from.profile, from.frames, of.tree, of.samples, values, node as NodeIndex);
      }),
  };
}

function valuesOf(profile: Profile, sampleType: number): Float64Array {
  return profile.samples.values[sampleType] ?? new Float64Array(profile.samples.count);
}
