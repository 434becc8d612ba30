// Layout and content of the reports on small drawings. That they are pprof's on real profiles is for test/parity.

import assert from 'node:assert/strict';
import { UserError } from '../../../../src/base/userError';
import { Pattern } from '../../../../src/core/analyze/refine/re2';
import { subtractProfile } from '../../../../src/core/profile/diff';
import type { Profile } from '../../../../src/core/profile/profile';
import { listJson, listReport, listText } from '../../../../src/core/report/list';
import type { ReportOptions } from '../../../../src/core/report/options';
import { prepare } from '../../../../src/core/report/prepare';
import { rawText } from '../../../../src/core/report/raw';
import { rawJson } from '../../../../src/core/report/rawJson';
import { tagsJson, tagsReport, tagsText } from '../../../../src/core/report/tags';
import { topJson, topText } from '../../../../src/core/report/top';
import { tracesJson, tracesText } from '../../../../src/core/report/traces';
import { treeJson, treeReport, treeText } from '../../../../src/core/report/tree';
import { profileFromText } from '../../profileText';

const cpu = [
  { type: 'samples', unit: 'count' },
  { type: 'cpu', unit: 'nanoseconds' },
];
const at = (): string => '2026-01-02 03:04:05 UTC';

const profile = profileFromText(
  `main.main[f:/src/main.go,l:3,s:1,m:/bin/app]  main.main[f:/src/main.go,l:3,s:1,m:/bin/app]  main.main[f:/src/main.go,l:4,s:1,m:/bin/app]
   main.work[f:/src/work.go,l:7,s:5,m:/bin/app]  main.work[f:/src/work.go,l:8,s:5,m:/bin/app]  -
   -                                             main.sum[inl,f:/src/work.go,l:2,s:1]         -`,
  {
    types: cpu,
    values: [
      [3, 30_000_000],
      [6, 60_000_000],
      [1, 10_000_000],
    ],
    labels: [{ user: 'ann', bytes: [512, 'bytes'] }, { user: 'bob' }, {}],
    header: {
      timeNanos: 1n,
      durationNanos: 200_000_000n,
      comments: ['a note', '#for machines'],
      periodType: cpu[1],
      period: 10_000_000n,
    },
  },
);

