// What is measured: our own code, as the CLI and the page call it. node subject.js WORK FILE → one JSON line (see
// report.ts).

import { buildCallTree } from '../../src/core/analyze/callTree';
import { buildFrames } from '../../src/core/analyze/frames';
import { RefinedTrees } from '../../src/core/analyze/refine/refinedTrees';
import { openProfile } from '../../src/core/open';
import { defaultSampleTypeIndex, type Profile } from '../../src/core/profile/profile';
import { inflateNative } from '../../src/node/inflate';
import { report } from './report';

function open(bytes: Uint8Array): Profile {
  return openProfile(bytes, { inflate: inflateNative }).profile;
}

/** Milliseconds of the first tree, and of what follows when somebody filters or turns to another sample type. */
function refinements(bytes: Uint8Array): Record<string, number> {
  const profile = open(bytes);
  const type = defaultSampleTypeIndex(profile);
  const ms = (work: () => unknown): number => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  let trees: RefinedTrees | undefined;
  return {
    build: ms(() => {
      trees = new RefinedTrees({ profile, frames: buildFrames(profile, 'functions') });
      trees.unrefined(type);
    }),
    focus: ms(() => trees!.refined(type, { focus: 'Handle' })),
    hide: ms(() => trees!.refined(type, { hide: '^runtime\\.' })),
    sampleType: ms(() => trees!.unrefined(type === 0 ? 1 : 0)),
  };
}

void report({
  columns: (bytes) => open(bytes).samples.count,
  tree: (bytes) => {
    const profile = open(bytes);
    return buildCallTree(profile, buildFrames(profile, 'functions'), defaultSampleTypeIndex(profile)).count;
  },
  dump: (bytes) => open(bytes).goroutines?.count ?? 0,
  facts: (bytes) => {
    const { samples } = open(bytes);
    return { samples: samples.count, frames: samples.stackLocation.length };
  },
  refine: refinements,
});
