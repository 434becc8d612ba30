// One run: a live service, the real CLI. In: a case, the built service and CLI. Out: what the CLI says. Invariants: the
// service is stopped whatever happens; the diagnosis begins only when every disease has struck, however slow the
// machine is; the capture is live, nothing is replayed.

import { build } from 'esbuild';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { FindingsReport } from '../../src/core/report/findings/findingsReport';
import { buildService, requireGo, type RunningService, startProgram, startService } from '../harness/goService';
import { inRepo, serviceDir } from '../harness/paths';
import { runTool } from '../harness/runTool';
import { makeTempDir, type TempDir } from '../harness/tempDir';
import { type Case, nameOf } from './cases';
import { faultsDir } from './marks';

export interface Bench {
  readonly service: string;
  readonly faults: string;
  readonly cli: string;
  readonly scratch: TempDir;
}

export async function prepareBench(): Promise<Bench> {
  const scratch = makeTempDir('accuracy');
  const cli = path.join(scratch.path, 'dist', 'cli.js');
  const require = createRequire(import.meta.url);
  const [service, faults] = await Promise.all([
    buildService({ output: path.join(scratch.path, 'orders') }),
    buildFaults(path.join(scratch.path, 'faults')),
    build({
      entryPoints: [inRepo('src', 'cli', 'main.ts')],
      outfile: cli,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      alias: { 'web-tree-sitter': require.resolve('web-tree-sitter') },
    }),
  ]);
  for (const file of ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-go/tree-sitter-go.wasm']) {
    fs.copyFileSync(require.resolve(file), path.join(scratch.path, 'dist', path.basename(file)));
  }
  return { service, faults, cli, scratch };
}

async function buildFaults(output: string): Promise<string> {
  return buildProgram(faultsDir, output, { GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '' });
}

async function buildProgram(folder: string, output: string, env: Readonly<Record<string, string>>): Promise<string> {
  const built = await runTool(requireGo(), ['build', '-o', output, '.'], { cwd: folder, env });
  if (built.code !== 0) throw new Error(`${folder} does not build:\n${built.output}`);
  return output;
}

/** Struck this often, a leak has goroutines at both looks. */
const enoughStrikes = 20;
/** Connections are warm and caches filled: what is only there at the start is over. */
const warmMs = 2000;

export async function runCase(bench: Bench, one: Case, seconds: number, signal?: AbortSignal): Promise<FindingsReport> {
  const service = await start(bench, one);
  try {
    await warmedUp(service, one, signal);
    return await diagnose(bench, one, [service.target, `--seconds=${seconds}`, `--out=${outOf(bench, one)}`], signal);
  } finally {
    await service.stop();
  }
}

/** How long the profiles of an earlier run take to diagnose, from the start of the process to its end; the best of three. */
export async function secondsToDiagnose(bench: Bench, one: Case): Promise<number> {
  const [folder] = fs.readdirSync(outOf(bench, one));
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    await diagnose(bench, one, [path.join(outOf(bench, one), folder)]);
    times.push((performance.now() - start) / 1000);
  }
  return Math.min(...times);
}

async function diagnose(
  bench: Bench,
  one: Case,
  what: readonly string[],
  signal?: AbortSignal,
): Promise<FindingsReport> {
  const args = ['diagnose', ...what, '--json', `--source_path=${sourceOf(one)}`];
  const run = await runTool(process.execPath, [bench.cli, ...args], {
    cwd: serviceDir,
    ...(signal === undefined ? {} : { signal }),
  });
  if (run.code !== 0) throw new Error(`heatline diagnose ended with ${run.code}:\n${run.output}`);
  return JSON.parse(run.stdout) as FindingsReport;
}

function outOf(bench: Bench, one: Case): string {
  return path.join(bench.scratch.path, nameOf(one).replace(/[^\w+]+/g, '-'));
}

function sourceOf({ subject }: Case): string {
  if (typeof subject === 'object') return subject.folder;
  return subject === 'service' ? serviceDir : faultsDir;
}

async function start(bench: Bench, one: Case): Promise<RunningService> {
  const { diseases, fixed, subject, hasRatesOff = false } = one;
  if (typeof subject === 'object') {
    return startProgram(await buildProgram(subject.folder, `${outOf(bench, one)}.bin`, {}), []);
  }
  if (subject === 'faults') return startProgram(bench.faults, [`-fault=${diseases.join(',')}`]);
  return startService({ binary: bench.service, diseases, fixed, hasRatesOff, forDuration: '3m' });
}

async function warmedUp(service: RunningService, one: Case, signal?: AbortSignal): Promise<void> {
  const start = Date.now();
  for (;;) {
    signal?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const vars = await varsOf(service, one);
    if (isStruck(one, vars) && Date.now() - start >= warmMs) return;
    if (Date.now() - start > 60_000)
      throw new Error(`the service is too slow: ${JSON.stringify(vars)}\n${service.log()}`);
  }
}

interface Vars {
  readonly strikes: Readonly<Record<string, number | undefined>>;
  readonly load: { readonly done: number };
  /** Of ./faults. */
  readonly driven: number;
  readonly calls: number;
}

/** What has happened so far; programs of others tell nothing. */
async function varsOf({ target }: RunningService, { subject }: Case): Promise<Partial<Vars>> {
  return typeof subject === 'object' ? {} : ((await (await fetch(`http://${target}/debug/vars`)).json()) as Vars);
}

function isStruck(
  { subject, diseases, fixed }: Case,
  { strikes, load, driven = 0, calls = 0 }: Partial<Vars>,
): boolean {
  if (typeof subject === 'object') return true;
  if (subject === 'faults') return calls >= driven * enoughStrikes;
  // Transport settings strike once, when they are made.
  const has = (name: string): boolean =>
    ['none', 'keepalive', 'tls'].includes(name) || (strikes?.[name] ?? 0) >= enoughStrikes;
  return (fixed || diseases.every(has)) && (load?.done ?? 0) >= 300;
}
