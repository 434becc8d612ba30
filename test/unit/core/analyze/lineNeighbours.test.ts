import assert from 'node:assert/strict';
import { LineNeighboursPass } from '../../../../src/core/analyze/lineNeighbours';
import { buildFileTable, buildLineTable, lineTotals, LineTotalsPass } from '../../../../src/core/analyze/lineTotals';
import { refine } from '../../../../src/core/analyze/refine/refine';
import { SampleFilter } from '../../../../src/core/analyze/refine/sampleFilter';
import type { Profile } from '../../../../src/core/profile/profile';
import { drawnProfile } from '../golang/drawnProfile';
import { randomProfile } from '../profile/randomProfile';

/** Callers and callees of a line, `name:line value`. */
function neighbours(text: string, line: number): { callers: string[]; callees: string[] } {
  const profile = drawnProfile(text);
  const table = buildLineTable(profile);
  const rows = [...table.line.keys()].filter((row) => table.line[row] === line);
  const pass = new LineNeighboursPass(profile, table, rows, profile.samples.values[0]);
  while (!pass.advance(1));
  const name = (f: number): string => profile.strings.text(profile.functions.name[f]);
  const { callers, callees } = pass.result(5);
  const show = (all: typeof callers): string[] => all.map((n) => `${name(n.function)}:${n.line} ${n.value}`);
  return { callers: show(callers), callees: show(callees) };
}

describe('lineNeighbours', () => {
  it('names who leads to a line and where it leads, largest first', () => {
    assert.deepEqual(
      neighbours(
        `1 leaf@b.go:1 work@a.go:5 main@a.go:90
         4 other@b.go:2 work@a.go:5 serve@a.go:91
         2 work@a.go:5 main@a.go:90`,
        5,
      ),
      { callers: ['serve:91 4', 'main:90 3'], callees: ['other:2 4', 'leaf:1 1'] },
    );
  });

  it('leads out of recursion, and counts a sample once', () => {
    assert.deepEqual(neighbours('3 leaf@b.go:1 fib@a.go:5 fib@a.go:5 fib@a.go:6 main@a.go:90', 5), {
      callers: ['main:90 3'],
      callees: ['leaf:1 3'],
    });
  });
});

describe('totals of files', () => {
  it('count a sample once for each file', () => {
    const profile = drawnProfile('2 f@a.go:1 g@a.go:2 main@b.go:3\n1 main@b.go:4');
    const table = buildFileTable(profile);
    const { self, total } = lineTotals(profile, table, profile.samples.values[0]);
    const show = Array.from(table.file, (f, row) => `${profile.strings.text(f)} ${self[row]}/${total[row]}`);
    assert.deepEqual(show, ['a.go 2/2', 'b.go 1/3']);
  });
});

describe('a sample filter', () => {
  /** By file and line, so that tables of different profiles compare. */
  function shown(profile: Profile, filter?: SampleFilter): string[] {
    const table = buildLineTable(profile);
    const pass = new LineTotalsPass(profile, table, profile.samples.values[0], filter);
    while (!pass.advance(7));
    return Array.from(table.line, (line, row) => {
      const file = profile.strings.text(table.file[row]);
      return pass.total[row] === 0 ? '' : `${file}:${line} ${pass.self[row]}/${pass.total[row]}`;
    })
      .filter((text) => text !== '')
      .sort();
  }

  it('gives the totals of the refined profile', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const profile = randomProfile(seed);
      const name = profile.strings.text(profile.functions.name[seed % profile.functions.count]);
      const pattern = `^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
      for (const options of [{ focus: pattern }, { ignore: pattern }, { hide: pattern }, { show: pattern }]) {
        const filter = new SampleFilter(profile, options);
        assert.deepEqual(shown(profile, filter), shown(refine(profile, options).profile), JSON.stringify(options));
      }
    }
  });

  it('keeps what is below a zoomed box', () => {
    const text = `1 c@a.go:3 b@a.go:2 main@a.go:1
                  2 d@a.go:4|b@a.go:2 main@a.go:1
                  4 b@a.go:2 x@a.go:9 main@a.go:1`;
    const profile = drawnProfile(text);
    const named = (name: string): number =>
      profile.functions.name.findIndex((index) => profile.strings.text(index) === name);
    const kept = (...zoom: readonly string[]): number[] => {
      const filter = new SampleFilter(profile, {}, zoom.map(named));
      return [0, 1, 2].filter((sample) => filter.keeps(sample));
    };
    assert.deepEqual(kept('main', 'b'), [0, 1]);
    assert.deepEqual(kept('main', 'b', 'd'), [1]);
    assert.deepEqual(kept('main'), [0, 1, 2]);
    assert.deepEqual(kept('b'), []);
  });
});
