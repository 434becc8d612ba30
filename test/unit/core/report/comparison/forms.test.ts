import assert from 'node:assert/strict';
import { runOf } from '../../../../../src/core/report/comparison/runOf';
import {
  comparisonAnnotations,
  comparisonJunit,
  comparisonMarkdown,
} from '../../../../../src/core/report/comparison/comparisonForms';
import {
  comparisonJson,
  type ComparisonReport,
  isOverLimit,
  type ReportedRow,
} from '../../../../../src/core/report/comparison/comparisonReport';
import { comparisonText } from '../../../../../src/core/report/comparison/comparisonText';
import { prepare } from '../../../../../src/core/report/prepare';
import { profileFromText } from '../../../profileText';

const row: ReportedRow = {
  name: 'main.slow',
  base: 10,
  now: 15,
  difference: 5,
  low: 3,
  high: 7,
  growth: 50,
  isCertain: true,
  location: { file: 'cmd/main.go', line: 12 },
  isOverLimit: true,
};
const noise: ReportedRow = { ...row, name: 'main.noise', low: -1, high: 11, isCertain: false, isOverLimit: false };

function report(...rows: readonly Partial<ReportedRow>[]): ComparisonReport {
  return {
    base: ['a1', 'a2', 'a3'],
    now: ['b1', 'b2', 'b3'],
    sampleType: { type: 'cpu', unit: 'nanoseconds' },
    by: 'share',
    measured: 'cum',
    confidence: 99,
    limits: { increase: 2, growth: 10 },
    spread: 1,
    rows: rows.map((one) => ({ ...row, ...one })),
  };
}

describe('limits of a comparison', () => {
  it('count only what is certain, and must all be reached', () => {
    assert.equal(isOverLimit(row, { increase: 5, growth: 50 }), true);
    assert.equal(isOverLimit(row, { increase: 5, growth: 51 }), false);
    assert.equal(isOverLimit(row, { increase: 5.1, growth: undefined }), false);
    assert.equal(isOverLimit({ ...row, isCertain: false }, { increase: 1, growth: undefined }), false);
    assert.equal(isOverLimit({ ...row, growth: null }, { increase: undefined, growth: 1000 }), true);
    assert.equal(isOverLimit({ ...row, difference: -5, growth: -50 }, { increase: 0, growth: undefined }), false);
    assert.equal(isOverLimit(row, { increase: undefined, growth: undefined }), false);
  });
});

describe('a comparison as text', () => {
  it('says the verdict first, then how it was reached, then the rows', () => {
    const lines = comparisonText(
      report({}, { ...row, name: 'main.fast', difference: -20, isOverLimit: false }, noise),
      0,
    ).split('\n');
    assert.equal(lines[0], '1 function over the limit (+2 points and +10 %).');
    assert.match(
      lines[1],
      /^3 profiles of before against 3 profiles of now: cum cpu, .*99 % confidence over 3 functions/,
    );
    assert.match(lines[4], /10\.00 % +15\.00 % +\+5\.00 +\+3\.00 … \+7\.00 +\+50 % {2}main\.slow {2}← over the limit/);
    assert.match(lines[5], /−20\.00.*main\.fast$/);
    assert.ok(lines.includes('1 more within noise.'));
  });

  it('says that one profile a side is little', () => {
    const single = {
      ...report({ low: -Infinity, high: Infinity, isCertain: false, isOverLimit: false }),
      base: ['a'],
      now: ['b'],
    };
    assert.match(comparisonText(single, 0), /^No function changed by more than noise, none over the limit/);
    assert.match(comparisonText(single, 0), /give three or more of each/);
    assert.deepEqual((comparisonJson(single) as { rows: { low: unknown }[] }).rows[0].low, null);
  });
});

describe('a comparison for continuous integration', () => {
  const hostile = report({ name: '</x>|`a`\n::error::b\u0007,"' });

  it('lets no name out of its cell, line or element', () => {
    const cells =
      comparisonMarkdown(hostile)
        .split('\n')
        .find((line) => line.startsWith('| 🔴')) ?? '';
    assert.equal(cells.split('|').length, 9, cells);
    const xml = comparisonJunit(hostile);
    assert.ok(!xml.includes('</x>') && !xml.includes('\u0007'));
    assert.match(xml, /name="&lt;\/x&gt;\|`a`&#10;::error::b\ufffd,&quot;"/);
    assert.equal(comparisonAnnotations(hostile).trimEnd().split('\n').length, 1);
  });

  it('fails what is over the limit alone', () => {
    const both = report({}, noise);
    assert.match(comparisonJunit(both), /<testsuites name="heatline diff" tests="2" failures="1" errors="0">/);
    assert.match(comparisonJunit(both), /name="main\.noise" time="0"\/>/);
    assert.match(
      comparisonAnnotations(both),
      /^::error file=cmd\/main\.go,line=12,title=main\.slow costs more::main\.slow went from 10\.00 %25 to 15\.00 %25 \(\+50 %25\);/,
    );
    assert.equal(comparisonAnnotations(both).match(/^::/gm)?.length, 1);
  });
});

describe('events behind a function', () => {
  it('are samples for CPU', () => {
    const profile = profileFromText(
      `main  main
       a     b`,
      {
        types: [
          { type: 'samples', unit: 'count' },
          { type: 'cpu', unit: 'nanoseconds' },
        ],
        values: [
          [3, 30e6],
          [1, 10e6],
        ],
      },
    );
    const run = runOf(prepare(profile, {}), 'cum');
    assert.equal(run.total, 40e6);
    assert.deepEqual(
      [...run.events],
      [
        ['main', 4],
        ['a', 3],
        ['b', 1],
      ],
    );
    assert.deepEqual([...runOf(prepare(profile, {}), 'flat').values.keys()], ['a', 'b']);
  });

  it('are what the heap profiler recorded, before scaling', () => {
    const types = ['alloc_objects/count', 'alloc_space/bytes', 'inuse_objects/count', 'inuse_space/bytes'].map(
      (one) => {
        const [type, unit] = one.split('/');
        return { type, unit };
      },
    );
    // 1 KiB objects at a rate of 512 KiB: one in 512 is seen; a block of 5 MiB nearly always.
    const profile = profileFromText('small  big', {
      types,
      values: [
        [5120, 5120 * 1024, 5120, 5120 * 1024],
        [2, 2 * 5 * 2 ** 20, 0, 0],
      ],
      header: { period: 524_288n, periodType: { type: 'space', unit: 'bytes' } },
    });
    const events = runOf(prepare(profile, { sampleIndex: 'alloc_space' }), 'flat').events;
    assert.ok(Math.abs((events.get('small') ?? 0) - 10) < 0.02);
    assert.ok(Math.abs((events.get('big') ?? 0) - 2) < 0.01);
    assert.deepEqual([...runOf(prepare(profile, {}), 'flat').events.keys()], ['small']);
  });
});
