import assert from 'node:assert/strict';
import { compareGroups } from '../../../../src/core/goroutine/growth';
import type { GoroutineGroup } from '../../../../src/core/goroutine/groups';
import type { Profile } from '../../../../src/core/profile/profile';
import { flameBoxes } from '../../../../src/core/report/flameBoxes';
import { flameHtml, flameSvg } from '../../../../src/core/report/flameSvg';
import { foldedText } from '../../../../src/core/report/folded';
import { groupsText, growthText } from '../../../../src/core/report/goroutines';
import { baseName, characters, durationText, padLeft } from '../../../../src/core/report/goText';
import { prepare } from '../../../../src/core/report/prepare';
import { speedscopeFile } from '../../../../src/core/report/speedscope';
import { trimFilename } from '../../../../src/core/report/trimFilenames';
import { buildCallTree } from '../../../../src/core/analyze/callTree';
import { buildFrames } from '../../../../src/core/analyze/frames';
import { profileFromText } from '../../profileText';
import { randomProfile } from '../profile/randomProfile';

const folded = (profile: Profile): string[] => [...foldedText(prepare(profile, {}))].map((line) => line.trimEnd());

describe('folded stacks', () => {
  it('are one line a stack', () => {
    const profile = profileFromText('main  main  main\nwork  work  -', { values: [1, 2, 4] });
    assert.deepEqual(folded(profile).sort(), ['main 4', 'main;work 3']);
  });

  it('keep samples without frames, and names that would break the format', () => {
    const profile = profileFromText('a;b', { empty: [[7]] });
    assert.deepEqual(folded(profile), ['(no stack) 7', 'a:b 1']);
  });

  for (let seed = 1; seed <= 5; seed++) {
    it(`add up to the samples (seed ${seed})`, () => {
      const prepared = prepare({ ...randomProfile(seed, 60), dropFrames: '' }, {});
      const sum = folded(prepared.profile).reduce((total, line) => total + Number(/-?\d+$/.exec(line)![0]), 0);
      assert.equal(
        sum,
        prepared.measure.values.reduce((total, value) => total + value, 0),
      );
    });
  }
});

describe('speedscope', () => {
  const types = [
    { type: 'samples', unit: 'count' },
    { type: 'cpu', unit: 'nanoseconds' },
  ];
  const profile = profileFromText('main[f:m.go,l:3]  main[f:m.go,l:3]\nwork  gone', {
    types,
    values: [
      [1, 10],
      [-2, -20],
    ],
  });

  it('has a profile a sample type and opens with the measured one', () => {
    const file = speedscopeFile(prepare(profile, {}), 'heatline 1', false);
    assert.deepEqual(
      file.profiles.map(({ name, unit, endValue }) => [name, unit, endValue]),
      [
        ['samples', 'none', 1],
        ['cpu', 'nanoseconds', 10],
      ],
    );
    assert.equal(file.activeProfileIndex, 1);
    assert.deepEqual(file.profiles[1].samples, [[0, 1]]);
    assert.deepEqual(file.shared.frames[0], { name: 'main', file: 'm.go' });
  });

  it('can have the measured type alone', () => {
    const file = speedscopeFile(prepare(profile, { sampleIndex: '0' }), 'heatline 1', true);
    assert.deepEqual([file.profiles.length, file.activeProfileIndex, file.profiles[0].name], [1, 0, 'samples']);
  });
});