const top = (options: ReportOptions, of: Profile = profile): string => topText(prepare(of, options), options, at);
const lines = (...texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');

describe('top', () => {
  it('prints what go tool pprof -top prints', () => {
    assert.equal(
      top({}),
      lines(
        'File: app',
        'a note',
        'Type: cpu',
        'Time: 2026-01-02 03:04:05 UTC',
        'Duration: 200ms, Total samples = 100ms (50.00%)',
        'Showing nodes accounting for 100ms, 100% of 100ms total',
        '      flat  flat%   sum%        cum   cum%',
        '      60ms 60.00% 60.00%       60ms 60.00%  main.sum (inline)',
        '      30ms 30.00% 90.00%       90ms 90.00%  main.work',
        '      10ms 10.00%   100%      100ms   100%  main.main',
      ),
    );
  });

  it('names its filters and what it leaves out', () => {
    const text = top({ focus: 'work', nodeCount: 1, compactLabels: true });
    assert.equal(
      text,
      lines(
        'Active filters:',
        '   focus=work',
        'Showing nodes accounting for 60ms, 60.00% of 100ms total',
        'Showing top 1 nodes out of 3',
        '      flat  flat%   sum%        cum   cum%',
        '      60ms 60.00% 60.00%       60ms 60.00%  main.sum',
      ),
    );
    assert.match(top({ nodeFraction: 0.95, cum: true }), /Dropped 2 nodes \(cum <= 0\.095s\)|Dropped 2 nodes/);
  });

  it('takes percentages of everything, or of what is shown', () => {
    assert.match(top({ focus: 'sum' }), /60ms 60\.00% 60\.00% {7}60ms 60\.00% {2}main\.sum/);
    assert.match(top({ focus: 'sum', relativePercentages: true }), /60ms {3}100% {3}100% {7}60ms {3}100% {2}main\.sum/);
  });

  it('shows values in one unit, each in its own, or the one asked for', () => {
    const wide = profileFromText('a  b', { types: [cpu[1]], values: [1_500_000_000, 20_000] });
    const values = (unit?: string): string[] =>
      [...top({ unit, trim: false }, wide).matchAll(/^ *(\d\S*) +\S+% +\S+% /gm)].map((match) => match[1]);
    assert.deepEqual(values(), ['1500ms', '0.02ms']);
    assert.deepEqual(values('auto'), ['1.50s', '20us']);
    assert.deepEqual(values('s'), ['1.50s', '0']);
  });

  it('divides values, and refuses to divide by 0', () => {
    assert.match(top({ divideBy: 2 }), /30ms 60\.00%.*main\.sum/);
    assert.throws(
      () => top({ divideBy: 0 }),
      (error) => UserError.is(error, 'bad-divisor'),
    );
  });

  it('gives JSON in the unit of the sample type, all rows, sorted', () => {
    const options = { granularity: 'lines' } as const;
    assert.deepEqual(topJson(prepare(profile, options), options), {
      sampleType: { type: 'cpu', unit: 'nanoseconds' },
      total: 100_000_000,
      rows: [
        { name: 'main.sum /src/work.go:2', file: '/src/work.go', line: 2, flat: 60_000_000, cum: 60_000_000 },
        { name: 'main.work /src/work.go:7', file: '/src/work.go', line: 7, flat: 30_000_000, cum: 30_000_000 },
        { name: 'main.main /src/main.go:4', file: '/src/main.go', line: 4, flat: 10_000_000, cum: 10_000_000 },
        { name: 'main.main /src/main.go:3', file: '/src/main.go', line: 3, flat: 0, cum: 90_000_000 },
        { name: 'main.work /src/work.go:8', file: '/src/work.go', line: 8, flat: 0, cum: 60_000_000 },
      ],
    });
    const byCum = topJson(prepare(profile, {}), { cum: true, nodeCount: 2 });
    assert.deepEqual(
      byCum.rows.map(({ name }) => name),
      ['main.main', 'main.work'],
    );
    assert.deepEqual(Object.keys(byCum.rows[0]), ['name', 'flat', 'cum']);
  });

  it('of a difference has the total of the base, and what shrank last', () => {
    const base = profileFromText('a  b', { values: [10, 30] });
    const now = profileFromText('a  b', { values: [15, 5] });
    const diff = subtractProfile(now, base, { kind: 'diff_base' });
    const { total, rows } = topJson(prepare(diff, {}), {});
    assert.equal(total, 40);
    assert.deepEqual(
      rows.map(({ name, flat }) => `${name} ${flat}`),
      ['a 5', 'b -25'],
    );
    assert.match(top({ compactLabels: true }, diff), /-25 62\.50% 62\.50% {8}-25 62\.50% {2}b\n {9}5 12\.50%/);
    assert.ok(!top({ dropNegative: true }, diff).includes('  b\n'));
  });
});

describe('tree and peek', () => {
  it('put callers above and callees below', () => {
    const options = { compactLabels: true };
    const prepared = prepare(profile, options);
    const text = treeText(prepared, treeReport(prepared, options, new Pattern('work')), options, at);
    const separator = '----------------------------------------------------------+-------------';
    assert.equal(
      text,
      lines(
        'Showing nodes accounting for 100ms, 100% of 100ms total',
        separator,
        '      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ',
        separator,
        '                                              90ms   100% |   main.main',
        '      30ms 30.00% 30.00%       90ms 90.00%                | main.work',
        '                                              60ms 66.67% |   main.sum (inline)',
        separator,
      ),
    );
  });

  it('join neighbours over what is left out', () => {
    const prepared = prepare(profile, {});
    const { rows } = treeReport(prepared, { nodeCount: 2, cum: true });
    assert.deepEqual(
      rows.map(({ name, callees }) => [name, callees.map((edge) => `${edge.name} ${edge.value}`)]),
      [
        ['main.main', ['main.work 90000000']],
        ['main.work', []],
      ],
    );
    assert.equal(treeJson(prepared, treeReport(prepared, {})).rows.length, 3);
  });

  it('say when nothing matches', () => {
    assert.throws(
      () => treeReport(prepare(profile, {}), {}, new Pattern('nothing')),
      (error) => UserError.is(error, 'no-match'),
    );
  });
});

describe('list', () => {
  const source = ['one', 'func sum', '', 'x', 'func work() {', 'a', 'b', 'c', 'd', '}', '', '', 'last', 'too far'];
  const read = (file: string): readonly string[] | { readonly error: string } =>
    file === '/src/work.go' ? source : { error: `open ${file}: no such file or directory` };

  it('annotates the lines from the declaration to five below the last sample', () => {
    const prepared = prepare(profile, {}, { granularity: 'lines' });
    const routines = listReport(prepared, new Pattern('work'), read);
    assert.equal(
      listText(prepared, routines),
      lines(
        'Total: 100ms',
        'ROUTINE ======================== main.work in /src/work.go',
        '      30ms       90ms (flat, cum) 90.00% of Total',
        '         .          .      5:func work() {',
        '         .          .      6:a',
        '      30ms       30ms      7:b',
        '         .       60ms      8:c',
        '         .          .      9:d',
        '         .          .     10:}',
        '         .          .     11:',
        '         .          .     12:',
        '         .          .     13:last',
      ),
    );
    const [json] = listJson(prepared, routines).routines;
    assert.deepEqual(json.lines[2], { line: 7, flat: 30_000_000, cum: 30_000_000, text: 'b' });
  });

  it('says what it could not read', () => {
    const prepared = prepare(profile, {}, { granularity: 'lines' });
    assert.match(
      listText(prepared, listReport(prepared, new Pattern('main$'), read)),
      / Error: open \/src\/main\.go: no such file or directory\n$/,
    );
    const noFile = prepare(profileFromText('main'), {});
    assert.match(listText(noFile, listReport(noFile, new Pattern('.'), read)), /No source information for main\n$/);
    assert.throws(
      () => listReport(prepared, new Pattern('nothing'), read),
      (error) => UserError.is(error, 'no-match'),
    );
  });
});

describe('traces, tags and raw', () => {
  it('traces print labels, value and stack of each sample', () => {
    const prepared = prepare(profile, { focus: 'work' });
    const [, first, second, end] = [...tracesText(prepared, at)];
    const separator = '-----------+-------------------------------------------------------';
    assert.equal(
      first,
      lines(separator, '      user:  ann', '     bytes:  512B', '      30ms   main.work', '             main.main'),
    );
    assert.equal(
      second,
      lines(
        separator,
        '      user:  bob',
        '      60ms   main.sum (inline)',
        '             main.work',
        '             main.main',
      ),
    );
    assert.equal(end, `${separator}\n`);
    assert.equal(tracesJson(prepared).traces.length, 2);
  });

  it('tags are aligned per key, values by size', () => {
    const prepared = prepare(profile, {});
    const tags = tagsReport(prepared);
    assert.equal(
      tagsText(prepared, tags),
      lines(
        ' bytes: Total 30ms of 100ms (30.00%)',
        '        30ms (30.00%): 512B',
        '',
        ' user: Total 90ms of 100ms (90.00%)',
        '       60ms (60.00%): bob',
        '       30ms (30.00%): ann',
        '',
      ),
    );
    assert.deepEqual(tagsJson(prepared, tags).tags[0], {
      key: 'bytes',
      total: 30_000_000,
      values: [{ name: '512B', value: 30_000_000 }],
    });
  });

  it('raw prints every table', () => {
    const text = [...rawText(prepare(profile, {}).profile, () => 'then')].join('');
    assert.equal(
      text.split('\n').slice(0, 12).join('\n'),
      [
        'Comment: a note',
        'Comment: #for machines',
        'PeriodType: cpu nanoseconds',
        'Period: 10000000',
        'Time: then',
        'Duration: 200m',
        'Samples:',
        'samples/count cpu/nanoseconds',
        '          3   30000000: 2 1 ',
        '                user:[ann]',
        '                bytes:[512 bytes]',
        '          6   60000000: 3 1 ',
      ].join('\n'),
    );
    assert.match(text, / {5}3: 0x0 M=1 main\.sum \/src\/work\.go:2:0 s=1\n {13}main\.work \/src\/work\.go:8:0 s=5\n/);
    assert.match(text, /\nMappings\n1: 0x0\/0x100000\/0x0 \/bin\/app {2}\[FN\]\[FL\]\[LN\]\[IN\]\n$/);
    assert.deepEqual(rawJson(prepare(profile, {})).samples[1].locations, [2, 0]);
  });
});
