// Filters on frames instead of locations. In: a tree's profile and frames, compiled filters. Out: which frames focus,
// ignore, hide and show are about; undefined where frames cannot tell. Invariant: where there is an answer, it is that
// of focus.ts for every stack. It fails only where an expression tells apart what the granularity does not: a function
// in two files, a file's functions, an inlined function when those are not frames.

import type { FrameTable } from '../frames';
import type { Profile, Warning } from '../../profile/profile';
import { markByName } from './focus';
import { mappingMatches, matchNames } from './matchNames';
import type { Pattern } from './re2';
import { type Filters, optionTitles, unmatched } from './refine';

/** Bits by FrameIndex. */
export const mark = { focused: 1, ignored: 2, hidden: 4 } as const;

export interface FrameMarks {
  readonly marks: Uint8Array;
  readonly warnings: readonly Warning[];
}

export function markFrames(profile: Profile, frames: FrameTable, filters: Filters): FrameMarks | undefined {
  const marks = new Uint8Array(frames.count);
  const byName = markByName(profile, filters);
  if (byName === undefined) return { marks, warnings: [] };
  if (frames.locationFrame.length < profile.locations.lineFunction.length) return undefined; // Inlined ones are missing.
  const focus = lineMatcher(profile, filters.focus, true);
  const ignore = lineMatcher(profile, filters.ignore, false);
  const isKnown = new Uint8Array(frames.count);
  const { lineOffset } = profile.locations;
  for (let l = 0; l < profile.locations.count; l++) {
    const begin = lineOffset[l];
    const isBare = begin === lineOffset[l + 1];
    for (let k = frames.locationOffset[l]; k < frames.locationOffset[l + 1]; k++) {
      const line = isBare ? -1 : begin + k - frames.locationOffset[l];
      const isHidden = isBare ? byName.hidden[l] === 1 : byName.keepLine[line] === 0;
      const bits =
        (focus(l, line) ? mark.focused : 0) | (ignore(l, line) ? mark.ignored : 0) | (isHidden ? mark.hidden : 0);
      const frame = frames.locationFrame[k];
      if (isKnown[frame] === 1 && marks[frame] !== bits) return undefined;
      isKnown[frame] = 1;
      marks[frame] = bits;
    }
  }
  return { marks, warnings: byName.unmatched.map((name) => unmatched(optionTitles[name])) };
}

/** Whether a line matches by itself or by its binary; line -1 is a location without lines. */
function lineMatcher(
  profile: Profile,
  pattern: Pattern | undefined,
  otherwise: boolean,
): (location: number, line: number) => boolean {
  if (pattern === undefined) return () => otherwise;
  const matches = matchNames(profile, pattern);
  const { lineFunction } = profile.locations;
  return (location, line) =>
    (line >= 0 && matches.functions[lineFunction[line]] === 1) || mappingMatches(profile, matches, location);
}
