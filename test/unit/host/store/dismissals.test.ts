// What stays dismissed, and what is known of a bundle: both are read back from where anyone may have written.

import assert from 'node:assert/strict';
import { parseBundleNote } from '../../../../src/host/store/bundleNote';
import { Dismissals } from '../../../../src/host/store/dismissals';
import { FakeMemento } from './fakes';

describe('dismissals', () => {
  it('are there again after a restart, with the reason', async () => {
    const storage = new FakeMemento();
    await new Dismissals(storage).add({ key: 'a', reason: 'meant so', at: 1 });
    const later = new Dismissals(storage);
    assert.equal(later.of('a')?.reason, 'meant so');
    assert.equal(later.of('b'), undefined);
    await later.remove('a');
    assert.equal(new Dismissals(storage).of('a'), undefined);
  });

  it('of one finding count once, the last one', async () => {
    const storage = new FakeMemento();
    const dismissals = new Dismissals(storage);
    await dismissals.add({ key: 'a', reason: 'one', at: 1 });
    await dismissals.add({ key: 'a', reason: 'two', at: 2 });
    assert.equal(dismissals.of('a')?.reason, 'two');
    assert.equal((storage.values['heatline.dismissed'] as unknown[]).length, 1);
  });

  it('are bounded, the oldest go', async () => {
    const storage = new FakeMemento();
    const dismissals = new Dismissals(storage);
    for (let i = 0; i < 510; i++) await dismissals.add({ key: String(i), reason: 'r', at: i });
    assert.equal(dismissals.of('0'), undefined);
    assert.equal(dismissals.of('509')?.at, 509);
  });

  for (const stored of [undefined, 'text', [1, null, { key: 1 }, { key: 'a', reason: 'r' }], {}]) {
    it(`take ${JSON.stringify(stored)} for none`, () => {
      assert.equal(new Dismissals(new FakeMemento({ 'heatline.dismissed': stored })).of('a'), undefined);
    });
  }
});

describe('the note of a bundle', () => {
  it('keeps what it understands', () => {
    const missing = [{ profile: 'block', reason: 'off' }, { profile: 1 }, null];
    const text = JSON.stringify({ target: 'http://h/', startedAt: '2026-01-31T14:05:01.000Z', missing, tool: 'x' });
    assert.deepEqual(parseBundleNote(text), {
      target: 'http://h/',
      startedAt: '2026-01-31T14:05:01.000Z',
      missing: [{ profile: 'block', reason: 'off' }],
    });
  });

  for (const text of ['', '[]', 'null', '{"target":1,"startedAt":"x"}', '{"target":"x"}']) {
    it(`takes ${JSON.stringify(text)} for absent`, () => assert.equal(parseBundleNote(text), undefined));
  }
});
