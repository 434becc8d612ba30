// Pruning: what lies under certain functions is cut off. In: a profile and patterns. Out: shorter stacks, no sample
// dropped. Two kinds, both on simplified names (google/pprof profile/prune.go):
//  - prune_from keeps the match: in [A, B, C, B, D], root first, it leaves [A, B, C, B] for B;
//  - drop_frames, which a profile brings itself, drops the match, seen from the root, and what is under it, but
//    nothing before the first frame that does not match, and nothing that keep_frames matches.

import type { Profile } from '../../profile/profile';
import { cutStacks, keepLines } from './columns';
import { matchSimpleNames } from './matchNames';
import { Pattern } from './re2';
import { PatternError } from './re2Reader';

export function pruneFrom(profile: Profile, pattern: Pattern): Profile {
  const { samples } = profile;
  const { isMatch, keepLine } = markPruned(profile, pattern);
  const begin = new Uint32Array(samples.count);
  for (let i = 0; i < samples.count; i++) {
    const end = samples.stackOffset[i + 1];
    let k = samples.stackOffset[i];
    while (k < end && isMatch[samples.stackLocation[k]] === 0) k++;
    begin[i] = k === end ? samples.stackOffset[i] : k;
  }
  return cutStacks({ ...profile, locations: keepLines(profile.locations, keepLine) }, { begin });
}

export interface PruneMarks {
  /** By LocationIndex: stacks end at the lowest of these. */
  readonly isMatch: Uint8Array;
  /** By line index. */
  readonly keepLine: Uint8Array;
}

export function markPruned(profile: Profile, pattern: Pattern): PruneMarks {
  const { locations } = profile;
  const matches = matchSimpleNames(profile, (name) => pattern.test(name));
  const isMatch = new Uint8Array(locations.count);
  const keepLine = new Uint8Array(locations.lineFunction.length).fill(1);
  for (let l = 0; l < locations.count; l++) {
    const end = locations.lineOffset[l + 1];
    let q = locations.lineOffset[l];
    while (q < end && matches[locations.lineFunction[q]] === 0) q++;
    if (q === end) continue;
    isMatch[l] = 1;
    keepLine.fill(0, locations.lineOffset[l], q);
  }
  return { isMatch, keepLine };
}

export interface Uninteresting {
  readonly profile: Profile;
  /** Why the profile's own patterns were not used; pprof ignores such patterns, too. */
  readonly problem?: PatternError;
}

/** Applies the profile's own drop_frames and keep_frames; the same profile where it has none. */
export function dropUninteresting(profile: Profile): Uninteresting {
  const marks = markUninteresting(profile);
  if (marks === undefined) return { profile };
  if (marks instanceof PatternError) return { profile, problem: marks };
  const { samples } = profile;
  const { fate, keepLine } = marks;
  const begin = new Uint32Array(samples.count);
  for (let i = 0; i < samples.count; i++) {
    begin[i] = samples.stackOffset[i];
    let foundUser = false;
    for (let k = samples.stackOffset[i + 1] - 1; k >= samples.stackOffset[i]; k--) {
      const f = fate[samples.stackLocation[k]];
      if (f === stays) foundUser = true;
      else if (foundUser) {
        begin[i] = f === goes ? k + 1 : k;
        break;
      }
    }
  }
  return { profile: cutStacks({ ...profile, locations: keepLines(profile.locations, keepLine) }, { begin }) };
}

/** What becomes of a location that drop_frames may match. */
export const stays = 0;
/** The location's outer lines stay, those under the match go. */
export const cutsBeneath = 1;
export const goes = 2;

export interface UninterestingMarks {
  /** By LocationIndex: `stays`, `cutsBeneath` or `goes`. */
  readonly fate: Uint8Array;
  /** By line index. */
  readonly keepLine: Uint8Array;
}

/** Undefined where the profile has no drop_frames, an error where they are no pattern. */
export function markUninteresting(profile: Profile): UninterestingMarks | PatternError | undefined {
  if (profile.dropFrames === '') return undefined;
  let isDropped: (name: string) => boolean;
  try {
    const drop = new Pattern(`^(${profile.dropFrames})$`);
    const keep = profile.keepFrames === '' ? undefined : new Pattern(`^(${profile.keepFrames})$`);
    isDropped = (name) => drop.test(name) && keep?.test(name) !== true;
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
  const { locations } = profile;
  const matches = matchSimpleNames(profile, isDropped);
  const fate = new Uint8Array(locations.count);
  const keepLine = new Uint8Array(locations.lineFunction.length).fill(1);
  for (let l = 0; l < locations.count; l++) {
    const begin = locations.lineOffset[l];
    const last = locations.lineOffset[l + 1] - 1;
    let q = last;
    while (q >= begin && matches[locations.lineFunction[q]] === 0) q--;
    if (q < begin) continue;
    fate[l] = q === last ? goes : cutsBeneath;
    if (q < last) keepLine.fill(0, begin, q + 1);
  }
  return { fate, keepLine };
}
