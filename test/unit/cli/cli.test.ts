// The CLI as scripts see it: stdout, stderr, exit code.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeTempDir } from '../../harness/tempDir';
import { closeServers, freePort, serveAnswer, serveHttp } from '../node/servers';
import { hasGo, startTiny, type TinyService } from '../node/tinyService';
import { runCli, startCli } from './runCli';

/** A profile by hand: samples/count, two samples of 3 and 4 in `main.work`; see proto/profile.proto for the numbers. */
const profile = Buffer.concat([
  field(1, Buffer.from([0x08, 1, 0x10, 2])), // sample_type: samples, count
  field(2, Buffer.from([0x0a, 1, 1, 0x12, 1, 3])), // location 1, value 3
  field(2, Buffer.from([0x0a, 1, 1, 0x12, 1, 4])),
  field(4, Buffer.from([0x08, 1, 0x22, 4, 0x08, 1, 0x10, 7])), // location 1: function 1, line 7
  field(5, Buffer.from([0x08, 1, 0x10, 3, 0x20, 4])), // function 1: main.work in main.go
  ...['', 'samples', 'count', 'main.work', 'main.go'].map((text) => field(6, Buffer.from(text))),
  Buffer.from([0x50, 0x80, 0xca, 0xb5, 0xee, 0x01]), // duration_nanos: 500 ms
]);

function field(number: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, body.length]), body]);
}

