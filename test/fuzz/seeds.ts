// What the fuzzer begins with. In: folders and files. Out: inputs of every form the door reads, unpacked, none of them
// large. Invariant: the same places give the same seeds in the same order.

import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../../src/base/userError';
import { cutStacks } from '../../src/core/analyze/refine/columns';
import { decodeProfile } from '../../src/core/profile/decode';
import { encodeProfile } from '../../src/core/profile/encode';
import { mergeProfiles } from '../../src/core/profile/merge';
import { findProfiles } from '../parity/subjects';
import { randomProfile } from '../unit/core/profile/randomProfile';
import { legacySamples } from '../unit/core/profile/legacy/samples';

export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A mutation deep inside a large file is seldom a new one, and costs the time of many small inputs. */
const largest = 12 * 1024;
/** Samples that are kept of a larger profile. */
const keptSamples = 12;

/** Forms that no fixture has. */
const handmade: Readonly<Record<string, string>> = {
  folded: 'main;work;sum 10\nmain;idle 2.5\n# a comment\nmain;std::vector<int, x>;f(int) -3\n',
  'crash.txt': `panic: boom [recovered]

goroutine 1 gp=0xc000002380 m=0 mp=0x5a7ea0 [chan receive (leaked), 2 minutes, locked to thread] {tenant: "x\\"\\u00fc"}:
main.(*T[...]).wait(...)
	/srv/a.go:11
main.main({0x1?, 0x2}, ...)
	C:/srv/a.go:5 +0x1d fp=0x1 sp=0x2 pc=0x3
...12 frames elided...
created by main.start in goroutine 7
	/srv/a.go:4 +0x5
[originating from goroutine 7]:
main.start(...)
	/srv/a.go:9 +0x1d

goroutine 18 [select (durable), synctest bubble 3 labels:{"a": "b"}]:
	goroutine running on other thread; stack unavailable

goroutine 19 [syscall]:
non-Go function at pc=0x7f
c_name(int)
	/c.c:5 pc=0x12

rax    0x0
exit status 2
`,
};

export function seedsOf(places: readonly string[]): readonly Seed[] {
  const files = findProfiles(places);
  return [
    ...Object.entries(handmade).map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text) })),
    ...Object.entries(legacySamples).map(([name, bytes]) => ({ name, bytes })),
    ...[1, 2, 3, 4].map((seed) => ({ name: `random ${seed}`, bytes: encodeProfile(randomProfile(seed)) })),
    ...files.flatMap((file) => {
      const bytes = small(unpacked(fs.readFileSync(file)));
      return bytes.length === 0 ? [] : [{ name: path.basename(file), bytes }];
    }),
  ];
}

/** Some samples of a protobuf profile with what they need; the beginning of anything else. */
function small(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= largest) return bytes;
  try {
    const { profile } = decodeProfile(bytes);
    const step = Math.ceil(profile.samples.count / keptSamples);
    const keep = Uint8Array.from({ length: profile.samples.count }, (_, i) => (i % step === 0 ? 1 : 0));
    return encodeProfile(mergeProfiles([cutStacks(profile, { keep })]));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return Uint8Array.from(bytes.subarray(0, bytes.lastIndexOf(0x0a, largest) + 1 || largest));
  }
}

export function unpacked(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    return bytes; // Broken on purpose.
  }
}
