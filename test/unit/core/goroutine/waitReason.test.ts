import assert from 'node:assert/strict';
import { isRuntimeState, waitReasonOf } from '../../../../src/core/goroutine/waitReason';

// All waitReasonStrings (runtime/runtime2.go) of Go 1.26 and 1.27, and all gStatusStrings (runtime/traceback.go).
const waitReasons = `GC assist marking, IO wait, dumping heap, garbage collection, garbage collection scan, panicwait,
GC assist wait, GC sweep wait, GC scavenge wait, finalizer wait, force gc (idle), GOMAXPROCS updater (idle), semacquire,
sleep, chan receive (nil chan), chan send (nil chan), select (no cases), select, chan receive, chan send,
sync.Cond.Wait, sync.Mutex.Lock, sync.RWMutex.RLock, sync.RWMutex.Lock, sync.WaitGroup.Wait, trace reader (blocked),
wait for GC cycle, GC worker (idle), GC worker (active), preempted, debug call, GC mark termination, stopping the world,
flushing proc caches, trace goroutine status, trace proc status, page trace flush, coroutine, GC weak to strong wait,
synctest.Run, synctest.Wait, chan receive (durable), chan send (durable), select (durable),
sync.WaitGroup.Wait (durable), cleanup wait, unknown wait reason`.split(/,\s+/);
const statuses =
  'idle, runnable, running, syscall, waiting, dead, copystack, leaked, preempted, waiting for cgo callback, ???'.split(
    ', ',
  );

describe('wait reasons', () => {
  it('are all known', () => {
    for (const state of [...waitReasons, ...statuses]) assert.notEqual(waitReasonOf(state).class, 'unknown', state);
  });

  it('are not guessed', () => {
    assert.deepEqual(waitReasonOf('chan receive of a new kind'), { class: 'unknown', blocked: false, canLeak: false });
    assert.equal(waitReasonOf('').class, 'unknown');
    assert.equal(waitReasonOf('constructor').class, 'unknown');
  });

  it('can leak exactly where goroutineleak looks', () => {
    const can = new Set([...waitReasons, ...statuses].filter((state) => waitReasonOf(state).canLeak));
    assert.deepEqual(
      can,
      new Set([
        'chan receive (nil chan)',
        'chan send (nil chan)',
        'select (no cases)',
        'select',
        'chan receive',
        'chan send',
        'sync.Cond.Wait',
        'sync.Mutex.Lock',
        'sync.RWMutex.RLock',
        'sync.RWMutex.Lock',
        'sync.WaitGroup.Wait',
        'chan receive (durable)',
        'chan send (durable)',
        'select (durable)',
        'sync.WaitGroup.Wait (durable)',
      ]),
    );
  });

  it('mean the same with an annotation', () => {
    assert.deepEqual(waitReasonOf('sleep (durable)'), waitReasonOf('sleep'));
    assert.deepEqual(waitReasonOf('chan receive (synctest)'), waitReasonOf('chan receive'));
    assert.equal(waitReasonOf('synctest.Run (durable)').class, 'synctest');
  });

  it("tell the runtime's own goroutines", () => {
    assert.ok(['GC worker (idle)', 'finalizer wait', 'force gc (idle)', 'cleanup wait'].every(isRuntimeState));
    assert.ok(!['select', 'sleep', 'IO wait', 'running', 'anything'].some(isRuntimeState));
  });
});
