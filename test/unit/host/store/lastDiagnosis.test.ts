// What was diagnosed last, stored and read back.

import assert from 'node:assert/strict';
import { LastDiagnosis } from '../../../../src/host/store/lastDiagnosis';
import { FakeMemento } from './fakes';

describe('the last diagnosis', () => {
  it('is a folder or files, the newest one', async () => {
    const storage = new FakeMemento();
    await new LastDiagnosis(storage).set({ name: 'a:1', folder: 'file:///a' });
    assert.deepEqual(new LastDiagnosis(storage).get(), { name: 'a:1', folder: 'file:///a' });
    await new LastDiagnosis(storage).set({ name: 'b', files: ['file:///b', 'file:///c'] });
    assert.deepEqual(new LastDiagnosis(storage).get(), { name: 'b', files: ['file:///b', 'file:///c'] });
    await new LastDiagnosis(storage).set(undefined);
    assert.equal(new LastDiagnosis(storage).get(), undefined);
  });

  it('is none where what is stored is something else', async () => {
    const storage = new FakeMemento();
    for (const raw of [
      null,
      7,
      'x',
      [],
      {},
      { name: 'a' },
      { folder: 'f' },
      { name: 'a', files: [] },
      { name: 'a', files: [1] },
    ]) {
      await storage.update('heatline.lastDiagnosis', raw);
      assert.equal(new LastDiagnosis(storage).get(), undefined, JSON.stringify(raw));
    }
  });

  it('is not kept where it is too long a list', async () => {
    const storage = new FakeMemento();
    const files = Array.from({ length: 201 }, (_, i) => `file:///${i}`);
    await new LastDiagnosis(storage).set({ name: 'many', files });
    assert.equal(new LastDiagnosis(storage).get(), undefined);
  });
});
