import assert from 'node:assert/strict';
import { UserError } from '../../../../src/base/userError';
import { cutStacks } from '../../../../src/core/analyze/refine/columns';
import { mergeProfiles } from '../../../../src/core/profile/merge';
import { packProfile } from '../../../../src/core/profile/pack';
import type { Profile } from '../../../../src/core/profile/profile';
import { profileFromText, stacksText } from '../../profileText';
import { randomProfile } from './randomProfile';

const cpu = [
  { type: 'samples', unit: 'count' },
  { type: 'cpu', unit: 'nanoseconds' },
];

describe('mergeProfiles', () => {
  it('adds up equal stacks and keeps the others', () => {
    const a = profileFromText('main  main\nwork  idle', { values: [1, 2] });
    const b = profileFromText('main  main\nwork  wait', { values: [10, 20] });
    assert.deepEqual(stacksText(mergeProfiles([a, b])), ['main;work 11', 'main;idle 2', 'main;wait 20']);
  });

  it('adds up equal stacks of one profile', () => {
    const a = profileFromText('main  main', { values: [1, 2] });
    assert.deepEqual(stacksText(mergeProfiles([a])), ['main 3']);
  });

  it('keeps samples with other labels apart', () => {
    const labels = [{ user: 'ann' }, { user: 'bob' }];
    const a = profileFromText('main  main', { values: [1, 2], labels });
    const b = profileFromText('main  main', { values: [10, 20], labels: [{ user: 'bob' }, {}] });
    const merged = mergeProfiles([a, b]);
    assert.deepEqual(stacksText(merged), ['main 1', 'main 12', 'main 20']);
    assert.equal(merged.labels.count, 2);
  });

  it('does not care about the order of keys, but about that of values', () => {
    const one = profileFromText('m', { labels: [{ a: 'x', b: ['1', '2'] }] });
    const other = profileFromText('m', { labels: [{ b: ['1', '2'], a: 'x' }] });
    const third = profileFromText('m', { labels: [{ b: ['2', '1'], a: 'x' }] });
    assert.equal(mergeProfiles([one, other]).samples.count, 1);
    assert.equal(mergeProfiles([one, third]).samples.count, 2);
  });

  it('drops samples without value, and what only they used', () => {
    const a = profileFromText('main  gone[f:gone.go]', { values: [1, 0] });
    const merged = mergeProfiles([a]);
    assert.deepEqual(stacksText(merged), ['main 1']);
    assert.equal(merged.functions.count, 1);
    assert.equal(merged.locations.count, 1);
  });

  it('drops what cancels out', () => {
    const a = profileFromText('main  stays', { values: [1, 5] });
    const b = profileFromText('main', { values: [-1] });
    const merged = mergeProfiles([a, b]);
    assert.deepEqual(stacksText(merged), ['stays 5']);
    assert.equal(merged.functions.count, 1);
  });

  it('moves addresses with their mapping', () => {
    const at = (start: bigint, address: string): Profile => {
      const p = profileFromText(`main[m:app,a:${address}]`);
      const mappings = { ...p.mappings, start: BigUint64Array.of(start), limit: BigUint64Array.of(start + 0x1000n) };
      return { ...p, mappings };
    };
    const merged = mergeProfiles([at(0x1000n, '1010'), at(0x5000n, '5010'), at(0x5000n, '5020')]);
    assert.deepEqual([...merged.locations.address], [0x1010n, 0x1020n]);
    assert.equal(merged.mappings.count, 1);
    assert.deepEqual(stacksText(merged), ['main 2', 'main 1']);
  });

  it('keeps zero-frame samples', () => {
    const a = profileFromText('main', { empty: [[3]] });
    assert.deepEqual(stacksText(mergeProfiles([a, a])), ['main 2', ' 6']);
  });

  it('takes the sample types all have, in the order of the first and in the finest unit', () => {
    const a = profileFromText('main', { types: cpu, values: [[1, 500]] });
    const other = [
      { type: 'cpu', unit: 'microseconds' },
      { type: 'extra', unit: 'count' },
      { type: 'samples', unit: 'count' },
    ];
    const b = profileFromText('main', { types: other, values: [[3, 9, 2]] });
    const merged = mergeProfiles([a, b]);
    assert.deepEqual(merged.sampleTypes, cpu);
    assert.deepEqual(stacksText(merged), ['main 3,3500']);
  });

  it('joins headers as pprof does', () => {
    const header = (time: bigint, period: bigint, comment: string): Partial<Profile> => ({
      timeNanos: time,
      durationNanos: 10n,
      period,
      comments: [comment, 'both'],
    });
    const a = profileFromText('m', { header: header(50n, 5n, 'a') });
    const b = profileFromText('m', { header: header(20n, 7n, 'b') });
    const merged = mergeProfiles([a, b]);
    assert.deepEqual([merged.timeNanos, merged.durationNanos, merged.period], [20n, 20n, 7n]);
    assert.deepEqual(merged.comments, ['a', 'both', 'b']);
  });

  it('refuses profiles that have nothing in common', () => {
    const a = profileFromText('m', { types: [{ type: 'cpu', unit: 'ns' }] });
    const b = profileFromText('m', { types: [{ type: 'space', unit: 'bytes' }] });
    const c = profileFromText('m', { types: [{ type: 'cpu', unit: 'bytes' }] });
    assert.throws(
      () => mergeProfiles([a, b]),
      (error) => UserError.is(error, 'incompatible'),
    );
    assert.throws(
      () => mergeProfiles([a, c]),
      (error) => UserError.is(error, 'incompatible'),
    );
  });

  it('keeps the goroutines of dumps', () => {
    const dump = (id: number): Profile => {
      const p = profileFromText('main  main\nwait  work', { values: [1, 1] });
      return {
        ...p,
        goroutines: {
          count: 2,
          id: Float64Array.of(id, id + 1),
          sample: Int32Array.of(1, 0),
          state: Int32Array.of(1, 1),
          waitMinutes: Int32Array.of(-1, 5),
          createdBy: Int32Array.of(0, -1),
          parent: Float64Array.of(1, -1),
          flags: Uint8Array.of(0, 2),
        },
      };
    };
    const { goroutines, samples } = mergeProfiles([dump(1), dump(10)]);
    assert.equal(samples.count, 2);
    assert.deepEqual([...goroutines!.id], [1, 2, 10, 11]);
    assert.deepEqual([...goroutines!.sample], [1, 0, 1, 0]);
    assert.deepEqual([...goroutines!.createdBy], [goroutines!.createdBy[0], -1, goroutines!.createdBy[0], -1]);
  });
});

