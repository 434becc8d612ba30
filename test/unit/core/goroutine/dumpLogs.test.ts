// Dumps where people find them: in logs, in the middle of other text, several in one file.
import assert from 'node:assert/strict';
import { looksLikeDump, parseDump } from '../../../../src/core/goroutine/dump';
import { openProfile } from '../../../../src/core/open';
import { inflateNative } from '../../../../src/node/inflate';
import { goroutineFlag } from '../../../../src/core/profile/profile';
import { ProfileError } from '../../../../src/core/wire/errors';
import { bytesOf, dump, goroutinesText, samplesText, warningsOf } from './dumpText';

const lines = [
  'goroutine 1 [chan receive, 2 minutes]:',
  'main.wait(...)',
  '\t/srv/a.go:11',
  'main.main()',
  '\t/srv/a.go:5 +0x1d',
  '',
  'goroutine 18 [select] {tenant: "x y"}:',
  'main.f(0xc000012345, {0x1, 0x2})',
  '\t/srv/a.go:7 +0x45',
  'created by main.main in goroutine 1',
  '\t/srv/a.go:4 +0x5',
];

const plain = dump(...lines);
const same = (text: string): void => {
  const { profile } = parseDump(bytesOf(text));
  assert.deepEqual(samplesText(profile), samplesText(plain));
  assert.deepEqual(goroutinesText(profile), goroutinesText(plain));
};

describe('a dump in a log', () => {
  const second = (i: number): string => `2026-01-02T10:59:${String(i).padStart(2, '0')}`;
  const prefixes: Readonly<Record<string, (i: number) => string>> = {
    'kubectl logs --timestamps': (i) => `${second(i)}.${String(i * 7919).padStart(9, '0')}Z `,
    'kubectl logs --prefix': () => '[pod/orders-7d9f-x2/orders] ',
    'a time of varying length': (i) => `${second(i)}.${i * i * 3}Z `,
    stern: () => 'orders-7d9f-x2 orders ',
    'docker compose': () => 'orders-1  | ',
    journalctl: (i) => `Jan 02 10:59:${String(i).padStart(2, '0')} host orders[4321]: `,
    'pod and time': (i) => `orders/main ${second(i)}+01:00 stderr F `,
    'a sequence number': (i) => `${i + 97}: `,
  };
  for (const [name, prefix] of Object.entries(prefixes)) {
    it(`is read behind the prefix of ${name}`, () => {
      same(lines.map((line, i) => `${prefix(i)}${line}\n`).join(''));
      same(lines.map((line, i) => `${prefix(i)}${line}`.trimEnd() + '\n').join(''));
    });
    it(`is read between lines of others with the prefix of ${name}`, () => {
      const text = lines.map((line, i) => `${prefix(i)}${line}\nanother-pod web GET /orders(1)\n`);
      same(`a log starts\nits second line\n${text.join('')}`);
    });
  }

  it('is read when only its first line has something in front', () => {
    same(`2026/01/02 10:59:00 http: panic serving 10.0.0.1: boom ${lines.join('\n')}\nexit status 2\n`);
  });

  it('is read with the line ends of Windows, a byte order mark, and blanks for tabs', () => {
    same(`${lines.join('\r\n')}\r\n`);
    same(`\ufeff${lines.join('\n')}\n`);
    same(`${lines.join('\n').replaceAll('\t', '    ')}\n`);
  });

  it('is read in the UTF-16 that PowerShell writes', () => {
    const text = `\ufeff${lines.join('\r\n')}\r\n`;
    for (const littleEndian of [true, false]) {
      const bytes = new Uint8Array(2 * text.length);
      const view = new DataView(bytes.buffer);
      for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
      assert.equal(looksLikeDump(bytes), true);
      assert.deepEqual(samplesText(parseDump(bytes).profile), samplesText(plain));
    }
  });

  it('is found after much else, and without the blank lines that some logs lose', () => {
    same(`${'2026-01-02 INFO served goroutine 12 requests\n'.repeat(5000)}${lines.join('\n')}\n`);
    same(`${lines.filter((line) => line !== '').join('\n')}\n`);
  });
});

