// What every test inside the extension host needs. In: the environment set by the runner. Out: the extension, the
// workspace, the live service, a wait. Invariant: a missing precondition throws with its name, never skips.
import * as vscode from 'vscode';

export const extensionId = 'heatline.heatline';

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(extensionId);
  if (!found) throw new Error(`${extensionId} is not loaded in this VS Code`);
  return found;
}

/** A private copy of test/service; tests may write into it. */
export function workspaceRoot(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('no folder is open');
  return folder.uri;
}

export function inWorkspace(...parts: string[]): vscode.Uri {
  return vscode.Uri.joinPath(workspaceRoot(), ...parts);
}

/** A file of the checkout, for example a fixture. */
export function inRepo(...parts: string[]): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.file(required('HEATLINE_TEST_REPO')), ...parts);
}

/** host:port of the running service's pprof endpoints. */
export function liveTarget(): string {
  return required('HEATLINE_TEST_TARGET');
}

/** The same service as a binary, to be started under a debugger. */
export function serviceProgram(): string {
  return required('HEATLINE_TEST_PROGRAM');
}

/** A slow machine, or one that is busy, is no fault; this costs nothing but in a test that fails. */
const patienceSeconds = 45;

/** Asks until the answer is neither undefined nor false; for state that VS Code has no event for. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + 1000 * patienceSeconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${patienceSeconds} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set by the test runner`);
  return value;
}
