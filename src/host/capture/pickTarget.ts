// Step 1: where to capture from. In: remembered services, what runs on this machine, or what a person types.
// Out: a parsed target. Invariants: typing an address into the list is as good as the box for it; in an untrusted
// workspace nothing is looked for, only what the person types or has used before is offered.

import * as vscode from 'vscode';
import type { DisposableList } from '../../base/disposable';
import { sentenceOf } from '../../base/userError';
import type { RememberedTargets } from '../store/rememberedTargets';
import type { CaptureService, CaptureTarget, DiscoveredTarget } from './captureService';
import { back, runStep, type StepResult } from './steps';
import { type TargetItem, targetItems, targetMeant } from './targetItems';

export interface TargetSources {
  readonly service: CaptureService;
  readonly remembered: RememberedTargets;
  readonly mayDiscover: boolean;
  /** What the person is about to do, as the steps' titles begin. */
  readonly title: string;
  /** How many steps there are. */
  readonly steps: number;
}

export interface PickedTarget {
  readonly target: CaptureTarget;
  /** As typed, when it was: it can be mended where it was typed. */
  readonly typed?: string;
}

/** An address to go on typing, with what is wrong with it. */
export interface Retyping {
  readonly text: string;
  readonly problem: string | undefined;
}

export async function pickTarget(sources: TargetSources, retype?: Retyping): Promise<PickedTarget | undefined> {
  let typing = retype;
  for (;;) {
    if (typing !== undefined) {
      const typed = await typeTarget(sources, typing);
      if (typed !== back) return typed;
    }
    const picked = await pickFromList(sources);
    if (picked === undefined || picked === back) return undefined;
    const { target, text, isTyped } = picked;
    if (target !== undefined) return { target, ...(isTyped ? { typed: text } : {}) };
    typing = { text, problem: undefined };
  }
}

function typeTarget(sources: TargetSources, { text, problem }: Retyping): Promise<StepResult<PickedTarget>> {
  const { service, title, steps } = sources;
  const frame = { title: `${title}: Address of the Service`, step: 1, steps, canGoBack: true };
  return runStep<vscode.InputBox, PickedTarget>(vscode.window.createInputBox(), frame, (box, control) => {
    box.value = text;
    box.placeholder = 'localhost:6060';
    box.prompt = 'Host and port, or the URL of its /debug/pprof/ page or of one profile';
    box.validationMessage = problem;
    const check = (): string | undefined => problemOf(service, box.value);
    control.owned.add(
      box.onDidChangeValue((value) => {
        box.validationMessage = value.trim() === '' ? undefined : check();
      }),
    );
    control.owned.add(
      box.onDidAccept(() => {
        box.validationMessage = check();
        if (box.validationMessage === undefined)
          control.end({ target: service.parseTarget(box.value), typed: box.value });
      }),
    );
  });
}

function problemOf(service: CaptureService, text: string): string | undefined {
  try {
    service.parseTarget(text);
    return undefined;
  } catch (error) {
    return sentenceOf(error);
  }
}

interface ListChoice {
  /** Undefined: go on in the box for an address. */
  readonly target: CaptureTarget | undefined;
  readonly text: string;
  readonly isTyped: boolean;
}

async function pickFromList(sources: TargetSources): Promise<StepResult<ListChoice>> {
  const { service, remembered, title, steps } = sources;
  const frame = { title: `${title}: From Which Service?`, step: 1, steps, canGoBack: false };
  return runStep<vscode.QuickPick<TargetItem>, ListChoice>(
    vscode.window.createQuickPick<TargetItem>(),
    frame,
    (pick, control) => {
      let found: readonly DiscoveredTarget[] = [];
      const refresh = (): void => {
        pick.items = targetItems(service, remembered.list(), found, pick.value);
      };
      /** For rows that come and go by themselves: the person stays where they are. */
      const refreshInPlace = (): void => {
        const at = pick.activeItems.at(0)?.target?.url;
        refresh();
        const same = pick.items.filter((item) => item.target !== undefined && item.target.url === at);
        if (same.length > 0) pick.activeItems = same.slice(0, 1);
      };
      pick.placeholder = 'Choose a service, or type an address such as localhost:6060';
      pick.matchOnDescription = true;
      control.owned.add(pick.onDidChangeValue(refresh));
      control.owned.add(
        pick.onDidTriggerItemButton(({ item }) => {
          if (item.remembered !== undefined) void remembered.forget(item.remembered.url).then(refreshInPlace);
        }),
      );
      control.owned.add(
        pick.onDidAccept(() => {
          const item = pick.selectedItems.at(0);
          if (item === undefined) return;
          const target = targetMeant(service, item, pick.value);
          const isTyped = item.isTyped === true || target !== item.target || target === undefined;
          control.end({ target, text: pick.value, isTyped });
        }),
      );
      refresh();
      if (sources.mayDiscover) {
        pick.busy = true;
        void discover(service, control.owned).then((targets) => {
          if (control.owned.isDisposed) return;
          found = targets;
          pick.busy = false;
          refreshInPlace();
        });
      }
    },
  );
}

async function discover(service: CaptureService, owned: DisposableList): Promise<readonly DiscoveredTarget[]> {
  const controller = new AbortController();
  owned.add({ dispose: () => controller.abort() });
  try {
    return await service.discover(controller.signal);
  } catch {
    return []; // Looking around is a courtesy: the address can always be typed.
  }
}
