// Text that becomes a file. In: where the person wants it, the text. Out: the file, whole or as it was before. Invariant: the
// dialog that named the file has asked before replacing it.

import * as vscode from 'vscode';
import { UserError } from '../base/userError';

export async function writeWhole(target: vscode.Uri, text: string): Promise<void> {
  const partial = target.with({ path: `${target.path}.partial-${Date.now().toString(36)}` });
  try {
    await vscode.workspace.fs.writeFile(partial, new TextEncoder().encode(text));
    await vscode.workspace.fs.rename(partial, target, { overwrite: true });
  } catch (error) {
    await Promise.resolve(vscode.workspace.fs.delete(partial)).catch(() => undefined);
    const next = 'Choose another place to save to.';
    throw new UserError('not-saved', `${target.fsPath} could not be written.`, next, { cause: error });
  }
}
