// The Go parser outside the editor. In: where this program lies. Out: the parser, or undefined where its two WASM files
// are not: beside the bundle (esbuild.mjs copies them), or in node_modules when run from the sources.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createGoParser, type GoParser } from '../core/golang/syntax';

const files = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-go/tree-sitter-go.wasm'] as const;

export async function loadGoParser(): Promise<GoParser | undefined> {
  const [runtimeWasm, grammarWasm] = await Promise.all(files.map(bytesOf));
  if (runtimeWasm === undefined || grammarWasm === undefined) return undefined;
  return createGoParser({ runtimeWasm, grammarWasm });
}

async function bytesOf(name: string): Promise<Uint8Array | undefined> {
  const places = [path.join(__dirname, path.basename(name)), resolved(name)];
  for (const place of places) {
    if (place === undefined) continue;
    try {
      return await readFile(place);
    } catch {
      // Not there: the next place.
    }
  }
  return undefined;
}

function resolved(name: string): string | undefined {
  try {
    return createRequire(path.join(__dirname, 'any.js')).resolve(name);
  } catch {
    return undefined;
  }
}