describe('properties of merging', () => {
  /** The samples of a profile dealt out to three. */
  const dealt = (profile: Profile): Profile[] =>
    [0, 1, 2].map((hand) =>
      cutStacks(profile, {
        keep: Uint8Array.from({ length: profile.samples.count }, (_, i) => (i % 3 === hand ? 1 : 0)),
      }),
    );
  const sorted = (profile: Profile): string[] => stacksText(profile).sort();

  for (let seed = 1; seed <= 12; seed++) {
    it(`the order of profiles changes no number (seed ${seed})`, () => {
      const whole = randomProfile(seed, 60);
      const [a, b, c] = dealt(whole);
      const expected = sorted(mergeProfiles([whole]));
      assert.deepEqual(sorted(mergeProfiles([a, b, c])), expected);
      assert.deepEqual(sorted(mergeProfiles([c, a, b])), expected);
      assert.deepEqual(sorted(mergeProfiles([mergeProfiles([b, c]), a])), expected);
    });

    it(`twice is double, once is the same (seed ${seed})`, () => {
      const once = mergeProfiles([randomProfile(seed, 60)]);
      assert.deepEqual(packProfile(mergeProfiles([once])), packProfile(once));
      const twice = mergeProfiles([once, once]);
      twice.samples.values.forEach((column, t) => {
        assert.deepEqual(
          column,
          once.samples.values[t].map((value) => 2 * value),
        );
      });
    });
  }
});
