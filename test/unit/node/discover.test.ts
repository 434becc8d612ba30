import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import { CancelledError } from '../../../src/base/userError';
import { discover } from '../../../src/node/discover';
import { isGoBinary } from '../../../src/node/goBinary';
import { parseProcNetTcp } from '../../../src/node/listenersLinux';
import { parseLsof, parseNetstat, parseTasklist } from '../../../src/node/listenersTools';
import { loopbackHosts } from '../../../src/node/loopback';
import { hasGo, startTiny, type TinyService } from './tinyService';

describe('discover', function () {
  this.timeout(20_000);
  const services: TinyService[] = [];
  before(async function () {
    if (!hasGo || process.platform !== 'linux') this.skip();
    this.timeout(120_000);
    services.push(
      await startTiny('-quiet'),
      await startTiny('-quiet', '-tls', 'self'),
      await startTiny('-quiet', '-own'),
    );
  });
  after(() => Promise.all(services.map((service) => service.stop())));

  it('finds services with pprof, in plain HTTP and TLS, and no others', async () => {
    const [plain, secure, own] = services;
    const found = await discover();
    const of = ({ pid }: TinyService): unknown => found.find((target) => target.pid === pid);
    const goroutines = found.find(({ pid }) => pid === plain.pid)?.goroutines;
    assert.ok((goroutines ?? 0) > 0);
    const port = (service: TinyService): number => Number(service.addr.split(':')[1]);
    const expected = { command: 'tiny-service', goroutines };
    assert.deepEqual(of(plain), {
      ...expected,
      url: `http://${plain.addr}/debug/pprof/`,
      pid: plain.pid,
      port: port(plain),
    });
    const withTls = found.find(({ pid }) => pid === secure.pid);
    assert.equal(withTls?.url, `https+insecure://${secure.addr}/debug/pprof/`);
    assert.equal(of(own), undefined);
  });

  it('does not touch programs that are not Go', async () => {
    let touched = 0;
    const server = net.createServer(() => touched++).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const found = await discover();
    assert.ok(!found.some(({ port }) => port === (server.address() as AddressInfo).port));
    assert.equal(touched, 0);
    await new Promise((resolve) => server.close(resolve));
  });

  it('ends when cancelled', async () => {
    const cancel = new AbortController();
    cancel.abort();
    await assert.rejects(discover(cancel.signal), CancelledError);
  });

  it('knows a Go program from another', async () => {
    assert.equal(await isGoBinary(`/proc/${services[0].pid}/exe`), true);
    assert.equal(await isGoBinary(process.execPath), false);
    assert.equal(await isGoBinary(__filename), undefined);
    assert.equal(await isGoBinary('/nonexistent'), undefined);
  });
});

describe('lists of listeners', () => {
  it('are read from /proc/net/tcp and tcp6', () => {
    const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:17AC 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 12345 1 0000 100 0 0 10 0
   1: 0100007F:C350 0100007F:17AC 01 00000000:00000000 00:00000000 00000000  1000        0 12346 1 0000 20 4 30 10 -1
   2: 0A0200C0:17AD 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 12347 1 0000 100 0 0 10 0
   3: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 12348 1 0000 100 0 0 10 0
   4: 00000000000000000000000001000000:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 12349 1 0000 100 0 0 10 0
   5: 0000000000000000FFFF00000100007F:1F92 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 12350 1 0000 100 0 0 10 0
`;
    assert.deepEqual(parseProcNetTcp(table), [
      { port: 6060, address: '127.0.0.1', inode: '12345' },
      { port: 6061, address: '192.0.2.10', inode: '12347' },
      { port: 8080, address: '::', inode: '12348' },
      { port: 8081, address: '::1', inode: '12349' },
      { port: 8082, address: '::ffff:127.0.0.1', inode: '12350' },
    ]);
    assert.deepEqual(parseProcNetTcp(''), []);
    assert.deepEqual(parseProcNetTcp('head\nrubbish\n\n 0: x y 0A'), []);
  });

  it('are read from lsof -Fpcn', () => {
    const text =
      'p42\ncorders\nf3\nn127.0.0.1:6060\nf4\nn[::1]:6060\nf5\nn*:8080\np43\ncredis server\nf6\nn192.0.2.1:6379\n';
    assert.deepEqual(parseLsof(text), [
      { port: 6060, pid: 42, command: 'orders', hosts: ['127.0.0.1'] },
      { port: 8080, pid: 42, command: 'orders', hosts: ['127.0.0.1', '[::1]'] },
    ]);
    assert.deepEqual(parseLsof('lsof: no pwd entry\n'), []);
  });

  it('are read from netstat and tasklist, in any language, without the system’s own', () => {
    const tasks = parseTasklist(
      '"svchost.exe","900","Services","0","9,000 K"\r\n"orders.exe","123","Console","1","9,000 K"\r\n',
    );
    const text = `\r\nAktive Verbindungen\r\n\r\n  Proto  Lokale Adresse  Remoteadresse  Status  PID\r
  TCP    0.0.0.0:135     0.0.0.0:0      ABHÖREN         900\r
  TCP    127.0.0.1:6060  0.0.0.0:0      ABHÖREN         123\r
  TCP    127.0.0.1:6060  127.0.0.1:5001 HERGESTELLT     123\r
  TCP    [::1]:6061      [::]:0         ABHÖREN         123\r\n`;
    assert.deepEqual(parseNetstat(text, tasks), [
      { port: 6060, pid: 123, command: 'orders.exe', hosts: ['127.0.0.1'] },
      { port: 6061, pid: 123, command: 'orders.exe', hosts: ['[::1]'] },
    ]);
  });

  it('only give loopback addresses', () => {
    assert.deepEqual(loopbackHosts('127.0.0.53'), ['127.0.0.53']);
    assert.deepEqual(loopbackHosts('::ffff:127.0.0.1'), ['127.0.0.1']);
    for (const other of ['10.0.0.1', '128.0.0.1', '127.evil.com', 'fe80::1', '2001:db8::127.0.0.1', '']) {
      assert.deepEqual(loopbackHosts(other), []);
    }
  });
});
