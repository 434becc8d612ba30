import assert from 'node:assert/strict';
import { parseIndex } from '../../../src/node/pprofIndex';

const page = (rows: string): string => `<html><head><title>/debug/pprof/</title></head><body>
<table><thead><td>Count</td><td>Profile</td></thead>\n${rows}</table></body></html>`;

describe('parseIndex', () => {
  it('reads names and counts in the order of the page', () => {
    const rows = parseIndex(
      page(`<tr><td>4</td><td><a href='block?debug=1'>block</a></td></tr>
<tr><td>0</td><td><a href='cmdline?debug=1'>cmdline</a></td></tr>
<tr><td>20</td><td><a href='goroutine?debug=1'>goroutine</a></td></tr>
<tr><td>0</td><td><a href='profile?debug=1'>profile</a></td></tr>`),
    );
    assert.deepEqual(rows, [
      { name: 'block', count: 4 },
      { name: 'cmdline', count: undefined },
      { name: 'goroutine', count: 20 },
      { name: 'profile', count: undefined },
    ]);
  });

  it('reads the form of Go before 1.15', () => {
    const rows = parseIndex(
      page(`<tr><td>7<td><a href=heap?debug=1>heap</a>\n<tr><td>1<td><a href=block?debug=1>block</a>`),
    );
    assert.deepEqual(rows, [
      { name: 'heap', count: 7 },
      { name: 'block', count: 1 },
    ]);
  });

  it('undoes the escapes of names, and takes the name for what it is, not its link', () => {
    const rows = parseIndex(
      page(`<tr><td>1</td><td><a href='./a:b?debug=1'>a:b &lt;&#39;&amp;lt;&#34;</a></td></tr>
<tr><td>2</td><td><a href='heap?debug=1'>heap</a></td></tr>`),
    );
    assert.equal(rows?.[0].name, `a:b <'&lt;"`);
  });

  it('leaves out names that could not be asked for, and doubles', () => {
    const rows = parseIndex(
      page(
        ['..', 'x/../../y', '', ' ', 'a\u0000b', 'n'.repeat(300), 'heap', 'heap']
          .map((name) => `<tr><td>1</td><td><a href='x'>${name}</a></td></tr>`)
          .join('\n'),
      ),
    );
    assert.deepEqual(rows, [{ name: 'heap', count: 1 }]);
  });

  it('is quick on pages made to be slow', () => {
    const start = performance.now();
    parseIndex('<td>1'.repeat(200_000));
    parseIndex(`<td>${'1'.repeat(500_000)}`);
    parseIndex(`<td>1</td>${' '.repeat(500_000)}`);
    parseIndex(`<td>1</td><td><a href=${'x'.repeat(500_000)}`);
    assert.ok(performance.now() - start < 2000);
  });

  for (const html of ['', '<html><body>Sign in</body></html>', '<td>1</td><td><a href="x">y</a></td>']) {
    it(`says that ${html || 'nothing'} is another page`, () => assert.equal(parseIndex(html), undefined));
  }
});
