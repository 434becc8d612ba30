// Bundles of a real Go service: what is taken, in which order, and that it can be read again.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { CancelledError } from '../../../src/base/userError';
import { readBundleFolder } from '../../../src/node/bundleFolder';
import { bundleRequests, captureBundle, lookAgain } from '../../../src/node/captureBundle';
import type { ThreadSays } from '../../../src/node/diagnoseMessages';
import { diagnoseBundle } from '../../../src/node/diagnoseWork';
import { parseTarget } from '../../../src/node/target';
import { makeTempDir } from '../../harness/tempDir';
import { expectError } from './expectError';
import { closeServers, serveAnswer } from './servers';
import { hasGo, startTiny, type TinyService } from './tinyService';

const tool = 'heatline test';

describe('the requests of a bundle', () => {
  const requests = (...names: readonly string[]) =>
    bundleRequests({ kinds: names.map((name) => ({ name })) }, 7).map(
      ({ kind, debug, gc, seconds }) =>
        `${kind}${debug === 2 ? '?debug=2' : ''}${gc === true ? '?gc=1' : ''}${seconds === undefined ? '' : `?seconds=${seconds}`}`,
    );

  it('come twice, with the CPU between, and a collection before the second dump', () => {
    const all = [
      'allocs',
      'block',
      'goroutine',
      'goroutineleak',
      'heap',
      'mutex',
      'my.rows',
      'profile',
      'threadcreate',
      'trace',
    ];
    assert.deepEqual(
      requests(...all),
      [
        'goroutineleak heap allocs goroutine?debug=2 mutex block my.rows',
        'profile?seconds=7',
        'mutex block my.rows threadcreate heap?gc=1 allocs goroutine?debug=2',
      ].flatMap((line) => line.split(' ')),
    );
  });

  it('collect for the first heap themselves where no leak run does', () => {
    assert.deepEqual(requests('heap', 'profile'), ['heap?gc=1', 'profile?seconds=7', 'heap?gc=1']);
  });
});

describe('a bundle', function () {
  this.timeout(30_000);
  const temp = makeTempDir('bundle');
  let tiny: TinyService;
  before(async function () {
    if (!hasGo) this.skip();
    this.timeout(120_000);
    tiny = await startTiny('-rates');
  });
  afterEach(closeServers);
  after(async () => {
    await (tiny as TinyService | undefined)?.stop();
    temp.remove();
  });
  const take = (name: string, signal?: AbortSignal) =>
    captureBundle({ target: parseTarget(tiny.addr), seconds: 1, parent: path.join(temp.path, name), tool }, { signal });

  it('is a folder that is read again as it was taken', async () => {
    const taken = await take('whole');
    const { files, missing, target } = await readBundleFolder(taken.folder);
    assert.deepEqual([missing, target], [taken.missing, taken.target]);
    const kinds = files.map(({ provenance }) => provenance?.kind);
    assert.deepEqual(kinds.filter((kind) => kind === 'goroutine').length, 2);
    assert.ok(
      kinds.indexOf('profile') > kinds.indexOf('goroutine') &&
        kinds.indexOf('profile') < kinds.lastIndexOf('goroutine'),
    );
    assert.match(missing.find(({ profile }) => profile === 'goroutineleak')?.reason ?? '', /Go 1\.27|^$/);
  });

  it('of one second does not touch another', async () => {
    const [a, b] = [await take('same'), await take('same')];
    assert.notEqual(a.folder, b.folder);
    assert.ok(fs.existsSync(path.join(a.folder, 'bundle.json')));
  });

  it('keeps what it has when it is cancelled', async () => {
    const stop = new AbortController();
    const parent = path.join(temp.path, 'cut');
    const taking = captureBundle(
      { target: parseTarget(tiny.addr), seconds: 20, parent, tool },
      {
        signal: stop.signal,
        onProgress: ({ kind, phase }) => kind === 'profile' && phase === 'measuring' && stop.abort(),
      },
    );
    await assert.rejects(taking, CancelledError);
    const [folder] = fs.readdirSync(parent);
    const { files, missing } = await readBundleFolder(path.join(parent, folder));
    assert.ok(files.some(({ provenance }) => provenance?.kind === 'goroutine'));
    assert.ok(missing.some(({ profile }) => profile === 'rest'));
  });

  it('ends with what it has where the caller wants to go on after a cancel', async () => {
    const stop = new AbortController();
    const taken = await captureBundle(
      { target: parseTarget(tiny.addr), seconds: 20, parent: path.join(temp.path, 'kept'), tool },
      {
        signal: stop.signal,
        keepOnCancel: true,
        onProgress: ({ kind, phase }) => kind === 'profile' && phase === 'measuring' && stop.abort(),
      },
    );
    assert.equal(taken.isCut, true);
    assert.deepEqual((await readBundleFolder(taken.folder)).missing, taken.missing);
    assert.match(taken.missing.find(({ profile }) => profile === 'rest')?.reason ?? '', /cancelled/);
  });

  it('grows by another look, behind a collection', async () => {
    const { folder, target } = await take('again');
    const kinds = async () => (await readBundleFolder(folder)).files.map(({ provenance }) => provenance?.kind);
    const before = await kinds();
    await lookAgain(folder, parseTarget(target), tool);
    assert.deepEqual((await kinds()).slice(before.length), ['heap', 'goroutine']);
  });

  it('is diagnosed by its folder or by its files, and tells the functions before it asks for their source', async () => {
    const { folder, target } = await take('read');
    fs.writeFileSync(path.join(folder, 'notes.bin'), 'no profile');
    const said: ThreadSays[] = [];
    const maxInflatedBytes = 2 ** 30;
    const read = (file: string): Promise<undefined> => {
      assert.ok(
        said.some(({ kind }) => kind === 'functions'),
        `asked for ${file} too early`,
      );
      return Promise.resolve(undefined);
    };
    await diagnoseBundle({ bundle: { folder }, maxInflatedBytes }, (message) => said.push(message), read);
    const done = said.at(-1);
    assert.ok(done?.kind === 'done');
    assert.equal(done.target, target);
    assert.equal(done.leftOut.length, 1);
    assert.ok(['cpu', 'heap', 'goroutine'].every((kind) => done.diagnosis.captured.includes(kind)));
    const files = [path.join(folder, 'notes.bin')];
    await expectError(
      diagnoseBundle({ bundle: { files }, maxInflatedBytes }, () => undefined, read),
      'not-a-profile',
    );
  });

  it('is no bundle when the service is none', async () => {
    const address = await serveAnswer(404, 'nothing');
    const taking = captureBundle({
      target: parseTarget(address),
      seconds: 1,
      parent: path.join(temp.path, 'none'),
      tool,
    });
    await expectError(taking, 'no-pprof');
    assert.equal(fs.existsSync(path.join(temp.path, 'none')), false);
  });

  it('made by hand, without notes, is read too', async () => {
    const { folder } = await take('hand');
    for (const name of fs.readdirSync(folder)) if (name.endsWith('.json')) fs.rmSync(path.join(folder, name));
    const { files, missing } = await readBundleFolder(folder);
    assert.ok(files.length > 5 && files.every(({ provenance }) => provenance === undefined));
    assert.deepEqual(missing, []);
  });
});
