// What the capture UI says, without the workbench: kinds in order, progress, which failures may pass.

import assert from 'node:assert/strict';
import { UserError } from '../../../../src/base/userError';
import { bundleTeller, type ProgressStep, progressTeller } from '../../../../src/host/capture/captureProgress';
import { kindChoices } from '../../../../src/host/capture/kinds';
import { mayHelpToRetry } from '../../../../src/host/capture/retry';

describe('kinds of profile', () => {
  it('come in the order people want them, custom ones last, other forms not at all', () => {
    const names = ['allocs', 'zz.custom', 'block', 'cmdline', 'goroutine', 'heap', 'trace', 'profile', 'a.custom'];
    assert.deepEqual(
      kindChoices(names.map((name) => ({ name }))).map(({ name }) => name),
      ['profile', 'heap', 'allocs', 'goroutine', 'block', 'a.custom', 'zz.custom'],
    );
  });

  it('say how much there is, or how to get some', () => {
    const [heap, goroutine, block, custom] = kindChoices([
      { name: 'goroutine', count: 1 },
      { name: 'heap', count: 1234 },
      { name: 'block', count: 0, hint: 'Nothing recorded.' },
      { name: 'orders.open', count: 7 },
    ]);
    assert.deepEqual(
      [heap, goroutine, block, custom].map(({ amount }) => amount),
      ['1,234 call stacks', '1 goroutine', '', '7 recorded'],
    );
    assert.equal(block.detail, 'Nothing recorded.');
    assert.deepEqual(
      [heap, custom].map(({ time, isCustom }) => [time, isCustom]),
      [
        ['either', false],
        ['now', true],
      ],
    );
  });
});

describe('progress of a bundle', () => {
  it('names what is taken, goes mostly with the CPU profile, and never beyond its end', () => {
    const steps: ProgressStep[] = [];
    const tell = bundleTeller(10, (step) => steps.push(step));
    const common = { receivedBytes: 0, count: 4 } as const;
    const sum = (): number => steps.reduce((all, { increment = 0 }) => all + increment, 0);
    tell({ ...common, kind: 'heap', done: 0, phase: 'connecting', remainingSeconds: 0 });
    assert.match(steps[0].message, /^Heap \(1 of 4\), /);
    tell({ ...common, kind: 'profile', done: 1, phase: 'measuring', remainingSeconds: 10 });
    const before = sum();
    tell({ ...common, kind: 'profile', done: 1, phase: 'measuring', remainingSeconds: 0 });
    assert.ok(sum() - before > 80, `the CPU profile is ${sum() - before} of 100`);
    tell({ ...common, kind: 'heap', done: 3, phase: 'receiving', remainingSeconds: 0 });
    assert.ok(sum() <= 100 && sum() > 90);
    assert.ok(steps.every(({ increment = 0 }) => increment >= 0));
  });
});

describe('progress of a capture', () => {
  it('counts down, and its bar ends at 100', () => {
    const steps: ProgressStep[] = [];
    const tell = progressTeller(90, (step) => steps.push(step));
    tell({ phase: 'connecting', receivedBytes: 0, remainingSeconds: 90 });
    tell({ phase: 'measuring', receivedBytes: 0, remainingSeconds: 90 });
    tell({ phase: 'measuring', receivedBytes: 0, remainingSeconds: 30 });
    tell({ phase: 'measuring', receivedBytes: 0, remainingSeconds: 30 });
    tell({ phase: 'measuring', receivedBytes: 0, remainingSeconds: 0 });
    tell({ phase: 'receiving', receivedBytes: 2048, remainingSeconds: 0 });
    assert.deepEqual(
      steps.map(({ message }) => message),
      ['connecting…', '1 min 30 s left', '30 s left', 'waiting for the answer…', 'receiving, 2 KiB'],
    );
    assert.equal(Math.round(steps.reduce((sum, { increment = 0 }) => sum + increment, 0)), 100);
  });

  it('shows no bar for a snapshot', () => {
    const steps: ProgressStep[] = [];
    progressTeller(undefined, (step) => steps.push(step))({
      phase: 'measuring',
      receivedBytes: 0,
      remainingSeconds: 0,
    });
    assert.deepEqual(steps, [{ message: 'waiting for the answer…' }]);
  });
});

describe('a failed capture', () => {
  it('is offered again only when the same may succeed', () => {
    const failure = (code: string): UserError => new UserError(code, 'It failed.', '');
    assert.equal(mayHelpToRetry(failure('refused')), true);
    assert.equal(mayHelpToRetry(failure('cpu-busy')), true);
    assert.equal(mayHelpToRetry(new Error('unforeseen')), true);
    assert.equal(mayHelpToRetry(failure('not-http')), false);
    assert.equal(mayHelpToRetry(failure('unknown-profile')), false);
  });
});
