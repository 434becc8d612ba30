// Files that a branch has changed. In: a folder of a repository, a revision as a person names it. Out: paths on this disk
// of what differs from where the branch left that revision, files that git does not know yet included. Invariants: git
// is run with fixed words and no shell; what the person typed is looked up first, and only the commit's number goes on.

import { realpathSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../base/userError';
import { git } from './git';

const limits = { milliseconds: 30_000, bytes: 64 * 2 ** 20 } as const;

export class ChangedFiles {
  private constructor(
    readonly revision: string,
    private readonly files: ReadonlySet<string>,
  ) {}

  static async since(revision: string, folder: string): Promise<ChangedFiles> {
    const root = await git(folder, ['rev-parse', '--show-toplevel'], limits);
    if (root === undefined) {
      throw new UserError(
        'no-repository',
        'This folder is in no git repository, or git is not installed.',
        'Run it in a checkout of the repository.',
      );
    }
    const commit = await git(
      folder,
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
      limits,
    );
    if (commit === undefined) {
      const advice = 'Fetch it first: git fetch origin, or fetch-depth: 0 for actions/checkout.';
      throw new UserError('no-revision', `There is no commit "${revision}" here.`, advice);
    }
    // What others did to that branch since is not this branch's doing.
    const base = await git(folder, ['merge-base', commit.trim(), 'HEAD'], limits);
    if (base === undefined) {
      const advice = 'Fetch more of the history: git fetch --unshallow, or fetch-depth: 0 for actions/checkout.';
      throw new UserError('no-common-commit', `${revision} and this checkout have no commit in common here.`, advice);
    }
    const top = root.trimEnd();
    const changed = await git(
      top,
      ['diff', '--name-only', '--no-relative', '--no-ext-diff', '-z', base.trim(), '--'],
      limits,
    );
    const added = await git(top, ['ls-files', '--others', '--exclude-standard', '-z'], limits);
    const names = `${changed ?? ''}${added ?? ''}`.split('\0').filter((name) => name !== '');
    return new ChangedFiles(revision, new Set(names.map((name) => realOf(path.join(top, name)))));
  }

  /** @param file from here, or absolute */
  has(file: string): boolean {
    return this.files.has(realOf(path.resolve(file)));
  }
}

/** Without links, as git and the sources may name one folder differently; a file that is gone stays as named. */
function realOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
