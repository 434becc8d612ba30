// Goroutines of a program that a debugger has stopped. In: sessions of Go debuggers, by what they tell VS Code. Out: a
// dump, kept like a capture and opened. Invariants: asks only while the program stands still, and says so when it went on
// meanwhile; cancelling asks nothing more and shows nothing; nothing is changed in the program.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { UserError } from '../../base/userError';
import { dumpOfDebugger } from '../../core/goroutine/debuggerDump';
import { contextKeys } from '../../ids';
import { withSignal } from '../cancellation';
import { ManagedContextKey } from '../contextKey';
import type { Kept } from '../store/captureKeeper';
import { readGoroutines, type ReadGoroutines, type ReadOptions } from './readGoroutines';

export interface DebuggerGoroutinesOptions {
  /** `heatline 0.1.0`. */
  readonly tool: string;
  /** Folders of modules, to name packages in full. */
  readonly modules: () => Promise<ReadOptions['modules']>;
  readonly keep: (captured: Kept) => Promise<vscode.Uri | undefined>;
  readonly open: (uri: vscode.Uri) => Promise<void>;
}

/** Delve lists no more goroutines (service/dap/server.go, maxGoroutines). */
const mostOfDelve = 1024;

export class DebuggerGoroutines implements vscode.DebugAdapterTrackerFactory, Disposable {
  private readonly owned = new DisposableList();
  private readonly key = this.owned.add(new ManagedContextKey(contextKeys.debuggerStopped));
  /** Sessions whose program stands still, the last one last; each stop is another object. */
  private readonly stopped = new Map<vscode.DebugSession, object>();

  constructor(private readonly options: DebuggerGoroutinesOptions) {
    this.owned.add(vscode.debug.registerDebugAdapterTrackerFactory('go', this));
    this.owned.add(vscode.debug.onDidTerminateDebugSession((session) => this.goesOn(session)));
  }

  createDebugAdapterTracker(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    return {
      onDidSendMessage: (message: unknown) => {
        const name = eventOf(message);
        if (name === 'stopped') this.stops(session);
        if (name === 'continued' || name === 'terminated' || name === 'exited') this.goesOn(session);
      },
      // Delve answers `continue` and `next`, and sends no event.
      onWillReceiveMessage: (message: unknown) => {
        if (resuming.has(commandOf(message))) this.goesOn(session);
      },
      onExit: () => this.goesOn(session),
    };
  }

  async take(): Promise<void> {
    const session = this.session();
    const stop = this.stopped.get(session);
    const startedAt = new Date().toISOString();
    const read = await this.withProgress(session, () => stop !== undefined && this.stopped.get(session) === stop);
    const { text, count } = dumpOfDebugger(read.goroutines);
    if (count === 0) {
      throw new UserError(
        'no-goroutines',
        'The debugger tells of no goroutine of this program.',
        'Step once, and try again.',
      );
    }
    const url = `dlv://${encodeURIComponent(session.name)}`;
    const isCut = read.listed >= mostOfDelve;
    const note = isCut ? `the first ${mostOfDelve.toLocaleString('en')} goroutines` : undefined;
    const provenance = {
      url,
      kind: 'goroutine',
      startedAt,
      tool: this.options.tool,
      ...(note === undefined ? {} : { note }),
    };
    const uri = await this.options.keep({ bytes: new TextEncoder().encode(text), provenance });
    if (uri === undefined) return;
    await this.options.open(uri);
    if (!isCut) return;
    const sentence =
      `Delve lists no more than ${mostOfDelve.toLocaleString('en')} goroutines, and the program has more: ` +
      'counts are of those only. A capture of the service has all of them.';
    void vscode.window.showWarningMessage(sentence);
  }

  private session(): vscode.DebugSession {
    const { activeDebugSession: active } = vscode.debug;
    const session = active !== undefined && this.stopped.has(active) ? active : [...this.stopped.keys()].at(-1);
    if (session !== undefined) return session;
    const next = 'Pause it, or wait for a breakpoint, and try again.';
    throw new UserError('not-stopped', 'No debugger has stopped a Go program.', next);
  }

  private withProgress(session: vscode.DebugSession, isStopped: () => boolean): Promise<ReadGoroutines> {
    const location = vscode.ProgressLocation.Notification;
    const title = `Taking goroutines of ${session.name}`;
    return Promise.resolve(
      vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) =>
        withSignal(token, async (signal) =>
          readGoroutines({
            ask: (command, args) => Promise.resolve(session.customRequest(command, args)),
            modules: await this.options.modules(),
            isStopped,
            signal,
            onProgress: (done, all) => {
              // A hundred steps: each goes to the window and back.
              const step = Math.max(1, Math.floor(all / 100));
              if (done % step !== 0) return;
              progress.report({
                message: `${done.toLocaleString()} of ${all.toLocaleString()}`,
                increment: 100 * (step / all),
              });
            },
          }),
        ),
      ),
    );
  }

  private stops(session: vscode.DebugSession): void {
    this.stopped.delete(session);
    this.stopped.set(session, {});
    this.key.set(true);
  }

  private goesOn(session: vscode.DebugSession): void {
    this.stopped.delete(session);
    this.key.set(this.stopped.size > 0);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

const resuming: ReadonlySet<string> = new Set([
  'continue',
  'next',
  'stepIn',
  'stepOut',
  'reverseContinue',
  'stepBack',
  'restart',
  'disconnect',
  'terminate',
]);

function eventOf(message: unknown): string {
  const { type, event } = message as { readonly type?: unknown; readonly event?: unknown };
  return type === 'event' && typeof event === 'string' ? event : '';
}

function commandOf(message: unknown): string {
  const { type, command } = message as { readonly type?: unknown; readonly command?: unknown };
  return type === 'request' && typeof command === 'string' ? command : '';
}
