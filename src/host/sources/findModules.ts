// Folders with a go.mod below an opened one. In: the folder. Out: the go.mod files. Invariant: always answers: VS Code's own
// search waits without end for a file system that offers none, so there folders are read, as many as can be read soon.

import * as vscode from 'vscode';

const excludedNames = ['node_modules', '.git', 'vendor'];
const excluded = `**/{${excludedNames.join(',')}}/**`;
/** Far more than the largest repositories have. */
const maxModules = 2000;
/** These file systems can be searched, however long it takes. */
const searched = ['file', 'vscode-remote'];
const patienceMilliseconds = 2000;
/** Each folder is one question to a file system that may be far away. */
const maxFolders = 300;

export async function findModules(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const pattern = new vscode.RelativePattern(folder, '**/go.mod');
  if (searched.includes(folder.scheme)) return vscode.workspace.findFiles(pattern, excluded, maxModules);
  const source = new vscode.CancellationTokenSource();
  const search = Promise.resolve(vscode.workspace.findFiles(pattern, excluded, maxModules, source.token));
  let timer: unknown;
  const late = new Promise<readonly vscode.Uri[]>((resolve) => {
    timer = setTimeout(() => resolve([]), patienceMilliseconds);
  });
  const found = await Promise.race([search.catch(() => []), late]);
  clearTimeout(timer);
  source.cancel();
  source.dispose();
  return found.length > 0 ? found : walk(folder);
}

/** Breadth first: a module is rarely deep down. */
async function walk(start: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const found: vscode.Uri[] = [];
  let level = [start];
  let left = maxFolders;
  while (level.length > 0) {
    const now = level.slice(0, left);
    left -= now.length;
    const next: vscode.Uri[] = [];
    const listings = await Promise.all(now.map((folder) => list(folder)));
    listings.forEach((entries, i) => {
      for (const [name, type] of entries) {
        const uri = vscode.Uri.joinPath(now[i], name);
        if (name === 'go.mod') found.push(uri);
        // A link may lead back up.
        else if (type === vscode.FileType.Directory && !excludedNames.includes(name)) next.push(uri);
      }
    });
    level = next;
  }
  return found;
}

async function list(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}
