import assert from 'node:assert/strict';
import { functionCounts, goroutineSampleType } from '../../../../src/core/analyze/functionCounts';
import { drawnProfile } from '../golang/drawnProfile';

/** Groups by the name up to its first dot; the runtime and net are foreign. `work 3/2` is inside/waiting. */
function show(text: string): string[] {
  const profile = drawnProfile(text, { type: 'goroutine', unit: 'count' });
  const names = Array.from(profile.functions.name, (name) => profile.strings.text(name));
  const groups = [...new Set(names.map((name) => name.split('.')[0]))].sort();
  const groupOf = Int32Array.from(names, (name) => groups.indexOf(name.split('.')[0]));
  const isForeign = Uint8Array.from(names, (name) => (name.startsWith('runtime') || name.startsWith('net') ? 1 : 0));
  const counts = functionCounts(profile, { count: groups.length, groupOf }, isForeign, profile.samples.values[0]);
  return groups.map((group, i) => `${group} ${counts.inside[i]}/${counts.waiting[i]}`);
}

describe('functionCounts', () => {
  it('counts goroutines in a function, and those that wait in it', () => {
    assert.deepEqual(
      show(`118 runtime.park@p.go:1 work@a.go:7 serve@a.go:3
            2 runtime.park@p.go:1 net.read@n.go:5 serve@a.go:2`),
      ['net 2/0', 'runtime 120/0', 'serve 120/2', 'work 118/118'],
    );
  });

  it('counts a goroutine once for a function and its literals', () => {
    assert.deepEqual(show('3 runtime.park@p.go:1 f.func1@a.go:7 each@a.go:2 f@a.go:5 f@a.go:5'), [
      'each 3/0',
      'f 3/3',
      'runtime 3/0',
    ]);
  });

  it('looks into inlined calls, innermost first', () => {
    assert.deepEqual(show('1 runtime.lock@p.go:1|inner@a.go:3|outer@a.go:9 main@a.go:1'), [
      'inner 1/1',
      'main 1/0',
      'outer 1/0',
      'runtime 1/0',
    ]);
  });

  it('lets goroutines of others wait in nobody', () => {
    assert.deepEqual(
      show(`7 runtime.park@p.go:1 runtime.bgsweep@p.go:2
            4
            0 work@a.go:1`),
      ['runtime 7/0', 'work 0/0'],
    );
  });

  it('leaves out functions without a group', () => {
    const profile = drawnProfile('1 a@a.go:1 b@a.go:2');
    const groups = { count: 1, groupOf: Int32Array.of(-1, 0) };
    const { inside, waiting } = functionCounts(profile, groups, new Uint8Array(2), profile.samples.values[0]);
    assert.deepEqual([...inside, ...waiting], [1, 0]);
  });

  it('knows which profiles count goroutines', () => {
    const of = (...types: readonly string[]): number =>
      goroutineSampleType({ sampleTypes: types.map((type) => ({ type, unit: 'count' })) });
    assert.deepEqual([of('goroutine'), of('goroutineleak'), of('samples', 'cpu'), of()], [0, 0, -1, -1]);
  });

  it('takes a million samples in a blink', function () {
    this.timeout(20_000);
    const samples = 1_000_000;
    const depth = 20;
    const lines = Array.from({ length: depth * 50 }, (_, i) => `f${i}@a.go:${i}`);
    const base = drawnProfile(
      Array.from({ length: 50 }, (_, s) => `1 ${lines.slice(s * depth, s * depth + depth).join(' ')}`).join('\n'),
    );
    const profile = {
      ...base,
      samples: {
        ...base.samples,
        count: samples,
        stackOffset: Uint32Array.from({ length: samples + 1 }, (_, i) => i * depth),
        stackLocation: Int32Array.from({ length: samples * depth }, (_, i) => i % (depth * 50)),
        values: [new Float64Array(samples).fill(1)],
      },
    };
    const groupOf = Int32Array.from({ length: base.functions.count }, (_, f) => (f % 100 === 0 ? f / 100 : -1));
    const started = performance.now();
    const { inside } = functionCounts(
      profile,
      { count: 10, groupOf },
      new Uint8Array(base.functions.count),
      profile.samples.values[0],
    );
    const milliseconds = performance.now() - started;
    assert.ok(inside.every((n) => n === samples / 50));
    // 60 ms of processor time here; the limit only catches another order of growth.
    assert.ok(milliseconds < 2000, `${milliseconds} ms`);
  });
});
