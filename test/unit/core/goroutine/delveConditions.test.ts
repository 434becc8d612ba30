// Conditions for Delve. That they hold where they should is tried with a real Delve in test/workbench.

import assert from 'node:assert/strict';
import { samplesLike, SamplesThroughPass } from '../../../../src/core/analyze/samplesThrough';
import {
  goroutineCondition,
  goroutinesOf,
  labelCondition,
  labelsOf,
} from '../../../../src/core/goroutine/delveConditions';
import { dump } from './dumpText';

const profile = dump(
  'goroutine 7 [select] {endpoint: "POST /orders", tenant: a}:',
  'main.wait()\n\t/src/main.go:5 +0x1',
  'main.main()\n\t/src/main.go:9 +0x1',
  '',
  'goroutine 5 [select] {endpoint: "POST /orders"}:',
  'main.wait()\n\t/src/main.go:5 +0x1',
  'main.main()\n\t/src/main.go:9 +0x1',
  '',
  'goroutine 9 [running]:',
  'main.other()\n\t/src/main.go:7 +0x1',
  'main.main()\n\t/src/main.go:9 +0x1',
);

function through(name: string): Set<number> {
  const { functions, strings } = profile;
  const index = Array.from(functions.name).findIndex((each) => strings.text(each) === name);
  const pass = new SamplesThroughPass(profile, [index]);
  while (!pass.advance(1));
  return pass.samples;
}

describe('conditions of breakpoints', () => {
  it('name the goroutines that are at a place', () => {
    assert.deepEqual(goroutinesOf(profile, through('main.wait'), 8), [5, 7]);
    assert.deepEqual(goroutinesOf(profile, through('main.other'), 8), [9]);
    assert.equal(goroutinesOf(profile, through('main.main'), 2), undefined);
    assert.equal(goroutineCondition([5, 7]), 'runtime.curg.goid == 5 || runtime.curg.goid == 7');
  });

  it('name the labels of the program, not those of the dump, with their places', () => {
    assert.deepEqual(labelsOf(profile, through('main.wait'), 8), [
      { key: 'endpoint', value: 'POST /orders', places: [0] },
      { key: 'tenant', value: 'a', places: [1] },
    ]);
    assert.deepEqual(labelsOf(profile, through('main.other'), 8), []);
    assert.equal(labelsOf(profile, through('main.wait'), 1).length, 1);
  });

  it('quote what a label holds', () => {
    const condition = labelCondition({ key: 'k"', value: '") || (true', places: [0] });
    assert.ok(
      condition.includes(String.raw`.Key == "k\""`) && condition.includes(String.raw`.Value == "\") || (true"`),
    );
  });

  it('find samples of one stack', () => {
    assert.equal(samplesLike(profile, 0).size, 2);
    assert.deepEqual([...samplesLike(profile, 2)], [2]);
  });
});
