// The diagnosis of live services: a slice of `npm run accuracy`. Each test starts test/service, lets it get sick, and
// runs the real CLI against it.

import assert from 'node:assert/strict';
import { allCured, type Case, faults, nameOf, none, singles, sound, telling } from './cases';
import { judge, lineOf } from './judge';
import { readMarks } from './marks';
import { type Bench, prepareBench, runCase } from './runCase';

/** Of the faults, those that no test of a rule can tell better: what is live about them matters. */
const inSlice = faults.filter(({ diseases: [name] }) => ['deadlock', 'readers', 'regexp', 'slow'].includes(name));

describe('accuracy', () => {
  let bench: Bench;
  const marks = readMarks();

  before(async () => {
    bench = await prepareBench();
  });

  after(() => bench.scratch.remove());

  const check = async (one: Case): Promise<void> => {
    const { findings } = await runCase(bench, one, 3);
    const { faults } = judge(one, findings, marks);
    assert.deepEqual(faults, [], `all findings:\n${findings.map(lineOf).join('\n')}`);
  };

  for (const one of [none, sound, allCured]) it(`raises no alarm for ${nameOf(one)}`, () => check(one));
  for (const one of [...singles, ...inSlice]) it(`finds ${nameOf(one)}, first of all, where it is`, () => check(one));
  for (const one of telling) it(`tells ${nameOf(one)} apart`, () => check(one));
});
