// What is known of the machine's Go code. In: filled by whoever can look (host, CLI, tests). Out: read by the
// resolver. Invariant: folders are opaque names; only their maker turns one plus a relative path into a place,
// so the resolver works alike over files, URIs and remote machines.

import type { Brand } from '../../base/brand';
import type { GoMod, Replacement } from './goMod';

/** Names a folder, for example by its URI's text. */
export type Folder = Brand<string, 'Folder'>;

/** A module whose folder we have: opened, above or below what is opened, or named by a go.work. */
export interface LocalModule {
  /** Its module path, `example.com/orders`. */
  readonly path: string;
  readonly folder: Folder;
  readonly requires: GoMod['requires'];
  /** Of its go.mod, relative to `folder`. */
  readonly replaces: readonly Replacement[];
  /** Whether vendor/modules.txt is there. */
  readonly hasVendor: boolean;
}

export interface LocalWorkspace {
  /** Where go.work lies. */
  readonly folder: Folder;
  readonly replaces: readonly Replacement[];
  readonly hasVendor: boolean;
}

/** A recorded path that begins with `from` is `to` plus the rest. */
export interface PrefixRule {
  readonly from: string;
  /** An absolute path, or a folder's name. */
  readonly to: Folder;
}

export interface ModuleIndex {
  /** Nearest to the user first. */
  readonly modules: readonly LocalModule[];
  readonly workspaces: readonly LocalWorkspace[];
  /** What the user opened. */
  readonly openFolders: readonly Folder[];
  /** GOROOT/src, the likeliest first. */
  readonly standardLibrary: readonly Folder[];
  /** GOMODCACHE, the likeliest first. */
  readonly moduleCaches: readonly Folder[];
  readonly prefixRules: readonly PrefixRule[];
}

export const emptyModuleIndex: ModuleIndex = {
  modules: [],
  workspaces: [],
  openFolders: [],
  standardLibrary: [],
  moduleCaches: [],
  prefixRules: [],
};

/** Modules that a package may belong to, the longest path first. */
export function modulesOf(index: ModuleIndex, importPath: string): readonly LocalModule[] {
  return index.modules
    .filter(({ path }) => path !== '' && (importPath === path || importPath.startsWith(`${path}/`)))
    .sort((a, b) => b.path.length - a.path.length);
}
