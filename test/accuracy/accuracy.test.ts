// The diagnosis of live services: a slice of `npm run accuracy`. Each test starts test/service, lets it get sick, and
// runs the real CLI against it.

import assert from 'node:assert/strict';
import type { FindingsReport } from '../../src/core/report/findings/findingsReport';
import { type Case, cured, faults, nameOf, none, once, quiet, singles, sound, telling } from './cases';
import { judge, lineOf } from './judge';
import { marksOf } from './marks';
import { type Bench, prepareBench, runCase } from './runCase';

/** Of the faults, those that no test of a rule can tell better: what is live about them matters. */
const inSlice = faults.filter(({ diseases: [name] }) =>
  ['closing', 'deadlock', 'hanging', 'readers', 'regexp', 'slow'].includes(name),
);

const healthy = [none, ...sound, ...cured];
const sick = [...singles, quiet, once, ...inSlice];
const all = [...healthy, ...sick, ...telling];

describe('accuracy', () => {
  let bench: Bench;
  const runs = new Map<Case, Promise<FindingsReport>>();

  before(async () => {
    bench = await prepareBench();
  });

  after(() => bench.scratch.remove());

  const start = (one: Case): Promise<FindingsReport> => {
    const known = runs.get(one);
    if (known !== undefined) return known;
    const run = runCase(bench, one, 3);
    run.catch(() => undefined); // The test that is about it will say so.
    runs.set(one, run);
    return run;
  };

  const check = async (one: Case): Promise<void> => {
    const run = start(one);
    // The next one gets sick meanwhile: two services at a time. Of a choice of tests nobody knows which is next.
    const next = all.at(all.indexOf(one) + 1);
    if (next !== undefined && !process.argv.includes('--grep')) void start(next);
    const { findings } = await run;
    const { faults } = judge(one, findings, marksOf(one));
    assert.deepEqual(faults, [], `all findings:\n${findings.map(lineOf).join('\n')}`);
  };

  for (const one of healthy) it(`raises no alarm for ${nameOf(one)}`, () => check(one));
  for (const one of sick) it(`finds ${nameOf(one)}, first of all, where it is`, () => check(one));
  for (const one of telling) it(`tells ${nameOf(one)} apart`, () => check(one));
});
