// A refinement of a stack tree. In: a profile, its stack tree, compiled filters. Out: what is left of each node and of
// each sample. Invariant: the samples, stacks and frames that are left are those of `refine` on the same profile with
// the same options; marks of locations are taken down the tree instead of along every stack.

import type { Profile, Warning } from '../../profile/profile';
import { keepLines } from './columns';
import { focused, ignored, markByName, type NameMarks } from './focus';
import { cutsBeneath, goes, markPruned, markUninteresting, stays } from './prune';
import { type Filters, optionTitles, unmatched } from './refine';
import { PatternError } from './re2Parse';
import { markTops } from './showFrom';
import type { StackTree } from './stackTree';

export interface TreePlan {
  /** With the lines of locations that are left. Samples are those of the profile before. */
  readonly profile: Profile;
  /** By node of the trunk: 1 where the node stands for frames. */
  readonly isShown: Uint8Array;
  /** By LocationIndex: 1 where a location of a tail stands for no frames. */
  readonly hidden: Uint8Array;
  /** By SampleIndex: the node of the trunk where it ends or its tail begins; -1 where the sample is dropped. */
  readonly endOf: Int32Array;
  /** By SampleIndex: the entries of `stackLocation` that are its tail now, leaf first. */
  readonly tailBegin: Uint32Array;
  readonly tailEnd: Uint32Array;
  readonly warnings: readonly Warning[];
}

export function planTree(profile: Profile, tree: StackTree, filters: Filters): TreePlan {
  const warnings: Warning[] = [];
  const marks = markLocations(profile, filters, warnings);
  const nodes = markNodes(tree, marks);
  const ends = endStacks(profile, tree, marks, nodes);
  dropByTag(marks.profile, filters, ends.endOf, warnings);
  const hidden = marks.names?.hidden ?? new Uint8Array(profile.locations.count);
  return { profile: marks.profile, isShown: nodes.isShown, hidden, ...ends, warnings };
}

/** What the filters say about locations, one after the other, as each sees the lines the one before left. */
interface LocationMarks {
  readonly profile: Profile;
  readonly fate: Uint8Array | undefined;
  readonly names: NameMarks | undefined;
  readonly isTop: Uint8Array | undefined;
  readonly isPruned: Uint8Array | undefined;
}

function markLocations(profile: Profile, filters: Filters, warnings: Warning[]): LocationMarks {
  let result = profile;
  const drop = (keepLine: Uint8Array): void => {
    result = { ...result, locations: keepLines(result.locations, keepLine) };
  };
  const uninteresting = markUninteresting(result);
  const fate = uninteresting instanceof PatternError ? undefined : uninteresting;
  if (fate !== undefined) drop(fate.keepLine);
  const names = markByName(result, filters);
  if (names !== undefined) {
    drop(names.keepLine);
    for (const name of names.unmatched) warnings.push(unmatched(optionTitles[name]));
  }
  const tops = filters.showFrom === undefined ? undefined : markTops(result, filters.showFrom);
  if (tops !== undefined) {
    drop(tops.keepLine);
    if (!tops.matched) warnings.push(unmatched('ShowFrom'));
  }
  const pruned = filters.pruneFrom === undefined ? undefined : markPruned(result, filters.pruneFrom);
  if (pruned !== undefined) drop(pruned.keepLine);
  return { profile: result, fate: fate?.fate, names, isTop: tops?.isTop, isPruned: pruned?.isMatch };
}

/** What a node knows of the way from the root to it. */
const way = { user: 1, focused: 2, ignored: 4, shown: 8, belowTop: 16 } as const;

interface NodeMarks {
  /** Bits of `way`. */
  readonly bits: Uint8Array;
  readonly isShown: Uint8Array;
  /** Where stacks that end here end after drop_frames; undefined: here. */
  readonly cutAt: Int32Array | undefined;
  /** The lowest node on the way that prune_from matches, -1 for none; undefined without prune_from. */
  readonly prunedAt: Int32Array | undefined;
}

