// Rows for source listings. In: a profile. Out: one row a function, file and line, kept apart by binary and by where
// the function starts. Invariant: google/pprof internal/graph nodeInfo with ObjNames, at granularity `lines`.

import { buildFrames, type FrameTable } from '../analyze/frames';
import type { Profile } from '../profile/profile';

export interface ListRows {
  readonly frames: FrameTable;
  /** By row: Line1 of the function's declaration, 0 for unknown. */
  readonly startLine: Int32Array;
}

export function listRows(profile: Profile, noInlines: boolean): ListRows {
  const frames = buildFrames(profile, 'lines', { noInlines });
  const { locations, functions, mappings, strings } = profile;
  // Two mappings of one file are one binary.
  const binary = Array.from(mappings.file, (file) => strings.text(file));
  const rowOf = new Map<string, number>();
  const frameOf: number[] = [];
  const functionOf: number[] = [];
  const locationFrame = frames.locationFrame.slice();
  for (let l = 0; l < locations.count; l++) {
    const end = locations.lineOffset[l + 1];
    let q = noInlines ? Math.max(locations.lineOffset[l], end - 1) : locations.lineOffset[l];
    for (let k = frames.locationOffset[l]; k < frames.locationOffset[l + 1]; k++, q++) {
      const f = q < end ? locations.lineFunction[q] : -1;
      const start = f < 0 ? 0 : functions.startLine[f];
      const key = `${locationFrame[k]} ${start} ${locations.mapping[l] < 0 ? '' : binary[locations.mapping[l]]}`;
      let row = rowOf.get(key);
      if (row === undefined) {
        row = frameOf.length;
        rowOf.set(key, row);
        frameOf.push(locationFrame[k]);
        functionOf.push(f);
      }
      locationFrame[k] = row;
    }
  }
  return {
    frames: {
      ...frames,
      count: frameOf.length,
      name: frameOf.map((frame) => frames.name[frame]),
      function: Int32Array.from(functionOf),
      line: Int32Array.from(frameOf, (frame) => frames.line[frame]),
      locationFrame,
    },
    startLine: Int32Array.from(functionOf, (f) => (f < 0 ? 0 : functions.startLine[f])),
  };
}
