import assert from 'node:assert/strict';
import { areUnitsCompatible, formatPercent, formatValue, scaleValue } from '../../../../src/core/profile/units';
import { divideWhole, roundWhole } from '../../../../src/core/profile/unitsInt';

describe('formatValue', () => {
  // Each text is what go tool pprof 1.26 prints for the value.
  const cases: readonly (readonly [number, string, string | undefined, string])[] = [
    [0, 'nanoseconds', undefined, '0'],
    [1_230_000_000, 'nanoseconds', undefined, '1.23s'],
    [10_000_000, 'nanoseconds', undefined, '10ms'],
    [-10_000_000, 'nanoseconds', undefined, '-10ms'],
    [999, 'nanoseconds', undefined, '999ns'],
    [7_200_000_000_000, 'ns', undefined, '2hrs'],
    [90, 'seconds', 'minutes', '90s'],
    [524_288, 'bytes', undefined, '512kB'],
    [1, 'bytes', 'MB', '0'],
    [1_500_000, 'bytes', 'kb', '1464.84kB'],
    [42, 'count', undefined, '42'],
    [42, 'count', 'count', '42'],
    [42, 'count', 'ms', '42ms'],
    [7, 'GCU', undefined, '7GCU'],
    [2500, 'milligcu', 'auto', '2.50GCU'],
    [3, 'widgets', 'auto', '3'],
    // Half-way values go to the even digit, as in Go; toFixed would go up.
    [1152, 'bytes', undefined, '1.12kB'],
    [1408, 'bytes', undefined, '1.38kB'],
    [1664, 'bytes', undefined, '1.62kB'],
    [-1152, 'bytes', undefined, '-1.12kB'],
    // pprof lists 'μs' as a unit but never finds it.
    [5, 'μs', 'ms', '5ms'],
  ];
  for (const [value, unit, to, text] of cases) {
    it(`${value} ${unit} ${to ?? ''} is ${text}`, () => assert.equal(formatValue(value, unit, to), text));
  }
});

describe('formatPercent', () => {
  const cases: readonly (readonly [number, number, string])[] = [
    [1, 3, '33.33%'],
    [1, 1, '  100%'],
    [9996, 10_000, '  100%'],
    [9994, 10_000, '99.94%'],
    [1, 200, '  0.5%'],
    [999, 100_000, '    1%'],
    [1, 1_000_000, '0.0001%'],
    [1, 10_000_000, '1e-05%'],
    [-1, 3, '33.33%'],
    [0, 0, '    0%'],
    [5, 0, '    0%'],
    [1, 800, ' 0.12%'],
    [3, 1, '300.00%'],
  ];
  for (const [value, total, text] of cases) {
    it(`${value} of ${total} is "${text}"`, () => assert.equal(formatPercent(value, total), text));
  }
});

describe('scaleValue', () => {
  it('scales between units of one family', () => {
    assert.deepEqual(scaleValue(1, 'seconds', 'ns'), { value: 1e9, unit: 'ns' });
    assert.deepEqual(scaleValue(2048, 'B', 'kB'), { value: 2, unit: 'kB' });
  });

  it('falls back to seconds and bytes for a unit of another family', () => {
    assert.deepEqual(scaleValue(1500, 'ms', 'kB'), { value: 1.5, unit: 's' });
    assert.deepEqual(scaleValue(10, 'kb', 'ms'), { value: 10_240, unit: 'B' });
  });

  it('knows which units can be compared', () => {
    assert.ok(areUnitsCompatible('ms', 'nanoseconds'));
    assert.ok(areUnitsCompatible('widgets', 'widgets'));
    assert.ok(!areUnitsCompatible('ms', 'bytes'));
  });
});

describe('whole numbers', () => {
  it('divides towards zero', () => {
    assert.deepEqual([divideWhole(7, 2), divideWhole(-7, 2), divideWhole(0, -3)], [3, -3, 0]);
    assert.equal(divideWhole(9_007_199_254_740_991, 9_007_199_254_740_990), 1);
  });

  it('rounds half away from zero', () => {
    assert.deepEqual([0.5, -0.5, 1.5, 2.4, -2.5].map(roundWhole), [1, -1, 2, 2, -3]);
  });
});
