// Bundles the product. In: sources. Out: dist/, one file a world; with --tests also out/workbench/, the
// tests that run inside the extension host.
//   node esbuild.mjs [--production] [--watch] [--tests]
// Invariants: only the host's bundles leave `vscode` outside, so that a wrong import anywhere else does
// not bundle; what users download stays within the budgets below, or the build fails.
import { build, context } from 'esbuild';
import { copyFileSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const production = process.argv.includes('--production');

/**
 * Budgets in KiB of the production bundles: today's size and a little air. The extension's grew by pprof's expressions,
 * which heat needs to follow the page's filters, by the findings, by the Goroutines view, watches and dumps, and by the
 * readers of Go code with the fixes that are made of them: those are made of the text in the editor, when its light bulb
 * is asked for. Each that opens profiles has 22 KiB for the grammar of mangled names, which pprof shows readable.
 */
const bundles = [
  { entry: 'src/extension.ts', out: 'dist/extension.js', external: ['vscode'], budget: 764 },
  { entry: 'src/worker.ts', out: 'dist/worker.js', budget: 148 },
  // The Go parser and the rules of a diagnosis, which run in a thread of their own and are loaded only there.
  { entry: 'src/diagnoser.ts', out: 'dist/diagnoser.js', budget: 468 },
  // With the Go parser and the rules too.
  { entry: 'src/cli/main.ts', out: 'dist/cli.js', banner: '#!/usr/bin/env node', budget: 712 },
  { entry: 'webview/main.ts', out: 'dist/webview/main.js', browser: true, budget: 400 },
  { entry: 'webview/worker.ts', out: 'dist/webview/worker.js', browser: true, budget: 150 },
];

const hostTests = { entry: 'test/workbench/index.ts', out: 'out/workbench/index.js', external: ['vscode', 'mocha'] };

/** Bytes shipped as their packages made them. */
const copies = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-go/tree-sitter-go.wasm'];

function options({ entry, out, external = [], banner, browser = false }) {
  return {
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    external,
    platform: browser ? 'browser' : 'node',
    format: browser ? 'iife' : 'cjs',
    // The oldest engines we support: VS Code 1.100 is Electron 34 (Chromium 132, Node 20).
    target: browser ? 'chrome132' : 'node20',
    minify: production,
    sourcemap: production ? false : 'linked',
    legalComments: 'none',
    // Its ES module asks for import.meta.url, which a CommonJS bundle does not have.
    alias: browser ? {} : { 'web-tree-sitter': createRequire(import.meta.url).resolve('web-tree-sitter') },
    banner: banner === undefined ? {} : { js: banner },
    logLevel: 'warning',
    define: { 'process.env.NODE_ENV': JSON.stringify(production ? 'production' : 'development') },
    plugins: [problemMatcher],
  };
}

/** The lines that VS Code's background problem matcher waits for. */
const problemMatcher = {
  name: 'problem-matcher',
  setup(build) {
    if (!process.argv.includes('--watch')) return;
    build.onStart(() => console.log('[watch] build started'));
    build.onEnd(() => console.log('[watch] build finished'));
  },
};

function checkBudgets() {
  let over = 0;
  for (const { out, budget } of bundles) {
    const size = statSync(out).size / 1024;
    console.log(`${out.padEnd(26)} ${size.toFixed(0).padStart(5)} KiB of ${budget}`);
    if (size > budget) over++;
  }
  if (over > 0) {
    console.error(
      `${over} bundle(s) over budget: make them smaller, or raise the budget in esbuild.mjs with a reason.`,
    );
    process.exitCode = 1;
  }
}

const all = process.argv.includes('--tests') ? [...bundles, hostTests] : bundles;
if (production) rmSync('dist', { recursive: true, force: true });
mkdirSync('dist', { recursive: true });
for (const file of copies) copyFileSync(path.join('node_modules', file), path.join('dist', path.basename(file)));
if (process.argv.includes('--watch')) {
  for (const bundle of all) await (await context(options(bundle))).watch();
} else {
  await Promise.all(all.map((bundle) => build(options(bundle))));
  if (production) checkBudgets();
}
