// A file as a commit has it. In: where it lies, a commit. Out: its text, or undefined where git, the commit or the file
// is missing. Invariants: one plumbing command with fixed words, no shell, no filters, for at most ten seconds; the
// commit is hexadecimal, so it cannot be an option. Callers ask only in trusted workspaces: the repository's settings
// are git's to obey.

import path from 'node:path';
import { git } from './git';

const maxFileSize = 4 * 2 ** 20;

export function textAtRevision(file: string, revision: string): Promise<string | undefined> {
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision)) return Promise.resolve(undefined);
  const words = ['cat-file', 'blob', `${revision}:./${path.basename(file)}`];
  return git(path.dirname(file), words, { milliseconds: 10_000, bytes: maxFileSize });
}
