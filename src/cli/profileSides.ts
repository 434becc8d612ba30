// The two sides of a comparison. In: words of the command line: files, lists with commas, folders. Out: the files of each
// side. Invariants: a path that is there is never split at its commas; of a folder only profiles of one kind are taken,
// and which is asked for when it has several; nothing is compared with itself by mistake.

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/userError';
import { readBundleFolder } from '../node/bundleFolder';
import { shownKind } from '../node/kinds';
import { UsageError } from './usageError';

/** @param kind as in `--profile cpu`, for folders */
export async function filesOfSide(words: readonly string[], kind: string | undefined): Promise<readonly string[]> {
  const files: string[] = [];
  for (const word of words) {
    const parts = (await isThere(word)) ? [word] : word.split(',').filter((part) => part !== '');
    for (const part of parts) files.push(...(await filesOf(part, kind)));
  }
  const twice = files.find((file, i) => files.indexOf(file) !== i);
  if (twice !== undefined) throw new UsageError(`${twice} is given twice.`, 'A profile is not a repetition of itself.');
  return files;
}

async function filesOf(word: string, kind: string | undefined): Promise<readonly string[]> {
  if (word === '-' || !(await isFolder(word))) return [word];
  const { files } = await readBundleFolder(word);
  const kinds = files.map(({ file, provenance }) =>
    provenance === undefined ? kindFromName(file) : shownKind(provenance.kind),
  );
  const found = new Set(kinds);
  if (kind === undefined && found.size > 1) {
    throw new UsageError(
      `${word} has profiles of several kinds.`,
      `Name one: ${[...found]
        .sort()
        .map((one) => `--profile ${one}`)
        .join(', ')}.`,
    );
  }
  const taken = files.filter((_, i) => kind === undefined || kinds[i] === kind).map(({ file }) => file);
  if (taken.length === 0) {
    const what = kind === undefined ? 'profile' : `${kind} profile`;
    throw new UserError('no-profiles', `There is no ${what} in ${word}.`, 'Name files, or a folder with captures.');
  }
  return taken;
}

const names = ['mutex', 'block', 'allocs', 'heap', 'goroutineleak', 'goroutine', 'threadcreate', 'cpu'];

function kindFromName(file: string): string {
  const base = path.basename(file).toLowerCase();
  return names.find((name) => base.includes(name)) ?? 'other';
}

async function isThere(word: string): Promise<boolean> {
  return word === '-' || (await stat(word).catch(() => undefined)) !== undefined;
}

async function isFolder(word: string): Promise<boolean> {
  return (await stat(word).catch(() => undefined))?.isDirectory() === true;
}
