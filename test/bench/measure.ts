// Measures processes. In: a command that prints one line of report.ts, or prints anything. Out: its figures, or why there
// are none. Invariants: time and memory of each process are bounded; contenders take turns, so that whatever else the
// machine does hits all of them, and of each the best run counts: noise only ever adds.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Reported } from './report';

export const root = path.resolve(__dirname, '../..');

export type Measured = Reported | { readonly missing: string };

export interface Contender {
  readonly command: string;
  readonly args: readonly string[];
  /** Prints a line of report.ts; else the whole process is what is measured. */
  readonly reports: boolean;
}

export interface Bounds {
  readonly runs: number;
  readonly seconds: number;
}

export function isMissing(measured: Measured): measured is { readonly missing: string } {
  return 'missing' in measured;
}

/** Our own bundles and those of peers get the same Node and the same flags. */
export function nodeContender(script: string, ...args: readonly string[]): Contender {
  return { command: process.execPath, args: ['--max-old-space-size=4096', script, ...args], reports: true };
}

export function race(contenders: readonly Contender[], { runs, seconds }: Bounds): Measured[] {
  const best = contenders.map((): Measured | undefined => undefined);
  for (let run = 0; run < runs; run++) {
    contenders.forEach((contender, i) => {
      const before = best[i];
      if (before !== undefined && isMissing(before)) return;
      const now = measureOnce(contender, seconds);
      best[i] = before === undefined || isMissing(now) ? now : better(before, now);
    });
  }
  return best.map((measured) => measured ?? { missing: 'no runs' });
}

function better(a: Reported, b: Reported): Reported {
  const less = (x: unknown, y: unknown): unknown =>
    typeof x === 'object' && x !== null && typeof y === 'object' && y !== null
      ? Object.fromEntries(Object.entries(x).map(([key, v]) => [key, Math.min(v as number, y[key as never])]))
      : x;
  return {
    cold: Math.min(a.cold, b.cold),
    warm: Math.min(a.warm, b.warm),
    mb: Math.min(a.mb, b.mb),
    result: less(a.result, b.result),
  };
}

function measureOnce({ command, args, reports }: Contender, seconds: number): Measured {
  const start = performance.now();
  const child = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
    maxBuffer: 2 ** 26,
  });
  const ms = performance.now() - start;
  if (child.error !== undefined) {
    return { missing: 'code' in child.error && child.error.code === 'ETIMEDOUT' ? `over ${seconds} s` : 'not there' };
  }
  if (child.status !== 0) {
    const outOfMemory = /heap out of memory|Array buffer allocation failed|Invalid array length/.test(child.stderr);
    return { missing: outOfMemory ? 'out of memory' : `failed: ${lastLine(child.stderr)}` };
  }
  if (!reports) return { cold: ms, warm: ms, mb: 0, result: undefined };
  return JSON.parse(child.stdout) as Reported;
}

function lastLine(text: string): string {
  return (/^.*Error.*$/m.exec(text)?.[0] ?? text.trim().split('\n').at(-1) ?? '').slice(0, 60);
}
