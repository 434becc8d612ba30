import assert from 'node:assert/strict';
import type http from 'node:http';
import { gzipSync } from 'node:zlib';
import { CancelledError } from '../../../src/base/userError';
import type { Access } from '../../../src/node/access';
import { defaultLimits, type GetRequest, httpGet } from '../../../src/node/httpGet';
import { Secret } from '../../../src/node/secret';
import { expectError } from './expectError';
import { closeServers, freePort, serveAnswer, serveHttp, serveTcp } from './servers';

const limits = { ...defaultLimits, connectMs: 2000, idleMs: 2000, totalMs: 4000 };

function get(address: string, rest: Partial<GetRequest> = {}): ReturnType<typeof httpGet> {
  return httpGet({ url: new URL(`http://${address}/`), access: {}, limits, ...rest });
}

const token: Access = {
  headers: { authorization: new Secret('Bearer s3cret'), 'x-team': new Secret('orders') },
  query: new Secret('token=tok3n'),
};

describe('httpGet', () => {
  afterEach(closeServers);

  it('gives status, headers and the whole body', async () => {
    const address = await serveHttp((_request, response) => {
      response.writeHead(404, { 'X-Go-Pprof': '1' });
      response.write('Unknown ');
      setTimeout(() => response.end('profile\n'), 20);
    });
    const answer = await get(address);
    assert.equal(answer.status, 404);
    assert.equal(answer.headers['x-go-pprof'], '1');
    assert.equal(Buffer.from(answer.body).toString(), 'Unknown profile\n');
  });

  it('sends headers and the secret query, and closes the connection', async () => {
    const seen: http.IncomingMessage[] = [];
    const address = await serveHttp((request, response) => {
      seen.push(request);
      response.end();
    });
    await get(address, { url: new URL(`http://${address}/p?seconds=5`), access: token });
    assert.equal(seen[0].url, '/p?seconds=5&token=tok3n');
    assert.equal(seen[0].headers.authorization, 'Bearer s3cret');
    assert.equal(seen[0].headers['x-team'], 'orders');
    assert.equal(seen[0].headers.connection, 'close');
    assert.equal(seen[0].headers['accept-encoding'], 'identity');
  });

  it('reports how far it is', async () => {
    const address = await serveAnswer(200, 'x'.repeat(1000), { 'content-length': 1000 });
    const phases: string[] = [];
    await get(address, { onProgress: (phase, received, total) => phases.push(`${phase} ${received}/${total ?? '?'}`) });
    assert.deepEqual(phases.slice(0, 2), ['connecting 0/?', 'waiting 0/?']);
    assert.equal(phases.at(-1), 'receiving 1000/1000');
  });

  it('undoes a packing that a proxy added, once: the gzip of pprof stays', async () => {
    const profile = gzipSync('profile');
    const address = await serveAnswer(200, gzipSync(profile), { 'content-encoding': 'gzip' });
    assert.deepEqual(Buffer.from((await get(address)).body), profile);
  });

  it('refuses what unpacks to more than allowed, or not at all', async () => {
    const bomb = await serveAnswer(200, gzipSync(Buffer.alloc(2 ** 20)), { 'content-encoding': 'gzip' });
    await expectError(get(bomb, { limits: { ...limits, maxBytes: 10_000 } }), 'bad-encoding');
    const broken = await serveAnswer(200, 'nonsense', { 'content-encoding': 'br' });
    await expectError(get(broken), 'bad-encoding');
    const unknown = await serveAnswer(200, 'nonsense', { 'content-encoding': 'toString' });
    await expectError(get(unknown), 'bad-encoding');
  });

  describe('redirects', () => {
    it('are followed, with everything, within the origin', async () => {
      const address = await serveHttp((request, response) => {
        if (request.url?.startsWith('/b') === true) response.end(request.headers.authorization);
        else response.writeHead(301, { location: '/b' }).end();
      });
      const answer = await get(address, { access: token });
      assert.equal(Buffer.from(answer.body).toString(), 'Bearer s3cret');
      assert.equal(answer.url.href, `http://${address}/b`);
    });

    it('to another origin carry neither headers nor query', async () => {
      const seen: http.IncomingMessage[] = [];
      const other = await serveHttp((request, response) => {
        seen.push(request);
        response.end('page');
      });
      const address = await serveAnswer(302, '', { location: `http://ann:pw@${other}/login` });
      const answer = await get(address, { access: token });
      assert.equal(seen[0].headers.authorization, undefined);
      assert.equal(seen[0].headers['x-team'], undefined);
      assert.equal(seen[0].url, '/login');
      assert.equal(answer.url.href, `http://${other}/login`);
    });

    it('in a circle, to nowhere, or to something else end', async () => {
      await expectError(get(await serveAnswer(302, '', { location: '/again' })), 'too-many-redirects');
      await expectError(get(await serveAnswer(302, '', { location: 'file:///etc/passwd' })), 'bad-redirect');
      await expectError(get(await serveAnswer(302, '', { location: 'http://[' })), 'bad-redirect');
      assert.equal((await get(await serveAnswer(302, ''))).status, 302);
    });

    it('are left alone where they shall not be followed', async () => {
      const address = await serveAnswer(302, '', { location: 'http://192.0.2.1/' });
      assert.equal((await get(address, { redirects: 0 })).status, 302);
    });
  });

  describe('limits', () => {
    it('ends a body that is too large, announced or not', async () => {
      const small = { ...limits, maxBytes: 1000 };
      await expectError(get(await serveAnswer(200, 'x'.repeat(1001)), { limits: small }), 'too-much');
      const endless = await serveHttp((_request, response) => {
        response.on('error', () => undefined);
        const more = setInterval(() => response.write('x'.repeat(600)), 5);
        response.on('close', () => clearInterval(more));
      });
      await expectError(get(endless, { limits: small }), 'too-much');
    });

    it('ends a drip that never ends', async () => {
      const drip = await serveHttp((_request, response) => {
        const more = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(more));
      });
      const error = await expectError(get(drip, { limits: { ...limits, totalMs: 200 } }), 'timeout');
      assert.match(error.message, /still sending/);
    });

    it('ends a silence after the request', async () => {
      const silent = await serveTcp((socket) => socket.resume());
      const quick = { limits: { ...limits, idleMs: 100 } };
      assert.match((await expectError(get(silent, quick), 'timeout')).message, /did not answer/);
      const measuring = get(silent, { ...quick, seconds: 30 });
      assert.match((await expectError(measuring, 'timeout')).message, /asked to measure 30 s/);
    });

    it('ends a TLS handshake that is not answered', async () => {
      const silent = await serveTcp((socket) => socket.resume());
      const url = new URL(`https://${silent}/`);
      await expectError(get(silent, { url, limits: { ...limits, connectMs: 100 } }), 'connect-timeout');
    });
  });

  describe('cancelling', () => {
    it('closes the connection at once', async () => {
      const cancel = new AbortController();
      let closed: (() => void) | undefined;
      const gone = new Promise<void>((resolve) => (closed = resolve));
      const address = await serveHttp((request) => {
        request.socket.once('close', () => closed?.());
        cancel.abort();
      });
      await assert.rejects(get(address, { signal: cancel.signal }), CancelledError);
      await gone;
    });

    it('before the start asks nothing', async () => {
      const cancel = new AbortController();
      cancel.abort();
      const address = await serveHttp(() => assert.fail('asked'));
      await assert.rejects(get(address, { signal: cancel.signal }), CancelledError);
    });
  });

  describe('failures below HTTP', () => {
    it('says that nothing listens', async () => {
      await expectError(get(`127.0.0.1:${await freePort()}`), 'refused');
      await expectError(get(`localhost:${await freePort()}`), 'refused');
    });

    it('says that a name is unknown', () => expectError(get('no-such-host.invalid'), 'unknown-host'));

    for (const banner of ['SSH-2.0-OpenSSH_9.6\r\n', '-ERR unknown command\r\n', '\x00\x00\x00\x04\x01', '<html>']) {
      it(`says that ${JSON.stringify(banner)} is not HTTP`, async () => {
        const address = await serveTcp((socket) => socket.once('data', () => socket.end(banner)));
        await expectError(get(address), 'not-http');
      });
    }

    it('says that a port expects TLS', async () => {
      const alert = await serveTcp((socket) => socket.once('data', () => socket.end('\x15\x03\x01\x00\x02\x02\x46')));
      assert.match((await expectError(get(alert), 'tls-expected')).next, /https:/);
    });

    it('says that a port has no TLS', async () => {
      const address = await serveAnswer(200, 'x');
      const error = await expectError(get(address, { url: new URL(`https://${address}/`) }), 'plain-http');
      assert.match(error.next, /http:/);
    });

    it('says that a handshake was refused', async () => {
      const address = await serveTcp((socket) => socket.once('data', () => socket.destroy()));
      await expectError(get(address, { url: new URL(`https://${address}/`) }), 'tls-failed');
    });

    it('says that the service hung up: before, while measuring, while sending', async () => {
      const rude = await serveTcp((socket) => socket.once('data', () => socket.destroy()));
      assert.match((await expectError(get(rude), 'connection-lost')).message, /without an answer/);
      assert.match(
        (await expectError(get(rude, { seconds: 30 }), 'connection-lost')).message,
        /in the middle of a 30 s/,
      );
      const cut = await serveHttp((_request, response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('x'.repeat(100), () => response.socket?.destroy());
      });
      assert.match((await expectError(get(cut), 'connection-lost')).message, /broke off after 100 bytes/);
    });

    it('says that a header or a PEM file cannot be used, without repeating it', async () => {
      const address = await serveAnswer(200, '');
      const bad: Access = { headers: { authorization: new Secret('s3cret\nX: y') } };
      await expectError(get(address, { access: bad }), 'bad-header', ['s3cret']);
      const url = new URL(`https://${address}/`);
      const pem: Access = { tls: { cert: 'no pem', key: new Secret('s3cret') } };
      await expectError(get(address, { url, access: pem }), 'bad-certificate-file', ['s3cret']);
      await expectError(get(address, { url, access: { tls: { ca: 'no pem' } } }), 'bad-certificate-file');
    });
  });
});
