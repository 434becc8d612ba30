// The functions of several profiles, without what was measured. In: profiles. Out: one profile that has their functions and
// nothing else, so that the place of a name can be looked for where the measured columns are not. Invariant: a function
// is in it once, however many profiles have it.

import type { Profile } from './profile';
import { StringTable } from './stringTable';

export function functionsOnly(profiles: readonly Profile[]): Profile {
  const strings: string[] = [''];
  const indices = new Map<string, number>([['', 0]]);
  const intern = (text: string): number => {
    let index = indices.get(text);
    if (index === undefined) indices.set(text, (index = strings.push(text) - 1));
    return index;
  };
  const seen = new Map<string, number>();
  const name: number[] = [];
  const filename: number[] = [];
  const startLine: number[] = [];
  for (const { functions, strings: texts } of profiles) {
    for (let f = 0; f < functions.count; f++) {
      const own = intern(texts.text(functions.name[f]));
      const file = intern(texts.text(functions.filename[f]));
      const key = `${own} ${file}`;
      const known = seen.get(key);
      // A dump does not tell where a function begins, the other profiles of the same program do.
      if (known !== undefined) startLine[known] ||= functions.startLine[f];
      else {
        seen.set(key, name.length);
        name.push(own);
        filename.push(file);
        startLine.push(functions.startLine[f]);
      }
    }
  }
  const none = Int32Array.of();
  const offsets = Uint32Array.of(0);
  return {
    strings: StringTable.from(strings),
    sampleTypes: [],
    defaultSampleType: '',
    samples: { count: 0, stackOffset: offsets, stackLocation: none, values: [], labelOffset: offsets },
    labels: { count: 0, key: none, text: none, number: BigInt64Array.of(), unit: none },
    locations: {
      count: 0,
      mapping: none,
      address: BigUint64Array.of(),
      isFolded: Uint8Array.of(),
      lineOffset: offsets,
      lineFunction: none,
      lineNumber: none,
      lineColumn: none,
    },
    functions: {
      count: name.length,
      name: Int32Array.from(name),
      systemName: Int32Array.from(name),
      filename: Int32Array.from(filename),
      startLine: Int32Array.from(startLine),
    },
    mappings: {
      count: 0,
      start: BigUint64Array.of(),
      limit: BigUint64Array.of(),
      offset: BigUint64Array.of(),
      file: none,
      buildId: none,
      flags: Uint8Array.of(),
    },
    timeNanos: 0n,
    durationNanos: 0n,
    periodType: undefined,
    period: 0n,
    comments: [],
    docUrl: '',
    dropFrames: '',
    keepFrames: '',
  };
}
