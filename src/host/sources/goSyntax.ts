// Go files as the editor has them. In: documents and files. Out: their declarations, parsed once and again only
// where they changed. Invariants: the parser is loaded on the first question; a document that is edited costs
// nothing until somebody asks; trees of closed documents are freed.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import type { GoFile } from '../../core/golang/goFile';
import type { GoCode, GoParser, GoTree, TextEdit } from '../../core/golang/syntax';

/** Files that are larger are generated data; the largest of Go's own sources has 2 MB. */
const maxFileSize = 4 * 2 ** 20;
/** Parsed files that are kept, besides open documents. */
const maxKept = 500;

interface OpenTree {
  readonly tree: GoTree;
  /** Of the document, with `pending` applied. */
  version: number;
  pending: TextEdit[];
}

export class GoSyntax implements Disposable {
  private readonly owned = new DisposableList();
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
    return this.current(document)?.file ?? this.parseAnew(document, parser);
  }

  /** The same with all of its syntax, for a question that a person has asked: it is read anew each time. */
  async codeOf(document: vscode.TextDocument): Promise<GoCode> {
    const parser = await this.parserLoaded();
    return this.current(document)?.code ?? parser.parseCode(document.getText());
  }

  /** The document's tree with all edits, undefined where there is none yet. */
  private current(document: vscode.TextDocument): GoTree | undefined {
    const known = this.trees.get(document);
    if (known?.version !== document.version) return undefined;
    known.tree.edit(known.pending);
    known.pending = [];
    return known.tree;
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
    const file = parser.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
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
    return (await this.parserLoaded()).parse(text);
  }

  private parseAnew(document: vscode.TextDocument, parser: GoParser): GoFile {
    this.forget(document);
    const tree = parser.open(document.getText());
    if (document.isClosed || this.owned.isDisposed) {
      const { file } = tree;
      tree.dispose();
      return file;
    }
    this.trees.set(document, { tree, version: document.version, pending: [] });
    return tree.file;
  }

  private remember({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const known = this.trees.get(document);
    if (known === undefined) return;
    // The changes of one event do not overlap and come last first, so each offset still holds when its turn comes.
    for (const { rangeOffset, rangeLength, text } of contentChanges) {
      known.pending.push({ offset: rangeOffset, length: rangeLength, text });
    }
    known.version = document.version;
  }

  private forget(document: vscode.TextDocument): void {
    this.trees.get(document)?.tree.dispose();
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
    for (const document of [...this.trees.keys()]) this.forget(document);
    void this.parser?.then(
      (parser) => parser.dispose(),
      () => undefined,
    );
  }
}

export function isGoDocument(document: vscode.TextDocument): boolean {
  return document.languageId === 'go' && document.uri.scheme !== 'git' && document.uri.scheme !== 'output';
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === key && isGoDocument(document));
}
