// The modules of the workspace, kept current. In: workspace folders, go.mod and go.work files, settings, the go
// command. Out: a ModuleIndex, and an event when the last one is out of date. Invariants: read when asked for,
// never at start; of overlapping readings the newest counts; folders are URIs as text, so remote ones work alike.

import * as vscode from 'vscode';
import { type Disposable, DisposableList, toDisposable } from '../../base/disposable';
import { Emitter } from '../../base/emitter';
import { discoverModules, type ModuleFiles } from '../../core/golang/discoverModules';
import { baseName, isAbsolutePath } from '../../core/golang/goPath';
import { readTarget } from '../../core/golang/prefixRule';
import type { Folder, ModuleIndex, PrefixRule } from '../../core/golang/moduleIndex';
import { findModules } from './findModules';
import { findGoFolders, type GoEnvironment, type ReadGoEnvironment } from './goFolders';

export interface ModulesOptions {
  readonly readGoEnvironment: ReadGoEnvironment;
  /** The user's home on the machine that holds the files, undefined where unknown. */
  readonly home: string | undefined;
  /** What counts as opened; the workspace's folders unless said otherwise. */
  readonly openFolders?: () => readonly vscode.Uri[];
}

export const prefixMapSetting = 'heatline.sources.prefixMap';

const moduleFiles = '**/{go.mod,go.work,vendor/modules.txt}';
/** The go command may want to fetch a toolchain first; meanwhile the usual folders have to do. */
const patienceMilliseconds = 2000;
/** Branch switches touch many files at once. */
const settleMilliseconds = 300;

export class WorkspaceModules implements Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new Emitter<undefined>());
  private readonly environments = new Map<string, Promise<GoEnvironment | undefined>>();
  private current: Promise<ModuleIndex> | undefined;
  private timer: unknown;

  readonly onDidChange = this.changed.event;

  constructor(private readonly options: ModulesOptions) {
    const watcher = this.owned.add(vscode.workspace.createFileSystemWatcher(moduleFiles));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      this.owned.add(event(() => this.invalidateSoon()));
    }
    this.owned.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.invalidate()));
    this.owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.invalidate()));
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(prefixMapSetting)) this.invalidate();
      }),
    );
    this.owned.add(toDisposable(() => clearTimeout(this.timer)));
  }

  index(): Promise<ModuleIndex> {
    this.current ??= this.read();
    return this.current;
  }

  invalidate(): void {
    clearTimeout(this.timer);
    this.environments.clear();
    this.forget();
  }

  private forget(): void {
    this.current = undefined;
    this.changed.fire(undefined);
  }

  private invalidateSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.invalidate(), settleMilliseconds);
  }

  private async read(): Promise<ModuleIndex> {
    const open = this.options.openFolders?.() ?? (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    const [found, goFolders] = await Promise.all([
      Promise.all(open.map((folder) => findModules(folder))),
      findGoFolders(open, (folder) => this.environmentInTime(folder), this.options.home),
    ]);
    const moduleFolders = found
      .flat()
      .map((uri) => folderOf(vscode.Uri.joinPath(uri, '..')))
      .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    return discoverModules(uriFiles, {
      openFolders: open.map((uri) => folderOf(uri)),
      moduleFolders,
      goFolders,
      prefixRules: prefixRules(this.namedFolders(open)),
    });
  }

  /** As the setting names them; what counts as opened is not always the workspace. */
  private namedFolders(open: readonly vscode.Uri[]): readonly Pick<vscode.WorkspaceFolder, 'name' | 'uri'>[] {
    if (this.options.openFolders === undefined) return vscode.workspace.workspaceFolders ?? [];
    return open.map((uri) => ({ name: baseName(uri.path), uri }));
  }

  /** What the go command says, if it says it soon; what it says later makes the index out of date. */
  private async environmentInTime(folder: vscode.Uri): Promise<GoEnvironment | undefined> {
    const key = folder.toString();
    const asked = this.environments.get(key) ?? this.options.readGoEnvironment(folder);
    this.environments.set(key, asked);
    const answer = await Promise.race([asked, pause(patienceMilliseconds)]);
    if (answer !== 'late') return answer;
    void asked.then((known) => {
      if (known !== undefined && this.environments.get(key) === asked && !this.owned.isDisposed) this.forget();
    });
    return undefined;
  }

  dispose(): void {
    this.environments.clear();
    this.owned.dispose();
  }
}

function pause(milliseconds: number): Promise<'late'> {
  return new Promise((resolve) => setTimeout(() => resolve('late'), milliseconds));
}

/** Without a slash at the end, so that a folder has one name. */
export function folderOf(uri: vscode.Uri): Folder {
  const path = uri.path.length > 1 && uri.path.endsWith('/') ? uri.path.slice(0, -1) : uri.path;
  return uri.with({ path }).toString() as Folder;
}

/** The setting's entries that are texts; a relative target is below the first folder, or below the one it names. */
function prefixRules(folders: readonly Pick<vscode.WorkspaceFolder, 'name' | 'uri'>[]): readonly PrefixRule[] {
  const map: unknown = vscode.workspace.getConfiguration().get(prefixMapSetting);
  if (typeof map !== 'object' || map === null) return [];
  return Object.entries(map).flatMap(([from, to]: readonly [string, unknown]) => {
    if (typeof to !== 'string' || from === '' || to === '') return [];
    const target = readTarget(to, folders);
    if (target === undefined) return [];
    const { folder, path } = target;
    const uri = folder === undefined ? vscode.Uri.file(path) : vscode.Uri.joinPath(folder.uri, path);
    return [{ from, to: folderOf(uri) }];
  });
}

const uriFiles: ModuleFiles = {
  async readText(folder, name) {
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(vscode.Uri.parse(folder), name));
      return new TextDecoder().decode(bytes);
    } catch {
      return undefined;
    }
  },
  resolve(folder, path) {
    const uri = vscode.Uri.parse(folder);
    if (!isAbsolutePath(path)) return folderOf(vscode.Uri.joinPath(uri, path));
    return folderOf(path.startsWith('/') ? uri.with({ path }) : vscode.Uri.file(path));
  },
  parent(folder) {
    const uri = vscode.Uri.parse(folder);
    const parent = vscode.Uri.joinPath(uri, '..');
    return parent.path === uri.path || parent.path === '/' ? undefined : folderOf(parent);
  },
};
