import assert from 'node:assert/strict';
import { looksLikeDump, parseDump } from '../../../../src/core/goroutine/dump';
import { ProfileError } from '../../../../src/core/wire/errors';
import { bytesOf, dump, goroutinesText, samplesText, warningsOf } from './dumpText';

/** One goroutine with this header and one frame. */
function headed(header: string): { goroutine: string; sample: string } {
  const p = dump(header, 'main.f(0x1)', '\t/srv/main.go:7 +0x1d');
  assert.equal(p.samples.count, 1);
  return { goroutine: goroutinesText(p)[0], sample: samplesText(p)[0] };
}

const flag = { locked: 1, leaked: 2, scan: 4, durable: 8, elided: 16 };

describe('headers of goroutines', () => {
  const cases: readonly (readonly [header: string, state: string, minutes: number, flags: number])[] = [
    ['goroutine 7 [running]:', 'running', -1, 0],
    ['goroutine 7 [chan receive, 12 minutes]:', 'chan receive', 12, 0],
    ['goroutine 7 [syscall, 2 minutes, locked to thread]:', 'syscall', 2, flag.locked],
    ['goroutine 7 [select, locked to thread]:', 'select', -1, flag.locked],
    ['goroutine 7 [chan send (leaked)]:', 'chan send', -1, flag.leaked],
    ['goroutine 7 [chan receive (nil chan) (leaked)]:', 'chan receive (nil chan)', -1, flag.leaked],
    ['goroutine 7 [runnable (scan)]:', 'runnable', -1, flag.scan],
    ['goroutine 7 [GC worker (idle) (scan), 3 minutes]:', 'GC worker (idle)', 3, flag.scan],
    ['goroutine 7 [select (no cases) (leaked) (scan)]:', 'select (no cases)', -1, flag.leaked + flag.scan],
    ['goroutine 7 [select (durable), synctest bubble 1]:', 'select', -1, flag.durable],
    ['goroutine 7 [chan receive (synctest), synctest group 3]:', 'chan receive', -1, flag.durable],
    ['goroutine 7 gp=0xc000002380 m=0 mp=0x5a7ea0 [running]:', 'running', -1, 0],
    ['goroutine 7 gp=0xc000002380 m=nil [IO wait, 5 minutes]:', 'IO wait', 5, 0],
    ['goroutine 7 [???]:', '???', -1, 0],
    ['goroutine 7 [3]:', '3', -1, 0],
    ['goroutine 7 []:', '', -1, 0],
    ['goroutine 7 [select, 99999999999 minutes]:', 'select', 2 ** 31 - 1, 0],
    ['goroutine 7 [select, a new remark, 4 minutes]:', 'select', 4, 0],
  ];
  for (const [header, state, minutes, flags] of cases) {
    it(`reads ${header}`, () => {
      assert.equal(headed(header).goroutine, `7 ${state} ${minutes} ${flags} - -1`);
    });
  }

  it('puts a bubble, a leak and a lock into labels, and nothing that is not there', () => {
    assert.equal(
      headed('goroutine 7 [select (durable), locked to thread, synctest bubble 4]:').sample,
      '1 {state=select, locked=true, synctest bubble=4} main.f@/srv/main.go:7',
    );
    assert.equal(
      headed('goroutine 7 [chan send (leaked)]:').sample,
      '1 {state=chan send, leaked=true} main.f@/srv/main.go:7',
    );
    assert.equal(headed('goroutine 7 [chan send]:').sample, '1 {state=chan send} main.f@/srv/main.go:7');
  });

  const labelled: readonly string[] = [
    'goroutine 7 [select] {endpoint: "/a b", tenant: "x\\"y"}:', // 1.27
    'goroutine 7 [select labels:{"endpoint": "/a b", "tenant": "x\\"y"}]:', // 1.26
    'goroutine 7 {endpoint: "/a b", tenant: "x\\"y"} [select]:',
    'goroutine 7 gp=0x1 m=nil [select] {endpoint: "/a b", tenant: "x\\"y"}:',
  ];
  for (const header of labelled) {
    it(`reads the labels of ${header}`, () => {
      assert.equal(headed(header).sample, '1 {state=select, endpoint=/a b, tenant=x"y} main.f@/srv/main.go:7');
    });
  }

  it('reads labels behind a wait and a bubble, and labels that contain brackets', () => {
    const p = headed('goroutine 7 [select, 3 minutes, synctest bubble 2 labels:{"k": "a]: [b", "{": "}"}]:');
    assert.equal(p.sample, '1 {state=select, synctest bubble=2, k=a]: [b, {=}} main.f@/srv/main.go:7');
    assert.equal(p.goroutine, '7 select 3 0 - -1');
  });

  it('reads every way Go has of quoting, and bare words', () => {
    const quoted = String.raw`"t\tn\nu\u00fcU\U0001f600x\x07b\\q\""`;
    assert.equal(
      headed(`goroutine 7 [select] {a.b/c_1: x.y/z_2, k: ${quoted}}:`).sample,
      '1 {state=select, a.b/c_1=x.y/z_2, k=t\tn\nu\u00fcU\u{1f600}x\u0007b\\q"} main.f@/srv/main.go:7',
    );
  });

  it('keeps a byte that is no UTF-8 as it was', () => {
    const p = dump('goroutine 7 [select] {k: "\\xff"}:', 'main.f()', '\t/srv/main.go:7 +0x1d');
    const value = p.labels.text[p.labels.count - 1];
    assert.deepEqual([...p.strings.bytes.subarray(p.strings.offsets[value], p.strings.offsets[value + 1])], [0xff]);
  });

  it('takes nothing else for a header', () => {
    for (const line of [
      'goroutine profile: total 3',
      'goroutine 7 is blocked:',
      'goroutine [running]:',
      'goroutine 7 [running]',
      'Goroutine 7 (running) created at:',
      '[originating from goroutine 7]:',
      'created by main.f in goroutine 7',
      'goroutine 7[running]:',
    ]) {
      assert.equal(looksLikeDump(bytesOf(`${line}\nmain.f()\n\t/a.go:1\n`)), false, line);
    }
  });
});

