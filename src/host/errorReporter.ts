// What a person sees and what the log keeps when something failed. In: anything that was thrown.
// Out: one sentence with one button, and the cause with its stack in the log.
// Invariants: cancelling shows nothing; the sentence of a UserError is shown as it is.

import * as vscode from 'vscode';
import { CancelledError, UserError, sentenceOf } from '../base/userError';
import { showLog } from './showLog';

export interface ErrorAction {
  readonly label: string;
  readonly run: () => unknown;
}

export class ErrorReporter {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  /**
   * @param doing what failed, as it follows "Heatline could not": `open cpu.pprof`
   * @param action the one button; without it the log is offered for what nobody foresaw
   */
  async report(error: unknown, doing: string, action?: ErrorAction): Promise<void> {
    if (isCancellation(error)) return;
    this.record(error, doing);
    const known = UserError.is(error);
    const text = known ? error.sentence : `Heatline could not ${doing}: ${sentenceOf(error)}`;
    const button = action ?? (known ? undefined : this.showLog);
    const chosen = await vscode.window.showErrorMessage(text, ...(button === undefined ? [] : [button.label]));
    if (chosen !== undefined) await button?.run();
  }

  /** For the log only. */
  record(error: unknown, doing: string): void {
    if (isCancellation(error)) return;
    this.log.error(`could not ${doing}`);
    for (let cause: unknown = error; cause !== undefined; cause = cause instanceof Error ? cause.cause : undefined) {
      this.log.error(cause instanceof Error ? (cause.stack ?? cause.message) : sentenceOf(cause));
    }
  }

  readonly showLog: ErrorAction = { label: 'Show Log', run: () => showLog(this.log) };
}

export function isCancellation(error: unknown): boolean {
  return error instanceof CancelledError || error instanceof vscode.CancellationError;
}
