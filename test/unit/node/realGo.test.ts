// Against a real net/http/pprof: what is promised about each answer is what Go really answers.
import assert from 'node:assert/strict';
import http from 'node:http';
import { gunzipSync } from 'node:zlib';
import { CancelledError, UserError } from '../../../src/base/userError';
import type { Access } from '../../../src/node/access';
import { capture, type CaptureProgress, type CaptureRequest } from '../../../src/node/capture';
import { captureSet } from '../../../src/node/captureSet';
import { preflight } from '../../../src/node/preflight';
import { Secret } from '../../../src/node/secret';
import { parseTarget } from '../../../src/node/target';
import { expectError } from './expectError';
import { hasGo, startTiny, type TinyService } from './tinyService';

const tool = 'heatline test';

function take(address: string, kind: string, rest: Partial<CaptureRequest> = {}): ReturnType<typeof capture> {
  return capture({ target: parseTarget(address), kind, ...rest }, tool);
}

describe('a real Go service', function () {
  this.timeout(20_000);
  let tiny: TinyService;
  const others: TinyService[] = [];
  const start = async (...flags: string[]): Promise<TinyService> => {
    const service = await startTiny(...flags);
    others.push(service);
    return service;
  };
  before(async function () {
    if (!hasGo) this.skip();
    this.timeout(120_000); // Go may have to build its whole library first.
    tiny = await startTiny('-rates');
  });
  afterEach(() => Promise.all(others.splice(0).map((service) => service.stop())));
  after(async () => {
    await (tiny as TinyService | undefined)?.stop();
  });

  it('is looked at: kinds, counts, goroutines', async () => {
    const found = await preflight(parseTarget(tiny.addr));
    const names = found.kinds.map(({ name }) => name);
    for (const name of ['allocs', 'block', 'goroutine', 'heap', 'mutex', 'profile', 'threadcreate', 'trace']) {
      assert.ok(names.includes(name), `${name} is missing`);
    }
    assert.ok(names.includes('example.com/tiny/leases'));
    assert.ok(!names.includes('cmdline') && !names.includes('symbol'));
    assert.ok((found.goroutines ?? 0) >= 1);
    assert.ok((found.kinds.find(({ name }) => name === 'block')?.count ?? 0) >= 1);
    assert.equal(found.kinds.find(({ name }) => name === 'block')?.hint, undefined);
    assert.equal(found.kinds.find(({ name }) => name === 'profile')?.count, undefined);
    assert.match(found.goAtLeast ?? 'go1.24', /^go1\.2[46]$/);
    assert.equal(found.indexServed, true);
  });

  it('tells that block and mutex rates are off', async () => {
    const { addr } = await start('-quiet');
    const { kinds } = await preflight(parseTarget(addr));
    assert.match(kinds.find(({ name }) => name === 'block')?.hint ?? '', /SetBlockProfileRate/);
    assert.match(kinds.find(({ name }) => name === 'mutex')?.hint ?? '', /SetMutexProfileFraction/);
  });

  it('gives its CPU profile, with time left while it measures', async () => {
    const progress: CaptureProgress[] = [];
    const target = parseTarget(tiny.addr);
    const taken = await capture({ target, kind: 'cpu', seconds: 1 }, tool, { onProgress: (p) => progress.push(p) });
    assert.equal(taken.form, 'gzip');
    assert.ok(gunzipSync(taken.bytes).length > 100);
    const { url, kind, seconds } = taken.provenance;
    assert.deepEqual(
      { url, kind, seconds },
      { url: `http://${tiny.addr}/debug/pprof/profile`, kind: 'profile', seconds: 1 },
    );
    assert.deepEqual([...new Set(progress.map(({ phase }) => phase))], ['connecting', 'measuring', 'receiving']);
    assert.deepEqual([...new Set(progress.map(({ remainingSeconds }) => remainingSeconds))], [1, 0]);
  });

  it('gives snapshots, differences, custom profiles, text forms, and half a second of trace', async () => {
    assert.equal((await take(tiny.addr, 'heap')).form, 'gzip');
    assert.equal((await take(tiny.addr, 'example.com/tiny/leases')).form, 'gzip');
    assert.equal((await take(tiny.addr, 'goroutine', { debug: 1 })).form, 'text');
    const dump = await take(tiny.addr, 'goroutine', { debug: 2 });
    assert.match(Buffer.from(dump.bytes).toString(), /^goroutine \d+ .*\[/);
    assert.equal(dump.provenance.debug, 2);
    const started = Date.now();
    assert.equal((await take(tiny.addr, 'heap', { seconds: 1 })).form, 'gzip');
    assert.ok(Date.now() - started >= 1000);
    const trace = await take(tiny.addr, 'trace', { seconds: 0.5 });
    assert.equal(trace.form, 'trace');
  });

  it('refuses what it does not have', async () => {
    await expectError(take(tiny.addr, 'nope'), 'unknown-profile');
    await expectError(take(tiny.addr, 'example.com/tiny/leases', { seconds: 1 }), 'seconds-unsupported');
    await expectError(take(`http://${tiny.addr}/x/heap`, 'heap'), 'not-found');
  });

  it('measures one CPU profile and one trace at a time, and is free again once a capture was cancelled', async () => {
    const rivals = { profile: 'cpu-busy', trace: 'trace-busy' };
    for (const [kind, code] of Object.entries(rivals)) {
      const cancel = new AbortController();
      const target = parseTarget(tiny.addr);
      const running = capture({ target, kind, seconds: 30 }, tool, { signal: cancel.signal });
      const ended = assert.rejects(running, CancelledError);
      await untilMeasuring(tiny.addr);
      await expectError(take(tiny.addr, kind, { seconds: 1 }), code);
      cancel.abort();
      await ended;
      await untilFree(() => take(tiny.addr, kind, { seconds: 1 }), code);
    }
  });

  it('that dies in the middle is told so', async () => {
    const { addr } = await start();
    const dying = expectError(take(addr, 'cpu', { seconds: 30 }), 'connection-lost');
    await untilMeasuring(addr);
    http.get(`http://${addr}/die`).on('error', () => undefined);
    assert.match((await dying).message, /in the middle of a 30 s capture/);
  });

  it('keeps the others when one is missing, in the order that disturbs least', async () => {
    const kept: string[] = [];
    const requests = ['profile', 'nope', 'example.com/tiny/leases', 'goroutine', 'heap', 'mutex'].map((kind) => ({
      kind,
      ...(kind === 'profile' ? { seconds: 1 } : {}),
    }));
    const missing = await captureSet(parseTarget(tiny.addr), requests, tool, {
      keep: ({ provenance }) => {
        kept.push(provenance.kind);
        return Promise.resolve();
      },
    });
    assert.deepEqual(kept, ['heap', 'goroutine', 'mutex', 'example.com/tiny/leases', 'profile']);
    assert.deepEqual(
      missing.map(({ kind, reason }) => [kind, reason.code]),
      [['nope', 'unknown-profile']],
    );
  });

  it('keeps what it had when the service dies, and tries nothing in vain', async () => {
    const service = await start();
    const kept: string[] = [];
    const requests = ['heap', 'threadcreate', 'profile'].map((kind) => ({ kind }));
    const missing = await captureSet(parseTarget(service.addr), requests, tool, {
      keep: async ({ provenance }) => {
        kept.push(provenance.kind);
        await service.stop();
      },
    });
    assert.deepEqual(kept, ['heap']);
    assert.deepEqual(
      missing.map(({ reason }) => reason.code),
      ['refused', 'refused'],
    );
    assert.equal(missing[0].reason, missing[1].reason);
  });

  it('is found below a prefix, and warned about where pprof.Index cannot work', async () => {
    const { addr } = await start('-prefix', '/admin/debug/pprof/');
    const found = await preflight(parseTarget(`http://${addr}/admin`));
    assert.equal(found.target.url, `http://${addr}/admin/debug/pprof/`);
    await expectError(capture({ target: found.target, kind: 'heap' }, tool), 'index-instead');
  });

  it('without an index is asked for each profile, without measuring anything', async () => {
    const { addr } = await start('-own');
    const found = await preflight(parseTarget(`http://${addr}/x/`));
    assert.equal(found.indexServed, false);
    assert.deepEqual(
      found.kinds.map(({ name }) => name),
      ['profile', 'goroutine', 'heap', 'trace'],
    );
    assert.equal((await capture({ target: found.target, kind: 'heap' }, tool)).form, 'gzip');
    await expectError(preflight(parseTarget(addr)), 'no-pprof');
  });

  describe('with TLS', () => {
    const secure = (addr: string, access?: Access): Promise<unknown> =>
      capture({ target: parseTarget(`https://${addr}`), kind: 'heap' }, tool, { access });

    it('and a certificate of nobody is refused, unless its CA is given or the user does not care', async () => {
      const { addr, ca } = await start('-tls', 'self');
      assert.match((await expectError(secure(addr), 'certificate')).next, /https\+insecure/);
      await secure(addr, { tls: { ca } });
      await secure(addr, { tls: { insecure: true } });
      await take(`https+insecure://${addr}`, 'heap');
      await expectError(take(addr, 'heap'), 'tls-expected');
    });

    it('and an expired certificate, or one for another host, is told from that', async () => {
      const expired = await start('-tls', 'expired');
      assert.match(
        (await expectError(secure(expired.addr, { tls: { ca: expired.ca } }), 'certificate')).message,
        /expired/,
      );
      const other = await start('-tls', 'otherhost');
      assert.match(
        (await expectError(secure(other.addr, { tls: { ca: other.ca } }), 'certificate')).message,
        /another name/,
      );
    });

    it('wants a client certificate', async () => {
      const { addr, ca, cert, key } = await start('-tls', 'mutual');
      await expectError(secure(addr, { tls: { ca } }), 'client-certificate');
      await secure(addr, { tls: { ca, cert, key: new Secret(key) } });
    });

    it('is told from plain HTTP', async () => {
      assert.match((await expectError(secure(tiny.addr), 'plain-http')).next, /http:/);
    });
  });
});

/** Until a handler of pprof sleeps, which it does while a profiler runs. */
async function untilMeasuring(addr: string): Promise<void> {
  for (const started = Date.now(); Date.now() - started < 10_000;) {
    const { bytes } = await take(addr, 'goroutine', { debug: 2 });
    if (Buffer.from(bytes).includes('net/http/pprof.sleep(')) return;
  }
  assert.fail('nothing is measured after 10 s');
}

/** Go learns of a closed connection a moment later. */
async function untilFree(ask: () => Promise<unknown>, code: string): Promise<void> {
  for (const started = Date.now(); Date.now() - started < 10_000;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (!UserError.is(error, code)) throw error;
    }
  }
  assert.fail('still busy 10 s after the cancel');
}
