// Finds the modules around what the user opened. In: the open folders, folders below them that hold a go.mod,
// and a way to read files. Out: a ModuleIndex. Invariants: reads only go.mod, go.work and whether
// vendor/modules.txt is there; a file that cannot be read is one that is not there; a go.work counts for
// folders above what is opened too, as it does for the go command.

import { parseGoMod } from './goMod';
import { parseGoWork } from './goWork';
import type { Folder, LocalModule, LocalWorkspace, ModuleIndex, PrefixRule } from './moduleIndex';

export interface ModuleFiles {
  /** Undefined where there is no such file. */
  readText(folder: Folder, name: string): Promise<string | undefined>;
  /** The folder `path` leads to: relative with any number of `..`, or absolute. */
  resolve(folder: Folder, path: string): Folder;
  /** Undefined for a root. */
  parent(folder: Folder): Folder | undefined;
}

/** What `go env` says, or a good guess. */
export interface GoFolders {
  readonly standardLibrary: readonly Folder[];
  readonly moduleCaches: readonly Folder[];
}

export interface Surroundings {
  readonly openFolders: readonly Folder[];
  /** Folders with a go.mod below the open ones, nearest first. */
  readonly moduleFolders: readonly Folder[];
  readonly goFolders: GoFolders;
  readonly prefixRules: readonly PrefixRule[];
}

/** From an open folder upwards; deeper nesting than this is no project. */
const maxParents = 16;

export async function discoverModules(files: ModuleFiles, around: Surroundings): Promise<ModuleIndex> {
  const parents = around.openFolders.flatMap((folder) => ancestors(files, folder));
  const workspaceFolders = unique([...around.openFolders, ...parents, ...around.moduleFolders]);
  const works = await Promise.all(workspaceFolders.map((folder) => readWork(files, folder)));
  const found = works.filter((work) => work !== undefined);

  const used = found.flatMap(({ use }) => use);
  const folders = unique([...around.openFolders, ...around.moduleFolders, ...used, ...parents]);
  const modules = await Promise.all(folders.map((folder) => readModule(files, folder)));
  return {
    modules: modules.filter((module) => module !== undefined),
    workspaces: found.map(({ workspace }) => workspace),
    openFolders: around.openFolders,
    ...around.goFolders,
    prefixRules: around.prefixRules,
  };
}

function ancestors(files: ModuleFiles, folder: Folder): Folder[] {
  const out: Folder[] = [];
  for (let at = files.parent(folder); at !== undefined && out.length < maxParents; at = files.parent(at)) out.push(at);
  return out;
}

async function readModule(files: ModuleFiles, folder: Folder): Promise<LocalModule | undefined> {
  const text = await files.readText(folder, 'go.mod');
  if (text === undefined) return undefined;
  const { module, requires, replaces } = parseGoMod(text);
  const hasVendor = (await files.readText(folder, 'vendor/modules.txt')) !== undefined;
  return { path: module, folder, requires, replaces, hasVendor };
}

async function readWork(
  files: ModuleFiles,
  folder: Folder,
): Promise<{ readonly workspace: LocalWorkspace; readonly use: readonly Folder[] } | undefined> {
  const text = await files.readText(folder, 'go.work');
  if (text === undefined) return undefined;
  const { use, replaces } = parseGoWork(text);
  const hasVendor = (await files.readText(folder, 'vendor/modules.txt')) !== undefined;
  return { workspace: { folder, replaces, hasVendor }, use: use.map((path) => files.resolve(folder, path)) };
}

function unique(folders: readonly Folder[]): Folder[] {
  return [...new Set(folders)];
}
