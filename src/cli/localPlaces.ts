// Places of a result as they are on this disk. In: where a profile says a file was. Out: its path from here, and for
// what a forge shows (annotations, code scanning) from the root of the repository. Invariants: forward slashes; a file
// outside keeps its whole path; a file that is not here stays as recorded.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { isAbsolutePath } from '../core/golang/goPath';
import type { LocalSources } from '../node/localSources';

export interface Place {
  readonly file: string;
}

/** Relative to the working folder where it lies below it. */
export async function localPlace<T extends Place>(one: T, sources: LocalSources | undefined): Promise<T> {
  const local = await sources?.pathOf(one.file);
  return local === undefined ? one : { ...one, file: below('.', local) ?? local };
}

/** Of a place that localPlace made. */
export function repositoryPlace<T extends Place>(one: T, root = repositoryRoot()): T {
  if (root === undefined || isAbsolutePath(one.file)) return one;
  return existsSync(one.file) ? { ...one, file: below(root, path.resolve(one.file)) ?? one.file } : one;
}

/** The folder with `.git`, here or above. */
export function repositoryRoot(): string | undefined {
  for (let dir = path.resolve('.'); ; dir = path.dirname(dir)) {
    if (existsSync(path.join(dir, '.git'))) return dir;
    if (dir === path.dirname(dir)) return undefined;
  }
}

function below(folder: string, file: string): string | undefined {
  const relative = path.relative(folder, file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? undefined : relative.split(path.sep).join('/');
}