describe('frames of goroutines', () => {
  const stack = (...lines: string[]): string => {
    const p = dump('goroutine 1 [running]:', ...lines);
    return samplesText(p)[0].replace(/^1 \{.*?\} ?/, '');
  };

  it('reads arguments of every kind, and offsets of every kind', () => {
    assert.equal(
      stack(
        'main.a(...)',
        '\t/srv/a.go:1',
        'main.(*T).b(0x1?, {0x2, 0x3}, _, ...)',
        '\t/srv/b.go:22 +0x1d',
        'main.c({0xc000012345?, 0x6?}, 0x0)',
        '\t/srv/c.go:333 +0x45 fp=0xc000 sp=0xc001 pc=0x48c2aa',
        'main.main()',
        '\t/srv/main.go:4444',
      ),
      'main.a@/srv/a.go:1 ~ main.(*T).b@/srv/b.go:22 < main.c@/srv/c.go:333 < main.main@/srv/main.go:4444',
    );
  });

  it('keeps an inlined frame in the location of the one it was inlined into', () => {
    const p = dump(
      'goroutine 1 [running]:',
      'main.a(...)',
      '\t/a.go:1',
      'main.b(...)',
      '\t/a.go:2',
      'main.c()',
      '\t/a.go:3 +0x1',
    );
    assert.equal(p.locations.count, 1);
    assert.deepEqual(samplesText(p), ['1 {state=running} main.a@/a.go:1 ~ main.b@/a.go:2 ~ main.c@/a.go:3']);
  });

  it('keeps a frame apart that is inlined in one place and called in another', () => {
    const p = dump(
      'goroutine 1 [running]:',
      'main.a(...)',
      '\t/a.go:1',
      'main.c()',
      '\t/a.go:3 +0x1',
      '',
      'goroutine 2 [running]:',
      'main.a()',
      '\t/a.go:1 +0x5',
      'main.c()',
      '\t/a.go:3 +0x1',
    );
    assert.deepEqual(samplesText(p), [
      '1 {state=running} main.a@/a.go:1 ~ main.c@/a.go:3',
      '1 {state=running} main.a@/a.go:1 < main.c@/a.go:3',
    ]);
    assert.equal(p.functions.count, 2);
  });

  it('keeps an inlined frame whose caller is not shown', () => {
    assert.equal(stack('main.(*G[...]).Block(...)', '\t/a.go:19'), 'main.(*G[...]).Block@/a.go:19');
  });

  it('reads names with type arguments, escaped dots, closures, and two pairs of brackets', () => {
    assert.equal(
      stack(
        'gopkg.in/yaml%2ev3.D[...].M[...](0x1)',
        '\t/y.go:1 +0x1',
        'main.glob..func1.2.(*T).gowrap3()',
        '\t/m.go:2 +0x1',
        'main.main)(',
        '\t/m.go:3 +0x1',
      ),
      'gopkg.in/yaml%2ev3.D[...].M[...]@/y.go:1 < main.glob..func1.2.(*T).gowrap3@/m.go:2 < main.main)(@/m.go:3',
    );
  });

  it('calls panic what the protobuf calls it, and only that', () => {
    assert.equal(
      stack('panic({0x1?, 0x2?})', '\t/usr/lib/go/src/runtime/panic.go:859 +0x125', 'panic()', '\t/srv/mine.go:1 +0x1'),
      'runtime.gopanic@/usr/lib/go/src/runtime/panic.go:859 < panic@/srv/mine.go:1',
    );
  });

  it('reads files of every kind', () => {
    assert.equal(
      stack(
        'main.a()',
        '\tC:/Users/me/Go Code/a.go:1 +0x1',
        'main.b()',
        '\t<autogenerated>:1 +0x2',
        'main.c()',
        '\t_cgo_gotypes.go:56 +0x45',
        'main.d()',
        '\t??:0 +0x1',
        'main.e()',
        '\tC:\\src\\e.go:5 +0x1',
      ),
      'main.a@C:/Users/me/Go Code/a.go:1 < main.b@<autogenerated>:1 < main.c@_cgo_gotypes.go:56 < main.d@??:0 < main.e@C:\\src\\e.go:5',
    );
  });

  it('reads what a C symbolizer says, and what there is without one', () => {
    assert.equal(
      stack(
        'non-Go function at pc=0x7f1234',
        'non-Go function',
        '\tpc=0x7f5678',
        'std::function<void (int)>::operator()(int) const',
        '\t/usr/include/functional:590 pc=0x7f9abc',
        'runtime.cgocall(0x1, 0x2)',
        '\t/go/src/runtime/cgocall.go:157 +0x4b',
      ),
      'non-Go function@:0#7f1234 < non-Go function@:0#7f5678 < ' +
        'std::function<void (int)>::operator()(int) const@/usr/include/functional:590 < ' +
        'runtime.cgocall@/go/src/runtime/cgocall.go:157',
    );
  });

  it('reads creators with and without a parent, and their parent from the ancestors', () => {
    const creator = (...lines: string[]): string =>
      goroutinesText(dump('goroutine 9 [select]:', 'main.f()', '\t/a.go:1 +0x1', ...lines))[0].replace(
        '9 select -1 0 ',
        '',
      );
    assert.equal(creator('created by main.g in goroutine 35', '\t/a.go:2 +0x5'), 'main.g@/a.go:2 35');
    assert.equal(creator('created by main.(*T[...]).g', '\t/a.go:2 +0x5'), 'main.(*T[...]).g@/a.go:2 -1');
    assert.equal(creator('created by main.g'), 'main.g@:0 -1');
    assert.equal(creator(), '- -1');
    assert.equal(
      creator(
        'created by main.g',
        '\t/a.go:2 +0x5',
        '[originating from goroutine 24]:',
        'main.g(...)',
        '\t/a.go:2 +0x5',
        'created by main.h',
        '\t/a.go:9 +0x5',
        '[originating from goroutine 23]:',
        'main.h(...)',
        '\t/a.go:9 +0x5',
      ),
      'main.g@/a.go:2 24',
    );
  });

  it('notes frames that Go left out, in both of its ways of saying so', () => {
    for (const remark of ['...12 frames elided...', '...additional frames elided...']) {
      const text = `goroutine 1 [running]:\nmain.a()\n\t/a.go:1 +0x1\n${remark}\nmain.main()\n\t/a.go:2 +0x1\n`;
      const { profile } = parseDump(bytesOf(text));
      assert.deepEqual(samplesText(profile), ['1 {state=running, elided=true} main.a@/a.go:1 < main.main@/a.go:2']);
      assert.equal(profile.goroutines!.flags[0], flag.elided);
      assert.deepEqual(warningsOf(text), ['frames-elided']);
    }
  });

  it('keeps a goroutine whose stack another thread has', () => {
    const text =
      'goroutine 5 [running]:\n\tgoroutine running on other thread; stack unavailable\ncreated by main.f in goroutine 1\n\t/a.go:1 +0x1\n';
    const { profile } = parseDump(bytesOf(text));
    assert.deepEqual(samplesText(profile), ['1 {state=running, created by=main.f}']);
    assert.deepEqual(warningsOf(text), ['stack-unavailable']);
  });

  it('passes over registers, hex dumps and other remarks between frames', () => {
    assert.equal(
      stack(
        'runtime: unknown pc 0x7ff81',
        'stack: frame={sp:0x7ffd, fp:0x0} stack=[0x7ff,0x7ffd)',
        '0x00007ffd: 0x0000000000000000 0x0000000000000001',
        'main.a()',
        '\t/a.go:1 +0x1',
        'rax    0x0',
        '--- FAIL: TestB (0.00s)',
        'exit status 2',
        'a log line with a place in it',
        '\tat nothing special',
      ),
      'main.a@/a.go:1',
    );
  });
});