describe('what a crash prints', () => {
  it('is read with everything around the goroutines', () => {
    const p = dump(
      'fatal error: all goroutines are asleep - deadlock!',
      '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48c2aa]',
      '',
      'runtime stack:',
      'runtime.throw({0x1?, 0x2?})',
      '\t/go/src/runtime/panic.go:1067 +0x48',
      '',
      'goroutine 0 gp=0xa48ca0 m=0 mp=0xa49c40 [idle]:',
      'runtime.futex(0x1)',
      '\t/go/src/runtime/sys.s:557 +0x21 fp=0x7f sp=0x7e pc=0x41',
      '',
      'goroutine 1 gp=0xc0 m=nil [select (no cases)]:',
      'main.main()',
      '\t/srv/main.go:5 +0x1d fp=0xc1 sp=0xc0 pc=0x48',
      '',
      'rax    0x0',
      'rip    0x41148e',
      'exit status 2',
    );
    assert.deepEqual(samplesText(p), [
      '1 {state=idle} runtime.futex@/go/src/runtime/sys.s:557',
      '1 {state=select (no cases), leaked=true} main.main@/srv/main.go:5',
    ]);
    assert.deepEqual([...p.goroutines!.id], [0, 1]);
  });

  it('marks as leaked what a deadlock holds, not what the runtime keeps for itself', () => {
    // As Go 1.26 prints it with GOTRACEBACK=system, of each goroutine the innermost frame.
    const states = ['select (no cases)', 'force gc (idle)', 'GC sweep wait', 'GC scavenge wait'];
    states.push('GOMAXPROCS updater (idle)', 'chan send', 'finalizer wait', 'cleanup wait');
    const p = dump(
      'fatal error: all goroutines are asleep - deadlock!',
      '',
      ...states.flatMap((state, i) => [
        `goroutine ${i + 1} gp=0xc48ab39e1e0 m=nil [${state}]:`,
        'runtime.gopark(0x411f92?, 0xe5692a0c070?, 0x0?, 0x0?, 0x47a701?)',
        '\t/usr/local/go/src/runtime/proc.go:462 +0xce fp=0xe56929d86f0 sp=0xe56929d86d0 pc=0x4722ae',
        '',
      ]),
    );
    const marked = [...p.goroutines!.flags].flatMap((flags, i) =>
      (flags & goroutineFlag.leaked) === 0 ? [] : states[i],
    );
    assert.deepEqual(marked, ['select (no cases)', 'chan send']);
  });

  it('counts a goroutine once that several threads tell of, and keeps its stack', () => {
    const own = ['main.spin()', '\t/srv/main.go:9 +0x1'];
    const p = dump(
      'SIGQUIT: quit',
      'PC=0x41148e m=0 sigcode=0',
      '',
      'goroutine 0 gp=0x1 m=0 mp=0x2 [idle]:',
      'runtime.futex()',
      '\t/go/sys.s:1 +0x1',
      '',
      'goroutine 1 gp=0x3 m=nil [select]:',
      'main.main()',
      '\t/srv/main.go:5 +0x1d',
      '',
      'goroutine 5 gp=0x4 m=3 mp=0x5 [running]:',
      '\tgoroutine running on other thread; stack unavailable',
      'created by main.main in goroutine 1',
      '\t/srv/main.go:4 +0x1',
      '',
      '-----',
      '',
      'SIGQUIT: quit',
      'PC=0x2 m=3 sigcode=0',
      '',
      'goroutine 0 gp=0x6 m=3 mp=0x7 [idle]:',
      'runtime.futex()',
      '\t/go/sys.s:1 +0x1',
      '',
      'goroutine 5 gp=0x4 m=3 mp=0x5 [running]:',
      ...own,
      'created by main.main in goroutine 1',
      '\t/srv/main.go:4 +0x1',
      '',
      'goroutine 1 gp=0x3 m=nil [select]:',
      'main.main()',
      '\t/srv/main.go:5 +0x1d',
    );
    assert.deepEqual(samplesText(p).sort(), [
      '1 {state=running, created by=main.main} main.spin@/srv/main.go:9',
      '1 {state=select} main.main@/srv/main.go:5',
      '2 {state=idle} runtime.futex@/go/sys.s:1',
    ]);
  });
});

describe('several dumps in a file', () => {
  it('are told apart by a goroutine that comes again', () => {
    const text = `${lines.join('\n')}\n\n=== later ===\n${lines.join('\n')}\n`;
    const { profile } = parseDump(bytesOf(text));
    assert.deepEqual(samplesText(profile), [
      '1 {state=chan receive, dump number=1} main.wait@/srv/a.go:11 ~ main.main@/srv/a.go:5',
      '1 {state=select, created by=main.main, dump number=1, tenant=x y} main.f@/srv/a.go:7',
      '1 {state=chan receive, dump number=2} main.wait@/srv/a.go:11 ~ main.main@/srv/a.go:5',
      '1 {state=select, created by=main.main, dump number=2, tenant=x y} main.f@/srv/a.go:7',
    ]);
    assert.deepEqual(warningsOf(text), ['several-dumps']);
  });
});

