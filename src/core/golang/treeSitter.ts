// What tree-sitter does for us, in pieces. In: Go source. Out: a syntax tree, and declarations read from one.
// Invariants: a piece takes some milliseconds, whatever the length of the text; several texts may be under way at once,
// since each has a parser of its own; a tree belongs to who asked for it.

import { type Language, Parser, Query, type Tree } from 'web-tree-sitter';
import type { Pieces } from '../../base/pieces';
import { CaptureReader, goQuery } from './goCaptures';
import type { GoFile } from './goFile';

/** Both included. */
export interface Rows {
  readonly firstRow: number;
  readonly lastRow: number;
}

export interface PieceSizes {
  /** So often tree-sitter asks whether it shall go on. */
  readonly questions: number;
  /** Of text whose declarations are read. */
  readonly characters: number;
}

/** Each about 5 ms; 200 lines. */
const usualSizes: PieceSizes = { questions: 50, characters: 8192 };

export class TreeSitter {
  private readonly idle: Parser[] = [];
  private readonly query: Query;

  constructor(
    private readonly language: Language,
    private readonly sizes = usualSizes,
  ) {
    this.query = new Query(language, goQuery);
  }

  /** @param before the tree of the text as it was, with what changed marked in it */
  *parse(text: string, before?: Tree): Pieces<Tree> {
    const parser = this.idle.pop() ?? new Parser().setLanguage(this.language);
    try {
      for (;;) {
        let left = this.sizes.questions;
        const tree = parser.parse(text, before, { progressCallback: () => left-- <= 0 });
        if (tree !== null) return tree;
        if (left >= 0) throw new Error('the Go parser has no language');
        yield;
      }
    } finally {
      // A parser that was left goes on with the old text otherwise.
      parser.reset();
      this.idle.push(parser);
    }
  }

  *read(tree: Tree, text: string): Pieces<GoFile> {
    const reader = new CaptureReader();
    const { characters } = this.sizes;
    for (let from = 0; from <= text.length; from += characters) {
      if (from > 0) yield;
      const to = from + characters;
      // A query counts bytes, two for each character. One more at each end: what is empty, as a name that is missing, lies
      // in no range that begins with it.
      const range = { startIndex: 2 * Math.max(0, from - 1), endIndex: 2 * (to + 1) };
      const captures = this.query.captures(tree.rootNode, range);
      reader.add(captures.filter(({ node }) => node.startIndex >= from && node.startIndex < to));
    }
    return reader.file(text);
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
      if (first === firstRow && last === lastRow) {
        const reader = new CaptureReader();
        reader.add(captures);
        return { file: reader.file(text), rows: { firstRow, lastRow } };
      }
      firstRow = first;
      lastRow = last;
    }
  }

  dispose(): void {
    this.query.delete();
    for (const parser of this.idle.splice(0)) parser.delete();
  }
}
