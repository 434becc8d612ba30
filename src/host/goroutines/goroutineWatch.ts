// Asks a service for its goroutines, again and again. In: where, in which form, how often; who asks and what time it is.
// Out: answers and states. Invariants: one question at a time; the next one waits as core/goroutine/watchPace.ts says;
// after `pause` or `dispose` nothing is asked and nothing told, and a question on its way is taken back.

import { type Disposable, DisposableList } from '../../base/disposable';
import { Emitter } from '../../base/emitter';
import { pauseAfterAnswer, pauseAfterFailure, type WatchForm } from '../../core/goroutine/watchPace';
import type { LiveProfile } from '../store/liveProfiles';

/** What a watch needs from Node; src/extension.ts hands it in. */
export interface GoroutineSource {
  /** Where pprof really is, below the address that was typed; throws a UserError when nothing is there. */
  find(url: string, signal: AbortSignal): Promise<string>;
  ask(url: string, form: WatchForm, signal: AbortSignal): Promise<LiveProfile>;
}

/** Handed in: what time it is, and a call later on. */
export interface WatchClock {
  /** Milliseconds. */
  now(): number;
  after(milliseconds: number, run: () => void): Disposable;
}

export interface WatchOptions {
  readonly source: GoroutineSource;
  readonly clock: WatchClock;
  readonly url: string;
  /** Milliseconds; asked each time, since a person may change it. */
  readonly interval: () => number;
}

export interface WatchAnswer extends LiveProfile {
  /** When it came, by the clock. */
  readonly at: number;
}

export type WatchState =
  | { readonly is: 'asking' }
  /** `took` milliseconds for the last answer. */
  | { readonly is: 'waiting'; readonly took: number; readonly pause: number }
  | { readonly is: 'failing'; readonly error: unknown; readonly failures: number; readonly pause: number }
  | { readonly is: 'paused' };

export class GoroutineWatch implements Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new Emitter<WatchState>());
  private readonly answered = this.owned.add(new Emitter<WatchAnswer>());
  private current: WatchState = { is: 'paused' };
  private wantedForm: WatchForm = 'counts';
  private failures = 0;
  private controller: AbortController | undefined;
  private timer: Disposable | undefined;
  /** While a pause goes on: when it began, and how long it is to be. */
  private pausing: { readonly since: number; readonly milliseconds: () => number } | undefined;

  readonly onDidChange = this.changed.event;
  readonly onDidAnswer = this.answered.event;

  constructor(private readonly options: WatchOptions) {}

  get state(): WatchState {
    return this.current;
  }

  get url(): string {
    return this.options.url;
  }

  get form(): WatchForm {
    return this.wantedForm;
  }

  /** Asks at once in the other form. */
  set form(form: WatchForm) {
    if (form === this.wantedForm) return;
    this.wantedForm = form;
    if (this.current.is !== 'paused') this.ask();
  }

  /** Asks now, and from then on. */
  start(): void {
    this.failures = 0;
    this.ask();
  }

  pause(): void {
    this.stop();
    this.set({ is: 'paused' });
  }

  /** The interval is another one now: a pause that goes on is made shorter or longer. */
  paceChanged(): void {
    const { pausing, current } = this;
    if (pausing === undefined || (current.is !== 'waiting' && current.is !== 'failing')) return;
    const pause = pausing.milliseconds();
    if (pause === current.pause) return;
    this.later(pausing.milliseconds, pausing.since);
    this.set({ ...current, pause });
  }

  private ask(): void {
    this.stop();
    if (this.owned.isDisposed) return;
    const controller = new AbortController();
    this.controller = controller;
    this.set({ is: 'asking' });
    void this.round(controller.signal);
  }

  private async round(signal: AbortSignal): Promise<void> {
    const { source, clock, url, interval } = this.options;
    const form = this.wantedForm;
    const asked = clock.now();
    try {
      const answer = await source.ask(url, form, signal);
      if (signal.aborted) return;
      this.failures = 0;
      const at = clock.now();
      const took = at - asked;
      const pause = this.later(() => pauseAfterAnswer({ interval: interval(), form, took }), at);
      this.set({ is: 'waiting', took, pause });
      this.answered.fire({ ...answer, at });
    } catch (error) {
      if (signal.aborted) return;
      const failures = ++this.failures;
      const pause = this.later(() => pauseAfterFailure(interval(), failures), clock.now());
      this.set({ is: 'failing', error, failures, pause });
    }
  }

  private later(milliseconds: () => number, since: number): number {
    const { clock } = this.options;
    const pause = milliseconds();
    this.pausing = { since, milliseconds };
    this.timer?.dispose();
    this.timer = clock.after(Math.max(0, since + pause - clock.now()), () => this.ask());
    return pause;
  }

  private stop(): void {
    this.controller?.abort();
    this.controller = undefined;
    this.pausing = undefined;
    this.timer?.dispose();
    this.timer = undefined;
  }

  private set(state: WatchState): void {
    this.current = state;
    this.changed.fire(state);
  }

  dispose(): void {
    this.stop();
    this.owned.dispose();
  }
}
