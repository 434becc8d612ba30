// What would prove a finding: only what can tell something about it.

import assert from 'node:assert/strict';
import type { Evidence, Finding, Grade } from '../../../../src/core/diagnose/finding';
import { nextSteps } from '../../../../src/core/diagnose/nextSteps';

function finding(grade: Grade, ...profiles: readonly string[]): Finding {
  const evidence = profiles.map((profile): Evidence => ({
    profile,
    text: '',
    value: 1,
    unit: 'count',
    share: null,
    frames: [],
  }));
  return { rule: 'r', grade, title: '', detail: '', location: null, evidence, refute: '', advice: '', docs: '' };
}

const all = ['block', 'mutex', 'goroutineleak'].map((profile) => ({ profile, reason: '' }));
const titles = (one: Finding, missing = all) => nextSteps(one, missing).map(({ title }) => title);

describe('the next step', () => {
  it('of waiting goroutines is another look, and whatever the service did not record', () => {
    assert.deepEqual(titles(finding('likely', 'goroutine')), [
      'Look again at the goroutines',
      'Turn on the block profile',
      'Turn on the mutex profile',
      'Build with the goroutineleak profile',
    ]);
    assert.deepEqual(titles(finding('likely', 'goroutine'), []), ['Look again at the goroutines']);
  });

  it('of what is proven is another look at most', () => {
    assert.deepEqual(titles(finding('proven', 'goroutine')), ['Look again at the goroutines']);
    assert.deepEqual(titles(finding('proven', 'cpu')), []);
  });

  it('is none where none of them could tell', () => assert.deepEqual(titles(finding('suspect', 'cpu', 'allocs')), []));

  it('of connections is the block profile, which names those who make them', () => {
    const dialled = { ...finding('suspect', 'cpu'), rule: 'tls-handshake-churn' };
    assert.deepEqual(titles(dialled), ['Turn on the block profile']);
    assert.deepEqual(titles(dialled, []), []);
  });

  it('has something to copy unless it is a look', () => {
    for (const { kind, snippet } of nextSteps(finding('suspect', 'goroutine'), all)) {
      assert.equal(snippet === '', kind === 'look-again');
    }
  });
});
