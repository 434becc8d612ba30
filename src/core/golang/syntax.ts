// Go source to declarations, by tree-sitter. In: source text, and the two WASM modules as bytes, since where
// files lie is the platform's business. Out: a GoFile, or a tree that follows edits and gives one on demand.
// Invariants: never throws for any text; a broken part costs only the declarations it touches.
// The runtime is one per process: the first bytes handed in are the ones used.

import { Edit, Language, Parser, Query, type Tree } from 'web-tree-sitter';
import type { Disposable } from '../../base/disposable';
import type { GoFile } from './goFile';
import { goQuery, readCaptures } from './goCaptures';
import { spliceGoFile } from './spliceGoFile';
import { type GoNode, readNodes } from './goNode';
import { blankMethodTypeParameters } from './methodTypeParameters';

export interface GoParserFiles {
  /** web-tree-sitter.wasm */
  readonly runtimeWasm: Uint8Array;
  /** tree-sitter-go.wasm */
  readonly grammarWasm: Uint8Array;
}

/** One replacement of text, in UTF-16 units as editors count. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** A file with all of its syntax, for questions about what the code does. */
export interface GoCode {
  readonly text: string;
  readonly file: GoFile;
  /** The `source_file`. */
  readonly root: GoNode;
}

export interface GoParser extends Disposable {
  parse(text: string): GoFile;
  parseCode(text: string): GoCode;
  /** For a text that is edited; parses again only what changed. */
  open(text: string): GoTree;
}

export interface GoTree extends Disposable {
  readonly file: GoFile;
  /** Of the text as it is now; read anew after an edit, so only for questions that need it. */
  readonly code: GoCode;
  /** Edits in the order in which they were made. */
  edit(edits: readonly TextEdit[]): void;
}

export async function createGoParser({ runtimeWasm, grammarWasm }: GoParserFiles): Promise<GoParser> {
  await Parser.init({ wasmBinary: runtimeWasm });
  const language = await Language.load(grammarWasm);
  const parser = new Parser();
  parser.setLanguage(language);
  return new TreeSitterParser(parser, new Query(language, goQuery));
}

class TreeSitterParser implements GoParser {
  constructor(
    private readonly parser: Parser,
    private readonly query: Query,
  ) {}

  parse(text: string): GoFile {
    return this.once(text, (tree) => tree.file);
  }

  parseCode(text: string): GoCode {
    return this.once(text, (tree) => tree.code);
  }

  private once<T>(text: string, read: (tree: GoTree) => T): T {
    const tree = this.open(text);
    try {
      return read(tree);
    } finally {
      tree.dispose();
    }
  }

  open(text: string): GoTree {
    return new EditedTree(text, this);
  }

  tree(text: string, before?: Tree): Tree {
    const tree = this.parser.parse(text, before);
    if (tree === null) throw new Error('the Go parser has no language');
    return tree;
  }

  read(tree: Tree, text: string): GoFile {
    return readCaptures(this.query.captures(tree.rootNode), text);
  }

  /** What stands on these rows, and whatever begins or ends on them; only `linkNames` is of the whole text. */
  readRows(tree: Tree, text: string, rows: Rows): { readonly file: GoFile; readonly rows: Rows } {
    let { firstRow, lastRow } = rows;
    for (;;) {
      const range = { startPosition: { row: firstRow, column: 0 }, endPosition: { row: lastRow + 1, column: 0 } };
      const captures = this.query.captures(tree.rootNode, range);
      let [first, last] = [firstRow, lastRow];
      for (const { node } of captures) {
        first = Math.min(first, node.startPosition.row);
        last = Math.max(last, node.endPosition.row);
      }
      if (first === firstRow && last === lastRow)
        return { file: readCaptures(captures, text), rows: { firstRow, lastRow } };
      firstRow = first;
      lastRow = last;
    }
  }

  dispose(): void {
    this.query.delete();
    this.parser.delete();
  }
}

class EditedTree implements GoTree {
  private tree: Tree;
  /** Whether the tree is of a text with parts blanked; then edits parse all of it again. */
  private isBlanked = false;
  private known: GoFile | undefined;
  /** The file before the edits that `known` does not have yet. */
  private stale: { readonly file: GoFile; readonly rows: Rows; readonly added: number } | undefined;
  private knownCode: GoCode | undefined;

