import assert from 'node:assert/strict';
import { buildCallTree } from '../../../../src/core/analyze/callTree';
import { buildFrames, granularities, type Granularity } from '../../../../src/core/analyze/frames';
import { findSampleType, measure, totalOf, type MeasureOptions } from '../../../../src/core/analyze/measure';
import { totalsOf } from '../../../../src/core/analyze/totals';
import { UserError } from '../../../../src/base/userError';
import type { Profile } from '../../../../src/core/profile/profile';
import { profileFromText } from '../../profileText';
import { randomProfile } from '../profile/randomProfile';

/** `name flat cum`, in the order of the frames. */
function rowsOf(
  profile: Profile,
  granularity: Granularity = 'functions',
  options: MeasureOptions & { noInlines?: boolean } = {},
): string[] {
  const frames = buildFrames(profile, granularity, { noInlines: options.noInlines === true });
  const { flat, cum } = totalsOf(profile, frames, measure(profile, options));
  return frames.name.map((name, i) => `${name} ${flat[i]} ${cum[i]}`).sort();
}

describe('totals', () => {
  it('flat is the leaf, cum everything above it', () => {
    const profile = profileFromText(
      `main  main
       work  idle
       sum`,
      { values: [10, 5] },
    );
    assert.deepEqual(rowsOf(profile), ['idle 5 5', 'main 0 15', 'sum 10 10', 'work 0 10']);
  });

  it('counts recursion once a sample', () => {
    const profile = profileFromText('fib\nfib\nfib', { values: [7] });
    assert.deepEqual(rowsOf(profile), ['fib 7 7']);
  });

  it('counts recursion through an inlined frame once', () => {
    const profile = profileFromText('a\nb[inl]\na\nb[inl]', { values: [3] });
    assert.deepEqual(rowsOf(profile), ['a 0 3', 'b 3 3']);
    assert.deepEqual(rowsOf(profile, 'functions', { noInlines: true }), ['a 3 3']);
  });

  it('gives the innermost inlined frame the flat value', () => {
    const profile = profileFromText('main\nwork\nsum[inl]\nadd[inl]', { values: [3] });
    assert.deepEqual(rowsOf(profile), ['add 3 3', 'main 0 3', 'sum 0 3', 'work 0 3']);
  });

  it('samples without frames count nowhere, but in the total', () => {
    const profile = profileFromText('main', { values: [3], empty: [[4]] });
    assert.deepEqual(rowsOf(profile), ['main 3 3']);
    assert.equal(totalOf(profile, measure(profile)), 7);
  });

  it('tells lines, files and addresses apart as asked', () => {
    const profile = profileFromText(
      `main[f:m.go,l:1,a:10]  main[f:m.go,l:2,a:20]  main[f:m.go,l:2,a:30]
       x[f:x.go,l:9,a:40]     x[f:x.go,l:9,a:40]     x[f:y.go,l:9,a:50]`,
      { values: [1, 2, 4] },
    );
    assert.deepEqual(rowsOf(profile, 'functions'), ['main 0 7', 'x 7 7']);
    assert.deepEqual(rowsOf(profile, 'filefunctions'), ['main m.go 0 7', 'x x.go 3 3', 'x y.go 4 4']);
    assert.deepEqual(rowsOf(profile, 'files'), ['m.go 0 7', 'x.go 3 3', 'y.go 4 4']);
    assert.deepEqual(rowsOf(profile, 'lines'), ['main m.go:1 0 1', 'main m.go:2 0 6', 'x x.go:9 3 3', 'x y.go:9 4 4']);
    assert.equal(rowsOf(profile, 'addresses').length, 5);
  });
});

describe('means', () => {
  const types = [
    { type: 'contentions', unit: 'count' },
    { type: 'delay', unit: 'nanoseconds' },
  ];

  it('divide sums by the sums of the first sample type, towards zero', () => {
    const profile = profileFromText('a  a  b', {
      types,
      values: [
        [2, 11],
        [1, 3],
        [0, 5],
      ],
    });
    assert.deepEqual(rowsOf(profile, 'functions', { mean: true }), ['a 4 4', 'b 5 5']);
    const what = measure(profile, { mean: true });
    assert.equal(what.type, 'mean_delay');
    assert.equal(totalOf(profile, what), 6);
  });
});

describe('totalOf', () => {
  it('adds up magnitudes', () => {
    const profile = profileFromText('a  b', { values: [5, -3] });
    assert.equal(totalOf(profile, measure(profile)), 8);
  });

  it('is the total of the diff base alone where there is one', () => {
    const labels = [{}, { 'pprof::base': 'true' }];
    const profile = profileFromText('a  b', { values: [5, -3], labels });
    assert.equal(totalOf(profile, measure(profile)), 3);
  });
});

describe('findSampleType', () => {
  const types = ['objects', 'space'].map((type) => ({ type, unit: 'count' }));
  const heap = { sampleTypes: types, defaultSampleType: '' };

  it('takes the recommended type, else the last', () => {
    assert.equal(findSampleType(heap, ''), 1);
    assert.equal(findSampleType({ ...heap, defaultSampleType: 'objects' }, ''), 0);
    assert.equal(findSampleType({ ...heap, defaultSampleType: 'nothing' }, ''), 1);
  });

  it('finds by number and by name, also by the name newer profiles have', () => {
    assert.equal(findSampleType(heap, '0'), 0);
    assert.equal(findSampleType(heap, 'space'), 1);
    assert.equal(findSampleType(heap, 'inuse_space'), 1);
  });

  it('says what there is otherwise', () => {
    for (const wanted of ['2', '-1', 'cpu', 'alloc_space']) {
      assert.throws(
        () => findSampleType(heap, wanted),
        (error) => UserError.is(error, 'bad-sample-index') && error.next.includes('objects, space'),
      );
    }
  });
});

describe('properties of totals', () => {
  for (let seed = 1; seed <= 8; seed++) {
    it(`flat adds up to the samples, and agrees with the call tree (seed ${seed})`, () => {
      const profile = randomProfile(seed, 60);
      const { samples } = profile;
      for (const granularity of granularities) {
        const frames = buildFrames(profile, granularity);
        const what = measure(profile);
        const { flat, cum } = totalsOf(profile, frames, what);
        const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
        const withStack = what.values.filter((_, i) => samples.stackOffset[i] < samples.stackOffset[i + 1]);
        assert.equal(sum(flat), sum(withStack));
        const tree = buildCallTree(profile, frames, what.index);
        const treeFlat = new Float64Array(frames.count);
        const treeCum = new Float64Array(frames.count);
        for (let node = 1; node < tree.count; node++) {
          treeFlat[tree.frame[node]] += tree.self[node];
          let above = tree.parent[node];
          while (above > 0 && tree.frame[above] !== tree.frame[node]) above = tree.parent[above];
          if (above === 0) treeCum[tree.frame[node]] += tree.total[node];
        }
        assert.deepEqual(treeFlat, flat);
        assert.deepEqual(treeCum, cum);
      }
    });
  }
});
