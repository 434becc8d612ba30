import assert from 'node:assert/strict';
import { buildPlacedTree, type PlacedTree } from '../../../../../src/core/analyze/callTree';
import { buildFrames } from '../../../../../src/core/analyze/frames';
import { treeOfOtherType } from '../../../../../src/core/analyze/refine/otherType';
import { hasPlaces, treeBaseOfType } from '../../../../../src/core/analyze/refine/treeBase';
import type { Profile } from '../../../../../src/core/profile/profile';
import { profileFromText } from '../../../profileText';
import { randomProfile } from '../../profile/randomProfile';

function checkPlaces(profile: Profile, { tree, nodeOf }: PlacedTree, sampleType: number): void {
  const self = new Float64Array(tree.count);
  profile.samples.values[sampleType].forEach((value, i) => {
    assert.equal(nodeOf[i] >= 0, value !== 0);
    if (value !== 0) self[nodeOf[i]] += value;
  });
  assert.deepEqual(self, Float64Array.from(tree.self));
}

/** @returns whether there was a quick answer; it is the right one */
function check(profile: Profile, from: number, to: number): boolean {
  const frames = buildFrames(profile, 'functions');
  const base = treeBaseOfType({ profile, frames }, from);
  checkPlaces(profile, base, from);
  if (!hasPlaces(base, to)) return false;
  const quick = treeOfOtherType(base, to);
  checkPlaces(profile, quick, to);
  assert.deepEqual(quick, buildPlacedTree(profile, frames, to));
  return true;
}

describe('treeOfOtherType', () => {
  const withTypes = (...values: readonly (readonly number[])[]): Profile => {
    const profile = profileFromText(
      `main   main   main   gc
       work   work   idle   -
       sum    load   -      -`,
      { values: [1, 2, 3, 4] },
    );
    const type = { type: 't', unit: 'count' };
    return {
      ...profile,
      sampleTypes: values.map(() => type),
      samples: { ...profile.samples, values: values.map((column) => Float64Array.from(column)) },
    };
  };

  it('keeps the nodes where values go together, in either direction', () => {
    const profile = withTypes([1, 0, -3, 4], [1e7, 0, -3e7, 4e7]);
    assert.ok(check(profile, 0, 1));
    assert.ok(check(profile, 1, 0));
    const frames = buildFrames(profile, 'functions');
    const base = treeBaseOfType({ profile, frames }, 1);
    assert.equal(treeOfOtherType(base, 0).tree.parent, base.tree.parent);
  });

  it('does not take values for multiples that only look so, nor sums that are rounded for exact', () => {
    assert.ok(check(withTypes([1, 2, 3, 4], [10, 20, 30, 41]), 0, 1));
    assert.ok(check(withTypes([1, 2, 0, 4], [10, 20, 30, 40]), 1, 0));
    assert.ok(check(withTypes([1, 1, 1, 1], [-10, -10, -10, -10]), 0, 1));
    assert.ok(check(withTypes([0, 0, 0, 0], [0, 0, 0, 0]), 0, 1));
    const large = 2 ** 53 - 2;
    assert.ok(check(withTypes([1, 2, 2, 2], [large / 2, large, large, large]), 0, 1));
  });

  it('puts the larger sibling first where their order changes', () => {
    assert.ok(check(withTypes([1, 2, 3, 4], [9, 1, 100, -4]), 0, 1));
  });

  it('drops nodes that no sample reaches any more, and does not invent any', () => {
    const profile = withTypes([1, 2, 3, 4], [1, 0, 0, 4]);
    assert.ok(check(profile, 0, 1));
    assert.ok(!check(profile, 1, 0));
  });

  it('agrees with a fresh tree on random profiles', () => {
    let quick = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const profile = randomProfile(seed);
      const last = profile.sampleTypes.length - 1;
      if (last > 0 && check(profile, last, 0)) quick++;
    }
    assert.ok(quick > 0);
  });
});
