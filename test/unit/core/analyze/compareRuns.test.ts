// Noise and change on seeded services: how often equal ones raise an alarm, and how often a real change is seen.
import assert from 'node:assert/strict';
import { compareRuns, type CompareOptions, type Run } from '../../../../src/core/analyze/compareRuns';
import { Random } from '../../../bench/generate/random';

const options: CompareOptions = { by: 'share', confidence: 99, smallest: 0.5 };

/** A profile of a service whose functions cost `weights`: so many samples, and days that are not alike. */
function runOf(random: Random, weights: readonly number[], samples: number, restless = 0.05): Run {
  const today = weights.map((weight) => weight * Math.exp(restless * gauss(random)));
  const sum = today.reduce((a, b) => a + b, 0);
  const counts = today.map(() => 0);
  for (let i = 0; i < samples; i++) {
    let at = random.unit() * sum;
    let f = 0;
    while (f < today.length - 1 && (at -= today[f]) > 0) f++;
    counts[f]++;
  }
  const values = new Map(counts.map((count, f) => [`f${f}`, count * 1e7]));
  return { total: samples * 1e7, values, events: new Map(counts.map((count, f) => [`f${f}`, count])) };
}

function gauss(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
}

const usual = Array.from({ length: 40 }, (_, i) => 100 / (i + 2));
const slower = usual.map((weight, i) => (i === 5 ? weight * 2 : weight));

function share(times: number, weights: readonly number[], runs: number, what: (names: readonly string[]) => boolean) {
  const random = new Random(7);
  let count = 0;
  for (let i = 0; i < times; i++) {
    const side = (of: readonly number[]) => Array.from({ length: runs }, () => runOf(random, of, 2000));
    const { rows } = compareRuns(side(usual), side(weights), options);
    if (what(rows.filter(({ isCertain, difference }) => isCertain && difference > 0).map(({ name }) => name))) count++;
  }
  return count / times;
}

describe('repeated profiles compared', () => {
  for (const runs of [1, 3, 5]) {
    it(`of equal services raise hardly an alarm, with ${runs} a side`, () => {
      const rate = share(150, usual, runs, (names) => names.length > 0);
      assert.ok(rate <= 0.02, `${rate}`);
    });
  }

  it('show a function that costs twice as much, and that alone', () => {
    const found = share(60, slower, 3, (names) => names.includes('f5'));
    const others = share(60, slower, 3, (names) => names.some((name) => name !== 'f5'));
    assert.ok(found >= 0.95, `found in ${found}`);
    assert.ok(others <= 0.02, `others in ${others}`);
  });

  it('are surer the more there are', () => {
    const random = new Random(1);
    const width = (runs: number): number => {
      const side = () => Array.from({ length: runs }, () => runOf(random, usual, 2000));
      const row = compareRuns(side(), side(), options).rows.find(({ name }) => name === 'f0');
      assert.ok(row !== undefined);
      return row.high - row.low;
    };
    assert.ok(width(6) < width(2));
  });

  it('see how restless the service is', () => {
    const random = new Random(3);
    const side = (restless: number) => Array.from({ length: 4 }, () => runOf(random, usual, 20_000, restless));
    assert.ok(compareRuns(side(0), side(0), options).spread < 1.5);
    assert.ok(compareRuns(side(0.2), side(0.2), options).spread > 3);
  });

  it('are not certain of anything without events and repetition', () => {
    const run = (value: number): Run => ({ total: 100, values: new Map([['f', value]]), events: new Map() });
    const [row] = compareRuns([run(10)], [run(90)], options).rows;
    assert.deepEqual([row.isCertain, row.low, row.growth], [false, -Infinity, 800]);
  });

  it('by value do not hide that everything got more', () => {
    const runs = (value: number): readonly Run[] =>
      [0, 1, 2].map((i) => ({
        total: value + i,
        values: new Map([['f', value + i]]),
        events: new Map([['f', value + i]]),
      }));
    const only = (by: 'share' | 'value') => compareRuns(runs(1000), runs(2000), { ...options, by }).rows[0];
    assert.equal(only('share').isCertain, false);
    assert.equal(only('value').isCertain, true);
    assert.ok(Math.abs((only('value').growth ?? 0) - 100) < 1);
  });
});
