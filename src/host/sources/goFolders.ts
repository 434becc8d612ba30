// Where Go keeps what nobody opened: GOROOT/src and the module cache. In: what the go command says, if it may be
// asked, and the user's home. Out: folders that exist, likeliest first. Invariant: nothing is run here; without
// the go command's answer the usual places are tried.

import * as vscode from 'vscode';
import type { GoFolders } from '../../core/golang/discoverModules';
import type { Folder } from '../../core/golang/moduleIndex';

export interface GoEnvironment {
  readonly GOROOT: string;
  readonly GOMODCACHE: string;
}

/** Asks the go command in a folder; undefined where it is missing or the workspace is not trusted. */
export type ReadGoEnvironment = (folder: vscode.Uri) => Promise<GoEnvironment | undefined>;

/** Where Go's installer, Linux distributions, Homebrew and Windows put it. */
const usualRoots = [
  '/usr/local/go',
  '/usr/lib/go',
  '/usr/lib/golang',
  '/usr/share/go',
  '/opt/homebrew/opt/go/libexec',
  '/usr/local/opt/go/libexec',
  'C:/Program Files/Go',
];

export async function findGoFolders(
  openFolders: readonly vscode.Uri[],
  readEnvironment: ReadGoEnvironment,
  home: string | undefined,
): Promise<GoFolders> {
  const asked = await Promise.all(openFolders.map((folder) => readEnvironment(folder)));
  const answers = asked.filter((answer) => answer !== undefined);
  const roots = [...answers.map(({ GOROOT }) => GOROOT), ...usualRoots];
  const caches = [
    ...answers.map(({ GOMODCACHE }) => GOMODCACHE),
    ...(home === undefined ? [] : [`${home}/go/pkg/mod`]),
    '/go/pkg/mod',
  ];
  const cacheFolders = [...new Set(caches)].filter((cache) => cache !== '').map((cache) => vscode.Uri.file(cache));
  // All at once: each question goes through the window, which may be busy.
  const [standardLibrary, moduleCaches, toolchains] = await Promise.all([
    existing(roots.filter((root) => root !== '').map((root) => vscode.Uri.file(`${root}/src`))),
    existing(cacheFolders),
    Promise.all(cacheFolders.map((cache) => downloadedToolchains(cache))),
  ]);
  return { standardLibrary: [...standardLibrary, ...toolchains.flat()], moduleCaches };
}

/** Other versions of Go that the go command fetched: a profile's may be one of them. */
async function downloadedToolchains(cache: vscode.Uri): Promise<readonly Folder[]> {
  const folder = vscode.Uri.joinPath(cache, 'golang.org');
  try {
    const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
    return names
      .filter((name) => name.startsWith('toolchain@'))
      .map((name) => vscode.Uri.joinPath(folder, name, 'src').toString() as Folder);
  } catch {
    return [];
  }
}

async function existing(uris: readonly vscode.Uri[]): Promise<readonly Folder[]> {
  const found = await Promise.all(uris.map((uri) => isFolder(uri)));
  return [...new Set(uris.filter((_, i) => found[i]).map((uri) => uri.toString() as Folder))];
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