describe('flame graph pictures', () => {
  it('boxes lie within their parents and are as wide as their share', () => {
    const profile = profileFromText('main  main  main  gc\nwork  idle  -  -', { values: [4, 2, 2, 2] });
    const frames = buildFrames(profile, 'functions');
    const tree = buildCallTree(profile, frames, 0);
    const boxes = flameBoxes(tree, 100);
    assert.deepEqual(
      boxes.map(({ node, x, width, depth }) => [node === 0 ? 'all' : frames.name[tree.frame[node]], x, width, depth]),
      [
        ['all', 0, 100, 0],
        ['main', 0, 80, 1],
        ['work', 0, 40, 2],
        ['idle', 40, 20, 2],
        ['gc', 80, 20, 1],
      ],
    );
  });

  it('names are text, never markup', () => {
    const evil = profileFromText('<script>alert("1")</script>&\u0001', { header: { comments: ['<b>'] } });
    const prepared = prepare(evil, { keepsNames: true });
    for (const text of [flameSvg(prepared, () => ''), flameHtml(prepared, () => '')]) {
      assert.ok(!text.includes('<script') && !text.includes('<b>') && !text.includes('\u0001'));
      assert.ok(text.includes('&lt;script&gt;alert(&quot;1&quot;)'));
    }
  });

  it('says that there is nothing to show', () => {
    assert.match(
      flameSvg(prepare(profileFromText('a', { values: [0] }), {}), () => ''),
      /No samples/,
    );
  });
});

describe('goroutines', () => {
  const group = (count: number, more: Partial<GoroutineGroup> = {}): GoroutineGroup => ({
    count,
    state: 'chan receive',
    waitMinutes: null,
    leaked: false,
    labels: {},
    frames: [{ function: 'main.wait', file: '/src/main.go', line: 7 }],
    createdBy: { function: 'main.main', file: '/src/main.go', line: 3 },
    ids: Array.from({ length: count }, (_, i) => i + 1),
    ...more,
  });

  it('are printed largest first with what is known', () => {
    const leaked = group(12, { leaked: true, waitMinutes: { min: 3, max: 10 }, labels: { user: 'ann' } });
    assert.equal(
      groupsText({ total: 12, groups: [leaked] }),
      `12 goroutines in 1 group

12 [chan receive, 3–10 min, leaked]
    labels: user=ann
    main.wait /src/main.go:7
    created by main.main /src/main.go:3
    goroutines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more
`,
    );
  });

  it('growth shows what changed', () => {
    const still = group(1, { state: 'select', ids: [99] });
    const base = { total: 3, groups: [group(2), still] };
    const now = { total: 5, groups: [group(4), still] };
    const text = growthText(compareGroups(base, now));
    assert.match(text, /^5 goroutines now, 3 before \(\+2\)\n\n\+2 \(2 → 4\) \[chan receive\]\n/);
    assert.match(text, / {4}new: goroutines 3, 4\n\n1 group has as many as before\.\n$/);
  });
});

describe("Go's texts", () => {
  it('durations', () => {
    const cases: readonly (readonly [bigint, string])[] = [
      [0n, '0s'],
      [1n, '1ns'],
      [1_500n, '1.5µs'],
      [1_500_000n, '1.5ms'],
      [10_050_000_000n, '10.05s'],
      [90_000_000_000n, '1m30s'],
      [3_723_500_000_000n, '1h2m3.5s'],
      [-1_000_000_000n, '-1s'],
    ];
    for (const [nanos, text] of cases) assert.equal(durationText(nanos), text);
  });

  it('paths and widths', () => {
    assert.deepEqual(['/a/b', 'b', '/a/b/', '/', ''].map(baseName), ['b', 'b', 'b', '/', '.']);
    assert.equal(characters('aµ😀'), 3);
    assert.equal(padLeft('😀', 3), '  😀');
  });

  it('file names are trimmed as pprof does', () => {
    assert.equal(trimFilename('/proc/self/cwd/a/b.go', {}), 'a/b.go');
    assert.equal(trimFilename('/proc/self/cwd/./b.go', {}), 'b.go');
    assert.equal(trimFilename('/ci/build/shop/cart/c.go', { sourcePath: '/home/me/shop' }), 'cart/c.go');
    assert.equal(
      trimFilename('/ci/build/shop/c.go', { trimPath: '/x:/ci/build', sourcePath: '/me/shop' }),
      'shop/c.go',
    );
    assert.equal(trimFilename('/cibuild/c.go', { trimPath: '/ci' }), '/cibuild/c.go');
  });
});
