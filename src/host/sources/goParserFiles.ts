// The Go parser as it ships. In: the extension's folder. Out: the parser. Invariant: the two WASM files are read
// through the workbench, so this works wherever the extension runs; the build copies them (esbuild.mjs).

import * as vscode from 'vscode';
import { createGoParser, type GoParser } from '../../core/golang/syntax';

export async function loadGoParser(extension: vscode.Uri): Promise<GoParser> {
  const read = (name: string): Thenable<Uint8Array> =>
    vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'dist', name));
  const [runtimeWasm, grammarWasm] = await Promise.all([read('web-tree-sitter.wasm'), read('tree-sitter-go.wasm')]);
  return createGoParser({ runtimeWasm, grammarWasm });
}
