// Names in full. In: a function as Delve shows it, `http.(*conn).serve`, which has only the last word of its package's
// path, and the file it is in. Out: `net/http.(*conn).serve`, as profiles and dumps have it. Invariants: what tells the
// path is where the file lies (a module, the module cache, GOROOT, or a -trimpath name); code that lies elsewhere gets the
// name that Go once had for such packages, `_/folder`, which is nobody else's.

import { folderName, isAbsolutePath, normalizePath, pathBelow } from './goPath';
import { unescapeModulePath } from './modulePath';
import { unescapePackage } from './symbolName';

export interface PackagePlaces {
  /** GOROOT/src, undefined where it is not known. */
  readonly standardLibrary: string | undefined;
  readonly modules: readonly { readonly path: string; readonly folder: string }[];
}

export function fullSymbol(name: string, file: string, places: PackagePlaces): string {
  const end = endOfWord(name);
  const word = name.slice(0, Math.max(0, end));
  if (end <= 0 || file === '' || word === 'main' || word.includes('/')) return name;
  const path = importPath(folderName(normalizePath(file)), places);
  if (path === 'runtime' && Object.hasOwn(linkedToRuntime, word)) {
    return `${linkedToRuntime[word]}${name.slice(end)}`;
  }
  const slash = path.lastIndexOf('/');
  // An external test package is in the folder of the one that it tests.
  const last = unescapePackage(word).replace(/_test$/, '');
  if (slash < 0 || last === path) return name;
  const isSame = path.slice(slash + 1) === last || path.slice(slash + 1) === unescapePackage(word);
  if (isSame) return `${path.slice(0, slash + 1)}${name}`;
  return path.startsWith('_/') ? `${path}.${name.slice(end + 1)}` : name;
}

/** Packages that have functions in the runtime's files, by `//go:linkname`. */
const linkedToRuntime: Readonly<Record<string, string>> = {
  atomic: 'sync/atomic',
  debug: 'runtime/debug',
  godebug: 'internal/godebug',
  maps: 'internal/runtime/maps',
  poll: 'internal/poll',
  pprof: 'runtime/pprof',
  signal: 'os/signal',
  synctest: 'internal/synctest',
  trace: 'runtime/trace',
};

/** The package's part of a name, up to the first dot outside of brackets; -1 for names that are not Go's. */
function endOfWord(name: string): number {
  for (let i = 0; i < name.length; i++) {
    if (name[i] === '.') return i;
    if (name[i] === '[' || name[i] === '(' || name[i] === ' ') return -1;
  }
  return -1;
}

function importPath(folder: string, { standardLibrary, modules }: PackagePlaces): string {
  const inStandard = standardLibrary === undefined ? undefined : pathBelow(folder, standardLibrary);
  if (inStandard !== undefined && inStandard !== '') return inStandard;
  const cache = folder.lastIndexOf('/pkg/mod/');
  if (cache >= 0) return withoutVersion(unescapedFolder(folder.slice(cache + '/pkg/mod/'.length)));
  if (!isAbsolutePath(folder)) return withoutVersion(folder);
  const vendor = folder.lastIndexOf('/vendor/');
  if (vendor >= 0) return folder.slice(vendor + '/vendor/'.length);
  const module = modules
    .filter((each) => pathBelow(folder, each.folder) !== undefined)
    .sort((a, b) => b.folder.length - a.folder.length)
    .at(0);
  const rest = module === undefined ? undefined : pathBelow(folder, module.folder);
  if (module === undefined || rest === undefined) return `_${folder.startsWith('/') ? '' : '/'}${folder}`;
  return rest === '' ? module.path : `${module.path}/${rest}`;
}

/** Only the module's own part is escaped; below it folders are what they are. */
function unescapedFolder(folder: string): string {
  const at = folder.indexOf('@');
  const end = at < 0 ? folder.length : at;
  return `${unescapeModulePath(folder.slice(0, end)) ?? folder.slice(0, end)}${folder.slice(end)}`;
}

function withoutVersion(folder: string): string {
  return folder.replace(/@v[^/]*/, '');
}

/** GOROOT/src, from a function of the runtime and its file. */
export function standardLibraryOf(name: string, file: string): string | undefined {
  const folder = folderName(normalizePath(file));
  const isRuntime = name.startsWith('runtime.') && isAbsolutePath(folder) && folder.endsWith('/src/runtime');
  return isRuntime ? folder.slice(0, -'/runtime'.length) : undefined;
}