describe('a dump that is cut off', () => {
  it('says so where that shows', () => {
    const whole = `${lines.join('\n')}\n`;
    const cut = (text: string): boolean => warningsOf(text).includes('truncated');
    assert.equal(cut(whole), false);
    assert.equal(cut(whole.trimEnd()), false);
    assert.equal(cut(`${whole}FAIL\texample.com/x\t0.01s\nFAIL`), false);
    for (const at of [
      '/srv/a.go:7 +0x45\ncreated by main.ma',
      '/srv/a.go:7 +0x45\ncreated by main.main in goroutine 1\n',
    ]) {
      assert.equal(cut(whole.slice(0, whole.indexOf(at.slice(0, 12)) + at.length)), true, at);
    }
    for (const at of [
      'main.f(0xc00001',
      'main.f(0xc000012345, {0x1, 0x2})\n',
      '\t/srv/a.go:7',
      'goroutine 18 [sel',
      'goroutine 18 [select] {te',
    ]) {
      assert.equal(cut(whole.slice(0, whole.indexOf(at) + at.length)), true, at);
    }
  });

  it('does not take the start of a line number for one', () => {
    const { profile } = parseDump(bytesOf('goroutine 1 [running]:\nmain.main()\n\t/a.go:2'));
    assert.deepEqual(samplesText(profile), ['1 {state=running} main.main@:0']);
  });
});

describe('a dump in a file of any kind', () => {
  const text = `${lines.join('\n')}\n`;
  const opened = (bytes: Uint8Array): void => {
    const { profile } = openProfile(bytes, { inflate: inflateNative });
    assert.deepEqual(samplesText(profile), samplesText(plain));
    assert.deepEqual(goroutinesText(profile), goroutinesText(plain));
  };

  it('is read in UTF-16, with colours, and with the tabs of rsyslog', () => {
    const utf16 = Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le');
    opened(utf16);
    opened(Buffer.from(utf16).swap16());
    opened(utf16.subarray(2));
    opened(Buffer.from(utf16).swap16().subarray(2));
    opened(bytesOf(text.replaceAll('\n', '\r')));
    opened(bytesOf(lines.map((line) => `\u001b[31m${line}\u001b[0m\n`).join('')));
    opened(bytesOf(text.replace(/goroutine (\d+)/g, '\u001b]8;;http://x\u0007\u001b[1;38;5;9mgoroutine $1\u001b[m')));
    opened(bytesOf(lines.map((line) => `\u001b[36morders-1  |\u001b[0m ${line}\n`).join('')));
    opened(bytesOf(lines.map((line) => `Jan 02 10:59:00 host orders[4321]: ${line.replace('\t', '#011')}\n`).join('')));
  });

  it('is read in the records of structured logs', () => {
    const record = (fields: object): string => `${JSON.stringify(fields)}\n`;
    const other = record({ level: 'info', msg: 'served goroutine 5' });
    opened(bytesOf(lines.map((line) => record({ log: `${line}\n`, stream: 'stderr', time: 'x' })).join('')));
    opened(bytesOf(`${other}${record({ msg: 'panic', error: { stack: text } })}${other}`));
    opened(bytesOf(lines.map((line) => `2026-01-02T10:59:00Z ${record({ message: line })}`).join('')));
    opened(bytesOf(`level=error msg="it \\"broke\\"" stack=${JSON.stringify(text)} x=1\nlevel=info msg=on\n`));
    opened(bytesOf(`Jan 02 10:59:00 host orders: ${JSON.stringify(text).slice(1, -1)}\n`));
    opened(bytesOf(`Jan 02 10:59:00 host orders: ${lines.join('#012').replaceAll('\t', '#011')}\n`));
  });

  it('is read behind bytes that are no text', () => {
    opened(Buffer.concat([Buffer.alloc(600), bytesOf(`\n${text}`)]));
  });

  it('costs no long time where records are made to hurt', () => {
    for (const line of [
      '{"a": "goroutine 1 [',
      'goroutine 1 [\\n',
      '"goroutine 1 [\\"',
      '\u001b[31',
      '#011goroutine 1 [',
    ]) {
      const hostile = bytesOf(line.repeat(200_000));
      assert.throws(() => openProfile(hostile, { inflate: inflateNative }), ProfileError);
    }
  });
});
