// Growth of watched goroutines, what it looks like, and how often a service is asked.

import assert from 'node:assert/strict';
import type { GoroutineKind } from '../../../../src/core/goroutine/goroutineKinds';
import { GrowthSeries } from '../../../../src/core/goroutine/growthSeries';
import { perMinuteText, sparkline } from '../../../../src/core/goroutine/sparkline';
import { longestPause, pauseAfterAnswer, pauseAfterFailure } from '../../../../src/core/goroutine/watchPace';

function kind(key: number, count: number): GoroutineKind {
  return { key, count, leaked: 0, shortestWait: -1, longestWait: -1, sample: 0 };
}

describe('the growth of goroutines', () => {
  it('is not told before the third look', () => {
    const series = new GrowthSeries();
    series.add(0, [kind(1, 10)]);
    series.add(5000, [kind(1, 20)]);
    assert.equal(series.perMinute(), undefined);
    series.add(10_000, [kind(1, 30)]);
    assert.equal(series.perMinute(), 120);
  });

  it('is that of the straight line through looks at uneven times', () => {
    const series = new GrowthSeries();
    for (const seconds of [0, 1, 5, 6, 30]) series.add(seconds * 1000, [kind(1, 100 + 2 * seconds)]);
    assert.equal(Math.round(series.perMinute()! * 1e6) / 1e6, 120);
  });

  it('adds up: a group grows as its kinds do together', () => {
    const series = new GrowthSeries();
    const counts = [3, 1, 4, 1, 5, 9];
    counts.forEach((n, i) => series.add(i * 2500, [kind(1, n), kind(2, 50 - n * n), ...(i > 2 ? [kind(3, 7)] : [])]));
    const apart = [1, 2, 3].map((key) => series.perMinute([key])!);
    const sum = apart[0] + apart[1] + apart[2];
    assert.ok(Math.abs(series.perMinute([1, 2, 3])! - sum) < 1e-9);
    assert.ok(Math.abs(series.perMinute()! - sum) < 1e-9);
    assert.deepEqual(series.numbers([3]), [0, 0, 0, 7, 7, 7]);
  });

  it('forgets what is long past', () => {
    const series = new GrowthSeries();
    for (let i = 0; i < 100; i++) series.add(i * 1000, [kind(1, i)]);
    assert.equal(series.count, 40);
    assert.equal(series.numbers()[0], 60);
  });

  it('counts small kinds in the total also where there are too many to keep', () => {
    const series = new GrowthSeries();
    const many = Array.from({ length: 3000 }, (_, i) => kind(i, i === 2999 ? 50 : 1));
    series.add(0, many);
    assert.deepEqual(series.numbers(), [3049]);
    assert.deepEqual(series.numbers([2999]), [50]);
  });
});

describe('a sparkline', () => {
  it('goes from the smallest to the largest of what it shows', () => {
    assert.equal(sparkline([0, 1, 2, 3, 4, 5, 6]), '▁▂▃▄▅▆▇');
    assert.equal(sparkline([1000, 5, 5, 6], 3), '▁▁▇');
  });

  it('is flat where nothing changes, and nothing for a single number', () => {
    assert.equal(sparkline([700, 700, 700]), '▁▁▁');
    assert.equal(sparkline([7]), '');
  });

  it('has a text beside it', () => {
    assert.deepEqual([123.4, 2, 0.04, 0.06, -3.25, -60].map(perMinuteText), [
      '+123/min',
      '+2/min',
      '±0/min',
      '+0.1/min',
      '−3.3/min',
      '−60/min',
    ]);
  });
});

describe('the pace of a watch', () => {
  it('is what was chosen while answers are quick', () => {
    assert.equal(pauseAfterAnswer({ interval: 5000, form: 'counts', took: 40 }), 5000);
    assert.equal(pauseAfterAnswer({ interval: 5000, form: 'states', took: 40 }), 5000);
  });

  it('is slower for answers that take long, most of all where the world stops for them', () => {
    assert.equal(pauseAfterAnswer({ interval: 5000, form: 'counts', took: 1000 }), 20_000);
    assert.equal(pauseAfterAnswer({ interval: 5000, form: 'states', took: 1000 }), 100_000);
    assert.equal(pauseAfterAnswer({ interval: 5000, form: 'states', took: 60_000 }), longestPause);
  });

  it('backs off from a service that does not answer, up to a minute', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 500].map((failures) => pauseAfterFailure(5000, failures)),
      [10_000, 20_000, 40_000, 60_000, 60_000, 60_000],
    );
    assert.equal(pauseAfterFailure(120_000, 3), 120_000);
  });
});
