// The Go modules that the other tiers and the demo run. In: test/service and the faults of test/accuracy. Out: vet and
// gofmt of both, and each of the service's tests counted.
// Invariant: a machine without Go fails this tier with a sentence; the service is never left unchecked in silence.
import fs from 'node:fs';
import path from 'node:path';
import { requireGo } from '../harness/goService';
import { inRepo, serviceDir } from '../harness/paths';
import { runTool } from '../harness/runTool';
import { noCounts, type TestCounts } from '../harness/testEvents';
import type { Tier, TierContext } from './tier';

export const goTier: Tier = { name: 'go', limitSeconds: 360, greppable: false, run };

/** One line of `go test -json`; https://pkg.go.dev/cmd/test2json. */
interface GoTestEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
}

async function run({ signal }: TierContext): Promise<TestCounts> {
  const go = requireGo();
  if (!fs.existsSync(serviceDir)) throw new Error('test/service is missing');
  const counts = noCounts();
  const inService = { cwd: serviceDir, signal };

  for (const cwd of [serviceDir, inRepo('test', 'accuracy', 'faults')]) {
    const vet = await runTool(go, ['vet', './...'], { cwd, signal });
    if (vet.code === 0) counts.passed++;
    else counts.failures.push({ title: `go vet in ${cwd}`, error: vet.output });

    const fmt = await runTool(path.join(path.dirname(go), 'gofmt'), ['-l', '.'], { cwd, signal });
    if (fmt.code === 0 && fmt.output.trim() === '') counts.passed++;
    else counts.failures.push({ title: `gofmt in ${cwd}`, error: `not formatted:\n${fmt.output}` });
  }

  const tests = await runTool(go, ['test', '-json', './...'], inService);
  const found = countGoTests(tests.stdout, counts);
  if (tests.code !== 0 && found.failed === 0)
    counts.failures.push({ title: 'go test', error: tests.output.slice(-4000) });
  if (found.all === 0) counts.failures.push({ title: 'go test', error: 'no Go test was found in test/service' });
  return counts;
}

/** Top-level tests only: a parent's verdict includes those of its subtests. */
function countGoTests(json: string, counts: TestCounts): { all: number; failed: number } {
  const said = new Map<string, string>();
  const seen = { all: 0, failed: 0 };
  for (const line of json.split('\n')) {
    if (!line.startsWith('{')) continue;
    const { Action, Package, Test, Output } = JSON.parse(line) as GoTestEvent;
    if (Test === undefined) continue;
    const title = `${Package ?? ''} ${Test.split('/')[0]}`;
    if (Action === 'output') said.set(title, (said.get(title) ?? '') + (Output ?? ''));
    if (Test.includes('/') || !['pass', 'fail', 'skip'].includes(Action)) continue;
    seen.all++;
    if (Action === 'pass') counts.passed++;
    if (Action === 'skip') counts.skips.push(title);
    if (Action === 'fail') {
      seen.failed++;
      counts.failures.push({ title, error: said.get(title) ?? '' });
    }
  }
  return seen;
}
