// The only place that registers commands. In: an id of ids.ts and what it does. Out: a registered command.
// Invariants: whatever a command throws is shown once, as a sentence; arguments are unknown until the
// handler has looked at them, since menus, keybindings and other extensions pass what they like.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../base/disposable';
import type { CommandId } from '../ids';
import type { ErrorReporter } from './errorReporter';

export type CommandHandler = (...args: readonly unknown[]) => unknown;

export class CommandRegistry implements Disposable {
  private readonly registered = new DisposableList();

  constructor(private readonly errors: ErrorReporter) {}

  /** @param doing what the command does, as it follows "Heatline could not" */
  register(id: CommandId, doing: string, handler: CommandHandler): void {
    const run = async (...args: readonly unknown[]): Promise<unknown> => {
      try {
        return await handler(...args);
      } catch (error) {
        void this.errors.report(error, doing);
        return undefined;
      }
    };
    this.registered.add(vscode.commands.registerCommand(id, run));
  }

  dispose(): void {
    this.registered.dispose();
  }
}

/** The file that a menu names: itself, or as the `uri` of a row. */
export function uriOf(arg: unknown): vscode.Uri | undefined {
  const uri: unknown = typeof arg === 'object' && arg !== null && 'uri' in arg ? arg.uri : arg;
  return uri instanceof vscode.Uri ? uri : undefined;
}
