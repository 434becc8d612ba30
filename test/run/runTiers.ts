// In: tiers, and a pattern for titles. Out: a summary per tier and, as the very last line, `N passed, N failed,
// N skipped`. Invariant: whatever a tier does (throw, hang, find nothing), the line comes, every failure and skip is
// named, and no process or temporary file of the run is left.
import fs from 'node:fs';
import path from 'node:path';
import { endLeftovers } from '../harness/processes';
import { makeTempDir } from '../harness/tempDir';
import { noCounts, type TestCounts } from '../harness/testEvents';
import { printFailures, printTier, printTotal } from './summary';
import type { Tier, TierResult } from './tier';

/** All tiers together: whoever runs the tests gives them half an hour, and must see the last line. */
const budgetSeconds = 27 * 60;

/** Returns the number of failed tests. */
export async function runTiers(tiers: readonly Tier[], grep: string | undefined): Promise<number> {
  const temp = makeTempDir('test');
  const pids = path.join(temp.path, 'pids');
  const tmp = path.join(temp.path, 't');
  fs.mkdirSync(pids);
  fs.mkdirSync(tmp);
  process.env['HEATLINE_PIDS'] = pids;
  process.env['TMPDIR'] = tmp; // Whatever a child leaves in its temporary folder goes with ours.
  process.prependListener('exit', () => endLeftovers(pids));

  const results: TierResult[] = [];
  const started = Date.now();
  const end = started + budgetSeconds * 1000;
  for (const together of groupsOf(tiers)) {
    console.log(`${together.map(({ name }) => name).join(', ')} …`);
    const group = await Promise.all(
      together.map((tier) => {
        const seconds = Math.max(1, Math.min(tier.limitSeconds, Math.round((end - Date.now()) / 1000)));
        const late = seconds < tier.limitSeconds ? `the ${budgetSeconds / 60} minutes of all tiers are over` : '';
        return runTier({ ...tier, limitSeconds: seconds }, grep, temp.path, late);
      }),
    );
    const leftovers = endLeftovers(pids);
    if (leftovers.length > 0) {
      const error = `process groups ${leftovers.join(', ')} had to be ended`;
      group[0].counts.failures.push({ title: 'left processes running', error });
    }
    results.push(...group);
    group.forEach(printTier);
  }
  if (grep !== undefined && results.every(({ counts }) => counts.passed + counts.failures.length === 0)) {
    results.push({ name: '--grep', counts: failed('choice', new Error(`no test matches ${grep}`)), ms: 0 });
  }
  temp.remove();
  printFailures(results);
  return printTotal(results, Date.now() - started);
}

/** Tiers that run at the same time, in order. */
function groupsOf(tiers: readonly Tier[]): readonly (readonly Tier[])[] {
  const groups: Tier[][] = [];
  let isOpen = false;
  for (const tier of tiers) {
    if (isOpen) groups[groups.length - 1].push(tier);
    else groups.push([tier]);
    isOpen = tier.besideNext === true;
  }
  return groups;
}

async function runTier(tier: Tier, grep: string | undefined, folder: string, why: string): Promise<TierResult> {
  const started = Date.now();
  const limit = new AbortController();
  const late = new Error(why || `not done after ${tier.limitSeconds} s`);
  const timer = setTimeout(() => limit.abort(late), tier.limitSeconds * 1000);
  const scratch = path.join(folder, tier.name);
  fs.mkdirSync(scratch, { recursive: true });
  let counts: TestCounts;
  try {
    const work = tier.run({ grep, signal: limit.signal, scratch, progress: (line) => console.log(line) });
    counts = await Promise.race([work, giveUp(limit.signal, late)]);
    if (counts.passed + counts.failures.length === 0 && grep === undefined) throw new Error('no test ran');
  } catch (error) {
    counts = failed('could not run', error);
  }
  clearTimeout(timer);
  return { name: tier.name, counts, ms: Date.now() - started };
}

/** A tier gets fifteen seconds after its time to end its children and say how far it came. */
function giveUp(signal: AbortSignal, late: Error): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => setTimeout(() => reject(late), 15_000).unref());
  });
}

function failed(title: string, error: unknown): TestCounts {
  const counts = noCounts();
  counts.failures.push({ title, error: error instanceof Error ? error.message : String(error) });
  return counts;
}

/** The end of a runner's process: the exit code, and the count even if nothing could run at all. */
export function exitWith(run: Promise<number>): void {
  run.then(
    (count) => process.exit(count > 0 ? 1 : 0),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      console.log('0 passed, 1 failed, 0 skipped');
      process.exit(1);
    },
  );
}
