import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { captureFileName, storeCapture } from '../../../src/node/captureStore';
import { writeError } from '../../../src/node/fileErrors';
import { writeNewFile } from '../../../src/node/newFile';
import { parseProvenance, type Provenance, provenanceName } from '../../../src/core/profile/provenance';
import { makeTempDir } from '../../harness/tempDir';
import { expectError } from './expectError';

const bytes = gzipSync('profile');
const provenance: Provenance = {
  url: 'http://localhost:6060/debug/pprof/heap',
  kind: 'heap',
  startedAt: '2026-01-31T14:05:01.234Z',
  tool: 'heatline 0.1.0',
};

describe('captures on disk', () => {
  const temp = makeTempDir('store');
  let folder = '';
  let n = 0;
  beforeEach(() => (folder = path.join(temp.path, String(n++), 'made', 'when missing')));
  after(() => temp.remove());

  it('get a name that says what they are, and their provenance beside them', async () => {
    const file = await storeCapture(folder, { bytes, provenance });
    assert.equal(path.basename(file), captureFileName({ bytes, provenance }));
    assert.equal(path.relative(folder, file), 'localhost-6060-heap-20260131T140501Z.pb.gz');
    assert.deepEqual(fs.readFileSync(file), bytes);
    const stored = JSON.parse(fs.readFileSync(provenanceName(file), 'utf8')) as unknown;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    assert.deepEqual(stored, { format: 1, ...provenance, bytes: bytes.length, sha256 });
    assert.deepEqual(parseProvenance(JSON.stringify(stored)), provenance);
    assert.deepEqual(fs.readdirSync(folder).length, 2);
  });

  it('never replace one another, however many come at once', async () => {
    const files = await Promise.all(
      Array.from({ length: 20 }, (_, i) => storeCapture(folder, { bytes: gzipSync(String(i)), provenance })),
    );
    assert.equal(new Set(files).size, 20);
    assert.deepEqual(new Set(files.map((file) => fs.readFileSync(file).toString('hex'))).size, 20);
    for (const file of files) {
      const stored = JSON.parse(fs.readFileSync(provenanceName(file), 'utf8')) as { sha256: string };
      assert.equal(stored.sha256, createHash('sha256').update(fs.readFileSync(file)).digest('hex'));
    }
    assert.ok(files.some((file) => file.endsWith('Z-20.pb.gz')));
  });

  it('leave what is there alone: files, folders, links, an orphaned provenance', async () => {
    fs.mkdirSync(folder, { recursive: true });
    const name = (suffix: string): string => path.join(folder, `localhost-6060-heap-20260131T140501Z${suffix}`);
    fs.writeFileSync(name('.pb.gz'), 'mine');
    fs.mkdirSync(name('-2.pb.gz'));
    fs.symlinkSync('/nonexistent/target', name('-3.pb.gz'));
    fs.writeFileSync(name('-4.pb.gz.json'), 'mine');
    assert.equal(await storeCapture(folder, { bytes, provenance }), name('-5.pb.gz'));
    assert.equal(fs.readFileSync(name('.pb.gz'), 'utf8'), 'mine');
    assert.equal(fs.readFileSync(name('-4.pb.gz.json'), 'utf8'), 'mine');
  });

  it('are named after their form', async () => {
    const at = (body: string | Buffer): Promise<string> =>
      storeCapture(folder, { bytes: Buffer.from(body), provenance: { ...provenance, kind: 'profile' } });
    assert.match(await at('goroutine 1 [running]:\n'), /-cpu-.*\.txt$/);
    assert.match(await at('go 1.26 trace\0\0\0'), /\.trace$/);
    assert.match(await at(Buffer.from([0x0a, 0x04, 8, 1, 16, 2])), /\.pprof$/);
  });

  it('have safe names, whatever host and kind say', async () => {
    const nasty = [
      ['http://[::1]:6060/debug/pprof/x', '../../etc/passwd'],
      ['http://ho$(st)/', '$(rm -rf /)\n;`x`"\''],
      ['no url', '..'],
      ['http://h/', 'CON\u202e\u0000'],
      ['http://h/', 'é'.repeat(500)],
    ];
    for (const [url, kind] of nasty) {
      const file = await storeCapture(folder, { bytes, provenance: { ...provenance, url, kind } });
      assert.equal(path.dirname(file), folder);
      assert.match(path.basename(file), /^[A-Za-z0-9][A-Za-z0-9._-]{10,200}\.pb\.gz$/);
    }
    const odd = await storeCapture(folder, { bytes, provenance: { ...provenance, startedAt: 'never' } });
    assert.match(odd, /-heap-\d{8}T\d{6}Z\.pb\.gz$/);
  });

  it('tell what is wrong with the folder', async () => {
    const file = path.join(temp.path, 'a file');
    fs.writeFileSync(file, '');
    await expectError(storeCapture(file, { bytes, provenance }), 'not-writable');
    await expectError(storeCapture(path.join(file, 'below'), { bytes, provenance }), 'not-writable');
    await expectError(storeCapture(path.join(temp.path, 'x'.repeat(300)), { bytes, provenance }), 'not-writable');
    const codes = {
      ENOSPC: 'disk-full',
      EDQUOT: 'disk-full',
      EROFS: 'not-writable',
      EACCES: 'not-writable',
      EIO: 'not-writable',
    };
    for (const [code, name] of Object.entries(codes)) {
      await expectError(() => {
        throw writeError('x', Object.assign(new Error('failed'), { code }));
      }, name);
    }
  });

  it('leave nothing behind when writing fails half-way', async () => {
    fs.mkdirSync(folder, { recursive: true });
    const broken = Object.defineProperty(new Uint8Array(8), 'byteLength', {
      get: () => {
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      },
    });
    await assert.rejects(writeNewFile(path.join(folder, 'x'), broken), { code: 'ENOSPC' });
    assert.deepEqual(fs.readdirSync(folder), []);
  });
});

describe('parseProvenance', () => {
  it('takes what is not ours or damaged for absent', () => {
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{"url":1,"kind":"heap","startedAt":"x"}',
      '{"url":"http://h"}',
    ]) {
      assert.equal(parseProvenance(text), undefined);
    }
  });

  it('drops fields of a wrong type and keeps the rest', () => {
    const text = JSON.stringify({ ...provenance, seconds: 'x', debug: -1, goVersion: 3, more: {} });
    assert.deepEqual(parseProvenance(text), provenance);
  });
});
