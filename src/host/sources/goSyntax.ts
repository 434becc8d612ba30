// Go files as the editor has them. In: documents and files. Out: their declarations, parsed once and again only
// where they changed. Invariants: the parser is loaded on the first question; a document that is edited costs
// nothing until somebody asks; a file of any length is read in pieces, and who asks for it meanwhile waits for the same
// reading; an answer is the document as it is when the answer comes; trees of closed documents are freed.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import type { GoFile } from '../../core/golang/goFile';
import type { GoTree } from '../../core/golang/goTree';
import type { GoCode, GoParser } from '../../core/golang/syntax';
import { inPieces } from '../slices';

/** Files that are larger are generated data; the largest of Go's own sources has 2 MB. */
const maxFileSize = 4 * 2 ** 20;
/** Parsed files that are kept, besides open documents. */
const maxKept = 500;

interface OpenTree {
  readonly tree: GoTree;
  /** Of the document, with all edits that the tree was told of. */
  version: number;
  /** While it is being read. */
  reading: Promise<GoFile> | undefined;
  /** Its document is closed, or was reopened as another. */
  isForgotten: boolean;
}

export class GoSyntax implements Disposable {
  private readonly owned = new DisposableList();
  private readonly stop = new AbortController();
  private readonly trees = new Map<vscode.TextDocument, OpenTree>();
  private readonly files = new Map<string, { readonly modified: number; readonly file: GoFile }>();
  private parser: Promise<GoParser> | undefined;

  /** @param load reads the two WASM files and makes the parser; called at most once unless it fails */
  constructor(private readonly load: () => Promise<GoParser>) {
    this.owned.add(vscode.workspace.onDidChangeTextDocument((event) => this.remember(event)));
    this.owned.add(vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)));
  }

  /** The document as it is now. */
  async ofDocument(document: vscode.TextDocument): Promise<GoFile> {
    const parser = await this.parserLoaded();
    const known = this.trees.get(document);
    return this.read(known?.version === document.version ? known : this.open(document, parser));
  }

  /** The same with all of its syntax, for a question that a person has asked: it is read anew each time. */
  async codeOf(document: vscode.TextDocument): Promise<GoCode> {
    const parser = await this.parserLoaded();
    return inPieces(parser.readingCode(document.getText()), this.stop.signal);
  }

  private open(document: vscode.TextDocument, parser: GoParser): OpenTree {
    this.forget(document);
    const tree = parser.open(document.getText());
    const isForgotten = document.isClosed || this.owned.isDisposed;
    const opened = { tree, version: document.version, reading: undefined, isForgotten };
    if (!isForgotten) this.trees.set(document, opened);
    return opened;
  }

  private read(opened: OpenTree): Promise<GoFile> {
    return (opened.reading ??= this.readNow(opened));
  }

  /** A document that is closed meanwhile is read to the end, for who waits for it. */
  private async readNow(opened: OpenTree): Promise<GoFile> {
    try {
      return await inPieces(opened.tree.read(), this.stop.signal);
    } catch (error) {
      opened.version = -1;
      throw error;
    } finally {
      opened.reading = undefined;
      if (opened.isForgotten) opened.tree.dispose();
    }
  }

  /** The file on disk, or as it is being edited; undefined where there is none, or none that is Go. */
  async ofFile(uri: vscode.Uri): Promise<GoFile | undefined> {
    const document = openDocument(uri);
    if (document !== undefined) return this.ofDocument(document);
    const stat = await vscode.workspace.fs.stat(uri);
    if (stat.size > maxFileSize) return undefined;
    const key = uri.toString();
    const known = this.files.get(key);
    if (known?.modified === stat.mtime) return known.file;
    const parser = await this.parserLoaded();
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const file = await inPieces(parser.reading(text), this.stop.signal);
    this.files.delete(key);
    this.files.set(key, { modified: stat.mtime, file });
    for (const oldest of this.files.keys()) {
      if (this.files.size <= maxKept) break;
      this.files.delete(oldest);
    }
    return file;
  }

  /** A text that is no file here, e.g. an older state of one. */
  async ofText(text: string): Promise<GoFile> {
    return inPieces((await this.parserLoaded()).reading(text), this.stop.signal);
  }

  private remember({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const known = this.trees.get(document);
    if (known === undefined) return;
    // The changes of one event do not overlap and come last first, so each offset still holds when its turn comes.
    known.tree.edit(
      contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
        offset: rangeOffset,
        length: rangeLength,
        text,
      })),
    );
    known.version = document.version;
  }

  private forget(document: vscode.TextDocument): void {
    const known = this.trees.get(document);
    if (known === undefined) return;
    known.isForgotten = true;
    if (known.reading === undefined) known.tree.dispose();
    this.trees.delete(document);
  }

  /** For all of a file's syntax. */
  parserLoaded(): Promise<GoParser> {
    this.parser ??= this.load().catch((error: unknown) => {
      this.parser = undefined;
      throw error;
    });
    return this.parser;
  }

  dispose(): void {
    this.owned.dispose();
    this.stop.abort();
    const readings = [...this.trees.values()].map(({ reading }) => reading);
    for (const document of [...this.trees.keys()]) this.forget(document);
    // What is being read needs the parser to be left in order.
    void Promise.allSettled([this.parser, ...readings]).then(([parser]) => {
      if (parser.status === 'fulfilled') parser.value?.dispose();
    });
  }
}

export function isGoDocument(document: vscode.TextDocument): boolean {
  return document.languageId === 'go' && document.uri.scheme !== 'git' && document.uri.scheme !== 'output';
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === key && isGoDocument(document));
}
