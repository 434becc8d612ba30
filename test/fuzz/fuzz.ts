// A run of the fuzzer. In: where to begin, a seed, how long. Out: how many inputs were tried, and those that broke
// something, with what. Invariant: a hang and a run out of memory end the thread, not the run, and are told with the
// input that did it.

import { build } from 'esbuild';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { inRepo } from '../harness/paths';
import { makeTempDir } from '../harness/tempDir';
import { shared, type FuzzJob, type FuzzMessage } from './job';

export interface FuzzOptions {
  readonly places: readonly string[];
  readonly seed: number;
  readonly seconds?: number;
  readonly runs?: number;
  readonly onProgress?: (line: string) => void;
}

export interface Crasher {
  readonly what: string;
  readonly name: string;
  readonly input: Uint8Array;
}

export interface FuzzResult {
  readonly runs: number;
  /** How many kinds of input were met: refusals by their sentence, profiles by what is in them. */
  readonly kinds: number;
  readonly runsPerSecond: number;
  readonly crashers: readonly Crasher[];
  /** The most this process held at a time. */
  readonly peakBytes: number;
}

/** Inputs are 256 KiB at most, which takes some milliseconds; the rest is for a busy machine. */
const limitMs = 4000;
/** Far above what such inputs and the pool need, far below what a bomb would. */
const maxHeapMegabytes = 512;
const maxRssBytes = 2 ** 31;

export async function fuzz({ onProgress, ...options }: FuzzOptions): Promise<FuzzResult> {
  const memory = new SharedArrayBuffer(shared.bytes);
  const header = new Int32Array(memory, 0, shared.headerWords);
  const job: FuzzJob = { ...options, limitMs, memory };
  const folder = makeTempDir('fuzz');
  const worker = new Worker(await bundled(folder.path), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes },
  });
  const started = performance.now();
  const crashers: Crasher[] = [];
  let kinds = 0;
  const state = { ended: false };
  let peakBytes = 0;
  const atHand = (): Uint8Array =>
    new Uint8Array(memory).slice(shared.headerWords * 4).subarray(0, header[shared.length]);
  const crash = (what: string): void =>
    void crashers.push({ what, name: `seed ${options.seed}, run ${header[shared.runs]}`, input: atHand() });

  worker.on('message', (message: FuzzMessage) => {
    if (message.kind === 'crash') {
      crashers.push(message);
      if (crashers.length >= 50) void worker.terminate();
      return;
    }
    kinds = message.kinds;
    const speed = Math.round((1000 * message.runs) / (performance.now() - started));
    onProgress?.(`${message.runs} inputs of ${kinds} kinds, ${speed}/s, ${crashers.length} broke something`);
  });
  worker.on('error', (error) => crash(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  worker.on('exit', () => (state.ended = true));

  let before = -1;
  let since = performance.now();
  for (let pause = 10; !state.ended; pause = 100) {
    await wait(pause);
    const runs = Atomics.load(header, shared.runs);
    if (runs !== before) {
      before = runs;
      since = performance.now();
    }
    const rss = process.memoryUsage.rss();
    peakBytes = Math.max(peakBytes, rss);
    const tooLong = runs > 0 && performance.now() - since > 3 * limitMs;
    if (!tooLong && rss < maxRssBytes) continue;
    crash(tooLong ? `takes longer than ${3 * limitMs} ms` : `takes ${Math.round(rss / 2 ** 20)} MiB of memory`);
    await worker.terminate();
  }
  folder.remove();
  const runs = header[shared.runs];
  const runsPerSecond = (1000 * runs) / (performance.now() - started);
  return { runs, kinds, runsPerSecond, crashers, peakBytes };
}

/** Threads do not get the process's loader of TypeScript, and a bundle starts in a tenth of the time. */
async function bundled(folder: string): Promise<string> {
  const outfile = path.join(folder, 'worker.js');
  await build({
    entryPoints: [inRepo('test', 'fuzz', 'worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return outfile;
}
