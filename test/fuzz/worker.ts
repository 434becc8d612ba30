// The thread that runs inputs. In: a job, by message. Out: messages with progress and the first thing that went wrong;
// the input at hand lies in shared memory, so that it is known even when this thread hangs or dies.
// Invariant: the same job, with a number of runs, does the same.

import { parentPort, workerData } from 'node:worker_threads';
import { Chance } from './chance';
import { check } from './check';
import { mutate } from './mutate';
import { seedsOf } from './seeds';
import { shared, type FuzzJob, type FuzzMessage } from './job';

const job = workerData as FuzzJob;
const send = (message: FuzzMessage): void => parentPort?.postMessage(message);
const header = new Int32Array(job.memory, 0, shared.headerWords);
const body = new Uint8Array(job.memory, shared.headerWords * 4);

function runOne(input: Uint8Array, chance: Chance): string {
  body.set(input.subarray(0, body.length));
  header[shared.length] = input.length;
  Atomics.add(header, shared.runs, 1);
  return check(input, chance);
}

function main(): void {
  const seeds = seedsOf(job.places);
  const pool = seeds.map(({ bytes }) => bytes);
  const known = new Set<string>();
  const chance = new Chance(job.seed);
  const end = job.seconds === undefined ? Infinity : performance.now() + 1000 * job.seconds;
  const runs = job.runs ?? Infinity;
  const guarded = (input: Uint8Array, name: string): string | undefined => {
    const started = performance.now();
    try {
      const kind = runOne(input, chance);
      const ms = performance.now() - started;
      if (ms > job.limitMs) send({ kind: 'crash', what: `took ${Math.round(ms)} ms`, name, input });
      return kind;
    } catch (error) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      send({ kind: 'crash', what, name, input });
      return undefined;
    }
  };
  for (const { name, bytes } of seeds) known.add(guarded(bytes, name) ?? '');
  let lastSent = 0;
  for (let run = 0; run < runs && performance.now() < end; run++) {
    const { plain, input } = mutate(pool, chance);
    const kind = guarded(input, `seed ${job.seed}, run ${run}`);
    // What leads somewhere new is worth starting from.
    if (kind !== undefined && !known.has(kind)) {
      known.add(kind);
      if (pool.length < 4000) pool.push(plain);
    }
    if (performance.now() - lastSent > 1000) {
      lastSent = performance.now();
      send({ kind: 'progress', runs: run + 1, kinds: known.size });
    }
  }
  send({ kind: 'done', runs: header[shared.runs], kinds: known.size });
}

process.setSourceMapsEnabled(true);
main();
