// The source that was profiled. In: a profile, a file. Out: the commit the program was built from, and the file's text
// there. Invariants: the program on this disk counts only when it is the one that was profiled (its build id is the
// profile's, or without ids it is older than the profile); a build of files that differed from their commit tells
// nothing; in workspaces that are not trusted nothing is asked.

import * as vscode from 'vscode';
import type { Profile } from '../../core/profile/profile';

export interface BuiltProgram {
  readonly revision: string;
  readonly modified: boolean;
  /** Hexadecimal, '' without one. */
  readonly buildId: string;
}

/** What needs Node; the composition root hands it in. */
export interface RevisionTools {
  /** Reads the program's own information; undefined where it is not here or is no Go program. */
  readonly readBuild: (program: string) => Promise<BuiltProgram | undefined>;
  readonly textAt: (file: string, revision: string) => Promise<string | undefined>;
}

export interface BuiltText {
  readonly revision: string;
  readonly text: string;
}

export class Revisions {
  private readonly revisions = new WeakMap<Profile, Promise<string | undefined>>();

  constructor(private readonly tools: RevisionTools) {}

  /** The file's text when the profile's program was built; undefined where nobody knows. */
  async builtText(profile: Profile, uri: vscode.Uri): Promise<BuiltText | undefined> {
    if (!vscode.workspace.isTrusted || uri.scheme !== 'file') return undefined;
    let asked = this.revisions.get(profile);
    if (asked === undefined) this.revisions.set(profile, (asked = this.revisionOf(profile)));
    const revision = await asked;
    const text = revision === undefined ? undefined : await this.tools.textAt(uri.fsPath, revision);
    return revision === undefined || text === undefined ? undefined : { revision, text };
  }

  private async revisionOf(profile: Profile): Promise<string | undefined> {
    const { mappings, strings } = profile;
    if (mappings.count === 0) return undefined;
    // The first mapping is the main program (proto/profile.proto).
    const program = strings.text(mappings.file[0]);
    const buildId = strings.text(mappings.buildId[0]);
    if (!program.startsWith('/')) return undefined;
    const build = await this.tools.readBuild(program);
    if (build === undefined || build.revision === '' || build.modified) return undefined;
    if (buildId !== '' && build.buildId !== '') return buildId === build.buildId ? build.revision : undefined;
    return (await isOlder(program, profile)) ? build.revision : undefined;
  }
}

async function isOlder(program: string, { timeNanos }: Profile): Promise<boolean> {
  try {
    return (await vscode.workspace.fs.stat(vscode.Uri.file(program))).mtime <= Number(timeNanos / 1_000_000n);
  } catch {
    return false;
  }
}
