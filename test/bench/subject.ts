// What is measured: our own decode and tree in a fresh process. node subject.js scan|tree FILE → one JSON
// line: milliseconds in the process and peak memory in MB.

import { readFileSync } from 'node:fs';
import { buildCallTree } from '../../src/core/analyze/callTree';
import { buildFrames } from '../../src/core/analyze/frames';
import { openProfile } from '../../src/core/open';
import { defaultSampleTypeIndex } from '../../src/core/profile/profile';
import { inflateNative } from '../../src/node/inflate';

const [what, file] = process.argv.slice(2);
const raw = readFileSync(file);
const start = performance.now();
const { profile } = openProfile(raw, { inflate: inflateNative });
if (what === 'tree') {
  buildCallTree(profile, buildFrames(profile, 'functions'), defaultSampleTypeIndex(profile));
}
console.log(JSON.stringify({ ms: performance.now() - start, mb: process.resourceUsage().maxRSS / 1024 }));