function markNodes(tree: StackTree, marks: LocationMarks): NodeMarks {
  const { count, parent, location } = tree;
  const { fate, names, isTop, isPruned } = marks;
  const bits = new Uint8Array(count);
  const isShown = new Uint8Array(count);
  const cutAt = fate === undefined ? undefined : new Int32Array(count).fill(-1);
  const prunedAt = isPruned === undefined ? undefined : new Int32Array(count).fill(-1);
  if (isTop === undefined) bits[0] = way.belowTop;
  for (let n = 1; n < count; n++) {
    const p = parent[n];
    const l = location[n];
    let way_ = bits[p];
    if (cutAt !== undefined) {
      if (cutAt[p] >= 0) {
        cutAt[n] = cutAt[p];
        continue;
      }
      const f = fate![l];
      if (f === stays) way_ |= way.user;
      else if ((way_ & way.user) !== 0) {
        cutAt[n] = f === goes ? p : n;
        if (f !== cutsBeneath) continue;
      }
    }
    const isHidden = names?.hidden[l] === 1;
    if (names !== undefined) {
      if (names.state[l] === ignored) way_ |= way.ignored;
      else if (names.state[l] === focused) way_ |= way.focused;
    }
    if (!isHidden) {
      way_ |= way.shown;
      if (isTop?.[l] === 1) way_ |= way.belowTop;
      if ((way_ & way.belowTop) !== 0) isShown[n] = 1;
    }
    bits[n] = way_;
    if (prunedAt !== undefined) prunedAt[n] = isShown[n] === 1 && isPruned![l] === 1 ? n : prunedAt[p];
  }
  return { bits, isShown, cutAt, prunedAt };
}

interface Ends {
  readonly endOf: Int32Array;
  readonly tailBegin: Uint32Array;
  readonly tailEnd: Uint32Array;
}

/** Takes the marks from where a sample leaves the trunk to its leaf. */
function endStacks({ samples }: Profile, tree: StackTree, marks: LocationMarks, nodes: NodeMarks): Ends {
  const { stackOffset, stackLocation, count } = samples;
  const { names, isTop, isPruned, fate } = marks;
  const { bits, cutAt, prunedAt } = nodes;
  const endOf = tree.nodeOf.slice();
  const tailBegin = stackOffset.slice(0, count);
  const tailEnd = tree.tailEnd.slice();
  if (names === undefined && isTop === undefined && isPruned === undefined && fate === undefined) {
    return { endOf, tailBegin, tailEnd };
  }
  for (let i = 0; i < count; i++) {
    let node = endOf[i];
    let end = tailEnd[i];
    if (cutAt !== undefined && cutAt[node] >= 0) {
      node = endOf[i] = cutAt[node];
      tailEnd[i] = end = tailBegin[i];
    }
    let seen = bits[node];
    let prunedTo = -1;
    for (let k = end - 1; k >= tailBegin[i]; k--) {
      const l = stackLocation[k];
      if (fate !== undefined) {
        const f = fate[l];
        if (f === stays) seen |= way.user;
        else if ((seen & way.user) !== 0) {
          tailBegin[i] = f === goes ? k + 1 : k;
          if (f === goes) break;
        }
      }
      if (names !== undefined) {
        if (names.state[l] === ignored) seen |= way.ignored;
        else if (names.state[l] === focused) seen |= way.focused;
        if (names.hidden[l] === 1) continue;
      }
      seen |= way.shown;
      if (isTop?.[l] === 1 && (seen & way.belowTop) === 0) {
        seen |= way.belowTop;
        tailEnd[i] = k + 1;
      }
      if (isPruned?.[l] === 1 && (seen & way.belowTop) !== 0) prunedTo = k;
    }
    const passes =
      names === undefined || (seen & (way.focused | way.ignored | way.shown)) === (way.focused | way.shown);
    if (!passes || (seen & way.belowTop) === 0) {
      endOf[i] = -1;
    } else if (prunedTo >= 0) {
      tailBegin[i] = prunedTo;
    } else if (prunedAt !== undefined && prunedAt[node] >= 0) {
      endOf[i] = prunedAt[node];
      tailEnd[i] = tailBegin[i];
    }
  }
  return { endOf, tailBegin, tailEnd };
}

/** tagfocus and tagignore, of the samples that are left; tells which tag options matched nothing. */
function dropByTag(profile: Profile, filters: Filters, endOf: Int32Array, warnings: Warning[]): void {
  const { tagFocus, tagIgnore, tagShow, tagHide } = filters;
  if ((tagFocus ?? tagIgnore ?? tagShow ?? tagHide) === undefined) return;
  const { samples, labels, strings } = profile;
  const seen = { tagFocus: false, tagIgnore: false, tagShow: false, tagHide: false };
  for (let i = 0; i < samples.count; i++) {
    if (endOf[i] < 0) continue;
    const [first, last] = [samples.labelOffset[i], samples.labelOffset[i + 1]];
    const isFocused = tagFocus === undefined || tagFocus.matches(profile, first, last);
    const isIgnored = tagIgnore !== undefined && tagIgnore.matches(profile, first, last);
    seen.tagFocus ||= isFocused;
    seen.tagIgnore ||= isIgnored;
    if (!isFocused || isIgnored) {
      endOf[i] = -1;
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
