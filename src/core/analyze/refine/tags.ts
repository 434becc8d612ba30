// What labels do to a profile. In: a profile and the tag options. Out: fewer samples (tagfocus, tagignore), fewer
// labels (tagshow, taghide), or more frames (tagroot, tagleaf). Invariants: filters only drop, frames only add;
// rules from google/pprof profile/filter.go and internal/driver/tagroot.go.

import type { Profile } from '../../profile/profile';
import { cutStacks, keepLabels } from './columns';
import { isNumber, isText } from './labels';
import type { Pattern } from './re2';
import type { TagFilter } from './tagFilter';

export interface TagFiltered {
  readonly profile: Profile;
  readonly focusMatched: boolean;
  readonly ignoreMatched: boolean;
}

export function filterByTag(
  profile: Profile,
  focus: TagFilter | undefined,
  ignore: TagFilter | undefined,
): TagFiltered {
  const { samples } = profile;
  if (focus === undefined && ignore === undefined) return { profile, focusMatched: true, ignoreMatched: true };
  const keep = new Uint8Array(samples.count);
  let focusMatched = false;
  let ignoreMatched = false;
  for (let i = 0; i < samples.count; i++) {
    const isFocused = focus?.matches(profile, samples.labelOffset[i], samples.labelOffset[i + 1]) ?? true;
    const isIgnored = ignore?.matches(profile, samples.labelOffset[i], samples.labelOffset[i + 1]) ?? false;
    focusMatched ||= isFocused;
    ignoreMatched ||= isIgnored;
    if (isFocused && !isIgnored) keep[i] = 1;
  }
  return { profile: cutStacks(profile, { keep }), focusMatched, ignoreMatched };
}

export interface TagsShown {
  readonly profile: Profile;
  readonly showMatched: boolean;
  readonly hideMatched: boolean;
}

/** Keeps the labels whose key `show` matches (default all) and `hide` does not (default none). */
export function showTags(profile: Profile, show: Pattern | undefined, hide: Pattern | undefined): TagsShown {
  const { labels, strings } = profile;
  if (show === undefined && hide === undefined) return { profile, showMatched: true, hideMatched: true };
  const fates = new Map<number, { readonly shown: boolean; readonly hidden: boolean }>();
  const keep = new Uint8Array(labels.count);
  let showMatched = false;
  let hideMatched = false;
  for (let k = 0; k < labels.count; k++) {
    if (!isText(profile, k) && !isNumber(profile, k)) continue;
    const key = labels.key[k];
    let fate = fates.get(key);
    if (fate === undefined) {
      const name = strings.text(key);
      fate = { shown: show?.test(name) ?? true, hidden: hide?.test(name) ?? false };
      fates.set(key, fate);
    }
    showMatched ||= fate.shown;
    hideMatched ||= fate.hidden;
    if (fate.shown && !fate.hidden) keep[k] = 1;
  }
  return { profile: keepLabels(profile, keep), showMatched, hideMatched };
}

/** Labels of one sample by key; texts first, then numbers, as pprof lists the values of a key. */
export function labelsOf(profile: Profile, sample: number, key: string): { texts: number[]; numbers: number[] } {
  const { samples, labels, strings } = profile;
  const texts: number[] = [];
  const numbers: number[] = [];
  for (let k = samples.labelOffset[sample]; k < samples.labelOffset[sample + 1]; k++) {
    if (strings.text(labels.key[k]) !== key) continue;
    if (isText(profile, k)) texts.push(k);
    else if (isNumber(profile, k)) numbers.push(k);
  }
  return { texts, numbers };
}
