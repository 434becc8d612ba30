// Step 2: which profile. In: a target. Out: a kind that the service offers, after asking its index page.
// Invariants: nothing is measured yet; a service that does not answer ends the step with the error, not with an
// empty list; leaving the step ends the request.

import * as vscode from 'vscode';
import { countedInGroups } from '../../base/counted';
import { hostOf } from '../store/originText';
import type { CaptureService, CaptureTarget, Preflight } from './captureService';
import { type KindChoice, kindChoices } from './kinds';
import { runStep, type StepResult } from './steps';

export type PickedKind =
  | { readonly kind: KindChoice; readonly preflight: Preflight; readonly error?: never }
  | { readonly kind?: never; readonly error: unknown };

interface KindItem extends vscode.QuickPickItem {
  readonly choice?: KindChoice;
}

export async function pickKind(
  service: CaptureService,
  target: CaptureTarget,
  known: Preflight | undefined,
): Promise<StepResult<PickedKind>> {
  const host = hostOf(target.url);
  const frame = { title: `Capture Profile: ${host}`, step: 2, steps: 3, canGoBack: true };
  return runStep<vscode.QuickPick<KindItem>, PickedKind>(
    vscode.window.createQuickPick<KindItem>(),
    frame,
    (pick, control) => {
      let preflight: Preflight | undefined;
      const show = (found: Preflight): void => {
        preflight = found;
        pick.busy = false;
        pick.placeholder = 'Which profile?';
        pick.title = [`Capture Profile: ${host}`, ...factsOf(found)].join(' · ');
        pick.items = itemsOf(kindChoices(found.kinds));
        const wanted = pick.items.filter(({ choice }) => choice !== undefined && choice.name === target.kind);
        pick.activeItems = wanted.length > 0 ? wanted : pick.items.slice(0, 1);
      };
      pick.matchOnDetail = true;
      control.owned.add(
        pick.onDidAccept(() => {
          const kind = pick.selectedItems[0]?.choice;
          if (kind !== undefined && preflight !== undefined) control.end({ kind, preflight });
        }),
      );
      if (known !== undefined) {
        show(known);
        return;
      }

      pick.busy = true;
      pick.placeholder = `Asking ${host} what it offers…`;
      const controller = new AbortController();
      control.owned.add({ dispose: () => controller.abort() });
      service.preflight(target, controller.signal).then(
        (found) => {
          if (!control.owned.isDisposed) show(found);
        },
        (error: unknown) => control.end({ error }),
      );
    },
  );
}

function factsOf({ goroutines }: Preflight): string[] {
  return [...(goroutines === undefined ? [] : [countedInGroups(goroutines, 'goroutine')])];
}

function itemsOf(choices: readonly KindChoice[]): KindItem[] {
  const item = (choice: KindChoice): KindItem => ({
    label: `$(${choice.icon}) ${choice.label}`,
    description: choice.amount,
    detail: choice.detail,
    choice,
  });
  const custom = choices.filter((choice) => choice.isCustom);
  const separator: KindItem = { label: 'of this service', kind: vscode.QuickPickItemKind.Separator };
  const standard = choices.filter((choice) => !choice.isCustom).map(item);
  return custom.length === 0 ? standard : [...standard, separator, ...custom.map(item)];
}
