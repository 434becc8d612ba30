// Filters on a trie of stacks. In: a profile, its stack blocks, compiled filters. Out: what is left of locations, blocks
// and samples. Invariant: the samples, stacks and frames that are left are those of `applyFilters` on the same profile;
// marks of locations are taken down the trie once instead of along every stack.

import type { Profile, Warning } from '../../profile/profile';
import { keepLines } from './columns';
import { focused, ignored, markByName, type NameMarks } from './focus';
import { type Filters, optionTitles, unmatched } from './refine';
import { markTops } from './showFrom';
import { lengthAt, parentAt, recordSize, type StackBlocks } from './stackBlocks';

export interface TreePlan {
  /** With the lines of locations that are left. Samples are those of the profile before. */
  readonly profile: Profile;
  /** By LocationIndex: 1 where the location stands for no frames. */
  readonly hidden: Uint8Array;
  /** By block: its first so many locations are above what is shown. */
  readonly above: Uint8Array;
  /** By SampleIndex: 1 where the sample is left. */
  readonly keep: Uint8Array;
  readonly warnings: readonly Warning[];
}

export function planTree(profile: Profile, blocks: StackBlocks, filters: Filters): TreePlan {
  const warnings: Warning[] = [];
  let locations = profile.locations;
  const names = markByName(profile, filters);
  if (names !== undefined) {
    locations = keepLines(locations, names.keepLine);
    for (const name of names.unmatched) warnings.push(unmatched(optionTitles[name]));
  }
  const tops = filters.showFrom === undefined ? undefined : markTops({ ...profile, locations }, filters.showFrom);
  if (tops !== undefined) {
    locations = keepLines(locations, tops.keepLine);
    if (!tops.matched) warnings.push(unmatched('ShowFrom'));
  }
  const hidden = names?.hidden ?? new Uint8Array(profile.locations.count);
  const { passes, above } = markBlocks(blocks, names, tops?.isTop, hidden);
  const keep = new Uint8Array(profile.samples.count);
  for (let i = 0; i < keep.length; i++) keep[i] = passes[blocks.blockOf[i]];
  const result = { ...profile, locations };
  dropByTag(result, filters, keep, warnings);
  return { profile: result, hidden, above, keep, warnings };
}

/** What is known of the way from the root to the end of a block. */
const way = { focused: 1, ignored: 2, shown: 4, belowTop: 8 } as const;

interface BlockMarks {
  /** 1 where samples that end with the block are left. */
  readonly passes: Uint8Array;
  readonly above: Uint8Array;
}

function markBlocks(
  { count, records }: StackBlocks,
  names: NameMarks | undefined,
  isTop: Uint8Array | undefined,
  hidden: Uint8Array,
): BlockMarks {
  const passes = new Uint8Array(count).fill(1);
  const above = new Uint8Array(count);
  if (names === undefined && isTop === undefined) return { passes, above };
  const bits = new Uint8Array(count);
  const wanted = (names === undefined ? 0 : way.focused | way.shown) | way.belowTop;
  const asked = wanted | (names === undefined ? 0 : way.ignored);
  if (isTop === undefined) bits[0] = way.belowTop;
  for (let b = 0; b < count; b++) {
    const base = b * recordSize;
    const length = records[base + lengthAt];
    let seen = b === 0 ? bits[0] : bits[records[base + parentAt]];
    if ((seen & way.belowTop) === 0) above[b] = length;
    for (let i = 0; i < length; i++) {
      const l = records[base + i];
      if (names !== undefined) {
        if (names.state[l] === ignored) seen |= way.ignored;
        else if (names.state[l] === focused) seen |= way.focused;
      }
      if (hidden[l] === 1) continue;
      seen |= way.shown;
      if (isTop?.[l] === 1 && (seen & way.belowTop) === 0) {
        seen |= way.belowTop;
        above[b] = i;
      }
    }
    bits[b] = seen;
    passes[b] = (seen & asked) === wanted ? 1 : 0;
  }
  return { passes, above };
}

/** tagfocus and tagignore, of the samples that are left; tells which tag options matched nothing. */
function dropByTag(profile: Profile, filters: Filters, keep: Uint8Array, warnings: Warning[]): void {
  const { tagFocus, tagIgnore, tagShow, tagHide } = filters;
  if ((tagFocus ?? tagIgnore ?? tagShow ?? tagHide) === undefined) return;
  const { samples, labels, strings } = profile;
  const seen = { tagFocus: false, tagIgnore: false, tagShow: false, tagHide: false };
  for (let i = 0; i < samples.count; i++) {
    if (keep[i] === 0) continue;
    const [first, last] = [samples.labelOffset[i], samples.labelOffset[i + 1]];
    const isFocused = tagFocus === undefined || tagFocus.matches(profile, first, last);
    const isIgnored = tagIgnore !== undefined && tagIgnore.matches(profile, first, last);
    seen.tagFocus ||= isFocused;
    seen.tagIgnore ||= isIgnored;
    if (!isFocused || isIgnored) {
      keep[i] = 0;
      continue;
    }
    for (let k = first; k < last && (tagShow ?? tagHide) !== undefined; k++) {
      const key = strings.text(labels.key[k]);
      seen.tagShow ||= tagShow?.test(key) ?? true;
      seen.tagHide ||= tagHide?.test(key) ?? false;
    }
  }
  if (tagFocus !== undefined && !seen.tagFocus) warnings.push(unmatched('TagFocus'));
  if (tagIgnore !== undefined && !seen.tagIgnore) warnings.push(unmatched('TagIgnore'));
  if (tagShow !== undefined && !seen.tagShow) warnings.push(unmatched('TagShow'));
  if (tagHide !== undefined && !seen.tagHide) warnings.push(unmatched('TagHide'));
}
