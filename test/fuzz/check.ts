// What must hold for any bytes. In: an input, a chance. Out: what kind of input it was, in a word; or whatever was
// thrown that is not our error. Invariants: an input decodes or is refused with a sentence; what decoded keeps the
// model's promises, is the same after encode and decode, and every view of it can be made and agrees with the samples.

import assert from 'node:assert/strict';
import { UserError } from '../../src/base/userError';
import { buildCallTree } from '../../src/core/analyze/callTree';
import { buildFrames, granularities, type FrameTable } from '../../src/core/analyze/frames';
import { measure } from '../../src/core/analyze/measure';
import { totalsOf } from '../../src/core/analyze/totals';
import { goroutineGroups } from '../../src/core/goroutine/groups';
import { originTree } from '../../src/core/goroutine/originTree';
import { openProfile } from '../../src/core/open';
import { decodeProfile } from '../../src/core/profile/decode';
import { subtractProfile } from '../../src/core/profile/diff';
import { encodeProfile } from '../../src/core/profile/encode';
import { mergeProfiles } from '../../src/core/profile/merge';
import { packProfile, unpackProfile } from '../../src/core/profile/pack';
import type { Profile } from '../../src/core/profile/profile';
import { flameSvg } from '../../src/core/report/flameSvg';
import { foldedText } from '../../src/core/report/folded';
import { groupsText } from '../../src/core/report/goroutines';
import type { ReportOptions } from '../../src/core/report/options';
import { prepare } from '../../src/core/report/prepare';
import { rawText } from '../../src/core/report/raw';
import { speedscopeFile } from '../../src/core/report/speedscope';
import { tagsReport, tagsText } from '../../src/core/report/tags';
import { topText } from '../../src/core/report/top';
import { tracesText } from '../../src/core/report/traces';
import { treeReport, treeText } from '../../src/core/report/tree';
import { ProfileError } from '../../src/core/wire/errors';
import { inflatePortable } from '../../src/core/wire/inflatePortable';
import { inflateNative } from '../../src/node/inflate';
import type { Chance } from './chance';
import { checkColumns } from './columns';
import { assertSame } from './same';

/** Small, so that bombs are cheap. */
export const maxInflatedBytes = 16 << 20;

export function check(input: Uint8Array, chance: Chance): string {
  let profile: Profile;
  let warnings: string[];
  try {
    const inflate = chance.oneIn(2) ? inflateNative : inflatePortable;
    const decoded = openProfile(input, { inflate, maxInflatedBytes });
    profile = decoded.profile;
    warnings = decoded.warnings.map(({ code }) => code);
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    assert.match(error.message, /^[A-Z].*\.$/s);
    return `refused ${error.message.replace(/\d+/g, '#').slice(0, 80)}`;
  }
  checkColumns(profile);
  checkSurvives(profile);
  checkTree(profile, chance);
  checkViews(profile, chance);
  return [kindOf(profile), ...sizesOf(profile), ...warnings.sort()].join(' ');
}

function checkSurvives(profile: Profile): void {
  assertSame(profile, unpackProfile(packProfile(profile)), 'pack and unpack');
  // Folded stacks may have fractions, which the format cannot say.
  const isWhole = profile.samples.values.every((column) => column.every(Number.isInteger));
  const back = decodeProfile(encodeProfile(profile)).profile;
  if (isWhole) assertSame(profile, back, 'encode and decode');
}

/** Sums are compared where they are exact. */
function isExact(values: Float64Array): boolean {
  return values.every(Number.isInteger) && values.reduce((sum, value) => sum + Math.abs(value), 0) < 2 ** 53;
}

/** Totals of any tree are those of the samples. */
export function checkTree(profile: Profile, chance: Chance): void {
  if (profile.sampleTypes.length === 0) return;
  const what = measure(profile, { sampleIndex: String(chance.below(profile.sampleTypes.length)) });
  const frames = buildFrames(profile, chance.of(granularities), { noInlines: chance.oneIn(3) });
  const tree = buildCallTree(profile, frames, what.index);
  const { flat, cum } = totalsOf(profile, frames, what);
  if (!isExact(what.values)) return;
  const { stackOffset } = profile.samples;
  const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
  assert.equal(tree.total[0], sum(what.values), 'the root is everything');
  assert.equal(sum(flat), sum(what.values.filter((_, i) => stackOffset[i] < stackOffset[i + 1])), 'flat is everything');
  const ofTree = totalsOfTree(tree, frames);
  assert.deepEqual(ofTree.flat, flat, 'flat of the tree');
  assert.deepEqual(ofTree.cum, cum, 'cum of the tree');
}

