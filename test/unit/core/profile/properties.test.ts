// What holds for every profile: the recorded ones of all forms and Go versions, and random ones.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { buildCallTree } from '../../../../src/core/analyze/callTree';
import { buildFrames, granularities } from '../../../../src/core/analyze/frames';
import { measure } from '../../../../src/core/analyze/measure';
import { totalsOf } from '../../../../src/core/analyze/totals';
import { openProfile } from '../../../../src/core/open';
import { decodeProfile } from '../../../../src/core/profile/decode';
import { subtractProfile } from '../../../../src/core/profile/diff';
import { encodeProfile } from '../../../../src/core/profile/encode';
import { mergeProfiles } from '../../../../src/core/profile/merge';
import type { Profile } from '../../../../src/core/profile/profile';
import { inflateNative } from '../../../../src/node/inflate';
import { assertSame } from '../../../fuzz/same';
import { fixturesDir } from '../../../harness/paths';
import { stacksText } from '../../profileText';
import { randomProfile } from './randomProfile';

interface Named {
  readonly name: string;
  readonly kind: string;
  readonly profile: Profile;
}

const fixtures: readonly Named[] = fs
  .readdirSync(fixturesDir, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:pb\.gz|txt)$/.test(file))
  .sort()
  .map((file) => {
    const { profile } = openProfile(fs.readFileSync(path.join(fixturesDir, file)), { inflate: inflateNative });
    return { name: file, kind: path.basename(file), profile };
  });
const made: readonly Named[] = Array.from({ length: 12 }, (_, i) => ({
  name: `random ${i}`,
  kind: 'random',
  profile: randomProfile(100 + i, 60),
}));
const all = [...fixtures, ...made];

const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);

describe('every profile', () => {
  it('is there', () => assert.ok(fixtures.length > 50));

  for (const { name, profile } of all) {
    it(`is the same once written and read: ${name}`, () => {
      const back = decodeProfile(encodeProfile(profile)).profile;
      assertSame(profile, back, name);
      assertSame(back, decodeProfile(encodeProfile(back)).profile, name);
    });

    it(`has trees and rows with the sums of its samples: ${name}`, () => {
      const { stackOffset } = profile.samples;
      for (const granularity of granularities) {
        for (const noInlines of [false, true]) {
          const frames = buildFrames(profile, granularity, { noInlines });
          profile.sampleTypes.forEach((_, type) => {
            const what = measure(profile, { sampleIndex: String(type) });
            const tree = buildCallTree(profile, frames, type);
            const { flat, cum } = totalsOf(profile, frames, what);
            assert.equal(tree.total[0], sum(what.values));
            assert.equal(sum(tree.self), sum(what.values));
            assert.equal(sum(flat), sum(what.values.filter((__, i) => stackOffset[i] < stackOffset[i + 1])));
            if (what.values.every((value) => value >= 0)) assert.ok(cum.every((value, i) => value >= flat[i]));
          });
        }
      }
    });

    it(`minus itself is nothing: ${name}`, () => {
      assert.equal(subtractProfile(profile, profile, { kind: 'base' }).samples.count, 0);
      const marked = subtractProfile(profile, profile, { kind: 'diff_base' });
      for (const column of marked.samples.values) assert.equal(sum(column), 0);
      const frames = buildFrames(marked, 'lines');
      const { flat, cum } = totalsOf(marked, frames, measure(marked));
      assert.ok([...flat, ...cum].every((value) => value === 0));
    });
  }
});

describe('profiles of one kind', () => {
  const kinds = new Map<string, Named[]>();
  for (const one of all) kinds.set(one.kind, [...(kinds.get(one.kind) ?? []), one]);
  const sorted = (profile: Profile): string[] => stacksText(profile).sort();

  for (const [kind, members] of kinds) {
    const profiles = members.map(({ profile }) => profile).slice(0, 3);
    if (profiles.length < 2) continue;
    it(`add up to the same in any order: ${kind}`, () => {
      const forwards = mergeProfiles(profiles);
      const backwards = mergeProfiles([...profiles].reverse());
      const inSteps = mergeProfiles([profiles[profiles.length - 1], mergeProfiles(profiles.slice(0, -1))]);
      assert.deepEqual(sorted(backwards), sorted(forwards));
      assert.deepEqual(sorted(inSteps), sorted(forwards));
      forwards.samples.values.forEach((column, t) => {
        assert.equal(
          sum(column),
          profiles.reduce((total, { samples }) => total + sum(samples.values[t]), 0),
        );
      });
    });
  }
});
