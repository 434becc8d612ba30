// In: the checkout. Out: dist/ and out/heatline.vsix, what vsce said about it, and what the bundles weigh.
// Invariant: what tests install is what ships; a warning of vsce is a failure.
import fs from 'node:fs';
import path from 'node:path';
import { inRepo, outDir, repoRoot } from './paths';
import { runTool } from './runTool';
import { installVsix } from './vscodeServer';

export const vsixPath = path.join(outDir, 'heatline.vsix');

export interface PackageResult {
  readonly vsix: string;
  readonly warnings: readonly string[];
  /** One line per bundle with its budget, and one for the package. */
  readonly sizes: readonly string[];
}

/** Builds dist/ as it ships; `tests` adds out/workbench/, the tests that run inside a host. Returns what esbuild said. */
export async function bundle(
  options: { readonly tests?: boolean; readonly signal?: AbortSignal } = {},
): Promise<string> {
  const { tests = false, signal } = options;
  const args = [inRepo('esbuild.mjs'), '--production', ...(tests ? ['--tests'] : [])];
  const built = await runTool(process.execPath, args, { cwd: repoRoot, ...(signal && { signal }) });
  if (built.code !== 0) throw new Error(`the build failed:\n${built.output}`);
  return built.output;
}

export async function packageVsix(signal?: AbortSignal): Promise<PackageResult> {
  const budgets = await bundle(signal && { signal });
  fs.mkdirSync(outDir, { recursive: true });
  fs.rmSync(vsixPath, { force: true });
  const said = await vsce(repoRoot, vsixPath, { ...(signal && { signal }) });
  const warnings = said.split('\n').filter((line) => line.includes('WARNING'));
  const size = `${path.relative(repoRoot, vsixPath)}  ${(fs.statSync(vsixPath).size / 1024).toFixed(0)} KiB`;
  return { vsix: vsixPath, warnings, sizes: [...budgets.trim().split('\n'), size] };
}

/** A helper extension of the harness; VS Code loads only what was installed, a copied folder is ignored. */
export async function packageHelper(folder: string, output: string): Promise<void> {
  await vsce(folder, output, { flags: ['--allow-missing-repository', '--skip-license'] });
}

interface VsceOptions {
  readonly flags?: readonly string[];
  readonly signal?: AbortSignal;
}

/** Returns what vsce said. Our code is bundled, so node_modules stays out of the package. */
async function vsce(cwd: string, output: string, { flags = [], signal }: VsceOptions): Promise<string> {
  const script = inRepo('node_modules', '@vscode', 'vsce', 'vsce');
  const args = [script, 'package', '--no-dependencies', '-o', output, ...flags];
  const made = await runTool(process.execPath, args, { cwd, ...(signal && { signal }) });
  if (made.code !== 0 || !fs.existsSync(output)) throw new Error(`vsce package failed:\n${made.output}`);
  return made.output;
}

/** Installs into a throw-away profile and returns the extension's folder there: the package's content, unpacked. */
export async function unpackVsix(vsix: string, dir: string): Promise<string> {
  await installVsix(vsix, dir);
  const extensions = path.join(dir, 'ext');
  const found = fs.readdirSync(extensions).find((name) => name.startsWith('heatline.heatline-'));
  if (found === undefined) throw new Error(`no heatline folder in ${extensions}`);
  return path.join(extensions, found);
}
