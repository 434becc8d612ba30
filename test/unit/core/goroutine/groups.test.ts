import assert from 'node:assert/strict';
import { parseDump } from '../../../../src/core/goroutine/dump';
import { compareGroups } from '../../../../src/core/goroutine/growth';
import { goroutineGroups, type GoroutineGroups } from '../../../../src/core/goroutine/groups';
import { originTree } from '../../../../src/core/goroutine/originTree';
import { decodeProfile } from '../../../../src/core/profile/decode';
import { encodeProfile } from '../../../../src/core/profile/encode';
import { bytesOf } from './dumpText';

interface Drawn {
  readonly id: number;
  readonly header?: string;
  readonly stack?: readonly string[];
  readonly by?: string;
  readonly parent?: number;
}

/** Frames are named `main.NAME`, at the line that is their name's length. */
function text(...goroutines: readonly Drawn[]): string {
  return goroutines
    .map(({ id, header = '[select]', stack = ['f'], by, parent }) => {
      const frames = stack.map((name) => `main.${name}(0x1)\n\t/srv/a.go:${name.length} +0x1\n`);
      const creator =
        by === undefined
          ? ''
          : `created by main.${by}${parent === undefined ? '' : ` in goroutine ${parent}`}\n\t/srv/a.go:9 +0x1\n`;
      return `goroutine ${id} ${header}:\n${frames.join('')}${creator}\n`;
    })
    .join('');
}

function groupsOf(...goroutines: readonly Drawn[]): GoroutineGroups {
  return goroutineGroups(parseDump(bytesOf(text(...goroutines))).profile);
}

describe('goroutine groups', () => {
  it('hold all that the contract of `goroutines --json` names, largest first', () => {
    const leak = { stack: ['send', 'work'], by: 'start', parent: 1 };
    assert.deepEqual(
      groupsOf(
        { id: 1, header: '[running]', stack: ['main'] },
        { id: 30, header: '[chan send (leaked)] {tenant: a}', ...leak },
        { id: 20, header: '[chan send (leaked)] {tenant: a}', ...leak },
        { id: 40, header: '[sleep, 7 minutes]' },
        { id: 41, header: '[sleep, 3 minutes]' },
        { id: 42, header: '[sleep]' },
      ),
      {
        total: 6,
        groups: [
          {
            count: 3,
            state: 'sleep',
            waitMinutes: { min: 3, max: 7 },
            leaked: false,
            labels: {},
            frames: [{ function: 'main.f', file: '/srv/a.go', line: 1 }],
            createdBy: null,
            ids: [40, 41, 42],
          },
          {
            count: 2,
            state: 'chan send',
            waitMinutes: null,
            leaked: true,
            labels: { tenant: 'a' },
            frames: [
              { function: 'main.send', file: '/srv/a.go', line: 4 },
              { function: 'main.work', file: '/srv/a.go', line: 4 },
            ],
            createdBy: { function: 'main.start', file: '/srv/a.go', line: 9 },
            ids: [20, 30],
          },
          {
            count: 1,
            state: 'running',
            waitMinutes: null,
            leaked: false,
            labels: {},
            frames: [{ function: 'main.main', file: '/srv/a.go', line: 4 }],
            createdBy: null,
            ids: [1],
          },
        ],
      },
    );
  });

  it('keep a label of the program that has the name of one of ours', () => {
    const { groups } = groupsOf({ id: 1, header: '[select] {state: mine, "leaked": no, locked: yes, __proto__: p}' });
    assert.deepEqual(
      { ...groups[0].labels },
      { ...JSON.parse('{"__proto__": "p"}'), state: 'mine', leaked: 'no', locked: 'yes' },
    );
    assert.deepEqual(groupsOf({ id: 1, header: '[select] {leaked: no}' }).groups[0].labels, { leaked: 'no' });
    assert.equal(groups[0].state, 'select');
    assert.equal(groups[0].leaked, false);
  });

  it('of a protobuf profile know stacks and labels only', () => {
    const { profile } = parseDump(
      bytesOf(text({ id: 1 }, { id: 2, header: '[sleep] {k: v}' }, { id: 3, header: '[sleep] {k: v}' })),
    );
    const { total, groups } = goroutineGroups(decodeProfile(encodeProfile(profile)).profile);
    assert.equal(total, 3);
    assert.deepEqual(
      groups.map(({ count, state, ids, labels }) => ({ count, state, ids, labels })),
      [
        { count: 2, state: null, ids: [], labels: { state: 'sleep', k: 'v' } },
        { count: 1, state: null, ids: [], labels: { state: 'select' } },
      ],
    );
  });

  it('of several dumps say which', () => {
    const { groups } = groupsOf({ id: 1 }, { id: 1 });
    assert.deepEqual(
      groups.map((group) => group.dump),
      [1, 2],
    );
  });
});

