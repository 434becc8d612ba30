// Where the code of a bundle is. In: the bundle's functions, the source index. Out: for a frame the file here and the line
// now; for a file its package's texts, as the rules read them. Invariants: only the program's own code and what is kept
// with it is read for rules, never the standard library's or the module cache's; a document that is open counts as it is
// in the editor; texts are read once a diagnosis.

import * as vscode from 'vscode';
import type { ReadPackage, SourceText } from '../../core/diagnose/sourcePackages';
import { currentLine } from '../../core/golang/anchors';
import type { CandidateReason } from '../../core/golang/candidate';
import type { GoFile } from '../../core/golang/goFile';
import { baseName } from '../../core/golang/goPath';
import type { ProfileFile } from '../../core/golang/profileFiles';
import type { FoundSource } from '../../core/golang/resolveSource';
import type { GroupFrame } from '../../core/goroutine/groups';
import type { FunctionIndex, Line1, Profile } from '../../core/profile/profile';
import type { GoSyntax } from '../sources/goSyntax';
import type { SourceIndex } from '../sources/sourceIndex';

/** Files that are larger are generated data. */
const maxFileSize = 4 * 2 ** 20;
const foreign: readonly CandidateReason[] = ['standard library', 'module cache'];

export interface SourcePlace {
  readonly uri: vscode.Uri;
  readonly line: Line1;
  readonly syntax: GoFile | undefined;
}

export class BundleSources {
  private readonly files = new Map<string, ProfileFile>();
  private readonly functions = new Map<string, FunctionIndex>();
  /** Files of packages that were read, by their recorded names: most of them are in no profile. */
  private readonly beside = new Map<string, vscode.Uri>();

  constructor(
    private readonly profile: Profile,
    private readonly sources: SourceIndex,
    private readonly syntax: GoSyntax,
  ) {
    const { functions, strings } = profile;
    for (const file of sources.filesOf(profile).files) {
      this.files.set(strings.text(file.filename), file);
      for (const f of file.functions) this.functions.set(nameOf(strings.text(functions.name[f]), file.path), f);
    }
  }

  /** Undefined for a frame that is in no profile, such as a place in the source. */
  functionOf({ function: name, file }: GroupFrame): FunctionIndex | undefined {
    const known = this.files.get(file);
    return known === undefined ? undefined : this.functions.get(nameOf(name, known.path));
  }

  /**
   * A frame with a function is where that function's line is now, whatever was edited since the service was built; a place
   * without one was read from the source, and is where it is.
   */
  async place(frame: GroupFrame): Promise<SourcePlace | undefined> {
    if (frame.line <= 0) return undefined;
    const source = await this.found(frame.file);
    const uri = source === undefined ? this.beside.get(frame.file) : vscode.Uri.parse(source.place, true);
    if (uri === undefined) return undefined;
    const index = this.functionOf(frame);
    const anchor = index === undefined ? undefined : source?.anchors.get(index);
    const syntax = source?.syntax ?? (await this.syntax.ofFile(uri));
    const line = syntax === undefined ? (frame.line as Line1) : currentLine(anchor, syntax, frame.line);
    return { uri, line, syntax };
  }

  readonly readPackage: ReadPackage = async (file) => {
    const source = await this.found(file);
    if (source === undefined || foreign.includes(source.reason)) return undefined;
    const folder = vscode.Uri.joinPath(vscode.Uri.parse(source.place, true), '..');
    const prefix = file.slice(0, file.length - baseName(file.replaceAll('\\', '/')).length);
    const entries = await vscode.workspace.fs.readDirectory(folder);
    const names = entries
      .filter(([name, type]) => (type & vscode.FileType.File) !== 0 && isCode(name))
      .map(([name]) => name);
    const texts = await Promise.all(
      names.sort().map(async (name): Promise<SourceText | undefined> => {
        const uri = vscode.Uri.joinPath(folder, name);
        const text = await textOf(uri);
        this.beside.set(prefix + name, uri);
        return text === undefined ? undefined : { path: prefix + name, text };
      }),
    );
    return texts.filter((text) => text !== undefined);
  };

  private async found(recorded: string): Promise<FoundSource | undefined> {
    const file = this.files.get(recorded);
    const resolution = file === undefined ? undefined : await this.sources.resolveFile(this.profile, file);
    return resolution?.kind === 'found' ? resolution.source : undefined;
  }
}

function nameOf(name: string, path: string): string {
  return `${name}\0${path}`;
}

export function isCode(name: string): boolean {
  return name.endsWith('.go') && !name.endsWith('_test.go');
}

/** As it is in the editor, else on the disk; undefined for what cannot be read. */
export async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const key = uri.toString();
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
  if (open !== undefined) return open.getText();
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > maxFileSize) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
