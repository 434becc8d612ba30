// Against the printed tables of Student's distribution.
import assert from 'node:assert/strict';
import { upperQuantile, upperTail } from '../../../../src/core/analyze/studentT';

describe('the t distribution', () => {
  it('has the quantiles of the tables', () => {
    const table: readonly (readonly [number, number, number])[] = [
      [0.025, 1, 12.7062],
      [0.05, 2, 2.91999],
      [0.025, 4, 2.77645],
      [0.005, 4, 4.60409],
      [0.005, 10, 3.16927],
      [0.0005, 20, 3.84952],
      [0.025, 1e6, 1.95997],
    ];
    for (const [tail, freedom, expected] of table) {
      const got = upperQuantile(tail, freedom);
      assert.ok(Math.abs(got / expected - 1) < 1e-5, `${tail}, ${freedom}: ${got}`);
    }
  });

  it('is its own inverse, far out as well', () => {
    for (const freedom of [1, 3, 12, 400]) {
      for (const tail of [0.5, 0.1, 1e-4, 1e-7]) {
        const back = upperTail(upperQuantile(tail, freedom), freedom);
        assert.ok(Math.abs(back / tail - 1) < 1e-6, `${tail}, ${freedom}: ${back}`);
      }
    }
  });
});
