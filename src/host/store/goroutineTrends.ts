// How goroutines of a watched service grow, for lenses and views. In: what a watch has seen. Out: the trend that belongs
// to a profile, by its URI. Invariant: only what is being watched, or was until it stopped, has a trend.

import type { Uri } from 'vscode';
import type { Disposable } from '../../base/disposable';
import { Emitter } from '../../base/emitter';

export interface GoroutineTrend {
  /** Goroutines of these kinds (of all without keys), oldest look first. */
  numbers(keys?: readonly number[]): readonly number[];
  /** Growth of these, undefined before it can be told. */
  perMinute(keys?: readonly number[]): number | undefined;
}

export class GoroutineTrends implements Disposable {
  private readonly changed = new Emitter<undefined>();
  private current: { readonly uri: string; readonly trend: GoroutineTrend } | undefined;

  /** Answers given before may differ now. */
  readonly onDidChange = this.changed.event;

  of(uri: Uri): GoroutineTrend | undefined {
    return this.current?.uri === uri.toString() ? this.current.trend : undefined;
  }

  set(uri: Uri, trend: GoroutineTrend): void {
    this.current = { uri: uri.toString(), trend };
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
