// What is measured: the trees after the first. node refineSubject.js refine FILE → one JSON line (see report.ts), whose
// result is milliseconds.

import { buildFrames } from '../../src/core/analyze/frames';
import { RefinedTrees } from '../../src/core/analyze/refine/refinedTrees';
import { openProfile } from '../../src/core/open';
import { defaultSampleTypeIndex } from '../../src/core/profile/profile';
import { inflateNative } from '../../src/node/inflate';
import { report } from './report';

/** Milliseconds of the first tree, and of what follows when somebody filters or turns to another sample type. */
function refinements(bytes: Uint8Array): Record<string, number> {
  const { profile } = openProfile(bytes, { inflate: inflateNative });
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

void report({ refine: refinements });
