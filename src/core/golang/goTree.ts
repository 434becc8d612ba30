// A Go file that is edited. In: its text, and edits. Out: its declarations, for which only what changed is parsed and read
// again, in pieces. Invariants: an edit costs nothing until somebody asks; edits that come while it is read are made up
// for, so what is answered is the text as it is then; one question at a time.

import { Edit, type Tree } from 'web-tree-sitter';
import type { Disposable } from '../../base/disposable';
import type { Pieces } from '../../base/pieces';
import type { GoFile } from './goFile';
import { blankMethodTypeParameters } from './methodTypeParameters';
import { spliceGoFile } from './spliceGoFile';
import type { Rows, TreeSitter } from './treeSitter';

/** One replacement of text, in UTF-16 units as editors count. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** More lines are read in pieces, with all the others. */
const mostRowsPatched = 400;

export class GoTree implements Disposable {
  private tree: Tree | undefined;
  /** Whether the tree is of a text with parts blanked; then edits parse all of it again. */
  private isBlanked = false;
  private known: GoFile | undefined;
  /** The file before the edits that `known` does not have yet. */
  private stale: { readonly file: GoFile; readonly rows: Rows; readonly added: number } | undefined;
  private readonly pending: TextEdit[] = [];

  constructor(
    private text: string,
    private readonly sitter: TreeSitter,
  ) {}

  /** Edits in the order in which they were made. */
  edit(edits: readonly TextEdit[]): void {
    this.pending.push(...edits);
  }

  *read(): Pieces<GoFile> {
    for (;;) {
      if (this.tree === undefined || this.pending.length > 0) yield* this.parse(this.tree, this.pending.splice(0));
      this.known ??= this.patched() ?? (yield* this.sitter.read(this.syntax, this.text));
      this.stale = undefined;
      if (this.pending.length === 0) return this.known;
    }
  }

  /** Reading all of a large file takes a hundred times as long as reading what an edit has touched. */
  private patched(): GoFile | undefined {
    if (this.stale === undefined || this.tree === undefined) return undefined;
    const { file, rows, added } = this.stale;
    if (rows.lastRow - rows.firstRow > mostRowsPatched) return undefined;
    const { file: middle, rows: touched } = this.sitter.readRows(this.tree, this.text, rows);
    const replaced = { first: touched.firstRow + 1, last: touched.lastRow + 1 - added, added };
    return spliceGoFile(file, replaced, middle, middle.linkNames);
  }

  private *parse(before: Tree | undefined, edits: readonly TextEdit[]): Pieces<void> {
    const file = before === undefined || this.isBlanked ? undefined : this.known;
    const rowsBefore = countRows(this.text);
    this.known = undefined;
    this.stale = undefined;
    let touched: Rows | undefined;
    for (const edit of edits) {
      const text = this.text.slice(0, edit.offset) + edit.text + this.text.slice(edit.offset + edit.length);
      if (before !== undefined && !this.isBlanked) {
        const change = treeEdit(this.text, text, edit);
        before.edit(change);
        touched = including(touched, change);
      }
      this.text = text;
    }
    this.tree = yield* this.complete(yield* this.sitter.parse(this.text, this.isBlanked ? undefined : before));
    if (before === undefined) return;
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

  /** Replaces a tree whose errors come from what the grammar does not know. */
  private *complete(tree: Tree): Pieces<Tree> {
    const blanked = tree.rootNode.hasError ? blankMethodTypeParameters(this.text) : undefined;
    this.isBlanked = blanked !== undefined;
    if (blanked === undefined) return tree;
    tree.delete();
    return yield* this.sitter.parse(blanked);
  }

  /** As it was read last. */
  get syntax(): Tree {
    if (this.tree === undefined) throw new Error('not read yet');
    return this.tree;
  }

  dispose(): void {
    this.tree?.delete();
    this.tree = undefined;
  }
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
