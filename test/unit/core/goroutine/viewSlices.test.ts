// A hundred thousand goroutines of which no two are alike: no slice of what the Goroutines view computes keeps the host's
// thread long. Compared is processor time, beside that of a bare pass over the frames of all stacks in the same run.

import assert from 'node:assert/strict';
import { goroutineFacts } from '../../../../src/core/analyze/goroutineFacts';
import { type BucketSource, BucketsPass } from '../../../../src/core/goroutine/goroutineBuckets';
import { GoroutineKindsPass } from '../../../../src/core/goroutine/goroutineKinds';
import { KindFilterPass } from '../../../../src/core/goroutine/kindFilter';
import { OriginNumbersPass } from '../../../../src/core/goroutine/originNumbers';
import { OriginTreePass } from '../../../../src/core/goroutine/originTree';
import type { Profile } from '../../../../src/core/profile/profile';
import { drawnProfile } from '../golang/drawnProfile';

const count = 100_000;
const depth = 20;

interface Work {
  readonly samplesInSlice: number;
  advance(steps: number): boolean;
}

/** Each stack is another one, each has its own `go` statement, and one in ten started the nine after it. */
function allDifferent(): Profile {
  const places = Array.from({ length: count }, (_, i) => `x/p${i % 50}.f${i}@x/p${i % 50}/f.go:${i + 1}`);
  const small = drawnProfile(`1 ${places.join(' ')}`, { type: 'goroutine', unit: 'count' });
  const rows = Int32Array.from({ length: count }, (_, i) => i);
  return {
    ...small,
    samples: {
      count,
      stackOffset: Uint32Array.from({ length: count + 1 }, (_, i) => i * depth),
      stackLocation: Int32Array.from({ length: count * depth }, (_, i) => (i * 7919) % count),
      values: [new Float64Array(count).fill(1)],
      labelOffset: new Uint32Array(count + 1),
    },
    goroutines: {
      count,
      id: Float64Array.from(rows),
      sample: rows,
      state: new Int32Array(count).fill(1),
      waitMinutes: new Int32Array(count).fill(3),
      createdBy: rows,
      parent: Float64Array.from(rows, (row) => (row % 10 === 0 ? -1 : row - (row % 10))),
      flags: new Uint8Array(count),
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

function touch({ samples: { stackLocation } }: Profile): void {
  let sum = 0;
  for (let i = 0; i < stackLocation.length; i++) sum += stackLocation[i];
  assert.ok(sum > 0);
}

describe('slices of the Goroutines view', function () {
  this.timeout(60_000);

  it('are short where no two stacks are alike', () => {
    const profile = allDifferent();
    const floor = Math.min(...Array.from({ length: 9 }, () => timed(() => touch(profile)).cpu));
    const shown: string[] = [];
    const run = <T extends Work>(name: string, make: () => T): T => {
      const made = timed(make);
      const times = [made.cpu];
      for (let isDone = false; !isDone;) {
        const step = timed(() => made.result.advance(made.result.samplesInSlice));
        times.push(step.cpu);
        isDone = step.result;
      }
      const sum = times.reduce((a, b) => a + b, 0) / floor;
      // The collector of garbage works in whichever slice it likes, so the longest two are not counted.
      const long = times.sort((a, b) => b - a)[2] / floor;
      shown.push(`${name} ${long.toFixed(1)} of ${sum.toFixed(0)}`);
      assert.ok(times.length > 10, `${name} is done in ${times.length} pieces`);
      assert.ok(long < 20, `${name}: ${times.map((time) => (time / floor).toFixed(1)).join(' ')} bare passes`);
      return made.result;
    };
    const facts = goroutineFacts(profile);
    const [values] = profile.samples.values;
    const kinds = new GoroutineKindsPass(profile, facts, values);
    kinds.advance(Infinity);
    assert.equal(kinds.kinds.length, count);
    const source: BucketSource = { profile, facts, kinds, values, isForeign: new Uint8Array(count) };
    for (const by of ['state', 'creator', 'function'] as const) run(by, () => new BucketsPass(source, { by }));
    run('label', () => new BucketsPass(source, { by: 'label', key: 'none' }));
    const isWanted = run('filter', () => new KindFilterPass(profile, facts, kinds, 'p1 f7')).result();
    const origins = run('origins', () => new OriginTreePass(profile)).result();
    const numbers = run('counts of origins', () => new OriginNumbersPass(profile, origins, kinds, isWanted));
    const atTop = origins.reduce((sum, { parent }, at) => sum + (parent < 0 ? numbers.count[at] : 0), 0);
    assert.equal(
      atTop,
      isWanted.reduce((sum, wanted) => sum + wanted, 0),
    );
    console.log(`      longest slice of all, in bare passes over the frames: ${shown.join(', ')}`);
  });
});
