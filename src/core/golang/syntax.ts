// Go source to declarations, by tree-sitter. In: source text, and the two WASM modules as bytes, since where
// files lie is the platform's business. Out: a GoFile, or a tree that follows edits and gives one on demand; each at once,
// or in pieces for a thread on which others wait.
// Invariants: never throws for any text; a broken part costs only the declarations it touches.
// The runtime is one per process: the first bytes handed in are the ones used.

import { Language, Parser } from 'web-tree-sitter';
import type { Disposable } from '../../base/disposable';
import { atOnce, type Pieces } from '../../base/pieces';
import type { GoFile } from './goFile';
import { type GoNode, readNodes } from './goNode';
import { GoTree } from './goTree';
import { type PieceSizes, TreeSitter } from './treeSitter';

export interface GoParserFiles {
  /** web-tree-sitter.wasm */
  readonly runtimeWasm: Uint8Array;
  /** tree-sitter-go.wasm */
  readonly grammarWasm: Uint8Array;
}

/** A file with all of its syntax, for questions about what the code does. */
export interface GoCode {
  readonly text: string;
  readonly file: GoFile;
  /** The `source_file`. */
  readonly root: GoNode;
}

export async function createGoParser(
  { runtimeWasm, grammarWasm }: GoParserFiles,
  sizes?: PieceSizes,
): Promise<GoParser> {
  await Parser.init({ wasmBinary: runtimeWasm });
  return new GoParser(new TreeSitter(await Language.load(grammarWasm), sizes));
}

export class GoParser implements Disposable {
  constructor(private readonly sitter: TreeSitter) {}

  parse(text: string): GoFile {
    return atOnce(this.reading(text));
  }

  parseCode(text: string): GoCode {
    return atOnce(this.readingCode(text));
  }

  *reading(text: string): Pieces<GoFile> {
    const tree = this.open(text);
    try {
      return yield* tree.read();
    } finally {
      tree.dispose();
    }
  }

  *readingCode(text: string): Pieces<GoCode> {
    const goTree = this.open(text);
    try {
      const file = yield* goTree.read();
      return { text, file, root: yield* readNodes(goTree.syntax, text) };
    } finally {
      goTree.dispose();
    }
  }

  /** For a text that is edited; parses again only what changed. */
  open(text: string): GoTree {
    return new GoTree(text, this.sitter);
  }

  dispose(): void {
    this.sitter.dispose();
  }
}