describe('growth', () => {
  it('tells what is new, gone and grown, whatever the labels', () => {
    const base = groupsOf(
      { id: 1, stack: ['main'] },
      { id: 2, header: '[select] {id: a}' },
      { id: 3, stack: ['gone'] },
    );
    const now = groupsOf(
      { id: 1, stack: ['main'] },
      { id: 2, header: '[select] {id: a}' },
      { id: 4, header: '[select] {id: b}' },
      { id: 5, header: '[select (leaked)] {id: c}' },
      { id: 6, stack: ['new'] },
    );
    const growth = compareGroups(base, now);
    assert.deepEqual([growth.before, growth.now], [3, 5]);
    assert.deepEqual(
      growth.rows.map((r) => [r.frames[0].function, r.before, r.now, r.delta, r.leaked, r.newIds]),
      [
        ['main.f', 1, 3, 2, true, [4, 5]],
        ['main.new', 0, 1, 1, false, [6]],
        ['main.main', 1, 1, 0, false, []],
        ['main.gone', 1, 0, -1, false, []],
      ],
    );
  });

  it('compares a dump with a protobuf profile by what both know', () => {
    const frame = (name: string) => ({ function: name, file: 'a.go', line: 1 });
    const group = { waitMinutes: null, leaked: false, labels: {}, ids: [], createdBy: null };
    const proto: GoroutineGroups = {
      total: 2,
      groups: [
        {
          ...group,
          count: 2,
          state: null,
          frames: ['runtime.gopark', 'main.(*G[go.shape.int]).f', 'runtime.goexit'].map(frame),
        },
      ],
    };
    const dumped: GoroutineGroups = {
      total: 5,
      groups: [
        { ...group, count: 5, state: 'select', frames: [frame('main.(*G[...]).f')], createdBy: frame('main.main') },
      ],
    };
    assert.deepEqual(
      compareGroups(proto, dumped).rows.map((r) => [r.before, r.now]),
      [[2, 5]],
    );
  });

  it('of a look with itself is nothing', () => {
    const groups = groupsOf({ id: 1 }, { id: 2, by: 'g', parent: 1 });
    assert.ok(compareGroups(groups, groups).rows.every((row) => row.delta === 0 && row.newIds.length === 0));
  });
});

describe('the tree of origins', () => {
  const tree = (...goroutines: readonly Drawn[]): string[] => {
    const rows = originTree(parseDump(bytesOf(text(...goroutines))).profile);
    rows.forEach((row, i) => {
      assert.ok(row.end > i && row.end <= rows.length);
      assert.ok(row.parent < i);
      for (let below = i + 1; below < row.end; below++) assert.ok(rows[below].depth > row.depth);
      assert.ok(row.end === rows.length || rows[row.end].depth <= row.depth);
    });
    return rows.map((row) => `${'  '.repeat(row.depth)}${row.entry} ${row.own}/${row.total} [${row.ids.join()}]`);
  };

  it('has goroutines below those that started them, alike ones together', () => {
    assert.deepEqual(
      tree(
        { id: 1, stack: ['wait', 'main'] },
        { id: 5, stack: ['read', 'conn'], by: 'serve', parent: 1 },
        { id: 6, stack: ['read', 'conn'], by: 'serve', parent: 1 },
        { id: 7, stack: ['sleep', 'tick'], by: 'main', parent: 1 },
        { id: 8, stack: ['query'], by: 'handle', parent: 5 },
        { id: 9, stack: ['query'], by: 'handle', parent: 6 },
      ),
      ['main.main 1/6 [1]', '  main.conn 2/4 [5,6]', '    main.query 2/2 [8,9]', '  main.tick 1/1 [7]'],
    );
  });

  it('has children of ended goroutines below the function that started them', () => {
    assert.deepEqual(
      tree(
        { id: 1, stack: ['main'] },
        { id: 5, by: 'start', parent: 4 },
        { id: 6, by: 'start', parent: 3 },
        { id: 7, by: 'other' },
      ),
      ['main.start 0/2 []', '  main.f 2/2 [5,6]', 'main.other 0/1 []', '  main.f 1/1 [7]', 'main.main 1/1 [1]'],
    );
  });

  it('cuts rings', () => {
    assert.equal(
      tree({ id: 1, by: 'a', parent: 2 }, { id: 2, by: 'b', parent: 1 }, { id: 3, by: 'c', parent: 3 }).length,
      5,
    );
  });

  it('is empty for a profile without goroutines', () => {
    const { profile } = parseDump(bytesOf(text({ id: 1 })));
    assert.deepEqual(originTree(decodeProfile(encodeProfile(profile)).profile), []);
  });
});
