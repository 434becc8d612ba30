// Numbers of a row of the Goroutines view: what stands before its name and what after it.

import assert from 'node:assert/strict';
import { growthText, type Numbers, numbersText, waitNote } from '../../../../src/host/goroutines/goroutineNumbers';

const none: Numbers = { count: 5, leaked: 0, longestWait: -1, change: undefined, perMinute: undefined, spark: '' };

describe('numbers of goroutines', () => {
  it('leave out what is not known', () => {
    assert.equal(growthText(none), '');
    assert.equal(numbersText(none), '');
    assert.equal(growthText({ ...none, change: 0 }), '');
  });

  it('say that nobody knows for how long, where something waits and no minutes are told', () => {
    assert.match(waitNote(-1, true), /^For how long is not known: /);
    assert.match(waitNote(0, true), /at least so long/);
    assert.equal(waitNote(-1, false), '');
  });

  it('tell growth beside the count', () => {
    assert.equal(growthText({ ...none, change: -3 }), '−3');
    assert.equal(growthText({ ...none, perMinute: 12.2, spark: '▁▃▇' }), '+12/min ▁▃▇');
  });

  it('do not let what stands still push the name out of sight', () => {
    const still: Numbers = { ...none, leaked: 2, longestWait: 7, perMinute: 0.01, spark: '▁▁▁' };
    assert.equal(growthText(still), '');
    assert.equal(numbersText(still), '2 leaked · oldest 7 min · ±0/min');
    assert.equal(numbersText({ ...none, leaked: 5, perMinute: 1, spark: '▁▂' }), 'leaked');
  });
});
