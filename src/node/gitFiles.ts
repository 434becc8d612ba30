// A file as a commit has it. In: where it lies, a commit. Out: its text, or undefined where git, the commit or the file
// is missing. Invariants: one plumbing command with fixed words, no shell, no filters, for at most ten seconds; the
// commit is hexadecimal, so it cannot be an option. Callers ask only in trusted workspaces: the repository's settings
// are git's to obey.

import { execFile } from 'node:child_process';
import path from 'node:path';

const maxFileSize = 4 * 2 ** 20;

export function textAtRevision(file: string, revision: string): Promise<string | undefined> {
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision)) return Promise.resolve(undefined);
  const options = { cwd: path.dirname(file), timeout: 10_000, maxBuffer: maxFileSize };
  return new Promise((resolve) => {
    execFile('git', ['cat-file', 'blob', `${revision}:./${path.basename(file)}`], options, (error, stdout) => {
      resolve(error === null ? stdout : undefined);
    });
  });
}
