import assert from 'node:assert/strict';
import { measure, totalOf } from '../../../../src/core/analyze/measure';
import { subtractProfile } from '../../../../src/core/profile/diff';
import { profileFromText, stacksText } from '../../profileText';
import { randomProfile } from './randomProfile';

const now = profileFromText('main  main  new\nwork  idle', { values: [10, 4, 1] });
const base = profileFromText('main  main  old\nwork  idle', { values: [6, 4, 2] });

describe('subtractProfile', () => {
  it('base: what cancels out is gone', () => {
    const diff = subtractProfile(now, base, { kind: 'base' });
    assert.deepEqual(stacksText(diff), ['main;work 4', 'new 1', 'old -2']);
    assert.equal(totalOf(diff, measure(diff)), 7);
  });

  it('diff_base: the base stays apart and is what percentages refer to', () => {
    const diff = subtractProfile(now, base, { kind: 'diff_base' });
    assert.deepEqual(stacksText(diff), [
      'main;work 10',
      'main;idle 4',
      'new 1',
      'main;work -6',
      'main;idle -4',
      'old -2',
    ]);
    assert.equal(totalOf(diff, measure(diff)), 12);
  });

  it('normalize scales to the sum of the base first', () => {
    const short = profileFromText('a  b', { values: [1, 2] });
    const long = profileFromText('a  b', { values: [10, 20] });
    const diff = subtractProfile(short, long, { kind: 'base', normalize: true });
    assert.deepEqual(stacksText(diff), []);
  });

  it('does not change its inputs', () => {
    const before = [stacksText(now), stacksText(base)];
    subtractProfile(now, base, { kind: 'diff_base', normalize: true });
    assert.deepEqual([stacksText(now), stacksText(base)], before);
  });

  for (let seed = 1; seed <= 12; seed++) {
    it(`a profile minus itself is empty (seed ${seed})`, () => {
      const a = randomProfile(seed, 60);
      const diff = subtractProfile(a, a, { kind: 'base' });
      assert.equal(diff.samples.count, 0);
      assert.equal(diff.locations.count, 0);
      assert.equal(diff.functions.count, 0);
    });
  }
});
