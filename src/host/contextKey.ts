// A context key that the manifest's `when` clauses read. In: values, as often as you like. Out: `setContext` only
// when the value changed. Invariant: the key is undefined again after disposal.

import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable';
import type { ContextKeys } from '../ids';

export class ManagedContextKey<K extends keyof ContextKeys> implements Disposable {
  private value: ContextKeys[K] | undefined;

  constructor(private readonly key: K) {}

  set(value: ContextKeys[K] | undefined): void {
    if (value === this.value) return;
    this.value = value;
    void vscode.commands.executeCommand('setContext', this.key, value);
  }

  dispose(): void {
    this.set(undefined);
  }
}