describe('heatline', function () {
  this.timeout(20_000);
  const temp = makeTempDir('cli-test');
  const file = path.join(temp.path, 'cpu.pb.gz');
  before(() => fs.writeFileSync(file, gzipSync(profile)));
  afterEach(closeServers);
  after(() => temp.remove());

  describe('itself', () => {
    it('prints help and version to stdout', async () => {
      const help = await runCli(['--help']);
      assert.deepEqual([help.code, help.stderr], [0, '']);
      assert.match(help.stdout, /Usage: heatline COMMAND[\s\S]*info[\s\S]*capture[\s\S]*Exit codes/);
      const { version } = JSON.parse(fs.readFileSync('package.json', 'utf8')) as { version: string };
      assert.equal((await runCli(['--version'])).stdout, `heatline ${version}\n`);
    });

    it('refuses a wrong command line with usage and exit code 2', async () => {
      const { code, stdout, stderr } = await runCli(['info', file, '--jsn']);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^heatline: There is no option --jsn\. Did you mean --json\?\nUsage: heatline info /);
    });

    it('ends quietly when nobody reads on', async () => {
      const run = await startCli(['info', ...Array.from({ length: 400 }, () => file)]);
      await once(run.stdout, 'data');
      run.stdout.destroy();
      const { code, stderr } = await run.result;
      assert.deepEqual([code, stderr], [0, '']);
    });
  });

  describe('info', () => {
    it('tells what is in a file', async () => {
      const { code, stdout, stderr } = await runCli(['info', file]);
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /Duration +0\.50 s/);
      assert.match(stdout, /2 samples, 1 location, 1 function/);
      assert.match(stdout, /samples +7 +7 count +\(default\)/);
    });

    it('prints one JSON object, with the provenance beside the file', async () => {
      const provenance = {
        url: 'http://h/debug/pprof/profile',
        kind: 'profile',
        startedAt: '2026-01-31T14:05:01.000Z',
        tool: 't',
      };
      const own = path.join(temp.path, 'own.pb.gz');
      fs.copyFileSync(file, own);
      fs.writeFileSync(`${own}.json`, JSON.stringify(provenance));
      const { code, stdout } = await runCli(['info', '--json', own]);
      assert.equal(code, 0);
      const { files } = JSON.parse(stdout) as { files: Record<string, unknown>[] };
      assert.equal(files.length, 1);
      assert.deepEqual(files[0]['sampleTypes'], [{ type: 'samples', unit: 'count', total: 7, default: true }]);
      assert.equal(files[0]['durationNanos'], 500_000_000);
      assert.equal(files[0]['time'], null);
      assert.deepEqual(files[0]['provenance'], provenance);
    });

    it('reads standard input, and names it in errors', async () => {
      const { code, stdout } = await runCli(['info', '-'], { input: gzipSync(profile) });
      assert.equal(code, 0);
      assert.match(stdout, /^-\n/);
      const cut = await runCli(['info', '-'], { input: gzipSync(profile).subarray(0, 30) });
      assert.equal(cut.code, 3);
      assert.match(cut.stderr, /^heatline: standard input: The compressed profile is cut off/);
    });

    it('unpacks to no more than --max-inflated-size, and says how to raise it', async () => {
      const input = gzipSync(Buffer.alloc(0.15 * 2 ** 30), { level: 1 });
      const bounded = await runCli(['info', '-', '--max-inflated-size', '0.1'], { input });
      assert.equal(bounded.code, 3);
      assert.match(bounded.stderr, /unpacks to more than 102 MiB.*raise --max-inflated-size\./);
      const raised = await runCli(['top', '-', '--max-inflated-size=0.2'], { input });
      assert.doesNotMatch(raised.stderr, /unpacks to more/);
      assert.equal((await runCli(['info', '-', '--max-inflated-size', '0'], { input })).code, 2);
    });

    it('tells the others when one file cannot be read, with exit code 3', async () => {
      const bad: readonly (readonly [name: string, bytes: Uint8Array, says: RegExp])[] = [
        ['empty.pprof', Buffer.alloc(0), /is empty/],
        ['text.pprof', Buffer.from('hello, world\n'), /text file/],
        ['page.pprof', Buffer.from('<!DOCTYPE html><html></html>'), /web page/],
        ['trace.pprof', Buffer.from('go 1.26 trace\0\0\0'), /go tool trace/],
        ['cut.pb.gz', gzipSync(profile).subarray(0, 40), /cut off/],
        ['random.pprof', Buffer.from([0xff, 0xfe, 0xfd, 0, 1, 2]), /./],
      ];
      for (const [name, bytes, says] of bad) {
        const one = path.join(temp.path, name);
        fs.writeFileSync(one, bytes);
        const { code, stdout, stderr } = await runCli(['info', one, file]);
        assert.equal(code, 3, name);
        assert.ok(stderr.startsWith(`heatline: ${one}: `), stderr);
        assert.match(stderr, says);
        assert.doesNotMatch(stderr, /fault in Heatline|\n {4}at /);
        assert.match(stdout, /2 samples/);
      }
      const missing = await runCli(['info', '--json', path.join(temp.path, 'nope'), temp.path]);
      assert.equal(missing.code, 3);
      const { files } = JSON.parse(missing.stdout) as { files: { error: string }[] };
      assert.match(files[0].error, /There is no file/);
      assert.match(files[1].error, /is a folder/);
    });
  });

  describe('capture from bad services', () => {
    it('tells why, with exit code 3 and nothing written', async () => {
      const login = await serveAnswer(200, '<html>Sign in', { 'content-type': 'text/html' });
      const cases: readonly (readonly [target: string, says: RegExp])[] = [
        [`http://${login}/debug/pprof/heap`, /is a web page/],
        [login, /serves no pprof at/],
        [await serveAnswer(401, ''), /wants a user or token/],
        [`https://${await serveAnswer(200, '')}`, /does not speak TLS/],
      ];
      for (const [target, says] of cases) {
        const out = path.join(temp.path, 'nothing');
        const { code, stdout, stderr } = await runCli(['capture', target, '--out', out]);
        assert.deepEqual([code, stdout], [3, ''], target);
        assert.match(stderr, says);
        assert.ok(!fs.existsSync(out));
      }
      const refused = await runCli(['capture', `:${await freePort()}`, '--json']);
      assert.equal(refused.code, 3);
      const { captured, missing } = JSON.parse(refused.stdout) as {
        captured: unknown[];
        missing: { profile: string; reason: string }[];
      };
      assert.deepEqual(captured, []);
      assert.match(missing[0].reason, /Nothing listens/);
      assert.equal(missing[0].profile, 'cpu');
    });

    it('sends the header it is given, and prints it nowhere', async () => {
      let seen: string | undefined;
      const address = await serveHttp((request, response) => {
        seen = request.headers.authorization;
        response.writeHead(403).end();
      });
      const { stderr } = await runCli([
        'capture',
        `${address}/debug/pprof/heap`,
        '--header',
        'Authorization: Bearer s3cret',
      ]);
      assert.equal(seen, 'Bearer s3cret');
      assert.match(stderr, /does not allow/);
      assert.doesNotMatch(stderr, /s3cret/);
    });
  });

  describe('capture from a real service', () => {
    let tiny: TinyService | undefined;
    const addr = (): string => tiny?.addr ?? '';
    before(async function () {
      if (!hasGo) this.skip();
      this.timeout(120_000);
      tiny = await startTiny('-rates');
    });
    after(() => tiny?.stop());

    it('prints the paths of files that info reads', async () => {
      const run = await runCli(['capture', addr(), '--profiles', 'cpu,heap', '--seconds', '1', '-o', 'out'], {
        cwd: temp.path,
      });
      assert.deepEqual([run.code, run.stderr], [0, '']);
      const files = run.stdout.trimEnd().split('\n');
      assert.match(files[0], /^out\/127\.0\.0\.1-\d+-heap-\d{8}T\d{6}Z\.pb\.gz$/);
      assert.match(files[1], /-cpu-/);
      const { code, stdout } = await runCli(['info', ...files], { cwd: temp.path });
      assert.equal(code, 0);
      assert.match(stdout, /Kind +heap[\s\S]*Kind +cpu[\s\S]*Captured +profile from http/);
    });

    it('takes all that is there, and what is named alone', async () => {
      const all = await runCli(['capture', addr(), '--profiles=all', '--seconds=1', '--json'], { cwd: temp.path });
      assert.equal(all.code, 0);
      const { captured, missing } = JSON.parse(all.stdout) as {
        captured: { profile: string; seconds: number | null }[];
        missing: unknown[];
      };
      assert.deepEqual(missing, []);
      const names = captured.map(({ profile: name }) => name);
      assert.equal(names.at(-1), 'cpu');
      assert.ok(
        ['heap', 'goroutine', 'block', 'mutex', 'allocs', 'example.com/tiny/leases'].every((name) =>
          names.includes(name),
        ),
      );
      assert.deepEqual(
        captured.map(({ seconds }) => seconds).filter((seconds) => seconds !== null),
        [1],
      );
      const one = await runCli(['capture', `http://${addr()}/debug/pprof/goroutine?debug=2`], { cwd: temp.path });
      assert.match(one.stdout, /goroutine-.*\.txt\n$/);
    });

    it('keeps what it has and exits with 3 when a named kind is missing', async () => {
      const run = await runCli(['capture', addr(), '--profiles', 'heap,nope', '--json'], { cwd: temp.path });
      assert.equal(run.code, 3);
      const { captured, missing } = JSON.parse(run.stdout) as {
        captured: { file: string }[];
        missing: { profile: string }[];
      };
      assert.ok(fs.existsSync(path.join(temp.path, captured[0].file)));
      assert.deepEqual(
        missing.map(({ profile: name }) => name),
        ['nope'],
      );
      assert.match(run.stderr, /^heatline: nope: .* has no profile named nope\./);
    });

    it('frees the profiler on Ctrl-C, says what it kept, and exits with 130', async () => {
      const run = await startCli(['capture', addr(), '--profiles', 'heap,cpu', '--seconds', '30', '-o', 'kept'], {
        cwd: temp.path,
      });
      const kept = path.join(temp.path, 'kept');
      while (!fs.existsSync(kept) || fs.readdirSync(kept).length < 2)
        await new Promise((resolve) => setTimeout(resolve, 20));
      await new Promise((resolve) => setTimeout(resolve, 300));
      run.kill('SIGINT');
      const { code, stdout, stderr } = await run.result;
      assert.deepEqual([code, stdout], [130, '']);
      assert.match(stderr, /heap-.*\.pb\.gz is kept\.\nheatline: Interrupted\.\n$/);
      const again = await runCli(['capture', addr(), '--seconds', '1'], { cwd: temp.path });
      assert.equal(again.code, 0, again.stderr);
    });

    it('says when the folder cannot be written', async () => {
      const run = await runCli(['capture', addr(), '--profiles', 'heap', '--out', file]);
      assert.equal(run.code, 3);
      assert.match(run.stderr, /is not a folder/);
    });
  });
});
