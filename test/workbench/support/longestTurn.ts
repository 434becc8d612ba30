// How long one turn of this thread's event loop takes at most. In: work. Out: milliseconds of the processor's time, so what
// else the machine does counts for nothing. Invariant: turns follow each other without a pause, so that none is longer than
// the work in it.

import { performance } from 'node:perf_hooks';

export async function longestTurn(work: () => unknown): Promise<number> {
  let [longest, isDone, last] = [0, false, threadTime()];
  const turn = (): void => {
    const now = threadTime();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isDone) setImmediate(turn);
  };
  await new Promise((resolve) => setImmediate(resolve));
  last = threadTime();
  setImmediate(turn);
  await work();
  isDone = true;
  await new Promise((resolve) => setImmediate(resolve));
  turn();
  return longest;
}

/** Of this thread alone, where this Node can tell (24 and newer); else the clock. */
function threadTime(): number {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => { readonly user: number; readonly system: number } };
  if (threadCpuUsage === undefined) return performance.now();
  const { user, system } = threadCpuUsage.call(process);
  return (user + system) / 1000;
}
