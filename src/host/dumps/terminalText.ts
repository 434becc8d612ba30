// What a terminal shows, as text. In: a terminal. Out: its selection, or everything it holds. Invariant: the clipboard is
// afterwards what it was before: VS Code 1.100 lets extensions read a terminal through it only.

import * as vscode from 'vscode';

/** `selectAll` takes the whole scrollback; the selection is taken off again. */
export async function terminalText(terminal: vscode.Terminal, part: 'selection' | 'all'): Promise<string> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  terminal.show(true);
  try {
    // With nothing to copy the clipboard would keep what it has.
    await clipboard.writeText('');
    if (part === 'all') await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    if (part === 'all') await vscode.commands.executeCommand('workbench.action.terminal.clearSelection');
    return await clipboard.readText();
  } finally {
    await clipboard.writeText(before);
  }
}
