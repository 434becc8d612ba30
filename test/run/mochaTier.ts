// A tier of mocha tests in a child process. In: a folder name below test/. Out: counts of all test/FOLDER/**/*.test.ts.
// Invariant: tests are found, never listed; what the child did not report as finished is a failure.
import fs from 'node:fs';
import path from 'node:path';
import { fileNameOf, inRepo, repoRoot } from '../harness/paths';
import { runTool } from '../harness/runTool';
import { addEvent, EventReader, noCounts, type TestCounts, type TestEvent } from '../harness/testEvents';
import type { Tier, TierContext } from './tier';

export interface MochaTierOptions {
  readonly name: string;
  readonly limitSeconds: number;
  readonly testTimeoutMs: number;
  /** Show each test when it ends: for tiers whose tests take seconds. */
  readonly verbose?: boolean;
  /** Runs first; what it returns goes into the tests' environment. */
  readonly prepare?: (context: TierContext) => Promise<NodeJS.ProcessEnv>;
}

export function mochaTier(options: MochaTierOptions): Tier {
  const { name, limitSeconds } = options;
  return { name, limitSeconds, greppable: true, run: (context) => run(options, context) };
}

export function findTests(folder: string): string[] {
  const root = inRepo('test', folder);
  if (!fs.existsSync(root)) return [];
  return fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .map((file) => path.join(root, file));
}

async function run(options: MochaTierOptions, context: TierContext): Promise<TestCounts> {
  const files = findTests(options.name);
  if (files.length === 0) throw new Error(`no test/${options.name}/**/*.test.ts was found`);
  const env = await options.prepare?.(context);
  const results = path.join(context.scratch, `${fileNameOf(options.name)}.jsonl`);
  return follow(results, options.verbose === true, context, () => {
    const grep = context.grep === undefined ? [] : ['--grep', context.grep];
    const child = inRepo('test', 'harness', 'mochaChild.ts');
    const flags = ['--results', results, '--timeout', String(options.testTimeoutMs), ...grep];
    return runTool(process.execPath, ['--import', 'tsx', child, ...flags, ...files], {
      cwd: repoRoot,
      signal: context.signal,
      ...(env === undefined ? {} : { env }),
    });
  });
}

/** Counts the events of a results file while something else writes it. */
export async function follow(
  file: string,
  verbose: boolean,
  context: TierContext,
  work: () => Promise<{ readonly code: number; readonly output: string }>,
): Promise<TestCounts> {
  const counts = noCounts();
  const reader = new EventReader(file);
  const drain = () => {
    for (const event of reader.poll()) {
      addEvent(counts, event);
      if (verbose || event.event === 'fail') context.progress(lineOf(event));
    }
  };
  const timer = setInterval(drain, 100);
  try {
    const { code, output } = await work();
    drain();
    // A host's run() rejects when a test failed; the test is counted already.
    if (!counts.ended || (code !== 0 && counts.failures.length === 0)) {
      counts.failures.push({ title: 'the run did not finish', error: `exit code ${code}\n${output.slice(-4000)}` });
    }
  } catch (error) {
    drain();
    counts.failures.push({
      title: 'the run did not finish',
      error: error instanceof Error ? error.message : String(error),
    });
  } finally {
    clearInterval(timer);
  }
  return counts;
}

function lineOf(event: TestEvent): string {
  switch (event.event) {
    case 'pass':
      return `  ok    ${event.title} (${(event.ms / 1000).toFixed(1)} s)`;
    case 'fail':
      return `  FAIL  ${event.title}`;
    case 'skip':
      return `  skip  ${event.title}`;
    case 'seen':
    case 'end':
      return '';
    default:
      throw new Error(`unknown test event ${JSON.stringify(event satisfies never)}`);
  }
}
