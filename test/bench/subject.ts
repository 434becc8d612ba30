// What is measured: our own code, as the CLI and the page call it to open a file, and as little more as with the floor.
// node subject.js WORK FILE → one JSON line (see report.ts).

import { buildCallTree } from '../../src/core/analyze/callTree';
import { buildFrames } from '../../src/core/analyze/frames';
import { openProfile } from '../../src/core/open';
import { defaultSampleTypeIndex, type Profile } from '../../src/core/profile/profile';
import { inflateNative } from '../../src/node/inflate';
import { report } from './report';

function open(bytes: Uint8Array): Profile {
  return openProfile(bytes, { inflate: inflateNative }).profile;
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
});
