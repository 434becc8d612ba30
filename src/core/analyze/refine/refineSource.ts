// A profile as a refinement leaves it, in terms of the whole one. In: a profile with its frames by function, and
// expressions. Out: the refined profile, whose frames have the numbers they have in the whole. Invariant: what is known
// of a frame (name, colour, file) holds for every refinement.

import type { Profile } from '../../profile/profile';
import type { FrameTable } from '../frames';
import { refine, type RefineOptions } from './refine';
import type { Source } from './treeBase';

/** @throws UserError `bad-pattern` */
export function refineSource(whole: Source, options: RefineOptions): Source {
  const { profile } = refine(whole.profile, options);
  return { profile, frames: framesOfLess(whole, profile) };
}

/** Locations keep their numbers and lose lines: those that are left are found again by their functions. */
function framesOfLess({ profile: { locations: all }, frames }: Source, { locations }: Profile): FrameTable {
  const { count, lineOffset, lineFunction } = locations;
  if (locations === all) return frames;
  const locationOffset = new Uint32Array(count + 1);
  const locationFrame = new Int32Array(lineFunction.length + count);
  let used = 0;
  for (let l = 0; l < count; l++) {
    let from = frames.locationOffset[l];
    // Without lines: not symbolized, or no part of any stack now.
    if (lineOffset[l] === lineOffset[l + 1]) locationFrame[used++] = frames.locationFrame[from];
    for (let q = lineOffset[l]; q < lineOffset[l + 1]; q++) {
      while (all.lineFunction[all.lineOffset[l] + from - frames.locationOffset[l]] !== lineFunction[q]) from++;
      locationFrame[used++] = frames.locationFrame[from++];
    }
    locationOffset[l + 1] = used;
  }
  return { ...frames, locationOffset, locationFrame: locationFrame.subarray(0, used) };
}
