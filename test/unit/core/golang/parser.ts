// The Go parser for tests. Out: one parser for the whole run, from the files that the extension ships.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import { createGoParser, type GoParser } from '../../../../src/core/golang/syntax';
import type { PieceSizes } from '../../../../src/core/golang/treeSitter';

const require = createRequire(import.meta.url);
let parser: Promise<GoParser> | undefined;

export function goParser(): Promise<GoParser> {
  return (parser ??= parserWith());
}

/** One that stops more often than usual. */
export function parserWith(sizes?: PieceSizes): Promise<GoParser> {
  const files = {
    runtimeWasm: fs.readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammarWasm: fs.readFileSync(require.resolve('tree-sitter-go/tree-sitter-go.wasm')),
  };
  return createGoParser(files, sizes);
}
