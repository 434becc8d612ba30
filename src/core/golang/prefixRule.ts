// A rule from one example. In: a recorded path and where the person says it lies. Out: what to replace by what,
// so that the neighbours are found too. Invariant: both paths end alike, at least in the file's name; the rule
// maps the recorded path to exactly the place shown.

import { isAbsolutePath, joinPath, pathBelow } from './goPath';

export interface PathPair {
  readonly from: string;
  readonly to: string;
}

/** Undefined where the two are files of different names. */
export function prefixFromExample(recorded: string, actual: string): PathPair | undefined {
  const built = recorded.split('/');
  const here = actual.split('/');
  let common = 0;
  // One part of each stays, so that there is something to replace.
  while (common < Math.min(built.length, here.length) - 1 && built.at(-1 - common) === here.at(-1 - common)) common++;
  if (common === 0) return undefined;
  // `/app` is the parts '' and 'app': an empty `from` would be every path.
  while (common > 1 && joinPath(...built.slice(0, -common)) === '') common--;
  const from = built.slice(0, -common).join('/');
  return from === '' ? undefined : { from, to: here.slice(0, -common).join('/') || '/' };
}

/** Endings of a recorded path, the longest first: where a folder may have it. */
export function pathEndings(recorded: string): readonly string[] {
  const parts = recorded.split('/').filter((part) => part !== '' && part !== '.');
  return parts.map((_, i) => parts.slice(i).join('/'));
}

/** A folder of the workspace, by its name there. */
export interface NamedFolder {
  readonly name: string;
  /** With slashes. */
  readonly path: string;
}

/** The target of a rule as it is written: below a folder of the workspace by its name, so that it holds for everyone. */
export function portableTarget(path: string, folders: readonly NamedFolder[]): string {
  if (!isAbsolutePath(path)) return path;
  const inside = folders
    .map((folder, index) => ({ ...folder, index, below: pathBelow(path, folder.path) }))
    .filter(({ below }) => below !== undefined)
    // One may lie in another.
    .sort((a, b) => b.path.length - a.path.length);
  const best = inside.at(0);
  if (best?.below === undefined) return path;
  return best.index === 0 ? best.below || '.' : joinPath(`\${workspaceFolder:${best.name}}`, best.below);
}

/** The other way round: which folder a target is below, and where. Undefined for one that names no folder here. */
export function readTarget<T extends Pick<NamedFolder, 'name'>>(
  target: string,
  folders: readonly T[],
): { readonly folder: T | undefined; readonly path: string } | undefined {
  const variable = /^\$\{workspaceFolder(?::([^}]+))?\}\/?(.*)$/.exec(target);
  if (variable === null && isAbsolutePath(target)) return { folder: undefined, path: target };
  const [, name = '', rest = ''] = variable ?? [undefined, '', target];
  const folder = name === '' ? folders.at(0) : folders.find((each) => each.name === name);
  return folder === undefined ? undefined : { folder, path: rest };
}
