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
  const env = { GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '' };
  const built = await runTool(requireGo(), ['build', '-o', output, '.'], { cwd: faultsDir, env });
  if (built.code !== 0) throw new Error(`test/accuracy/faults does not build:\n${built.output}`);
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
    const out = path.join(bench.scratch.path, nameOf(one).replace(/[^\w+]+/g, '-'));
    const args = [
      'diagnose',
      service.target,
      '--json',
      `--seconds=${seconds}`,
      `--out=${out}`,
      `--source_path=${one.subject === 'service' ? serviceDir : faultsDir}`,
    ];
    const run = await runTool(process.execPath, [bench.cli, ...args], {
      cwd: serviceDir,
      ...(signal === undefined ? {} : { signal }),
    });
    if (run.code !== 0) throw new Error(`heatline diagnose ended with ${run.code}:\n${run.output}`);
    return JSON.parse(run.stdout) as FindingsReport;
  } finally {
    await service.stop();
  }
}

function start(bench: Bench, one: Case): Promise<RunningService> {
  const { diseases, fixed, subject } = one;
  if (subject === 'faults') return startProgram(bench.faults, [`-fault=${diseases[0]}`]);
  return startService({ binary: bench.service, diseases, fixed, forDuration: '3m' });
}

async function warmedUp(service: RunningService, one: Case, signal?: AbortSignal): Promise<void> {
  if (one.subject === 'faults') return new Promise((resolve) => setTimeout(resolve, warmMs));
  const start = Date.now();
  const address = `http://${service.target}/debug/vars`;
  for (;;) {
    signal?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const vars = (await (await fetch(address)).json()) as { strikes: Record<string, number>; load: { done: number } };
    // Transport settings strike once, when they are made.
    const has = (name: string): boolean =>
      ['keepalive', 'tls'].includes(name) || (vars.strikes[name] ?? 0) >= enoughStrikes;
    const isStruck = one.fixed || one.diseases.every((name) => name === 'none' || has(name));
    if (isStruck && vars.load.done >= 300 && Date.now() - start >= warmMs) return;
    if (Date.now() - start > 60_000)
      throw new Error(`the service is too slow: ${JSON.stringify(vars.strikes)}\n${service.log()}`);
  }
}
