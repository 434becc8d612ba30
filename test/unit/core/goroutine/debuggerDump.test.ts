// Goroutines that a debugger told of, as a dump.

import assert from 'node:assert/strict';
import { type DebuggerGoroutine, dumpOfDebugger } from '../../../../src/core/goroutine/debuggerDump';
import { debuggerState } from '../../../../src/core/goroutine/debuggerState';
import { parseDump } from '../../../../src/core/goroutine/dump';
import { waitReasonOf } from '../../../../src/core/goroutine/waitReason';
import { bytesOf, goroutinesText, samplesText } from './dumpText';

const parked: DebuggerGoroutine = {
  id: 18,
  state: 'chan receive',
  labels: [['endpoint', 'POST /orders "x"']],
  frames: [
    { name: 'runtime.gopark', file: '/go/src/runtime/proc.go', line: 463 },
    { name: 'runtime.chanrecv1', file: '/go/src/runtime/chan.go', line: 509 },
    {
      name: 'example.com/orders/internal/cache.(*Cache[go.shape.struct { A int "x" }]).Get',
      file: '/src/c.go',
      line: 7,
    },
    { name: 'example.com/orders/internal/worker.Run.func1', file: '/src/w.go', line: 12 },
    { name: 'runtime.goexit', file: '/go/src/runtime/asm_amd64.s', line: 1771 },
  ],
  isCut: false,
};

describe('goroutines of a debugger', () => {
  it('make a dump that is read like one of Go, without frames that Go leaves out', () => {
    const other = { ...parked, id: 19, labels: [] };
    const system = { ...parked, id: 2, state: 'force gc (idle)', frames: parked.frames.slice(0, 1) };
    const { text, count } = dumpOfDebugger([parked, other, system]);
    assert.equal(count, 2);
    const { profile, warnings } = parseDump(bytesOf(text));
    assert.deepEqual(warnings, []);
    const stack =
      'example.com/orders/internal/cache.(*Cache[go.shape.struct { A int "x" }]).Get@/src/c.go:7 < ' +
      'example.com/orders/internal/worker.Run.func1@/src/w.go:12';
    assert.deepEqual(samplesText(profile), [
      `1 {state=chan receive, endpoint=POST /orders "x"} ${stack}`,
      `1 {state=chan receive} ${stack}`,
    ]);
    assert.deepEqual(goroutinesText(profile), ['18 chan receive -1 0 - -1', '19 chan receive -1 0 - -1']);
  });

  it('name who started them, but not main, nor what the runtime started for itself', () => {
    const createdBy = { name: 'main.Run[go.shape.int]', file: '/src/w.go', line: 12, parent: 7 };
    const { text } = dumpOfDebugger([
      { ...parked, createdBy },
      { ...parked, id: 19, createdBy: { ...createdBy, parent: 0 } },
      { ...parked, id: 20, createdBy: { ...createdBy, name: 'runtime.gcenable' } },
      { ...parked, id: 1, createdBy },
    ]);
    assert.equal(
      text.match(/^created by main\.Run\[go\.shape\.int\] in goroutine 7\n\t\/src\/w\.go:12 \+0x0$/gm)?.length,
      1,
    );
    assert.equal(text.match(/^created by /gm)?.length, 2);
    const { profile, warnings } = parseDump(bytesOf(text));
    assert.deepEqual(warnings, []);
    const creator = 'main.Run[go.shape.int]@/src/w.go:12';
    assert.deepEqual(goroutinesText(profile), [
      `18 chan receive -1 0 ${creator} 7`,
      `19 chan receive -1 0 ${creator} -1`,
      '20 chan receive -1 0 - -1',
      '1 chan receive -1 0 - -1',
    ]);
  });

  it('keep runtime functions that programs call, and where a panic began', () => {
    const frame = (name: string) => ({ name, file: '/x.go', line: 1 });
    const shown = (...names: string[]): string[] => {
      const { text } = dumpOfDebugger([{ ...parked, labels: [], frames: names.map(frame) }]);
      return [...text.matchAll(/^(\S+)\(\)$/gm)].map((match) => match[1]);
    };
    assert.deepEqual(shown('runtime.Gosched', 'runtime.goyield', 'main.f'), ['runtime.Gosched', 'main.f']);
    assert.deepEqual(shown('runtime.(*Func).Entry', 'runtime.(*itab).init', 'main.f'), [
      'runtime.(*Func).Entry',
      'main.f',
    ]);
    assert.deepEqual(shown('main.g', 'main.f.gowrap2'), ['main.g']);
    assert.deepEqual(shown('main.f.gowrap2'), ['main.f.gowrap2']);
    assert.deepEqual(shown('main.g', 'runtime.gopanic', 'main.f'), ['main.g', 'runtime.gopanic', 'main.f']);
    assert.deepEqual(shown('runtime.gopanic', 'main.f'), ['main.f']);
    const wrapper = { name: 'net/http.(*onceCloseListener).Accept', file: '', line: 1 };
    assert.equal(dumpOfDebugger([{ ...parked, frames: [wrapper] }]).count, 0);
  });

  it('stay on their lines, whatever a name holds', () => {
    const bad = 'main.f\n\ngoroutine 666 [running]:\nmain.g';
    const frames = [{ name: bad, file: 'a\nb.go', line: 1 }];
    const { profile } = parseDump(bytesOf(dumpOfDebugger([{ ...parked, labels: [[bad, bad]], frames }]).text));
    assert.equal(profile.goroutines?.count, 1);
  });

  it('say that a stack is cut, and files that nobody knows', () => {
    const { text } = dumpOfDebugger([{ ...parked, isCut: true, frames: [{ name: 'main.f', file: '', line: 0 }] }]);
    assert.equal(
      text,
      'goroutine 18 [chan receive] {"endpoint": "POST /orders \\"x\\""}:\nmain.f()\n\t??:0 +0x0\n...more frames elided...\n',
    );
    assert.deepEqual(
      parseDump(bytesOf(text)).warnings.map(({ code }) => code),
      ['frames-elided'],
    );
  });
});

describe('the state of a goroutine in a debugger', () => {
  it('is that of a dump', () => {
    assert.equal(debuggerState(4, 'waitReasonSyncMutexLock'), 'sync.Mutex.Lock');
    assert.equal(debuggerState(0x1004, 'waitReasonIOWait'), 'IO wait');
    assert.equal(debuggerState(10, 'waitReasonChanSend'), 'chan send (leaked)');
    assert.equal(debuggerState(1, undefined), 'runnable');
    assert.equal(debuggerState(2, 'waitReasonZero'), 'running');
    assert.equal(debuggerState(4, 'waitReasonOfGo2'), 'waiting');
    assert.equal(debuggerState(undefined, undefined), 'stopped');
    assert.equal(debuggerState(77, undefined), 'stopped');
    assert.equal(debuggerState(6, undefined), undefined);
    assert.equal(debuggerState(11, undefined), undefined);
    for (const reason of ['ChanReceive', 'SelectNoCases', 'SynctestSelect', 'GCWorkerIdle', 'CleanupWait']) {
      assert.notEqual(waitReasonOf(debuggerState(4, `waitReason${reason}`) ?? '').class, 'unknown', reason);
    }
  });
});
