// The bundled CLI as a process. In: its arguments and input. Out: what it printed and its exit code.
// Invariant: bundled once a process as esbuild.mjs does; every run is ended with the test.
import { build } from 'esbuild';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { inRepo } from '../../harness/paths';
import { endGroup, spawnGroup } from '../../harness/processes';
import { makeTempDir } from '../../harness/tempDir';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliRun {
  readonly result: Promise<CliResult>;
  readonly stdout: Readable;
  kill(signal: NodeJS.Signals): void;
}

const require = createRequire(import.meta.url);

let bundle: Promise<string> | undefined;

export async function runCli(
  args: readonly string[],
  options: { cwd?: string; input?: Uint8Array } = {},
): Promise<CliResult> {
  return (await startCli(args, options)).result;
}

export async function startCli(
  args: readonly string[],
  options: { cwd?: string; input?: Uint8Array } = {},
): Promise<CliRun> {
  bundle ??= bundleCli();
  const child = spawnGroup(process.execPath, [await bundle, ...args], {
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input);
  const result = new Promise<CliResult>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
  void result.then(() => endGroup(child, 0));
  if (child.stdout === null) throw new Error('no stdout');
  return { result, stdout: child.stdout, kill: (signal) => child.kill(signal) };
}

async function bundleCli(): Promise<string> {
  const folder = makeTempDir('cli').path;
  const outfile = path.join(folder, 'dist', 'cli.js');
  await build({
    entryPoints: [inRepo('src', 'cli', 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    alias: { 'web-tree-sitter': require.resolve('web-tree-sitter') },
  });
  for (const file of ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-go/tree-sitter-go.wasm']) {
    fs.copyFileSync(require.resolve(file), path.join(folder, 'dist', path.basename(file)));
  }
  fs.copyFileSync(inRepo('package.json'), path.join(folder, 'package.json'));
  return outfile;
}
