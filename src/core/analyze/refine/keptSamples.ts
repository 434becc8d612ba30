// Marks of frames, taken down a call tree. In: a tree base, marks of its frames, tag filters. Out: the samples that are
// left. Invariant: google/pprof profile/filter.go, as focus.ts: a sample is left if some frame on its way is focused,
// none ignored, and some shown.

import type { Warning } from '../../profile/profile';
import { mark } from './frameMarks';
import { type Filters, unmatched } from './refine';
import type { TreeBase } from './treeBase';

/** By SampleIndex: 1 where the sample is left. */
export function keptByFrames({ tree, nodeOf }: TreeBase, marks: Uint8Array): Uint8Array {
  const shown = 8;
  const way = new Uint8Array(tree.count);
  for (let n = 1; n < tree.count; n++) {
    const own = marks[tree.frame[n]];
    way[n] = way[tree.parent[n]] | own | ((own & mark.hidden) === 0 ? shown : 0);
  }
  const asked = mark.focused | mark.ignored | shown;
  const keep = new Uint8Array(nodeOf.length);
  for (let i = 0; i < keep.length; i++) {
    const node = nodeOf[i];
    if (node >= 0) keep[i] = (way[node] & asked) === (mark.focused | shown) ? 1 : 0;
  }
  return keep;
}

/** tagfocus and tagignore on the samples that are left; tells which tag options matched nothing. */
export function dropByTag({ profile }: TreeBase, filters: Filters, keep: Uint8Array): readonly Warning[] {
  const { tagFocus, tagIgnore, tagShow, tagHide } = filters;
  if ((tagFocus ?? tagIgnore ?? tagShow ?? tagHide) === undefined) return [];
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
  const warnings: Warning[] = [];
  if (tagFocus !== undefined && !seen.tagFocus) warnings.push(unmatched('TagFocus'));
  if (tagIgnore !== undefined && !seen.tagIgnore) warnings.push(unmatched('TagIgnore'));
  if (tagShow !== undefined && !seen.tagShow) warnings.push(unmatched('TagShow'));
  if (tagHide !== undefined && !seen.tagHide) warnings.push(unmatched('TagHide'));
  return warnings;
}