  constructor(
    private text: string,
    private readonly parser: TreeSitterParser,
  ) {
    this.tree = this.parseAll();
  }

  get file(): GoFile {
    this.known ??= this.patched() ?? this.parser.read(this.tree, this.text);
    this.stale = undefined;
    return this.known;
  }

  /** Reading all of a large file takes a hundred times as long as reading what an edit has touched. */
  private patched(): GoFile | undefined {
    if (this.stale === undefined) return undefined;
    const { file, rows, added } = this.stale;
    const { file: middle, rows: touched } = this.parser.readRows(this.tree, this.text, rows);
    const replaced = { first: touched.firstRow + 1, last: touched.lastRow + 1 - added, added };
    return spliceGoFile(file, replaced, middle, middle.linkNames);
  }

  get code(): GoCode {
    return (this.knownCode ??= { text: this.text, file: this.file, root: readNodes(this.tree, this.text) });
  }

  edit(edits: readonly TextEdit[]): void {
    if (edits.length === 0) return;
    const file = this.isBlanked || this.stale !== undefined ? undefined : this.known;
    this.known = undefined;
    this.stale = undefined;
    let touched: Rows | undefined;
    const rowsBefore = countRows(this.text);
    this.knownCode = undefined;
    for (const edit of edits) {
      const end = edit.offset + edit.length;
      const text = this.text.slice(0, edit.offset) + edit.text + this.text.slice(end);
      if (!this.isBlanked) {
        const change = treeEdit(this.text, text, edit);
        this.tree.edit(change);
        touched = including(touched, change);
      }
      this.text = text;
    }
    const before = this.tree;
    this.tree = this.isBlanked ? this.parseAll() : this.complete(this.parser.tree(this.text, before));
    if (file !== undefined && touched !== undefined && !this.isBlanked) {
      for (const { startPosition, endPosition } of before.getChangedRanges(this.tree)) {
        touched = {
          firstRow: Math.min(touched.firstRow, startPosition.row),
          lastRow: Math.max(touched.lastRow, endPosition.row),
        };
      }
      this.stale = { file, rows: touched, added: countRows(this.text) - rowsBefore };
    }
    before.delete();
  }

  private parseAll(): Tree {
    return this.complete(this.parser.tree(this.text));
  }

  /** Replaces a tree whose errors come from what the grammar does not know. */
  private complete(tree: Tree): Tree {
    const blanked = tree.rootNode.hasError ? blankMethodTypeParameters(this.text) : undefined;
    this.isBlanked = blanked !== undefined;
    if (blanked === undefined) return tree;
    tree.delete();
    return this.parser.tree(blanked);
  }

  dispose(): void {
    this.tree.delete();
  }
}

/** Both included, of the newest text. */
interface Rows {
  readonly firstRow: number;
  readonly lastRow: number;
}

/** Rows touched so far, moved by one more edit, and that edit's own. */
function including(rows: Rows | undefined, { startPosition, oldEndPosition, newEndPosition }: Edit): Rows {
  if (rows === undefined) return { firstRow: startPosition.row, lastRow: newEndPosition.row };
  const added = newEndPosition.row - oldEndPosition.row;
  const move = (row: number): number => (row > oldEndPosition.row ? row + added : Math.min(row, newEndPosition.row));
  return {
    firstRow: Math.min(rows.firstRow, startPosition.row),
    lastRow: Math.max(move(rows.lastRow), newEndPosition.row),
  };
}

function countRows(text: string): number {
  let rows = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) rows++;
  return rows;
}

function treeEdit(before: string, after: string, { offset, length, text }: TextEdit): Edit {
  const oldEndIndex = offset + length;
  const newEndIndex = offset + text.length;
  return new Edit({
    startIndex: offset,
    oldEndIndex,
    newEndIndex,
    startPosition: pointAt(before, offset),
    oldEndPosition: pointAt(before, oldEndIndex),
    newEndPosition: pointAt(after, newEndIndex),
  });
}

function pointAt(text: string, index: number): { row: number; column: number } {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', lineStart)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: index - lineStart };
}
