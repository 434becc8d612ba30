// One step of a sequence of quick inputs. In: a quick pick or input box and what makes it end. Out: what was chosen,
// `back`, or undefined when it was dismissed. Invariant: the input and all its listeners are gone when the step ends,
// also when it ends by an exception.

import * as vscode from 'vscode';
import { DisposableList } from '../../base/disposable';

export const back = Symbol('back');
export type StepResult<T> = T | typeof back | undefined;

export interface StepFrame {
  readonly title: string;
  readonly step: number;
  /** How many there are. */
  readonly steps: number;
  readonly canGoBack: boolean;
}

export interface StepControl<T> {
  readonly owned: DisposableList;
  end(result: StepResult<T>): void;
}

type StepInput = vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox;

export async function runStep<I extends StepInput, T>(
  input: I,
  frame: StepFrame,
  behave: (input: I, control: StepControl<T>) => void,
): Promise<StepResult<T>> {
  const owned = new DisposableList();
  owned.add(input);
  if (frame.step === 1) await walkthroughSettled();
  input.title = frame.title;
  input.step = frame.step;
  input.totalSteps = frame.steps;
  input.ignoreFocusOut = true;
  input.buttons = frame.canGoBack ? [vscode.QuickInputButtons.Back] : [];
  try {
    return await new Promise<StepResult<T>>((resolve) => {
      owned.add(input.onDidHide(() => resolve(undefined)));
      owned.add(input.onDidTriggerButton((button) => button === vscode.QuickInputButtons.Back && resolve(back)));
      behave(input, { owned, end: resolve });
      input.show();
    });
  } finally {
    owned.dispose();
  }
}

/** As long as a walkthrough moves, and some more. */
const walkthroughMilliseconds = 400;

/**
 * The Enter that takes a command in the palette also presses the step of a walkthrough that gets the focus back by it; the
 * step then takes the focus a moment later, from whatever was shown meanwhile. VS Code has no name for such a tab.
 */
async function walkthroughSettled(): Promise<void> {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  if (activeTab === undefined || activeTab.input !== undefined) return;
  await new Promise((resolve) => setTimeout(() => resolve(undefined), walkthroughMilliseconds));
}
