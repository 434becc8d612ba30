// The package of a file as it is in the editor. In: a Go document. Out: its package, files by their URIs, and what go.mod
// says. Invariants: a file that is edited counts as it is edited; files are parsed again only where their text is another
// one, in pieces, so that nobody waits long.

import * as vscode from 'vscode';
import { GoPackage } from '../../core/diagnose/code/goPackage';
import type { ModuleFacts } from '../../core/diagnose/fixes/fix';
import { parseGoMod } from '../../core/golang/goMod';
import type { GoCode, GoParser } from '../../core/golang/syntax';
import { inPieces, nextTurn } from '../slices';
import { isCode, textOf } from './bundleSources';

export interface OpenPackage {
  /** `path`s are URIs as text. */
  readonly pkg: GoPackage;
  readonly module: ModuleFacts;
}

/** Folders from a file up to its go.mod. */
const mostFolders = 32;

export class OpenPackages {
  /** Of the package that was asked for last. */
  private codes = new Map<string, GoCode>();
  private last: { readonly codes: readonly GoCode[]; readonly pkg: GoPackage } | undefined;

  async of(document: vscode.TextDocument, parser: GoParser): Promise<OpenPackage> {
    const folder = vscode.Uri.joinPath(document.uri, '..');
    const texts = await textsIn(folder);
    const codes = new Map<string, GoCode>();
    for (const [key, text] of texts) {
      const known = this.codes.get(key);
      if (known?.text === text) codes.set(key, known);
      else {
        codes.set(key, await inPieces(parser.readingCode(text)));
        await nextTurn();
      }
    }
    this.codes = codes;
    const name = codes.get(document.uri.toString())?.file.packageName;
    const own = [...codes].filter(([, code]) => code.file.packageName === name);
    return { pkg: this.packageOf(own), module: await moduleOf(folder) };
  }

  private packageOf(files: readonly (readonly [string, GoCode])[]): GoPackage {
    const codes = files.map(([, code]) => code);
    const isSame = this.last?.codes.length === codes.length && this.last.codes.every((code, i) => code === codes[i]);
    if (this.last === undefined || !isSame) {
      this.last = { codes, pkg: new GoPackage(files.map(([path, code]) => ({ path, code }))) };
    }
    return this.last.pkg;
  }
}

async function textsIn(folder: vscode.Uri): Promise<ReadonlyMap<string, string>> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const uris = entries
    .filter(([name, type]) => (type & vscode.FileType.File) !== 0 && isCode(name))
    .map(([name]) => vscode.Uri.joinPath(folder, name));
  const texts = await Promise.all(uris.map(async (uri) => [uri.toString(), await textOf(uri)] as const));
  return new Map(texts.flatMap(([key, text]) => (text === undefined ? [] : [[key, text] as const])));
}

async function moduleOf(folder: vscode.Uri): Promise<ModuleFacts> {
  let at = folder;
  for (let i = 0; i < mostFolders; i++) {
    const text = await textOf(vscode.Uri.joinPath(at, 'go.mod'));
    if (text !== undefined) {
      const { go, requires } = parseGoMod(text);
      return { go, requires: requires.map(({ path }) => path) };
    }
    const above = vscode.Uri.joinPath(at, '..');
    if (above.path === at.path) break;
    at = above;
  }
  return { go: undefined, requires: [] };
}
