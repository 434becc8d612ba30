// The page as it ships. In: webview/. Out: main.js, main.css and worker.js in a folder, built with the product's options.
// Invariant: built once a process.
import { build } from 'esbuild';
import { inRepo } from '../../harness/paths';
import { makeTempDir } from '../../harness/tempDir';

let built: Promise<string> | undefined;

export function bundledPage(): Promise<string> {
  return (built ??= bundle());
}

async function bundle(): Promise<string> {
  const { path: outdir } = makeTempDir('page');
  await build({
    entryPoints: { main: inRepo('webview/main.ts'), worker: inRepo('webview/worker.ts') },
    outdir,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'chrome132',
    logLevel: 'warning',
  });
  return outdir;
}
