import assert from 'node:assert/strict';
import { buildPlacedTree, type NodeIndex } from '../../../../../src/core/analyze/callTree';
import { buildFrames } from '../../../../../src/core/analyze/frames';
import { dropUninteresting } from '../../../../../src/core/analyze/refine/prune';
import { RefinedTrees, type RefinedTree } from '../../../../../src/core/analyze/refine/refinedTrees';
import { refineSource } from '../../../../../src/core/analyze/refine/refineSource';
import type { SampleFilterOptions } from '../../../../../src/core/analyze/refine/sampleFilter';
import type { Source } from '../../../../../src/core/analyze/refine/treeBase';
import { detailsOfNode } from '../../../../../src/core/layout/nodeLine';
import { subtractProfile } from '../../../../../src/core/profile/diff';
import type { Profile } from '../../../../../src/core/profile/profile';
import { profileFromText } from '../../../profileText';
import { random, randomProfile } from '../../profile/randomProfile';

function sourceOf(profile: Profile): Source {
  const dropped = dropUninteresting(profile).profile;
  return { profile: dropped, frames: buildFrames(dropped, 'functions') };
}

/** The long way: every sample is refined, and the tree is built of what is left. */
function fresh(source: Source, options: SampleFilterOptions, sampleType: number): RefinedTree {
  const less = refineSource(source, options);
  return { ...less, ...buildPlacedTree(less.profile, less.frames, sampleType), filter: undefined };
}

/** Every column, every place of a sample, and what is said of every node. */
function checkSame(quick: RefinedTree, expected: RefinedTree, sampleType: number, hides: boolean): void {
  assert.deepEqual(quick.tree, expected.tree);
  assert.deepEqual(placed(quick), placed(expected));
  for (let node = 0; node < quick.tree.count; node++) {
    const [ours, theirs] = [quick, expected].map((tree) =>
      detailsOfNode(tree, node as NodeIndex, sampleType, 1 - sampleType),
    );
    // A function stays inlined when its caller is hidden; the refined profile has forgotten that.
    const inlined = (hides ? ours : theirs).line?.inlined ?? 'no';
    assert.deepEqual(ours, { ...theirs, line: theirs.line && { ...theirs.line, inlined } });
  }
}

function placed({ nodeOf }: RefinedTree): number[] {
  return [...nodeOf].filter((node) => node >= 0);
}

const patterns = ['f[0-4]$', 'f1$', 'shared', 'main', '.', '^main\\.f[^1]', 'file1', 'app0', 'nothing'];
const tags = ['text1', 'key0=text', 'key1:,text', ':64kb'];

/** Filters and sample types in a row, as somebody chooses them. @returns how many trees were derived, and how many not */
function choose(source: Source, seed: number, rounds: number): { derived: number; rebuilt: number } {
  const next = random(seed);
  const maybe = (list: readonly string[], chance: number): string | undefined =>
    next() < chance ? list[Math.floor(next() * list.length)] : undefined;
  const trees = new RefinedTrees(source);
  const counts = { derived: 0, rebuilt: 0 };
  for (let round = 0; round < rounds; round++) {
    const sampleType = next() < 0.5 ? 0 : 1;
    if (next() < 0.2) {
      checkSame(trees.unrefined(sampleType), fresh(source, {}, sampleType), sampleType, false);
      continue;
    }
    const options: SampleFilterOptions = {
      focus: maybe(patterns, 0.4),
      ignore: maybe(patterns, 0.2),
      hide: maybe(patterns, 0.3),
      show: maybe(patterns, 0.2),
      tagFocus: maybe(tags, 0.1),
      tagIgnore: maybe(tags, 0.1),
    };
    const tree = trees.refined(sampleType, options);
    const hides = (options.hide ?? options.show) !== undefined;
    checkSame(tree, fresh(source, options, sampleType), sampleType, hides);
    if (tree.profile === source.profile) counts.derived++;
    else counts.rebuilt++;
  }
  return counts;
}

describe('RefinedTrees', () => {
  it('are those of the refined profile, whatever was chosen before', () => {
    let [derived, rebuilt] = [0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const counts = choose(sourceOf(randomProfile(seed, 60)), seed + 2000, 8);
      derived += counts.derived;
      rebuilt += counts.rebuilt;
    }
    assert.ok(derived > 150 && rebuilt > 10, `${derived} derived, ${rebuilt} rebuilt`);
  });

  it('are so in differences, where values have signs', () => {
    let derived = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const now = randomProfile(seed, 60);
      const before = randomProfile(seed + 1, 60);
      const source = sourceOf(subtractProfile(now, before, { kind: 'diff_base' }));
      derived += choose(source, seed + 3000, 6).derived;
    }
    assert.ok(derived > 50, `only ${derived} were derived`);
  });

  it('name frames as those of the refined profile are named', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const source = sourceOf(randomProfile(seed, 60));
      const { profile, frames } = refineSource(source, { hide: 'f[0-4]$', focus: '.' });
      const own = buildFrames(profile, 'functions');
      const names = ({ frames: { locationOffset, locationFrame, name } }: Source): string[][] =>
        [...profile.samples.stackLocation].map((l) =>
          [...locationFrame.subarray(locationOffset[l], locationOffset[l + 1])].map((frame) => name[frame]),
        );
      assert.deepEqual(names({ profile, frames }), names({ profile, frames: own }));
    }
  });

  it('have places for samples that count in another type only', () => {
    const profile = profileFromText(
      `main  main  main
       work  idle  work
       sum   -     load`,
      {
        types: [
          { type: 'inuse', unit: 'bytes' },
          { type: 'alloc', unit: 'bytes' },
        ],
        values: [
          [1, 10],
          [0, 20],
          [0, 30],
        ],
      },
    );
    const source = sourceOf(profile);
    const trees = new RefinedTrees(source);
    for (const sampleType of [0, 1, 0, 1]) {
      checkSame(trees.unrefined(sampleType), fresh(source, {}, sampleType), sampleType, false);
      const options = { focus: 'load|idle' };
      checkSame(trees.refined(sampleType, options), fresh(source, options, sampleType), sampleType, false);
    }
  });

  it('say at once that an expression is none', () => {
    const trees = new RefinedTrees(sourceOf(profileFromText('main')));
    assert.throws(() => trees.check({ focus: '(' }), /is not an expression for focus/);
  });
});
