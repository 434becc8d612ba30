// `npm run parity [-- DIR…] [--full] [--no-pairs] [--slice N] [--only TEXT] [--random N] [--seed N] [--verbose]`. In: folders or
// files of profiles; without any, test/fixtures; with --random, so many made-up ones (randomFile.ts). Out: how many rows were compared with `go tool pprof`, every difference that is
// not a known one, and an exit code of 1 if there is one.
// Invariants: whatever either of the two opens is compared; at most two pprof processes run at a time.

import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { requireGo } from '../harness/goService';
import { fixturesDir } from '../harness/paths';
import { makeTempDir } from '../harness/tempDir';
import { notCompared } from './knownDifferences';
import { compareSubject, type ParityResult } from './parity';
import { randomFile } from './randomFile';
import { findProfiles, subjectsOf } from './subjects';

process.env['TZ'] = 'UTC'; // pprof and we print local times.

const shownFailures = 40;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      full: { type: 'boolean', default: false },
      'no-pairs': { type: 'boolean', default: false },
      slice: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      random: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      verbose: { type: 'boolean', default: false },
    },
  });
  requireGo();
  const scratch = makeTempDir('parity');
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const made = writeRandom(path.join(scratch.path, 'random'), Number(values.random), Number(values.seed));
  const places = positionals.length === 0 && made.length === 0 ? [fixturesDir] : positionals;
  const subjects = subjectsOf([...made, ...findProfiles(places)], !values['no-pairs']);
  const results: ParityResult[] = [];
  let which = 0;
  const work = async (name: string): Promise<void> => {
    const own = path.join(scratch.path, name);
    fs.mkdirSync(own);
    for (const subject of subjects) {
      const started = performance.now();
      const result = await compareSubject(subject, {
        slice: Number(values.slice),
        which: which++,
        full: values.full,
        only: values.only,
        scratch: own,
        signal: stop.signal,
      });
      results.push(result);
      console.log(lineOf(result, performance.now() - started));
      if (values.verbose) for (const failure of result.failures.slice(0, 12)) console.log(textOf(failure));
    }
  };
  try {
    await Promise.all([work('a'), work('b')]);
    console.log(summaryOf(results, values.verbose));
    process.exitCode = results.some(({ failures }) => failures.length > 0) ? 1 : 0;
  } finally {
    scratch.remove();
  }
}

/** Named after their seeds. */
function writeRandom(folder: string, count: number, seed: number): readonly string[] {
  fs.mkdirSync(folder);
  return Array.from({ length: count }, (_, i) => {
    const file = path.join(folder, `${seed + i}.pb`);
    fs.writeFileSync(file, randomFile(seed + i));
    return file;
  });
}

function lineOf({ title, cases, rows, failures, note }: ParityResult, ms: number): string {
  if (note !== undefined) return `-     ${title}: ${note}`;
  const verdict = failures.length === 0 ? 'same ' : 'DIFF ';
  return `${verdict} ${title}: ${cases} cases, ${rows} rows, ${failures.length} different, ${(ms / 1000).toFixed(1)} s`;
}

function textOf({ title, detail }: ParityResult['failures'][number]): string {
  return `  ${title}\n    ${detail}`;
}

function summaryOf(results: readonly ParityResult[], told: boolean): string {
  const sum = (of: (result: ParityResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  const failures = results.flatMap((result) => result.failures);
  const known = new Map<string, number>();
  for (const result of results) {
    for (const [name, count] of result.known) known.set(name, (known.get(name) ?? 0) + count);
  }
  const knownCases = [...known.values()].reduce((total, count) => total + count, 0);
  const cases = sum((result) => result.cases);
  return [
    ...(told ? [] : failures.slice(0, shownFailures).map(textOf)),
    `${results.length} profiles and combinations, ${cases} cases, ${sum((result) => result.rows)} rows compared: ` +
      `${cases - failures.length - knownCases} cases the same, ${knownCases} known differences, ${failures.length} different`,
    ...[...known].map(([name, count]) => `  known, "${name}": ${count}`),
    `  not compared: ${notCompared.name}`,
  ].join('\n');
}

void main();
