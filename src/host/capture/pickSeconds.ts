// The last step: for how long. In: a kind and the usual number of seconds. Out: whole seconds, or `now` for a snapshot.
// Invariants: each whole number from 1 to 3600 can be typed; a kind that only knows snapshots is not asked about.

import * as vscode from 'vscode';
import { counted } from '../../base/counted';
import type { KindChoice } from './kinds';
import { runStep, type StepFrame, type StepResult } from './steps';

export type Duration = number | 'now';

interface SecondsItem extends vscode.QuickPickItem {
  readonly duration?: Duration;
}

type TimedKind = Pick<KindChoice, 'name' | 'time'>;

const maxSeconds = 3600;
const usual = [5, 10, 30, 60];

/** @param frame what the step looks like among the others */
export async function pickSeconds(
  frame: StepFrame,
  kind: TimedKind,
  wanted: number | undefined,
  fallback: number,
): Promise<StepResult<Duration>> {
  const first: Duration = wanted ?? (kind.time === 'either' ? 'now' : fallback);
  return runStep<vscode.QuickPick<SecondsItem>, Duration>(
    vscode.window.createQuickPick<SecondsItem>(),
    frame,
    (pick, control) => {
      const refresh = (): void => {
        pick.items = itemsOf(kind, pick.value, [fallback, ...(wanted === undefined ? [] : [wanted])]);
        pick.activeItems =
          pick.value === '' ? pick.items.filter((item) => item.duration === first) : pick.items.slice(0, 1);
      };
      pick.placeholder =
        kind.time === 'either'
          ? 'Now, or the change over how many seconds?'
          : 'For how many seconds? Choose or type a number';
      control.owned.add(pick.onDidChangeValue(refresh));
      control.owned.add(
        pick.onDidAccept(() => {
          // What is typed counts, also when Enter comes before the list has followed.
          const duration = secondsOf(pick.value) ?? pick.selectedItems[0]?.duration;
          if (duration !== undefined) control.end(duration);
        }),
      );
      refresh();
    },
  );
}

function itemsOf(kind: TimedKind, text: string, more: readonly number[]): SecondsItem[] {
  const typed = secondsOf(text);
  if (typed !== undefined) return [{ ...item(kind, typed), alwaysShow: true }];
  if (/\d/.test(text)) {
    return [{ label: `$(warning) Whole seconds from 1 to ${maxSeconds}`, alwaysShow: true }];
  }
  const all = [...new Set([...usual, ...more])].sort((a, b) => a - b).map((seconds) => item(kind, seconds));
  if (kind.time === 'fixed') return all;
  const now: SecondsItem = { label: '$(device-camera) Now', description: nowText(kind), duration: 'now' };
  return [now, { label: 'the change over', kind: vscode.QuickPickItemKind.Separator }, ...all];
}

function nowText(kind: TimedKind): string {
  switch (kind.name) {
    case 'allocs':
    case 'block':
    case 'mutex':
    case 'threadcreate':
      return 'everything since the service started';
    default:
      return 'one snapshot';
  }
}

function item(kind: TimedKind, seconds: number): SecondsItem {
  const label = counted(seconds, 'second');
  if (kind.time === 'fixed') return { label: `$(watch) ${label}`, duration: seconds };
  return { label: `$(diff) ${label}`, duration: seconds };
}

/** `30`, `30s`, `2m`; undefined for anything else. */
function secondsOf(text: string): number | undefined {
  const match = /^\s*(\d{1,5})\s*(s|sec|seconds?|m|min|minutes?)?\s*$/i.exec(text);
  if (match === null) return undefined;
  const seconds = Number(match[1]) * (/m/i.test(text) ? 60 : 1);
  return seconds >= 1 && seconds <= maxSeconds ? seconds : undefined;
}
