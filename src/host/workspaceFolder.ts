// The workspace folder that something belongs to, in a window with several. In: a file it is about, where there is one.
// Out: that file's folder, else the active editor's, else the first. Invariant: nobody is asked.

import * as vscode from 'vscode';

export function workspaceFolderFor(file?: vscode.Uri): vscode.WorkspaceFolder | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  for (const uri of [file, active]) {
    const folder = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uri);
    if (folder !== undefined) return folder;
  }
  return vscode.workspace.workspaceFolders?.[0];
}

/** Where a save dialogue begins, to be spread into its options; where no folder is open VS Code chooses. */
export function savedAs(name: string, about?: vscode.Uri): Pick<vscode.SaveDialogOptions, 'defaultUri'> {
  const folder = workspaceFolderFor(about)?.uri;
  return folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) };
}
