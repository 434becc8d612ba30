// What makes a row of a report. In: a profile and a granularity. Out: the frames of frames.ts, split further where
// `go tool pprof` prints several rows under one name. Invariants, from google/pprof internal/graph nodeInfo: a line
// without a function name (every line, at granularity `files`) is told apart by where its function starts; at
// granularity `addresses` a column is part of the row. The page does not want that; reports must have it.

import { buildFrames, type FrameTable, type Granularity } from '../analyze/frames';
import type { Profile } from '../profile/profile';

export function buildRows(profile: Profile, granularity: Granularity, noInlines: boolean): FrameTable {
  const frames = buildFrames(profile, granularity, { noInlines });
  const { locations, functions } = profile;
  const hasColumns = granularity === 'addresses' && !noInlines && locations.lineColumn.some((column) => column !== 0);
  const isNameless = new Uint8Array(functions.count);
  let splits = hasColumns;
  for (let f = 0; f < functions.count; f++) {
    if (granularity !== 'files' && profile.strings.text(functions.name[f]) !== '') continue;
    isNameless[f] = 1;
    splits ||= functions.startLine[f] !== 0;
  }
  return splits ? split(profile, frames, noInlines, hasColumns, isNameless) : frames;
}

function split(
  profile: Profile,
  frames: FrameTable,
  noInlines: boolean,
  hasColumns: boolean,
  isNameless: Uint8Array,
): FrameTable {
  const { locations, functions } = profile;
  const rowOf = new Map<string, number>();
  const name: string[] = [];
  const frameOf: number[] = [];
  const locationFrame = frames.locationFrame.slice();
  for (let l = 0; l < locations.count; l++) {
    const end = locations.lineOffset[l + 1];
    let q = noInlines ? Math.max(locations.lineOffset[l], end - 1) : locations.lineOffset[l];
    for (let k = frames.locationOffset[l]; k < frames.locationOffset[l + 1]; k++, q++) {
      const frame = locationFrame[k];
      const f = q < end ? locations.lineFunction[q] : -1;
      const start = f >= 0 && isNameless[f] === 1 ? functions.startLine[f] : 0;
      const column = hasColumns && q < end && locations.lineNumber[q] !== 0 ? locations.lineColumn[q] : 0;
      const key = `${frame} ${start} ${column}`;
      let row = rowOf.get(key);
      if (row === undefined) {
        row = name.length;
        rowOf.set(key, row);
        name.push(column === 0 ? frames.name[frame] : `${frames.name[frame]}:${column}`);
        frameOf.push(frame);
      }
      locationFrame[k] = row;
    }
  }
  return {
    ...frames,
    count: name.length,
    name,
    function: Int32Array.from(frameOf, (frame) => frames.function[frame]),
    line: Int32Array.from(frameOf, (frame) => frames.line[frame]),
    locationFrame,
  };
}
