// VS Code cancels with tokens, everything else here with signals. In: a token. Out: a signal that follows it.
// Invariant: the listener is gone when the caller disposes, even if nothing was ever cancelled.

import type { CancellationToken } from 'vscode';
import type { Disposable } from '../base/disposable';
import { CancelledError } from '../base/userError';

export interface OwnedSignal extends Disposable {
  readonly signal: AbortSignal;
}

export function signalOf(token: CancellationToken): OwnedSignal {
  const controller = new AbortController();
  const listener = token.onCancellationRequested(() => controller.abort(new CancelledError()));
  if (token.isCancellationRequested) controller.abort(new CancelledError());
  return { signal: controller.signal, dispose: () => void listener.dispose() };
}

/** Runs the work with a signal that follows the token. */
export async function withSignal<T>(token: CancellationToken, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const owned = signalOf(token);
  try {
    return await work(owned.signal);
  } finally {
    owned.dispose();
  }
}
