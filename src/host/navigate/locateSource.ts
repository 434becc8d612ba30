// "Locate Source…". In: a path that no file here fits. Out: the person's answer as a rule in the prefix map.
// Invariants: the recorded path is only ever compared and shown; what is written is one entry of a setting.

import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { baseName } from '../../core/golang/goPath';
import { type PathPair, pathEndings, portableTarget, prefixFromExample } from '../../core/golang/prefixRule';
import { workspaceFolderFor } from '../workspaceFolder';

const setting = 'heatline.sources.prefixMap';

/**
 * True when a rule was written.
 *
 * @param choose asks the person for the file, or for a folder that holds it
 */
export async function locateSource(recorded: string, choose: typeof askForSource = askForSource): Promise<boolean> {
  const name = baseName(recorded);
  // The rule would be a setting of the workspace, which is not read there.
  if (!vscode.workspace.isTrusted) {
    const next = 'Trust it first (Workspaces: Manage Workspace Trust).';
    throw new UserError('not-trusted', 'A workspace that is not trusted cannot say where sources are.', next);
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  const picked = await choose(name, workspaceFolderFor()?.uri);
  if (picked === undefined) return false;
  const file = await fileAt(picked, recorded);
  const pair = file === undefined ? undefined : prefixFromExample(recorded, file.fsPath.replaceAll('\\', '/'));
  if (pair === undefined) {
    throw new UserError(
      'not-located',
      `${picked.fsPath} is not where ${name} lies.`,
      `Choose the file ${name}, or the folder that holds ${pathEndings(recorded).slice(0, -1).at(-1) ?? name}.`,
    );
  }
  await write(pair, folders);
  return true;
}

async function askForSource(name: string, start: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: `Locate ${name}`,
    openLabel: 'Use This Source',
    // Where a dialog cannot offer both, VS Code offers folders: the one that holds the sources.
    canSelectFiles: true,
    canSelectFolders: true,
    ...(start === undefined ? {} : { defaultUri: start }),
  });
  return chosen?.at(0);
}

/** The file itself, or the one that the folder has under the longest ending of the recorded path. */
async function fileAt(picked: vscode.Uri, recorded: string): Promise<vscode.Uri | undefined> {
  const stat = await vscode.workspace.fs.stat(picked);
  if ((stat.type & vscode.FileType.File) !== 0) return picked;
  for (const ending of pathEndings(recorded)) {
    const file = vscode.Uri.joinPath(picked, ending);
    try {
      await vscode.workspace.fs.stat(file);
      return file;
    } catch {
      // The next shorter one.
    }
  }
  return undefined;
}

async function write({ from, to }: PathPair, folders: readonly vscode.WorkspaceFolder[]): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const isWorkspace = folders.length > 0;
  const target = isWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  const inspected = configuration.inspect<Readonly<Record<string, unknown>>>(setting);
  const known = isWorkspace ? inspected?.workspaceValue : inspected?.globalValue;
  const named = folders.map(({ name, uri }) => ({ name, path: uri.fsPath.replaceAll('\\', '/') }));
  await configuration.update(setting, { ...known, [from]: portableTarget(to, named) }, target);
}