function totalsOfTree(
  tree: ReturnType<typeof buildCallTree>,
  frames: FrameTable,
): Record<'flat' | 'cum', Float64Array> {
  const flat = new Float64Array(frames.count);
  const cum = new Float64Array(frames.count);
  /** Per frame: where the subtree of its outermost occurrence ends. Recursion counts once. */
  const insideUntil = new Int32Array(frames.count);
  for (let node = 1; node < tree.count; node++) {
    const frame = tree.frame[node];
    flat[frame] += tree.self[node];
    if (node < insideUntil[frame]) continue;
    insideUntil[frame] = tree.subtreeEnd[node];
    cum[frame] += tree.total[node];
  }
  return { flat, cum };
}

const time = (nanos: bigint): string => String(nanos);

/** None of them may fail but with a sentence. */
function checkViews(profile: Profile, chance: Chance): void {
  const views: readonly (() => unknown)[] = [
    () => topText(prepare(profile, optionsOf(chance)), {}, time),
    () => {
      const prepared = prepare(profile, optionsOf(chance));
      treeText(prepared, treeReport(prepared, {}), {}, time);
    },
    () => [...tracesText(prepare(profile, optionsOf(chance), { trimsFilenames: false }), time)],
    () => {
      const prepared = prepare(profile, optionsOf(chance), { trimsFilenames: false });
      tagsText(prepared, tagsReport(prepared));
    },
    () => [...rawText(prepare(profile, {}, { granularity: 'addresses', trimsFilenames: false }).profile, time)],
    () => [...foldedText(prepare(profile, {}))],
    () => JSON.stringify(speedscopeFile(prepare(profile, {}), 'fuzz', false)),
    () => flameSvg(prepare(profile, {}), time),
    () => {
      const merged = mergeProfiles([profile, profile]);
      checkColumns(merged);
    },
    () => {
      const { samples } = subtractProfile(profile, profile, { kind: 'base' });
      if (profile.samples.values.every(isExact)) assert.equal(samples.count, 0, 'a minus a is nothing');
    },
    () => {
      const groups = goroutineGroups(profile);
      groupsText(groups);
      const { goroutines } = profile;
      if (goroutines === undefined) return;
      assert.equal(groups.total, goroutines.count, 'every goroutine is in a group');
      const own = originTree(profile).reduce((sum, row) => sum + row.own, 0);
      assert.equal(own, goroutines.count, 'every goroutine is in the origin tree');
    },
  ];
  for (let i = 0; i < 2; i++) {
    try {
      chance.of(views)();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
}

function optionsOf(chance: Chance): ReportOptions {
  const pattern = (): string => chance.of(['main', '.', 'runtime|GC', '^$', '\\(\\*\\w+\\)', '[', '(?i)A']);
  const options: readonly ReportOptions[] = [
    {},
    { focus: pattern(), ignore: pattern() },
    { hide: pattern(), granularity: chance.of(granularities) },
    { show: pattern(), noInlines: true },
    { showFrom: pattern(), pruneFrom: pattern() },
    {
      tagFocus: chance.of(['k=v', '1kb:', ':64kb', 'a', 'bytes=16b:1mb', ':', 'x']),
      tagIgnore: chance.of(['a=b', '']),
    },
    { tagRoot: 'state,key0', tagLeaf: chance.of(['bytes', 'key1,key2']) },
    { tagShow: pattern(), tagHide: pattern() },
    { mean: true, divideBy: chance.of([3, 0.5, -1]) },
    { unit: chance.of(['auto', 'ms', 'kb', 'count']), relativePercentages: true },
    { nodeCount: 3, dropNegative: true },
  ];
  return chance.of(options);
}

function kindOf({ goroutines, sampleTypes }: Profile): string {
  return goroutines === undefined ? `${Math.min(5, sampleTypes.length)} types` : 'dump';
}

/** Powers of four, so that an input is new when something in it became much more or less, or appeared. */
function sizesOf(profile: Profile): number[] {
  const { samples, locations, functions, mappings, labels, strings, goroutines } = profile;
  const size = (count: number): number => Math.ceil(Math.log2(count + 1) / 2);
  return [
    ...[samples.count, samples.stackLocation.length, locations.count, locations.lineFunction.length].map(size),
    ...[functions.count, mappings.count, labels.count, strings.count, goroutines?.count ?? 0].map(size),
  ];
}
