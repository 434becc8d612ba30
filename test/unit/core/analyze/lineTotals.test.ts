import assert from 'node:assert/strict';
import { buildLineTable, lineTotals, rowsOfFile } from '../../../../src/core/analyze/lineTotals';
import type { Profile } from '../../../../src/core/profile/profile';
import { drawnProfile } from '../golang/drawnProfile';
import { randomProfile } from '../profile/randomProfile';

/** `main.go:5 self/total`, in the table's order. */
function show(text: string): string[] {
  const profile = drawnProfile(text);
  const table = buildLineTable(profile);
  const { self, total } = lineTotals(profile, table, profile.samples.values[0]);
  return Array.from(
    table.line,
    (line, row) => `${profile.strings.text(table.file[row])}:${line} ${self[row]}/${total[row]}`,
  );
}

describe('lineTotals', () => {
  it('counts where a sample ends and what it passes', () => {
    assert.deepEqual(
      show(`2 work@b.go:9 main@a.go:5
            1 work@b.go:8 main@a.go:5
            3 main@a.go:6`),
      ['b.go:8 1/1', 'b.go:9 2/2', 'a.go:5 0/3', 'a.go:6 3/3'],
    );
  });

  it('counts a line once a sample, however often the stack passes it', () => {
    assert.deepEqual(
      show(`1 fib@a.go:2 fib@a.go:2 fib@a.go:3 fib@a.go:2 main@a.go:9
            1 fib@a.go:3 fib@a.go:2 main@a.go:9`),
      ['a.go:2 1/2', 'a.go:3 1/2', 'a.go:9 0/2'],
    );
  });

  it('gives inlined calls their own lines', () => {
    assert.deepEqual(
      show(`1 sum@b.go:3|work@a.go:12 main@a.go:5
            1 work@a.go:12 main@a.go:5`),
      ['b.go:3 1/1', 'a.go:5 0/2', 'a.go:12 1/2'],
    );
  });

  it('counts a line with two functions on it once', () => {
    assert.deepEqual(show('4 f.func1@a.go:7 f@a.go:7 main@a.go:9'), ['a.go:7 4/4', 'a.go:9 0/4']);
  });

  it('takes samples without stacks, locations without lines and negative values', () => {
    const text = `5
                  1 - main@a.go:5
                  -3 main@a.go:5`;
    assert.deepEqual(show(text), ['a.go:5 -3/-2']);
    const profile = drawnProfile(text);
    assert.equal(lineTotals(profile, buildLineTable(profile), profile.samples.values[0]).sum, 3);
  });

  it('finds the rows of a file', () => {
    const profile = drawnProfile('1 f@a.go:3 f@b.go:1 g@a.go:1 g@c.go:7');
    const table = buildLineTable(profile);
    for (const [file, lines] of [
      ['a.go', [1, 3]],
      ['b.go', [1]],
      ['c.go', [7]],
    ] as const) {
      const [index] = Array.from(table.file).filter((f) => profile.strings.text(f) === file);
      assert.deepEqual([...table.line.subarray(...rowsOfFile(table, index))], lines);
    }
    assert.deepEqual(rowsOfFile(table, 1_000_000), [table.count, table.count]);
    assert.deepEqual(rowsOfFile(buildLineTable(drawnProfile('')), 0), [0, 0]);
  });

  it('equals the obvious way on random profiles', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const profile = randomProfile(seed, 60);
      const table = buildLineTable(profile);
      profile.sampleTypes.forEach((_, type) => {
        const { self, total } = lineTotals(profile, table, profile.samples.values[type]);
        const plain = plainTotals(profile, type);
        const actual = new Map<string, readonly number[]>(
          Array.from(table.line, (line, row) => [`${table.file[row]}:${line}`, [self[row], total[row]]] as const),
        );
        assert.equal(actual.size, table.count);
        for (const [key, expected] of plain) assert.deepEqual(actual.get(key), expected, `seed ${seed}, ${key}`);
      });
    }
  });
});

function plainTotals({ samples, locations, functions }: Profile, type: number): Map<string, [number, number]> {
  const out = new Map<string, [number, number]>();
  for (let s = 0; s < samples.count; s++) {
    const keys: string[] = [];
    let leaf: string | undefined;
    for (let i = samples.stackOffset[s]; i < samples.stackOffset[s + 1]; i++) {
      const location = samples.stackLocation[i];
      for (let l = locations.lineOffset[location]; l < locations.lineOffset[location + 1]; l++) {
        const f = locations.lineFunction[l];
        const key = f < 0 ? undefined : `${functions.filename[f]}:${locations.lineNumber[l]}`;
        if (i === samples.stackOffset[s] && l === locations.lineOffset[location]) leaf = key;
        if (key !== undefined) keys.push(key);
      }
    }
    for (const key of new Set(keys)) {
      const [self, total] = out.get(key) ?? [0, 0];
      const value = samples.values[type][s];
      out.set(key, [self + (key === leaf ? value : 0), total + value]);
    }
  }
  return out;
}
