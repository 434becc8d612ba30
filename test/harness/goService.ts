// The sick little service of test/service, built and started for a test or the demo.
// In: where its module lies, how to build it, which diseases it has. Out: its addresses, as it prints them itself.
// Invariant: it listens on loopback only, ends by itself after `forDuration`, and earlier when stopped.
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { outDir, serviceDir } from './paths';
import { endGroup, spawnGroup } from './processes';
import { runTool } from './runTool';

const noGo =
  'Go is not on PATH, and test/service is a Go program. Install Go 1.22 or newer from https://go.dev/dl and try again.';

export function findGo(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).concat('/usr/local/go/bin', '/opt/homebrew/bin');
  return folders.map((folder) => path.join(folder, 'go')).find((file) => fs.existsSync(file));
}

export function requireGo(): string {
  const go = findGo();
  if (go === undefined) throw new Error(noGo);
  return go;
}

export interface BuildOptions {
  /** The module's root; a copy of test/service gives a binary whose file names point into that copy. */
  readonly dir?: string;
  readonly trimpath?: boolean;
  readonly output?: string;
  readonly signal?: AbortSignal;
}

/** Builds with what is on this machine: no proxy, no other toolchain. Resolves to the binary. */
export async function buildService(options: BuildOptions = {}): Promise<string> {
  const { dir = serviceDir, trimpath = false } = options;
  const output = options.output ?? path.join(outDir, 'service', trimpath ? 'orders-trimpath' : 'orders');
  const args = ['build', ...(trimpath ? ['-trimpath'] : []), '-o', output, './cmd/orders'];
  const built = await runTool(requireGo(), args, {
    cwd: dir,
    env: { GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '' },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (built.code !== 0) throw new Error(`test/service does not build:\n${built.output}`);
  return output;
}

export interface ServiceOptions {
  readonly binary: string;
  readonly diseases?: readonly string[];
  /** Run the built-in load generator. */
  readonly load?: boolean;
  readonly requestsPerSecond?: number;
  /** Switch the cures on instead. */
  readonly fixed?: boolean;
  /** Block and mutex profiles record nothing. */
  readonly hasRatesOff?: boolean;
  readonly forDuration?: string;
  readonly addr?: string;
  readonly pprof?: string;
}

/** The service's first line on stdout. */
export interface ServiceFacts {
  readonly addr: string;
  readonly pprof: string;
  readonly pid: number;
  readonly go: string;
  readonly diseases: readonly string[];
}

export interface RunningService extends ServiceFacts {
  /** host:port of the pprof endpoints, as a person would type it. */
  readonly target: string;
  /** What it wrote to stderr so far. */
  log(): string;
  stop(): Promise<void>;
}

export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { diseases = ['none'], load = true, fixed = false, forDuration = '10m' } = options;
  const args = [`-addr=${options.addr ?? '127.0.0.1:0'}`, `-pprof=${options.pprof ?? '127.0.0.1:0'}`];
  args.push(`-disease=${diseases.join(',')}`, `-for=${forDuration}`);
  if (load) args.push('-load');
  if (fixed) args.push('-fixed');
  if (options.hasRatesOff === true) args.push('-block-rate=0', '-mutex-fraction=0');
  if (options.requestsPerSecond !== undefined) args.push(`-rps=${options.requestsPerSecond}`);
  return startProgram(options.binary, args);
}

/** Any program whose first line on stdout is ServiceFacts. */
export async function startProgram(binary: string, args: readonly string[]): Promise<RunningService> {
  const child = spawnGroup(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const facts = JSON.parse(await firstLine(child, () => log)) as ServiceFacts;
  const target = facts.pprof.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  return { ...facts, target, log: () => log, stop: () => endGroup(child, 2000) };
}

function firstLine(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => {
      clearTimeout(timer);
      void endGroup(child, 0);
      reject(new Error(`test/service ${what}\n${log()}`));
    };
    const timer = setTimeout(() => fail('said nothing for 15 s'), 15_000);
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf('\n');
      if (end < 0) return;
      clearTimeout(timer);
      resolve(text.slice(0, end));
    });
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code) => fail(`ended at once with ${code ?? 'a signal'}`));
  });
}
