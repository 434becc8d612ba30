// Where goroutines and frames stand in a dump's text, and the crash a terminal's line belongs to.

import assert from 'node:assert/strict';
import { crashAround, crashLine } from '../../../../src/core/goroutine/crashText';
import { type DumpOutline, DumpOutlinePass } from '../../../../src/core/goroutine/dumpOutline';

function outline(lines: readonly string[], slice = Infinity): DumpOutline {
  const pass = new DumpOutlinePass(lines);
  while (!pass.advance(slice));
  return pass;
}

/** `LINES id state` and below it each place as the text has it, with the function. */
function shown(lines: readonly string[]): string[] {
  return outline(lines).goroutines.flatMap(({ line, end, id, count, state, places }) => [
    `${line}-${end} ${id ?? `×${count}`} ${state}`.trimEnd(),
    ...places.map((place) => {
      const text = lines[place.line].slice(place.start, place.end);
      assert.equal(text, `${place.file}:${place.fileLine}`);
      return `  ${place.isCreator ? 'by ' : ''}${place.function} ${text}`;
    }),
  ]);
}

const panic = [
  'panic: runtime error: index out of range [5] with length 3',
  '',
  'goroutine 1 [running]:',
  'main.(*Server[...]).Handle(0xc000012345, {0x1, 0x2})',
  '\t/srv/app/main.go:12 +0x1d',
  'main.main.func1(...)',
  '\tC:/src/app/main.go:20',
  'created by main.main in goroutine 1',
  '\t/srv/app/main.go:8 +0x25 fp=0xc0001 sp=0xc0002 pc=0x4711',
  '',
  'goroutine 18 gp=0xc00018 m=nil [chan receive, 5 minutes, locked to thread] {tenant: "a b"}:',
  'net/http.(*conn).serve(0xc0)',
  '\tnet/http/server.go:2009 +0x5f',
  '...23 frames elided...',
  '',
  'exit status 2',
];

describe('the outline of a dump', () => {
  it('has goroutines with the places of their frames', () => {
    assert.deepEqual(shown(panic), [
      '2-8 1 running',
      '  main.(*Server[...]).Handle /srv/app/main.go:12',
      '  main.main.func1 C:/src/app/main.go:20',
      '  by main.main /srv/app/main.go:8',
      '10-13 18 chan receive, 5 minutes, locked to thread',
      '  net/http.(*conn).serve net/http/server.go:2009',
    ]);
    assert.deepEqual(outline(panic).titles, [{ line: 0, text: panic[0] }]);
  });

  it('is the same however small the slices are', () => {
    assert.deepEqual(outline(panic, 1).goroutines, outline(panic).goroutines);
  });

  it('has records of the text with counts', () => {
    const lines = [
      'goroutine profile: total 20',
      '18 @ 0x48c2aa 0x418c9c',
      '# labels: {"endpoint":"/a b"}',
      '#\t0x680dfd\tmain.leakChan.func1+0x1d\t\t/srv/leak/main.go:24',
      '#\t0x680d00\tmain.run\t/srv/leak/main.go:30',
      '',
      '2 @ 0x1',
      '#\t0x1\tos/signal.loop+0x13\t/usr/local/go/src/os/signal/signal_unix.go:23',
    ];
    assert.deepEqual(shown(lines), [
      '1-4 ×18',
      '  main.leakChan.func1 /srv/leak/main.go:24',
      '  main.run /srv/leak/main.go:30',
      '6-7 ×2',
      '  os/signal.loop /usr/local/go/src/os/signal/signal_unix.go:23',
    ]);
    assert.deepEqual(outline(lines).titles, [{ line: 0, text: lines[0] }]);
  });

  it('reads what a log put its prefix in front of', () => {
    const lines = [
      '2026-01-02T03:04:05Z orders[7]: goroutine 4 [select]:',
      '2026-01-02T03:04:05Z orders[7]: app.Wait(0x1)',
      '2026-01-02T03:04:05Z orders[7]: \t/srv/app/wait.go:4 +0x1',
    ];
    const [{ id, state, places }] = outline(lines).goroutines;
    assert.deepEqual([id, state, places.map((place) => place.fileLine)], [4, 'select', [4]]);
  });

  it('passes over what is no dump, in time that does not grow with the line', () => {
    assert.deepEqual(shown(['goroutine nine [x]:', 'goroutine 9', 'main.go:12: undefined: goroutine 4']), []);
    const hostile = ['\t:', '#\t0x1\t', 'created by x ', ' +0x', '\ta:1 ', 'goroutine 1 ['].map((text) =>
      text.repeat(4096 / text.length),
    );
    const before = process.cpuUsage();
    outline([
      'goroutine 1 [running]:',
      `goroutine 1 [${'a'.repeat(5_000_000)}`,
      ...Array.from({ length: 300 }, () => hostile).flat(),
    ]);
    assert.ok(process.cpuUsage(before).user < 2_000_000);
  });
});

describe('a crash in a terminal', () => {
  const first = ['panic: one', '', 'goroutine 1 [running]:', 'main.one()', '\t/srv/one.go:1 +0x1'];
  const second = [
    'panic: two [recovered]',
    '\tpanic: three',
    '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48]',
    '',
    'goroutine 7 [running]:',
    'main.two()',
    '\t/srv/two.go:2 +0x1',
  ];
  const text = ['$ ./one', ...first, 'exit status 2', '$ ./two', ...second, 'exit status 2', '$ '].join('\r\n');

  it('is the one that was pointed at, from its message on', () => {
    assert.deepEqual(crashAround(text, 'panic: one').split('\n').slice(0, 5), first);
    assert.ok(!crashAround(text, 'panic: one').includes('two.go'));
    for (const pointed of [second[0], second[4]]) {
      assert.deepEqual(crashAround(text, pointed).split('\n').slice(0, 7), second);
    }
  });

  it('is the last one where nothing was pointed at', () => {
    assert.match(crashAround(text, 'nothing like it'), /^panic: two/);
  });

  it('starts with the first goroutine where there is no message', () => {
    assert.match(crashAround(['$ kill', ...first.slice(2)].join('\n'), ''), /^goroutine 1 /);
  });

  it('is known by its lines', () => {
    const known = [
      'panic: x',
      'fatal error: all goroutines are asleep - deadlock!',
      'SIGQUIT: quit',
      'goroutine 1 [running]:',
    ];
    for (const line of known) assert.match(line, crashLine);
    for (const line of ['panic', 'don’t panic: x', 'goroutine 1 is', '\tmain.go:1'])
      assert.doesNotMatch(line, crashLine);
  });
});
