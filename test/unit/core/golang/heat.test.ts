import assert from 'node:assert/strict';
import { buildLineTable, lineTotals } from '../../../../src/core/analyze/lineTotals';
import { anchorFunctions } from '../../../../src/core/golang/anchorFunctions';
import { costOf, heatMarks, isHot } from '../../../../src/core/golang/heatMarks';
import { pathEndings, portableTarget, prefixFromExample, readTarget } from '../../../../src/core/golang/prefixRule';
import { ProfileFiles } from '../../../../src/core/golang/profileFiles';
import { lineAfterEdit } from '../../../../src/core/golang/trackedLines';
import { drawnProfile } from './drawnProfile';
import { goParser } from './parser';

describe('heatMarks', () => {
  /** `line total/self`, with `~` where the function moved. */
  async function marks(source: string, samples: string): Promise<string[]> {
    const syntax = (await goParser()).parse(source);
    const profile = drawnProfile(samples);
    const files = new ProfileFiles(profile);
    const file = files.fileOf(0) ?? assert.fail();
    const table = buildLineTable(profile);
    const totals = lineTotals(profile, table, profile.samples.values[0]);
    return heatMarks(table, file, anchorFunctions(files, file, syntax), syntax).map(({ line, rows, doubt }) => {
      const { total, self } = costOf(rows, totals);
      return `${doubt === 'none' ? '' : `${doubt} `}${line} ${total}/${self}`;
    });
  }
  const source = 'package p\n\nfunc f() {\n\tg()\n}\n\nfunc g() {\n\twork()\n}\n';

  it('marks lines where they are', async () => {
    assert.deepEqual(await marks(source, '3 x/p.g@p.go:8,7 x/p.f@p.go:4,3\n1 x/p.f@p.go:4,3'), ['4 4/1', '8 3/3']);
  });

  it('moves lines with their function and says so', async () => {
    const edited = source.replace('func g', '// g\nfunc g');
    assert.deepEqual(await marks(edited, '3 x/p.g@p.go:8,7 x/p.f@p.go:4,3'), ['resized 4 3/0', 'moved 9 3/3']);
  });

  it('doubts a function in which lines came or went, and lines behind its end', async () => {
    const grown = source.replace('\tg()\n', '\tg()\n\tg()\n\tg()\n');
    const samples = '3 x/p.g@p.go:8,7 x/p.f@p.go:4,3\n1 x/p.f@p.go:5,3';
    assert.deepEqual(await marks(grown, samples), ['resized 4 3/0', 'resized 5 1/1', 'moved 10 3/3']);
    const cut = 'package p\n\nfunc f() {}\n';
    assert.deepEqual(await marks(cut, '1 x/p.f@p.go:5,3'), ['outside 3 1/1']);
  });

  it('drops lines of functions that are gone, and lines without a number', async () => {
    assert.deepEqual(await marks(source, '3 x/p.g@p.go:8,7 x/p.gone@p.go:2,1 x/p.f@p.go:0,3'), ['8 3/3']);
  });

  it('is hot from the threshold on, also in a difference', () => {
    assert.ok(isHot({ self: 0, total: 1 }, 100, 1));
    assert.ok(!isHot({ self: 0, total: 0.9 }, 100, 1));
    assert.ok(isHot({ self: 0, total: -5 }, 100, 1));
    assert.ok(!isHot({ self: 0, total: 0 }, 100, 0));
    assert.ok(!isHot({ self: 1, total: 1 }, 0, 1));
  });
});

describe('lineAfterEdit', () => {
  // Line 5, indented by 4, under edits: [from line, character, to line, new line breaks] → line.
  const cases: readonly (readonly [string, readonly [number, number, number, number], number | undefined])[] = [
    ['typing in the line', [5, 10, 5, 0], 5],
    ['typing above', [3, 0, 3, 0], 5],
    ['a line inserted above', [3, 7, 3, 1], 6],
    ['a line inserted below', [6, 0, 6, 1], 5],
    ['Enter at the start of the line', [5, 0, 5, 1], 6],
    ['Enter before its text', [5, 4, 5, 1], 6],
    ['Enter inside it', [5, 9, 5, 1], 5],
    ['two lines above removed', [2, 0, 4, 0], 3],
    ['the line removed', [5, 0, 6, 0], undefined],
    ['the line joined to the one above', [4, 12, 5, 0], 4],
    ['the one below joined to it', [5, 20, 6, 0], 5],
    ['a block around it removed', [3, 0, 8, 0], undefined],
    ['a block around it replaced by one as high', [3, 0, 8, 5], 5],
  ];
  for (const [what, [startLine, startCharacter, endLine, insertedBreaks], expected] of cases) {
    it(`follows ${what}`, () => {
      assert.equal(lineAfterEdit(5, 4, { startLine, startCharacter, endLine, insertedBreaks }), expected);
    });
  }
});

describe('a prefix rule from one example', () => {
  const cases: readonly (readonly [string, string, { from: string; to: string } | undefined])[] = [
    ['/app/internal/x/a.go', '/home/u/orders/internal/x/a.go', { from: '/app', to: '/home/u/orders' }],
    ['example.com/orders/a.go', '/w/orders/a.go', { from: 'example.com', to: '/w' }],
    ['C:/src/app/a.go', '/w/app/a.go', { from: 'C:/src', to: '/w' }],
    ['/app/a.go', '/home/u/app/a.go', { from: '/app', to: '/home/u/app' }],
    ['/app/a.go', '/home/u/b.go', undefined],
    ['a.go', '/home/u/a.go', undefined],
  ];
  for (const [recorded, actual, expected] of cases) {
    it(`maps ${recorded} to ${actual}`, () => {
      const rule = prefixFromExample(recorded, actual);
      assert.deepEqual(rule, expected);
      if (rule !== undefined) assert.equal(rule.to + recorded.slice(rule.from.length), actual);
    });
  }

  it('looks for the longest ending first', () => {
    assert.deepEqual(pathEndings('/app/x/a.go'), ['app/x/a.go', 'x/a.go', 'a.go']);
    assert.deepEqual(pathEndings('./a.go'), ['a.go']);
  });
});

describe('targets of prefix rules', () => {
  const folders = [
    { name: 'api', path: '/code/api' },
    { name: 'shared', path: '/code/shared' },
    { name: 'inner', path: '/code/api/inner' },
  ];
  const cases: readonly (readonly [path: string, written: string])[] = [
    ['/code/api', '.'],
    ['/code/api/internal', 'internal'],
    ['/code/shared', '${workspaceFolder:shared}'],
    ['/code/shared/pkg', '${workspaceFolder:shared}/pkg'],
    ['/code/api/inner/x', '${workspaceFolder:inner}/x'],
    ['/elsewhere', '/elsewhere'],
    ['C:/elsewhere', 'C:/elsewhere'],
  ];
  for (const [path, written] of cases) {
    it(`are written as ${written}, and read again`, () => {
      assert.equal(portableTarget(path, folders), written);
      const read = readTarget(written, folders);
      const base = read?.folder?.path;
      const again = base === undefined ? read?.path : [base, read?.path].filter((part) => part !== '').join('/');
      assert.equal(again?.replace(/\/\.$/, ''), path);
    });
  }

  it('are nothing where they name a folder that is not open', () => {
    assert.equal(readTarget('${workspaceFolder:gone}/x', folders), undefined);
    assert.equal(readTarget('x', []), undefined);
    assert.deepEqual(readTarget('${workspaceFolder}/x', folders), { folder: folders[0], path: 'x' });
  });
});
