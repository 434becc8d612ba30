import assert from 'node:assert/strict';
import os from 'node:os';
import { goEnv } from '../../../src/node/goEnv';
import { hasGo } from './tinyService';

describe('goEnv', () => {
  it('tells where Go and its modules are', async function () {
    if (!hasGo) this.skip();
    const env = await goEnv(os.tmpdir());
    assert.match(env?.GOVERSION ?? '', /^go1\./);
    assert.ok((env?.GOROOT ?? '') !== '' && (env?.GOMODCACHE ?? '') !== '');
  });

  it('is undefined without a Go, in no folder, and when cancelled', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = '/nonexistent';
    try {
      assert.equal(await goEnv(os.tmpdir()), undefined);
    } finally {
      process.env['PATH'] = PATH;
    }
    assert.equal(await goEnv('/nonexistent'), undefined);
    const cancel = new AbortController();
    cancel.abort();
    assert.equal(await goEnv(os.tmpdir(), cancel.signal), undefined);
  });
});
