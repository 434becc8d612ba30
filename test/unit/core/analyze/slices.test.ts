// A million goroutines: no slice of a count keeps the host's thread long. Slices are as large as the host makes them.
// What is compared is processor time beside that of a bare pass over the same frames in the same run, which takes some
// milliseconds: a machine that is slow or busy is so for both.

import assert from 'node:assert/strict';
import { FunctionCountsPass } from '../../../../src/core/analyze/functionCounts';
import { GoroutineFactsPass } from '../../../../src/core/analyze/goroutineFacts';
import { buildLineTable, LineTotalsPass } from '../../../../src/core/analyze/lineTotals';
import { SampleFilter } from '../../../../src/core/analyze/refine/sampleFilter';
import { StackGroupsPass } from '../../../../src/core/goroutine/stackGroups';
import type { Profile } from '../../../../src/core/profile/profile';
import { drawnProfile } from '../golang/drawnProfile';

const samples = 1_000_000;
const depth = 20;
const slice = 30_000;

/** Stacks of a program with 2000 functions, each sample another one. */
function large(): Profile {
  const functions = Array.from({ length: 2000 }, (_, i) => `1 x/p${i % 50}.f${i}@x/p${i % 50}/f.go:${i + 1},${i + 1}`);
  const small = drawnProfile(functions.join('\n'), { type: 'goroutine', unit: 'count' });
  const stackOffset = Uint32Array.from({ length: samples + 1 }, (_, i) => i * depth);
  const stackLocation = Int32Array.from({ length: samples * depth }, (_, i) => (i * 7919) % 2000);
  const values = [new Float64Array(samples).fill(1)];
  const labelOffset = new Uint32Array(samples + 1);
  const rows = Int32Array.from({ length: samples }, (_, i) => i);
  return {
    ...small,
    samples: { count: samples, stackOffset, stackLocation, values, labelOffset },
    goroutines: {
      count: samples,
      id: Float64Array.from(rows),
      sample: rows,
      state: new Int32Array(samples).fill(1),
      waitMinutes: new Int32Array(samples).fill(3),
      createdBy: new Int32Array(samples).fill(-1),
      parent: new Float64Array(samples).fill(-1),
      flags: new Uint8Array(samples),
    },
  };
}

/** `cpu`: milliseconds of processor. */
function timed<T>(run: () => T): { readonly result: T; readonly cpu: number } {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { result, cpu: (user + system) / 1000 };
}

/** The least that a slice can do: look at each of its frames. */
function touch({ samples: { stackOffset, stackLocation, values } }: Profile): void {
  let sum = 0;
  for (let sample = 0; sample < slice; sample++) {
    const value = values[0][sample];
    for (let i = stackOffset[sample]; i < stackOffset[sample + 1]; i++) sum += value * stackLocation[i];
  }
  assert.ok(sum > 0);
}

describe('slices', function () {
  this.timeout(60_000);

  it('of a million goroutines are short', () => {
    const profile = large();
    const floor = Math.min(...Array.from({ length: 5 }, () => timed(() => touch(profile)).cpu));
    const [values] = profile.samples.values;
    const shown: string[] = [];
    const run = (name: string, make: () => { advance(samples: number): boolean }): void => {
      const made = timed(make);
      const times = [made.cpu];
      for (let done = false; !done;) {
        const step = timed(() => made.result.advance(slice));
        times.push(step.cpu);
        done = step.result;
      }
      times.sort((x, y) => x - y);
      const median = times[times.length >> 1] / floor;
      shown.push(`${name} ${median.toFixed(1)}`);
      assert.ok(median < 15, `${name}: ${times.map((time) => (time / floor).toFixed(1)).join(' ')} times a bare pass`);
    };
    const facts = new GoroutineFactsPass(profile);
    run('facts', () => facts);
    const groupOf = Int32Array.from({ length: profile.functions.count }, (_, f) => (f < 100 ? f : -1));
    const foreign = new Uint8Array(profile.functions.count);
    run('functions', () => new FunctionCountsPass(profile, { count: 100, groupOf }, foreign, values, facts));
    run('lines', () => new LineTotalsPass(profile, buildLineTable(profile), values));
    const filter = new SampleFilter(profile, { focus: 'p1\\.', hide: 'p2\\.' }, []);
    run('filtered lines', () => new LineTotalsPass(profile, buildLineTable(profile), values, filter));
    run('groups', () => new StackGroupsPass(profile, facts, values, (sample) => sample % 7 === 0));
    console.log(`      slices, in bare passes over the same frames: ${shown.join(', ')}`);
  });
});
