import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { capture, type CaptureRequest } from '../../../src/node/capture';
import { parseTarget } from '../../../src/node/target';
import { expectError } from './expectError';
import { closeServers, serveAnswer, serveHttp } from './servers';

/** As Go's serveError writes it. */
const go = { 'content-type': 'text/plain; charset=utf-8', 'x-go-pprof': '1' };

function take(address: string, rest: Partial<CaptureRequest> = {}): ReturnType<typeof capture> {
  return capture({ target: parseTarget(address), kind: 'heap', ...rest }, 'heatline test');
}

// The first bytes of a profile: one sample type.
const proto = Buffer.from([0x0a, 0x04, 0x08, 0x01, 0x10, 0x02, 0x32, 0x00]);

describe('answers of a service', () => {
  afterEach(closeServers);

  const answers: readonly (readonly [
    what: string,
    status: number,
    body: string,
    headers: Record<string, string>,
    code: string,
    says: RegExp,
    request?: Partial<CaptureRequest>,
  ])[] = [
    ['an unknown profile', 404, 'Unknown profile\n', go, 'unknown-profile', /no profile named heap/],
    [
      'goroutineleak before 1.27',
      404,
      'Unknown profile\n',
      go,
      'unknown-profile',
      /GOEXPERIMENT/,
      { kind: 'goroutineleak' },
    ],
    ['a 404 of a router', 404, '404 page not found\n', {}, 'not-found', /Import net\/http\/pprof/],
    [
      'a busy CPU profiler',
      500,
      'Could not enable CPU profiling: cpu profiling already in use\n',
      go,
      'cpu-busy',
      /one CPU profile/,
    ],
    [
      'a running trace',
      500,
      'Could not enable tracing: execution tracer already enabled\n',
      go,
      'trace-busy',
      /one trace/,
    ],
    [
      'a running trace of Go 1.21',
      500,
      'Could not enable tracing: tracing is already enabled\n',
      go,
      'trace-busy',
      /one trace/,
    ],
    ['bad seconds', 400, 'invalid value for "seconds" - must be a positive integer\n', go, 'bad-seconds', /above 0/],
    [
      'seconds for a custom profile',
      400,
      '"seconds" parameter is not supported for this profile type\n',
      go,
      'seconds-unsupported',
      /without seconds/,
      { seconds: 5 },
    ],
    [
      'seconds with debug',
      400,
      'seconds and debug params are incompatible\n',
      go,
      'seconds-with-debug',
      /no text form/,
    ],
    [
      'WriteTimeout up to Go 1.22',
      400,
      `profile duration exceeds server's WriteTimeout\n`,
      go,
      'write-timeout',
      /Go 1\.23/,
      { seconds: 5 },
    ],
    [
      'a deadline in the handler',
      408,
      'context deadline exceeded\n',
      go,
      'server-deadline',
      /before 5 s/,
      { seconds: 5 },
    ],
    ['a cancel in the handler', 500, 'context canceled\n', go, 'server-deadline', /fewer seconds/, { seconds: 5 }],
    [
      'another word of Go',
      500,
      'failed to collect profile\n',
      go,
      'refused-by-service',
      /it said: failed to collect profile\./,
    ],
    ['Basic authentication', 401, 'who?', { 'www-authenticate': 'Basic' }, 'unauthorized', /Authorization/],
    ['no access', 403, 'secret page', {}, 'forbidden', /does not allow/],
    ['a proxy with a login', 407, '', {}, 'proxy-auth', /proxy/],
    ['a rate limit', 429, '', {}, 'busy', /again/],
    ['no GET', 405, '', {}, 'not-found', /GET/],
    ['a gateway', 502, '<html>nginx', {}, 'gateway', /not reachable/],
    ['a gateway that is impatient', 504, '<html>nginx', {}, 'gateway', /fewer seconds/, { seconds: 60 }],
    ['a fault without Go', 500, 'stack trace', {}, 'unexpected-status', /answered 500/],
    ['a redirect to nowhere', 302, '', {}, 'unexpected-status', /nowhere/],
    ['no content', 204, '', {}, 'unexpected-status', /204/],
    ['plain HTTP to TLS', 400, 'Client sent an HTTP request to an HTTPS server.\n', {}, 'tls-expected', /https:/],
    ['a web page', 200, '<!DOCTYPE html><title>Shop</title>', { 'content-type': 'text/html' }, 'web-page', /web page/],
    ['a web page without a type', 200, '\n <html><title>Shop</title>', {}, 'web-page', /web page/],
    [
      'pprof.Index on another path',
      200,
      '<html><title>/debug/pprof/</title>',
      { 'content-type': 'text/html' },
      'index-instead',
      /pprof\.Handler\("heap"\)/,
    ],
    ['nothing', 200, '', {}, 'empty-answer', /nothing/],
    ['text', 200, 'hello, world', { 'content-type': 'text/plain' }, 'not-a-profile', /not a profile/],
    ['JSON', 200, '{"profiles":[]}', { 'content-type': 'application/json' }, 'not-a-profile', /not a profile/],
    [
      'a line feed and text',
      200,
      '\nhello, this is the status page of a service\n',
      {},
      'not-a-profile',
      /not a profile/,
    ],
  ];
  for (const [what, status, body, headers, code, says, request] of answers) {
    it(`${what}: ${code}`, async () => {
      const error = await expectError(take(await serveAnswer(status, body, headers), request), code);
      assert.match(error.sentence, says);
    });
  }

  it('quotes nothing that Go did not write, and cleans what it did', async () => {
    await expectError(take(await serveAnswer(500, 'password=s3cret', {})), 'unexpected-status', ['s3cret']);
    const long = await serveAnswer(500, `a\x1b[31m\nb${'x'.repeat(5000)}`, go);
    const error = await expectError(take(long), 'refused-by-service', ['\x1b', '\n']);
    assert.ok(error.message.length < 500);
  });

  it('tells a login elsewhere from a page, and that credentials stayed here', async () => {
    const login = await serveAnswer(200, '<html>Sign in', { 'content-type': 'text/html' });
    const error = await expectError(
      take(await serveAnswer(302, '', { location: `http://${login}/login?next=s3cret` })),
      'login-page',
      ['s3cret'],
    );
    assert.match(error.message, /\/login, probably a login/);
    const closed = await serveAnswer(401, '');
    const moved = await expectError(
      take(await serveAnswer(302, '', { location: `http://${closed}/` })),
      'unauthorized',
    );
    assert.match(moved.message, /without credentials/);
  });

  it('takes what looks like a profile, in each form', async () => {
    const forms = [
      [gzipSync(proto), 'gzip'],
      [proto, 'proto'],
      ['go 1.26 trace\0\0\0', 'trace'],
      ['goroutine 1 [running]:\nmain.main()\n', 'text'],
      ['heap profile: 1: 112 [21: 8620864] @ heap/1048576\n', 'text'],
      ['goroutine profile: total 20\n', 'text'],
      ['--- contention:\ncycles/second=1\n', 'text'],
    ] as const;
    for (const [body, form] of forms) assert.equal((await take(await serveAnswer(200, body))).form, form);
  });

  it('refuses before asking what Go would misread', async () => {
    const address = await serveHttp(() => assert.fail('asked'));
    for (const seconds of [0, -1, NaN, 0.5, 86_401]) {
      await expectError(take(address, { seconds }), 'bad-seconds');
      await expectError(take(address, { kind: 'cpu', seconds }), 'bad-seconds');
    }
    await expectError(take(address, { seconds: 5, debug: 1 }), 'seconds-with-debug');
    await expectError(take(address, { kind: 'cmdline' }), 'bad-kind');
    await expectError(take(address, { kind: '../../admin' }), 'bad-kind');
  });

  it('keeps credentials out of provenance and errors', async () => {
    const address = await serveAnswer(200, proto);
    const { provenance } = await take(`http://ann:s3cret@${address}/debug/pprof/?token=tok3n`, { seconds: 5 });
    assert.equal(provenance.url, `http://${address}/debug/pprof/heap`);
    assert.equal(provenance.seconds, 5);
    assert.doesNotMatch(JSON.stringify(provenance), /ann|s3cret|tok3n/);
    const refused = await serveAnswer(403, '');
    await expectError(take(`http://ann:s3cret@${refused}/?token=tok3n`), 'forbidden', ['ann', 's3cret', 'tok3n']);
  });
});
