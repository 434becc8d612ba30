// A watch over time: when it asks, what it does about failures, and that it is silent when it should be.

import assert from 'node:assert/strict';
import type { Disposable } from '../../../../src/base/disposable';
import { UserError } from '../../../../src/base/userError';
import { intervalFor, type WatchForm } from '../../../../src/core/goroutine/watchPace';
import { GoroutineWatch, type WatchState } from '../../../../src/host/goroutines/goroutineWatch';

/** Time that passes when the test says so. */
class Clock {
  private time = 0;
  private timers: { readonly at: number; readonly run: () => void }[] = [];

  now = (): number => this.time;

  after = (milliseconds: number, run: () => void): Disposable => {
    const timer = { at: this.time + milliseconds, run };
    this.timers.push(timer);
    return { dispose: () => (this.timers = this.timers.filter((other) => other !== timer)) };
  };

  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      const next = this.timers
        .filter(({ at }) => at <= end)
        .sort((a, b) => a.at - b.at)
        .at(0);
      if (next === undefined) break;
      this.time = next.at;
      this.timers = this.timers.filter((other) => other !== next);
      next.run();
      await settle();
    }
    this.time = end;
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const provenance = { url: 'http://x/', kind: 'goroutine', startedAt: '', tool: '' };

interface Scene {
  readonly clock: Clock;
  readonly watch: GoroutineWatch;
  /** When something was asked, in which form. */
  readonly asked: string[];
  readonly answers: number[];
  readonly states: WatchState['is'][];
  fails: boolean;
  /** Milliseconds an answer takes. */
  takes: number;
  isLookedAt: boolean;
  aborted: number;
}

function scene(): Scene {
  const clock = new Clock();
  const asked: string[] = [];
  const ask = async (
    _: string,
    form: WatchForm,
    signal: AbortSignal,
  ): Promise<{ bytes: Uint8Array; provenance: typeof provenance }> => {
    asked.push(`${clock.now() / 1000} ${form}`);
    signal.addEventListener('abort', () => it.aborted++, { once: true });
    if (it.takes > 0) await new Promise<void>((resolve) => clock.after(it.takes, resolve));
    if (it.fails) throw new UserError('refused', 'Nobody listens.', '');
    return { bytes: new Uint8Array(), provenance };
  };
  const source = { ask, find: (url: string) => Promise.resolve(url) };
  const watch = new GoroutineWatch({
    source,
    clock,
    url: 'http://x/',
    interval: () => intervalFor(5000, it.isLookedAt),
  });
  const it: Scene = {
    clock,
    watch,
    asked,
    answers: [],
    states: [],
    fails: false,
    takes: 0,
    isLookedAt: true,
    aborted: 0,
  };
  watch.onDidAnswer(({ at }) => it.answers.push(at));
  watch.onDidChange(({ is }) => it.states.push(is));
  return it;
}

describe('a watch', () => {
  it('asks at once, then as often as it was told, in the cheap form', async () => {
    const it = scene();
    it.watch.start();
    await settle();
    await it.clock.pass(11_000);
    assert.deepEqual(it.asked, ['0 counts', '5 counts', '10 counts']);
    assert.deepEqual(it.answers, [0, 5000, 10_000]);
  });

  it('gives a service time that needs much of it to answer', async () => {
    const it = scene();
    it.takes = 1000;
    it.watch.form = 'states';
    it.watch.start();
    await it.clock.pass(110_000);
    assert.deepEqual(it.asked, ['0 states', '101 states']);
    assert.deepEqual(it.watch.state, { is: 'waiting', took: 1000, pause: 100_000 });
  });

  it('asks less and less while there is no answer, and as before when there is one', async () => {
    const it = scene();
    it.fails = true;
    it.watch.start();
    await settle();
    await it.clock.pass(75_000);
    assert.deepEqual(
      it.asked.map((text) => text.split(' ')[0]),
      ['0', '10', '30', '70'],
    );
    assert.equal(it.watch.state.is, 'failing');
    it.fails = false;
    await it.clock.pass(60_000);
    assert.deepEqual(it.asked.map((text) => text.split(' ')[0]).slice(4), ['130', '135']);
    assert.equal(it.watch.state.is, 'waiting');
  });

  it('asks nothing while it is paused, and at once when it goes on', async () => {
    const it = scene();
    it.watch.start();
    await settle();
    it.watch.pause();
    await it.clock.pass(60_000);
    assert.deepEqual(it.asked, ['0 counts']);
    it.watch.start();
    await settle();
    assert.deepEqual(it.asked, ['0 counts', '60 counts']);
  });

  it('takes a question back when it is paused or ends, and tells nothing of it', async () => {
    for (const end of ['pause', 'dispose'] as const) {
      const it = scene();
      it.takes = 1000;
      it.watch.start();
      await settle();
      it.watch[end]();
      await it.clock.pass(60_000);
      assert.equal(it.aborted, 1);
      assert.deepEqual(it.answers, []);
      assert.deepEqual(it.states, end === 'pause' ? ['asking', 'paused'] : ['asking']);
    }
  });

  it('asks less often while nobody looks, and as before when somebody does', async () => {
    const it = scene();
    it.watch.start();
    await settle();
    await it.clock.pass(2000);
    it.isLookedAt = false;
    it.watch.paceChanged();
    assert.deepEqual(it.watch.state, { is: 'waiting', took: 0, pause: 30_000 });
    await it.clock.pass(60_000);
    it.isLookedAt = true;
    it.watch.paceChanged();
    await it.clock.pass(1000);
    // At 62 s the answer of 60 s is still fresh enough: the next one comes when it always would have.
    await it.clock.pass(3000);
    assert.deepEqual(
      it.asked.map((text) => text.split(' ')[0]),
      ['0', '30', '60', '65'],
    );
  });

  it('asks at once when somebody looks again after a long time, and never while it is paused', async () => {
    const it = scene();
    it.isLookedAt = false;
    it.watch.start();
    await settle();
    await it.clock.pass(20_000);
    it.isLookedAt = true;
    it.watch.paceChanged();
    await it.clock.pass(0);
    assert.deepEqual(it.asked, ['0 counts', '20 counts']);
    it.watch.pause();
    it.watch.paceChanged();
    await it.clock.pass(60_000);
    assert.equal(it.asked.length, 2);
  });

  it('asks at once when another form is wanted', async () => {
    const it = scene();
    it.watch.start();
    await settle();
    await it.clock.pass(1000);
    it.watch.form = 'states';
    await settle();
    await it.clock.pass(6000);
    assert.deepEqual(it.asked, ['0 counts', '1 states', '6 states']);
  });
});
