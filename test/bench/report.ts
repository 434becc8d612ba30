// How every subject of a measurement reports. In: the work by name; the command line says which, and on what file. Out:
// one JSON line: milliseconds of the first run in this process (cold), of the best of some more (warm), peak memory in MB
// after the first, and the work's own result. Invariant: reading the file is not measured, everything else is.

import { readFileSync } from 'node:fs';

export interface Reported {
  readonly cold: number;
  readonly warm: number;
  readonly mb: number;
  readonly result: unknown;
}

type Work = (bytes: Uint8Array) => unknown;

/** Repeats stop when they have taken so long. */
const warmMs = 1000;

export async function report(subjects: Readonly<Record<string, Work>>): Promise<void> {
  const [name = '', file = '', repeats = '0'] = process.argv.slice(2);
  const work = subjects[name];
  const bytes = readFileSync(file);
  const run = async (): Promise<{ readonly ms: number; readonly result: unknown }> => {
    const start = performance.now();
    const result = await work(bytes);
    return { ms: performance.now() - start, result };
  };
  const first = await run();
  const mb = peakMb();
  let warm = first.ms;
  let spent = 0;
  for (let i = 0; i < Number(repeats) && spent < warmMs; i++) {
    const { ms } = await run();
    warm = Math.min(warm, ms);
    spent += ms;
  }
  const reported: Reported = { cold: first.ms, warm, mb, result: first.result };
  process.stdout.write(`${JSON.stringify(reported)}\n`);
}

/** Linux counts into `maxRSS` what the process was before it became Node: a copy of the benchmark, which is larger. */
function peakMb(): number {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status);
  return (peak === null ? process.resourceUsage().maxRSS : Number(peak[1])) / 1024;
}
