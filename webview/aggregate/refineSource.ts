// A profile as a refinement leaves it, in terms of the whole one. In: a profile with its frames, and expressions.
// Out: the refined profile, whose frames have the numbers they have in the whole. Invariant: what the page knows of a
// frame (name, colour, file) holds for every refinement.

import { buildFrames, type FrameTable } from '../../src/core/analyze/frames';
import { refine } from '../../src/core/analyze/refine/refine';
import type { Profile } from '../../src/core/profile/profile';
import type { ViewRefinement } from '../../src/protocol/messages';

export interface Source {
  readonly profile: Profile;
  readonly frames: FrameTable;
}

/** @throws UserError `bad-pattern` */
export function refineSource(whole: Source, options: ViewRefinement): Source {
  const { profile } = refine(whole.profile, options);
  const own = buildFrames(profile, 'functions');
  const byName = new Map(whole.frames.name.map((name, frame) => [name, frame]));
  const frameOf = own.name.map((name) => byName.get(name)!);
  const { count, name, function: functions, line } = whole.frames;
  const locationFrame = own.locationFrame.map((frame) => frameOf[frame]);
  return { profile, frames: { ...own, count, name, function: functions, line, locationFrame } };
}
