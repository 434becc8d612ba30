// npm run bench [-- S M L XL FILE…]: how long opening a profile takes, as ratios against the floor.
//
// In: sizes of the seeded generator, or files; S and L by default. Out: a table. Each figure is the median
// of three fresh processes (one for a million samples and more), cold, as when a user opens a file; ours
// and the floor's take turns, so that whatever else the machine does hits both. Ratios are what counts:
// milliseconds are this machine's.

import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { profileOfSize, type Size, sizes } from './generate/profile';

interface Figure {
  readonly ms: number;
  readonly mb: number;
}

const root = path.resolve(__dirname, '../..');
const subject = path.join(root, 'out/bench/subject.js');
const floor = path.join(__dirname, 'floor/run.mjs');

function measure(script: string, what: string, file: string): Figure {
  const out = execFileSync(process.execPath, ['--max-old-space-size=8192', script, what, file], { encoding: 'utf8' });
  return JSON.parse(out) as Figure;
}

function median(figures: readonly Figure[]): Figure {
  const middle = (list: number[]): number => list.sort((a, b) => a - b)[list.length >> 1];
  return { ms: middle(figures.map((f) => f.ms)), mb: middle(figures.map((f) => f.mb)) };
}

function compare(what: string, file: string): { ours: Figure; theirs: Figure } {
  const runs = statSync(file).size > 20e6 ? 1 : 3;
  const ours: Figure[] = [];
  const theirs: Figure[] = [];
  for (let i = 0; i < runs; i++) {
    theirs.push(measure(floor, what, file));
    ours.push(measure(subject, what, file));
  }
  return { ours: median(ours), theirs: median(theirs) };
}

function pprofTop(file: string): number | undefined {
  try {
    const start = performance.now();
    execFileSync('go', ['tool', 'pprof', '-top', file], { stdio: ['ignore', 'ignore', 'ignore'] });
    return performance.now() - start;
  } catch {
    return undefined;
  }
}

async function main(): Promise<void> {
  await build({
    entryPoints: [path.join(__dirname, 'subject.ts')],
    outfile: subject,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
  const wanted = process.argv.slice(2);
  const row = (...cells: readonly string[]): void => {
    console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(14) : cell.padStart(17))).join(''));
  };
  row('', 'columns', 'of the floor', 'tree', 'of the floor', 'go tool pprof');
  for (const name of wanted.length > 0 ? wanted : ['S', 'L']) {
    const file = name in sizes ? await profileOfSize(name as Size) : path.resolve(name);
    const columns = compare('scan', file);
    const tree = compare('tree', file);
    const top = pprofTop(file);
    const shown = (f: Figure): string => `${f.ms.toFixed(0)} ms ${f.mb.toFixed(0)} MB`;
    const ratio = (c: { ours: Figure; theirs: Figure }): string => `${(c.ours.ms / c.theirs.ms).toFixed(2)} ×`;
    const peer = top === undefined ? 'no go' : `${(top / tree.ours.ms).toFixed(1)} × ours`;
    row(path.basename(name), shown(columns.ours), ratio(columns), shown(tree.ours), ratio(tree), peer);
  }
}

void main();
