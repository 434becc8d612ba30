// Which of the opened folders a profile is about, in a window with several. In: a profile, the modules that are here. Out: the
// folder that has most of its functions, by their packages alone. Invariant: no file is looked at, and long profiles leave
// everything else its turn.

import * as vscode from 'vscode';
import { type ModuleIndex, modulesOf } from '../../core/golang/moduleIndex';
import type { ProfileFiles } from '../../core/golang/profileFiles';
import { nextTurn } from '../slices';

/** Names that are taken apart before everything else gets its turn. */
const namesInSlice = 1000;

/** Undefined where none has any. */
export async function codeFolder(files: ProfileFiles, index: ModuleIndex): Promise<vscode.Uri | undefined> {
  const counts = new Map<string, number>();
  for (let f = 0; f < files.profile.functions.count; f++) {
    if (f > 0 && f % namesInSlice === 0) await nextTurn();
    const name = files.symbol(f)?.package;
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const folders = new Map<vscode.WorkspaceFolder, number>();
  for (const [name, count] of counts) {
    const module = modulesOf(index, name).at(0);
    if (module === undefined) continue;
    const place = vscode.Uri.joinPath(vscode.Uri.parse(module.folder, true), name.slice(module.path.length));
    const folder = vscode.workspace.getWorkspaceFolder(place);
    if (folder !== undefined) folders.set(folder, (folders.get(folder) ?? 0) + count);
  }
  return [...folders].sort(([, a], [, b]) => b - a).at(0)?.[0].uri;
}
