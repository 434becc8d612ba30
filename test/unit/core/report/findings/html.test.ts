// The report as a page: what it holds, what it must never hold, and that its pictures are true to the numbers.

import assert from 'node:assert/strict';
import type { Evidence, Finding } from '../../../../../src/core/diagnose/finding';
import { sharePicture, stackPictures } from '../../../../../src/core/report/findings/evidenceSvg';
import { evidenceValue } from '../../../../../src/core/report/findings/evidenceValue';
import { findingsHtml } from '../../../../../src/core/report/findings/findingsHtml';
import type { FindingsReport } from '../../../../../src/core/report/findings/findingsReport';

const frame = (name: string) => ({ function: name, file: 'main.go', line: 1 });

function evidence(value: number, ...names: readonly string[]): Evidence {
  const frames = names.map(frame);
  return { profile: 'goroutine', text: `${value} wait.`, value, unit: 'goroutines', share: value / 100, frames };
}

function report(...findings: readonly Partial<Finding>[]): FindingsReport {
  const finding: Finding = {
    rule: 'lock-contention',
    grade: 'likely',
    title: 'cache.(*Cache).get does slow work',
    detail: 'On average 3.5 goroutines were queueing.',
    location: { file: 'internal/cache/cache.go', line: 20 },
    evidence: [evidence(30, 'sync.(*Mutex).Lock', 'example.com/app/cache.(*Cache).get', 'main.main')],
    refute: 'It was a burst.',
    advice: 'Unlock first.',
    docs: 'https://pkg.go.dev/sync#Mutex',
  };
  return {
    target: 'http://localhost:6060/debug/pprof/',
    captured: ['goroutine'],
    missing: [{ profile: 'mutex', reason: 'Nothing recorded.' }],
    reading: 'Goroutines wait for a lock.',
    findings: findings.map((one) => ({ ...finding, ...one })),
  };
}

/** Width of each box by the name in its title. */
function widths(svg: string): Record<string, number> {
  const boxes = svg.matchAll(/<title>([^\n<]*)\n[^<]*<\/title><rect x="[^"]*" y="[^"]*" width="([^"]*)"/g);
  return Object.fromEntries([...boxes].map(([, name, width]) => [name, Number(width)]));
}

describe('findings as a page', () => {
  it('says what was found, where, why and what to do, and what was not looked at', () => {
    const page = findingsHtml(report({}));
    for (const part of [
      'cache.(*Cache).get does slow work',
      'cache.go:20',
      '30 goroutines',
      'Unlock first.',
      'It was a burst.',
    ]) {
      assert.ok(page.includes(part), part);
    }
    assert.match(page, /Without <code>mutex<\/code>: Nothing recorded\./);
  });

  it('takes whatever a profile calls its functions for text', () => {
    const bad = `"><script>alert(1)</script><img src=x onerror=y>'&\u0007`;
    const hostile = {
      title: bad,
      detail: bad,
      advice: bad,
      location: { file: bad, line: 1 },
      evidence: [evidence(1, bad)],
    };
    const page = findingsHtml({ ...report(hostile), target: bad, reading: bad, captured: [bad] });
    assert.doesNotMatch(page, /<script|<img/);
    assert.ok(!page.includes('\u0007'));
    const tags = new Set([...page.matchAll(/<([a-z!][\w]*)/g)].map(([, tag]) => tag));
    const allowed = ['!doctype', 'html', 'head', 'meta', 'title', 'style', 'body', 'header', 'h1', 'h2', 'p', 'code'];
    allowed.push('main', 'article', 'span', 'a', 'figure', 'svg', 'g', 'text', 'rect', 'ul', 'li', 'strong', 'pre');
    allowed.push('dl', 'dt', 'dd', 'footer');
    assert.deepEqual(
      [...tags].filter((tag) => !allowed.includes(tag)),
      [],
    );
    assert.doesNotMatch(page, /<[^>]*\son\w+=/);
  });

  it('allows no script and no request, and only styles with its nonce where it has one', () => {
    assert.match(findingsHtml(report({})), /content="default-src 'none'; style-src 'unsafe-inline'"/);
    const page = findingsHtml(report({}), { nonce: 'abc', linkOf: (i) => `command:heatline.openFinding?${i}` });
    assert.match(page, /style-src 'nonce-abc'"/);
    assert.match(page, /<style nonce="abc">/);
    assert.match(page, /href="command:heatline\.openFinding\?0"/);
    assert.doesNotMatch(page, /style="/);
  });

  it('of nothing is a page too', () => assert.match(findingsHtml(report()), /<h1>Nothing found<\/h1>/));
});

describe('pictures of evidence', () => {
  it('give stacks the width of their numbers, with common callers once', () => {
    const [svg, ...more] = stackPictures([evidence(30, 'b', 'a'), evidence(10, 'c', 'a')]);
    assert.equal(more.length, 0);
    const { a, b, c } = widths(svg);
    assert.ok(Math.abs(b / c - 3) < 0.02 && Math.abs(a - (b + c)) < 2, JSON.stringify({ a, b, c }));
  });

  it('keep units apart, and have none for lines of source', () => {
    const bytes = { ...evidence(5, 'x'), unit: 'bytes' };
    const source = { ...evidence(7, 'y'), profile: 'source', unit: 'line' };
    assert.equal(stackPictures([evidence(1, 'a'), bytes, source]).length, 2);
    assert.deepEqual(stackPictures([source]), []);
  });

  it('draw a share as long as it is', () => {
    const bars = [
      ...sharePicture([evidence(25, 'a'), evidence(100, 'b')]).matchAll(
        /width="([\d.]+)" height="16" rx="2" class="(\w+)"/g,
      ),
    ];
    const [track, quarter, , whole] = bars.map(([, width]) => Number(width));
    assert.equal(quarter / track, 0.25);
    assert.equal(whole, track);
    assert.equal(sharePicture([{ ...evidence(1), share: null }]), '');
  });

  for (const [value, unit, text] of [
    [1, 'goroutines', '1 goroutine'],
    [12, 'goroutines', '12 goroutines'],
    [1, 'contentions', '1 wait'],
    [1_500_000, 'nanoseconds', '1.5 ms'],
    [96_000_000, 'bytes', '96 MB'],
    [20, 'line', ''],
  ] as const) {
    it(`call ${value} ${unit} "${text}"`, () => assert.equal(evidenceValue({ ...evidence(value), unit }), text));
  }
});