describe('goroutines that are alike', () => {
  it('share a sample, and differ in number, wait and parent', () => {
    const body = ['main.f(0xc000)', '\t/a.go:1 +0x1d', 'created by main.main in goroutine 1', '\t/a.go:9 +0x5', ''];
    const p = dump(
      'goroutine 18 [select]:',
      ...body,
      'goroutine 19 [select, 5 minutes]:',
      ...body,
      'goroutine 20 [select]:',
      ...body,
    );
    assert.deepEqual(samplesText(p), ['3 {state=select, created by=main.main} main.f@/a.go:1']);
    assert.deepEqual(goroutinesText(p), [
      '18 select -1 0 main.main@/a.go:9 1',
      '19 select 5 0 main.main@/a.go:9 1',
      '20 select -1 0 main.main@/a.go:9 1',
    ]);
    assert.deepEqual([...p.goroutines!.sample], [0, 0, 0]);
  });

  it('are apart where state, line, creator, a label or the leak mark is not the same', () => {
    const variants = [
      ['[select]:', '1', '9'],
      ['[sleep]:', '1', '9'],
      ['[select]:', '2', '9'],
      ['[select]:', '1', '8'],
      ['[select] {k: v}:', '1', '9'],
      ['[select (leaked)]:', '1', '9'],
    ];
    const p = dump(
      ...variants.flatMap(([header, line, by], i) => [
        `goroutine ${i + 10} ${header}`,
        'main.f()',
        `\t/a.go:${line} +0x1d`,
        'created by main.main in goroutine 1',
        `\t/a.go:${by} +0x5`,
        '',
      ]),
    );
    assert.equal(p.samples.count, variants.length);
  });

  it('make a profile that says what it is', () => {
    const p = dump('goroutine 1 [running]:', 'main.main()', '\t/a.go:1 +0x1');
    assert.deepEqual(p.sampleTypes, [{ type: 'goroutine', unit: 'count' }]);
    assert.deepEqual(p.periodType, { type: 'goroutine', unit: 'count' });
    assert.equal(p.period, 1n);
  });
});

describe('text that is no dump', () => {
  it('is refused with a sentence', () => {
    for (const [text, code] of [
      ['', 'empty'],
      ['hello\n', 'not-a-profile'],
      ['goroutine profile: total 3\n', 'not-a-profile'],
    ]) {
      assert.throws(
        () => parseDump(bytesOf(text)),
        (e) => ProfileError.is(e, code),
      );
    }
  });
});
