// The fast way through a dump against the slow one, which takes every line apart.
import assert from 'node:assert/strict';
import { parseDump } from '../../../../src/core/goroutine/dump';
import { scanDump } from '../../../../src/core/goroutine/dumpScan';
import type { DumpScan } from '../../../../src/core/goroutine/dumpTables';
import { random } from '../profile/randomProfile';
import { bytesOf } from './dumpText';

/** All that is known of each goroutine, a line each. */
function scanText(scan: DumpScan): string[] {
  const text = ({ pool, starts }: DumpScan['strings'], i: number): string =>
    Buffer.from(pool.subarray(starts.data[i], starts.data[i + 1])).toString('latin1');
  const frame = (i: number): string => {
    const [name, file, line] = scan.frames.pool.data.subarray(3 * i, 3 * i + 3);
    return `${text(scan.strings, name)}@${file < 0 ? text(scan.addresses, -1 - file) : text(scan.strings, file)}:${line}`;
  };
  const goroutines = Array.from({ length: scan.count }, (_, row) => {
    const stack = scan.stack.data[row];
    const { pool, starts } = scan.stacks;
    const codes = stack < 0 ? [] : Array.from(pool.data.subarray(starts.data[stack], starts.data[stack + 1]));
    const creator = scan.creator.data[row];
    return [
      `${scan.id.data[row]} at ${scan.at.data[row]} ${text(scan.headers, scan.header.data[row])} ${scan.wait.data[row]}`,
      ...codes.map((code) => frame(code >>> 1) + ((code & 1) === 1 ? ' ~' : '')),
      `${creator < 0 ? '-' : frame(creator)} ${scan.parent.data[row]} ${scan.flags.data[row]}`,
    ].join(' < ');
  });
  return [...goroutines, `cut: ${scan.truncated}`];
}

const oddLines = [
  '',
  '...5 frames elided...',
  '[originating from goroutine 7]:',
  '[originating from goroutine 7]:x()',
  'created by main.g0',
  'created by main.g1(0x1) in goroutine 5',
  'created by main.g1 in goroutine 5 in goroutine 6',
  'created by  in goroutine 5',
  'created by main.(*T).f1 in goroutine',
  '\tgoroutine running on other thread; stack unavailable',
  'non-Go function at pc=0x7f',
  'goroutine 5 [sleep](0x1)',
  'goroutine 5 gp=0xc0 m=nil [sleep]:',
  'goroutine 5 [sleep] {tenant: "x"}:',
  'goroutine 5 {tenant: "x"} [sleep]:',
  'goroutine x [sleep]:',
  'goroutine 5 [sleep',
  'main.f1(0x1)b)',
  'main.(*T).f1(0x1)(0x2)',
  'main.(*T).f1',
  '(...)',
  '(0x1)',
  'x(0x1)',
  'c_name(int)',
  '\t/c.c:5 pc=0x12',
  '\tpc=0x12',
  '\t/srv/1.go:1 0x1d',
  '\t/srv/1.go:1 +0x1d:5',
  '\t/srv/1.go:1 +0x1d:d',
  '\t/srv/1.go:12345678901 +0x1d',
  '\t/srv/1.go: +0x1d',
  '\t/srv/1.go:0012 +0x1d',
  '\t/srv/1.go:12345 +0x1d',
  '\t/srv/1.go:\0\0\0\0 +0x1d',
  'main.g0(\xe9, 0x1)',
  'main.\u8fd0\u884c(0x1)',
  '\t /srv/1.go:2 +0x1d',
  '    /srv/1.go:2 +0x1d',
  '\tC:/srv/1.go:2 +0x1d',
  '\t:2 +0x1d',
  '-----',
];

