// What is measured: our own code, as the CLI and the page call it. node subject.js WORK FILE → one JSON line (see
// report.ts).

import { buildCallTree, buildPlacedTree } from '../../src/core/analyze/callTree';
import { buildFrames } from '../../src/core/analyze/frames';
import { treeOfOtherType } from '../../src/core/analyze/refine/otherType';
import { openProfile } from '../../src/core/open';
import { defaultSampleTypeIndex, type Profile } from '../../src/core/profile/profile';
import { inflateNative } from '../../src/node/inflate';
import { noRefinement, type ViewRefinement } from '../../src/protocol/messages';
import { refineSource } from '../../webview/aggregate/refineSource';
import { report } from './report';

function open(bytes: Uint8Array): Profile {
  return openProfile(bytes, { inflate: inflateNative }).profile;
}

/** Milliseconds of the first tree, and of what follows when somebody filters or turns to another sample type. */
function refinements(bytes: Uint8Array): Record<string, number> {
  const profile = open(bytes);
  const type = defaultSampleTypeIndex(profile);
  const times: number[] = [performance.now()];
  const done = (): number => times.push(performance.now());
  const source = { profile, frames: buildFrames(profile, 'functions') };
  const first = buildPlacedTree(profile, source.frames, type);
  done();
  const refined = (options: Partial<ViewRefinement>): void => {
    const { profile: less, frames } = refineSource(source, { ...noRefinement, ...options });
    buildCallTree(less, frames, type);
    done();
  };
  refined({ focus: 'Handle' });
  refined({ hide: '^runtime\\.' });
  const other = type === 0 ? 1 : 0;
  if (treeOfOtherType({ ...source, ...first }, other) === undefined) buildCallTree(profile, source.frames, other);
  done();
  const [build, focus, hide, sampleType] = times.slice(1).map((at, i) => at - times[i]);
  return { build, focus, hide, sampleType };
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
