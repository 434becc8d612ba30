// A rule from one example. In: a recorded path and where the person says it lies. Out: what to replace by what,
// so that the neighbours are found too. Invariant: both paths end alike, at least in the file's name; the rule
// maps the recorded path to exactly the place shown.

import { joinPath } from './goPath';

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
