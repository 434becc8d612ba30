// One test, measured by `go test`. In: a test of one package, and what to measure. Out: its profile, or a UserError that
// names the first thing that went wrong. Invariants: no shell; the binary and the profile are written to a folder of
// their own that is gone afterwards; cancelling ends everything that `go` has started, too. Callers ask in trusted
// workspaces only: a test is a program of the workspace.

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CancelledError, UserError } from '../base/userError';
import { errorCode } from './fileErrors';
import { problemIn } from './goTestOutput';
import type { Provenance } from '../core/profile/provenance';

export interface GoTestRequest {
  readonly folder: string;
  /** `worker.BenchmarkPool`. */
  readonly title: string;
  /** For -run or -bench. */
  readonly expression: string;
  readonly isBenchmark: boolean;
  readonly kind: 'profile' | 'allocs' | 'block' | 'mutex';
  readonly count: number;
  readonly tags: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface GoTestRun {
  readonly bytes: Uint8Array;
  readonly provenance: Provenance;
  /** The profile is that of a run that failed. */
  readonly failed: boolean;
}

export interface GoTestOptions {
  readonly signal: AbortSignal;
  /** What it prints, as it comes. */
  readonly onOutput: (text: string) => void;
}

const flagOf = {
  profile: '-cpuprofile',
  allocs: '-memprofile',
  block: '-blockprofile',
  mutex: '-mutexprofile',
} as const satisfies Readonly<Record<GoTestRequest['kind'], string>>;

const profileName = 'test.pprof';
/** A process that was asked to end gets this long. */
const graceMilliseconds = 2000;
/** Enough to find the first problem in; all of the output goes to `onOutput`. */
const keptOutput = 256 * 1024;

/** @param tool `heatline 0.1.0` */
export async function goTest(request: GoTestRequest, tool: string, options: GoTestOptions): Promise<GoTestRun> {
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'heatline-test-'));
  const startedAt = new Date().toISOString();
  try {
    const args = goTestArguments(request, temporary);
    options.onOutput(`> cd ${request.folder}\n> go ${args.join(' ')}\n`);
    const { code, output } = await run(args, request, options);
    // What a test wrote before it failed is of use.
    const bytes = await readFile(path.join(temporary, profileName)).catch(() => new Uint8Array());
    if (bytes.length === 0) throw problemIn(output, request.title);
    const url = `go-test://${encodeURI(request.title)}?folder=${encodeURIComponent(request.folder)}`;
    const provenance = { url, kind: request.kind, startedAt, finishedAt: new Date().toISOString(), tool };
    return { bytes: new Uint8Array(bytes), provenance, failed: code !== 0 };
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Each argument is one word, whatever is in it: there is no shell. */
export function goTestArguments(request: GoTestRequest, temporary: string): string[] {
  const { expression, isBenchmark, kind, count, tags } = request;
  return [
    'test',
    ...(isBenchmark ? ['-run=^$', `-bench=${expression}`] : [`-run=${expression}`]),
    `-count=${count}`,
    `${flagOf[kind]}=${profileName}`,
    // A test allocates little: at the usual rate, once in 512 KiB, nothing of it would be seen. Of a benchmark enough
    // is seen, and recording everything would be most of what is measured.
    ...(kind === 'allocs' && !isBenchmark ? ['-memprofilerate=1'] : []),
    `-outputdir=${temporary}`,
    // Else a binary is left behind in the package's folder.
    `-o=${path.join(temporary, 'test.bin')}`,
    ...(tags === '' ? [] : [`-tags=${tags}`]),
    '.',
  ];
}

interface Ended {
  readonly code: number;
  readonly output: string;
}

function run(
  args: readonly string[],
  { folder, env }: GoTestRequest,
  { signal, onOutput }: GoTestOptions,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new CancelledError());
      return;
    }
    // A group of its own, so that the compilers and the test itself can be ended with it.
    const child = spawn('go', args, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    let output = '';
    const collect = (chunk: string): void => {
      if (output.length < keptOutput) output += chunk;
      onOutput(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    let timer: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      end(child, 'SIGTERM');
      timer = setTimeout(() => end(child, 'SIGKILL'), graceMilliseconds);
    };
    signal.addEventListener('abort', cancel, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      // A test may have started processes that outlive it.
      if (signal.aborted) end(child, 'SIGKILL');
    };
    child.once('error', (error) => {
      settle();
      reject(startError(error, folder));
    });
    child.once('close', (code) => {
      settle();
      if (signal.aborted) reject(new CancelledError());
      else resolve({ code: code ?? 1, output });
    });
  });
}

function end({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () => {
      // It is gone already.
    });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

function startError(error: Error, folder: string): Error {
  if (errorCode(error) !== 'ENOENT') return error;
  const next = 'Install Go from https://go.dev/dl, or start the editor where `go` is on PATH.';
  return new UserError('no-go', `The go command was not found to test ${folder}.`, next, { cause: error });
}
