// show_from. In: a profile and a pattern. Out: stacks without what is above (called before) the highest frame that
// matches. Invariants, from google/pprof profile/filter.go ShowFrom: samples without a match are dropped; a mapping
// that matches keeps all lines of its locations; a location loses its lines above the match in every stack.

import type { Profile } from '../../profile/profile';
import { cutStacks, keepLines } from './columns';
import { mappingMatches, matchNames } from './matchNames';
import type { Pattern } from './re2';

export function showFrom(profile: Profile, pattern: Pattern): { readonly profile: Profile; readonly matched: boolean } {
  const { samples } = profile;
  const { isTop, keepLine, matched } = markTops(profile, pattern);
  const keep = new Uint8Array(samples.count);
  const newEnd = new Uint32Array(samples.count);
  for (let i = 0; i < samples.count; i++) {
    let k = samples.stackOffset[i + 1] - 1;
    while (k >= samples.stackOffset[i] && isTop[samples.stackLocation[k]] === 0) k--;
    if (k < samples.stackOffset[i]) continue;
    keep[i] = 1;
    newEnd[i] = k + 1;
  }
  const result = { ...profile, locations: keepLines(profile.locations, keepLine) };
  return { profile: cutStacks(result, { end: newEnd, keep }), matched };
}

export interface TopMarks {
  /** By LocationIndex: stacks begin at the highest of these. */
  readonly isTop: Uint8Array;
  /** By line index. */
  readonly keepLine: Uint8Array;
  readonly matched: boolean;
}

export function markTops(profile: Profile, pattern: Pattern): TopMarks {
  const { locations } = profile;
  const matches = matchNames(profile, pattern);
  const isTop = new Uint8Array(locations.count);
  const keepLine = new Uint8Array(locations.lineFunction.length).fill(1);
  let matched = false;
  for (let l = 0; l < locations.count; l++) {
    const begin = locations.lineOffset[l];
    const end = locations.lineOffset[l + 1];
    let last = end - 1;
    if (!mappingMatches(profile, matches, l)) {
      while (last >= begin && matches.functions[locations.lineFunction[last]] === 0) last--;
      if (last < begin) continue;
    }
    keepLine.fill(0, last + 1, end);
    isTop[l] = 1;
    matched = true;
  }
  return { isTop, keepLine, matched };
}