describe('the fast way through a dump', () => {
  it('comes out where the slow one does, whatever stands between and whatever is damaged', () => {
    const next = random(20261127);
    const below = (n: number): number => Math.floor(next() * n);
    const of = <T>(choices: readonly T[]): T => choices[below(choices.length)];
    const goroutine = (id: number, odd: number): string[] => {
      const state = of(['select', 'sleep, 3 minutes', 'running', 'chan receive (nil chan), locked to thread', '']);
      const lines = [`goroutine ${id} [${state}]:`];
      const f = below(4);
      for (let depth = below(8); depth > 0; depth--) {
        const inlined = below(4) === 0;
        const args = inlined ? '...' : of(['', '0x1', '{0x1, 0x2}, _', '0xc000123456?, 0x7', '0x1, ...', '...']);
        lines.push(`${of(['main.(*T).f', 'main.g', 'net/http.HandlerFunc.F[...].func'])}${(f + depth) % 4}(${args})`);
        lines.push(`\t/srv/${(f + depth) % 4}.go:${of([1, 12, 123])}${inlined ? '' : of([' +0x1d', ' +0x1', ''])}`);
      }
      if (below(2) === 0) {
        lines.push(`created by main.g${below(3)}${of([` in goroutine ${below(id)}`, ''])}`);
        lines.push(`\t/srv/${below(3)}.go:${of([1, 12])} +0x1d`);
      }
      lines.push('');
      for (; odd > 0; odd--) lines.splice(below(lines.length + 1), 0, of(oddLines));
      return lines;
    };
    for (let round = 0; round < 600; round++) {
      const lines: string[] = [];
      for (let id = 1; id < 25; id++) lines.push(...goroutine(id, below(4) === 0 ? below(3) : 0));
      const bytes = Array.from(bytesOf(lines.join(of(['\n', '\n', '\n', '\r\n']))));
      for (let change = below(4); change > 0; change--) {
        const at = below(bytes.length);
        if (below(2) === 0) bytes[at] = of([...bytesOf('\n\t([)]:. +0c\r\0'), 0xff]);
        else bytes.splice(at, below(5));
      }
      const text = Uint8Array.from(bytes).subarray(0, below(3) === 0 ? below(bytes.length) : bytes.length);
      assert.deepEqual(scanText(scanDump(text)), scanText(scanDump(text, false)), Buffer.from(text).toString('latin1'));
    }
  });
});

describe('names that are not text', () => {
  it('are told apart by every byte, though numbers that are equal may differ in one', () => {
    // As numbers of eight bytes, these are 0 and -0, and the next two are not equal to themselves.
    const middles = ['\0\0\0\0\0\0\0\0', '\0\0\0\0\0\0\0\x80', '\0\0\0\0\0\0\xf8\xff', '\0\0\0\0\0\0\xf8\x7f'];
    const lines = [...middles, ...middles, ...middles].map(
      (middle, i) =>
        `goroutine ${i + 1} [select]:\nmain.abc${middle}defghijklm(0x1)\n\t/srv/abc${middle}/defghij.go:5 +0x1d\nmain.main()\n\t/srv/main.go:9 +0x1\n\n`,
    );
    const text = Uint8Array.from(Buffer.from(lines.join(''), 'latin1'));
    const quick = scanText(scanDump(text));
    assert.deepEqual(quick, scanText(scanDump(text, false)));
    assert.equal(new Set(quick.map((line) => line.slice(line.indexOf('<')))).size, middles.length + 1);
  });
});

describe('minutes of a wait', () => {
  it('are no part of the header that goroutines share, wherever they are all that follows the state', () => {
    const headers: readonly (readonly [header: string, shared: string, minutes: number])[] = [
      ['[select]:', '[select]:', -1],
      ['[select, 3 minutes]:', '[select', 3],
      ['[select, 45 minutes]:', '[select', 45],
      ['[select (durable), synctest bubble 1, 7 minutes]:', '[select (durable), synctest bubble 1', 7],
      ['[select, 3 minutes, locked to thread]:', '[select, 3 minutes, locked to thread]:', -1],
      ['[select, 3 minutes] {k: v}:', '[select, 3 minutes] {k: v}:', -1],
      ['[select, minutes]:', '[select, minutes]:', -1],
      ['[select, 1234567890 minutes]:', '[select, 1234567890 minutes]:', -1],
      ['[select 3 minutes]:', '[select 3 minutes]:', -1],
      ['[ minutes]:', '[ minutes]:', -1],
    ];
    const text = headers.map(([header], i) => `goroutine ${i + 1} ${header}\nmain.f()\n\t/srv/f.go:1 +0x1\n\n`);
    const { headers: table, header, wait } = scanDump(bytesOf(text.join('')));
    const shared = headers.map((_, row) => {
      const at = table.starts.data.subarray(header.data[row], header.data[row] + 2);
      return [Buffer.from(table.pool.subarray(at[0], at[1])).toString(), wait.data[row]];
    });
    assert.deepEqual(
      shared,
      headers.map(([, text, minutes]) => [text, minutes]),
    );
  });
});

describe('a place with a colon behind the line number', () => {
  it('is no place, whether the stack is the first of its kind or not', () => {
    const goroutine = (id: number, offset: string): string =>
      `goroutine ${id} [select]:\nmain.work(0x1)\n\t/srv/main.go:5 ${offset}\nmain.main()\n\t/srv/main.go:9 +0x1\n\n`;
    const text = goroutine(1, '+0x1:d') + goroutine(2, '+0x1d') + goroutine(3, '+0x1d') + goroutine(4, '+0x1:d');
    const { goroutines } = parseDump(new TextEncoder().encode(text)).profile;
    const sample = goroutines!.sample;
    assert.equal(sample[1], sample[2]);
    assert.equal(sample[0], sample[3]);
    assert.notEqual(sample[0], sample[1]);
  });
});
