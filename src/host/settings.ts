// Settings, read where they are needed and never kept. In: a key of ids.ts. Out: a value of the promised type.
// Invariant: a value of the wrong type (settings.json is a text anyone can edit) counts as not set.

import * as vscode from 'vscode';
import type { Settings } from '../ids';

export function setting<K extends keyof Settings>(key: K): Settings[K] {
  const found = vscode.workspace.getConfiguration().inspect<Settings[K]>(key);
  const effective: unknown = vscode.workspace.getConfiguration().get(key);
  if (found?.defaultValue === undefined) throw new Error(`${key} has no default in package.json`);
  return typeof effective === typeof found.defaultValue ? (effective as Settings[K]) : found.defaultValue;
}
