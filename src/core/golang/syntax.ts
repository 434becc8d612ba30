// Go source to declarations, by tree-sitter. In: source text, and the two WASM modules as bytes, since where
// files lie is the platform's business. Out: a GoFile, or a tree that follows edits and gives one on demand.
// Invariants: never throws for any text; a broken part costs only the declarations it touches.
// The runtime is one per process: the first bytes handed in are the ones used.

import { Edit, Language, Parser, Query, type Tree } from 'web-tree-sitter';
import type { Disposable } from '../../base/disposable';
import type { GoFile } from './goFile';
import { goQuery, readCaptures } from './goCaptures';
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
  private knownCode: GoCode | undefined;

  constructor(
    private text: string,
    private readonly parser: TreeSitterParser,
  ) {
    this.tree = this.parseAll();
  }

  get file(): GoFile {
    return (this.known ??= this.parser.read(this.tree, this.text));
  }

  get code(): GoCode {
    return (this.knownCode ??= { text: this.text, file: this.file, root: readNodes(this.tree, this.text) });
  }

  edit(edits: readonly TextEdit[]): void {
    if (edits.length === 0) return;
    this.known = undefined;
    this.knownCode = undefined;
    for (const edit of edits) {
      const end = edit.offset + edit.length;
      const text = this.text.slice(0, edit.offset) + edit.text + this.text.slice(end);
      if (!this.isBlanked) this.tree.edit(treeEdit(this.text, text, edit));
      this.text = text;
    }
    const before = this.tree;
    this.tree = this.isBlanked ? this.parseAll() : this.complete(this.parser.tree(this.text, before));
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
