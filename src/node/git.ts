// git, asked. In: a folder, words. Out: what it prints, or undefined where it says no or is not there. Invariant: no shell,
// and an end; who calls sees to it that no word of another's is taken for an option.

import { execFile } from 'node:child_process';

export interface GitLimits {
  readonly milliseconds: number;
  /** Of what it prints. */
  readonly bytes: number;
}

export function git(folder: string, words: readonly string[], limits: GitLimits): Promise<string | undefined> {
  const options = { cwd: folder, timeout: limits.milliseconds, maxBuffer: limits.bytes };
  return new Promise((resolve) => {
    execFile('git', words, options, (error, stdout) => resolve(error === null ? stdout : undefined));
  });
}
