// The installed VS Code (the code-server npm package) and the Node it wants.
// In: test/harness/node_modules. Out: command lines for its two entry points.
// Invariant: a missing or wrong install is a sentence, never a stack trace from inside VS Code.
import fs from 'node:fs';
import path from 'node:path';
import { harnessRoot } from './paths';

/**
 * server: VS Code's own server-main.js, as in `code serve-web`. Starts fastest and writes nowhere but into its folder.
 * code-server: the wrapper around it. Its SecretStorage survives a reload and it serves /proxy/PORT: best for people.
 */
export type ServerMode = 'server' | 'code-server';

const packageDir = path.join(harnessRoot, 'node_modules', 'code-server');
export const vscodeDir = path.join(packageDir, 'lib', 'vscode');

const entries: Record<ServerMode, string> = {
  server: path.join(vscodeDir, 'out', 'server-main.js'),
  'code-server': path.join(packageDir, 'out', 'node', 'entry.js'),
};

export function commandOf(mode: ServerMode): { readonly command: string; readonly args: readonly string[] } {
  const missing = process.env['HEATLINE_NO_HARNESS'];
  if (missing) throw new Error(missing);
  if (!fs.existsSync(entries[mode])) {
    throw new Error('VS Code is not installed below test/harness; start through npm (npm test, npm run demo).');
  }
  return { command: nodeForVscode(), args: [entries[mode]] };
}

/** VS Code's server must run on the major version of Node it was built for (24 for code-server 4.139). */
function nodeForVscode(): string {
  const manifest = JSON.parse(fs.readFileSync(path.join(packageDir, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const major = /\d+/.exec(manifest.engines.node)?.[0] ?? '';
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const own = path.join(harnessRoot, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (fs.existsSync(own)) return own;
  throw new Error(
    `The VS Code used for tests runs on Node ${major}, and npm has none for this platform. Start with Node ${major}.`,
  );
}
