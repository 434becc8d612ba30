// The status bar item of a watch. In: its state and the trend. Out: how many goroutines there are and how they grow, what
// asking costs, or why there is no answer; a click leads to what can be done. Invariant: it is there exactly while a
// service is watched.

import * as vscode from 'vscode';
import { countedInGroups } from '../../base/counted';
import { type Disposable, DisposableList } from '../../base/disposable';
import { sentenceOf } from '../../base/userError';
import { perMinuteText, sparkline } from '../../core/goroutine/sparkline';
import type { WatchForm } from '../../core/goroutine/watchPace';
import { commands } from '../../ids';
import { hostOf } from '../store/originText';
import type { GoroutineTrend } from '../store/goroutineTrends';
import type { WatchState } from './goroutineWatch';

export interface WatchSight {
  readonly url: string;
  readonly form: WatchForm;
  readonly state: WatchState;
  readonly trend: GoroutineTrend;
}

export class WatchStatus implements Disposable {
  private readonly owned = new DisposableList();
  private item: vscode.StatusBarItem | undefined;
  /** The last answer's time: told while the next one is on its way as well. */
  private took: number | undefined;

  show(sight: WatchSight | undefined): void {
    if (sight === undefined) {
      this.took = undefined;
      this.item?.hide();
      return;
    }
    const { state, trend, url } = sight;
    if (state.is === 'waiting') this.took = state.took;
    this.item ??= this.owned.add(vscode.window.createStatusBarItem('heatline.watch', vscode.StatusBarAlignment.Left));
    this.item.name = 'Heatline Watch';
    const text = textOf(trend);
    this.item.text = `${icon(state)} ${state.is === 'failing' ? `${hostOf(url)} does not answer` : text}`;
    this.item.tooltip = this.tooltip(sight);
    this.item.accessibilityInformation = { label: `Watching goroutines of ${hostOf(url)}: ${text}` };
    this.item.command = { command: commands.watchGoroutines, title: 'Watch Goroutines' };
    this.item.backgroundColor =
      state.is === 'failing' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.show();
  }

  private tooltip({ url, form, state }: WatchSight): string {
    const { took } = this;
    return [
      `Watching the goroutines of ${hostOf(url)}`,
      stateText(state),
      costOf[form],
      took === undefined ? '' : `The last answer took ${Math.round(took)} ms.`,
      `Click to ${state.is === 'paused' ? 'resume' : 'pause'}, stop or change what is asked`,
    ]
      .filter((line) => line !== '')
      .join('\n');
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** What a question of each form does to the service. */
export const costOf: Readonly<Record<WatchForm, string>> = {
  counts: 'Stacks with their counts (debug=0): the service stands still for a moment only.',
  states: 'A full dump (debug=2): the service stands still until it is made, so for 1 % of the time at most.',
};

function icon(state: WatchState): string {
  switch (state.is) {
    case 'paused':
      return '$(debug-pause)';
    case 'failing':
      return '$(warning)';
    default:
      return '$(eye)';
  }
}

/** `1,204 goroutines +12/min ▁▂▃▅▇` */
export function textOf(trend: GoroutineTrend): string {
  const numbers = trend.numbers();
  const now = numbers.at(-1);
  if (now === undefined) return 'goroutines…';
  const growth = trend.perMinute();
  return [countedInGroups(now, 'goroutine'), growth === undefined ? '' : perMinuteText(growth), sparkline(numbers)]
    .filter((part) => part !== '')
    .join(' ');
}

export function stateText(state: WatchState): string {
  switch (state.is) {
    case 'paused':
      return 'Paused: nothing is asked.';
    case 'failing':
      return `${sentenceOf(state.error)} It is asked again after ${secondsText(state.pause)}.`;
    case 'waiting':
      return `Asked every ${secondsText(state.pause)}.`;
    case 'asking':
      return '';
  }
}

function secondsText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return `${seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)} s`;
}
