// `npm run fuzz [-- --seconds N] [--seed S] [DIR…]`. In: files and folders to begin with, besides the fixtures. Out: how
// many inputs a second; every input that broke something as a file in out/fuzz, with what it broke beside it; exit code 1
// if there is one. A file that was kept is tried again when it is named.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fixturesDir, outDir } from '../harness/paths';
import { fuzz, type Crasher } from './fuzz';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } },
  });
  const seconds = Number(values.seconds);
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
  if (!(seconds > 0) || !Number.isInteger(seed)) {
    throw new Error('Usage: npm run fuzz -- [--seconds N] [--seed WHOLE-NUMBER] [DIR…]');
  }
  console.log(`Seed ${seed}, ${seconds} s.`);
  const result = await fuzz({
    places: [fixturesDir, ...positionals],
    seed,
    seconds,
    onProgress: (line) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${line}\u001b[K`);
    },
  });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  for (const crasher of result.crashers) console.log(`${keep(crasher)}\n  ${crasher.what.split('\n', 3).join('\n  ')}`);
  console.log(
    `${result.runs} inputs of ${result.kinds} kinds, ${Math.round(result.runsPerSecond)} a second, ` +
      `at most ${Math.round(result.peakBytes / 2 ** 20)} MiB of memory: ${result.crashers.length} broke something`,
  );
  process.exitCode = result.crashers.length > 0 ? 1 : 0;
}

function keep({ input, what, name }: Crasher): string {
  const folder = path.join(outDir, 'fuzz');
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, createHash('sha256').update(input).digest('hex').slice(0, 16));
  fs.writeFileSync(file, input);
  fs.writeFileSync(`${file}.txt`, `${name}\n${what}\n`);
  return file;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
