// The capture before this one: of the same kind from the same service, and no other.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { openProfile } from '../../src/core/open';
import { inflateNative } from '../../src/node/inflate';
import { CaptureFolder } from '../../src/host/store/captureFolder';
import { PreviousCaptures } from '../../src/host/store/previousCaptures';
import { WorkspaceProfileFiles } from '../../src/host/store/profileFiles';
import { ProfileStore } from '../../src/host/store/profileStore';
import { ViewStates } from '../../src/host/store/viewStates';
import { inRepo } from './support/host';

describe('the capture before', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'heatline-previous-'));
  const folder = new CaptureFolder(vscode.Uri.file(root));
  const files = new WorkspaceProfileFiles({
    decode: (bytes) => Promise.resolve(openProfile(bytes, { inflate: inflateNative })),
  });
  const store = new ProfileStore(files, new ViewStates({ get: () => undefined, update: () => Promise.resolve() }));

  after(() => {
    store.dispose();
    folder.dispose();
    fs.rmSync(root, { recursive: true, force: true });
  });

  function keep(name: string, from: { host: string; kind: string; minute: number; url?: string }): vscode.Uri {
    fs.copyFileSync(inRepo('test/fixtures/go1.26.8/goroutine.pb.gz').fsPath, path.join(root, name));
    const provenance = {
      url: from.url ?? `http://${from.host}/debug/pprof/${from.kind}`,
      kind: from.kind,
      startedAt: `2026-01-01T10:0${from.minute}:00Z`,
      tool: 'test',
    };
    fs.writeFileSync(path.join(root, `${name}.json`), JSON.stringify(provenance));
    return vscode.Uri.file(path.join(root, name));
  }

  it('is the newest older one of the same kind and service', async () => {
    keep('oldest.pb.gz', { host: 'a:1', kind: 'goroutine', minute: 0 });
    keep('before.pb.gz', { host: 'a:1', kind: 'goroutine', minute: 1 });
    keep('other-kind.pb.gz', { host: 'a:1', kind: 'heap', minute: 2 });
    keep('other-service.pb.gz', { host: 'b:1', kind: 'goroutine', minute: 3 });
    const uri = keep('now.pb.gz', { host: 'a:1', kind: 'goroutine', minute: 4 });
    keep('later.pb.gz', { host: 'a:1', kind: 'goroutine', minute: 5 });
    await store.activate(uri);
    const active = store.active ?? assert.fail('not active');
    const previous = new PreviousCaptures(folder, store);
    assert.equal((await previous.of(active))?.startedAt, '2026-01-01T10:01:00Z');
    assert.equal(previous.of(active), previous.of(active), 'looked for once');
  });

  it('is the stop before for what was taken from a debugger, and none for pasted texts', async () => {
    const take = (name: string, url: string, minute: number): vscode.Uri =>
      keep(name, { host: '', kind: 'goroutine', minute, url });
    take('stop-1.pb.gz', 'dlv://orders%20under%20test', 0);
    take('other-stop.pb.gz', 'dlv://other', 1);
    const stop = take('stop-2.pb.gz', 'dlv://orders%20under%20test', 2);
    take('paste-1.pb.gz', 'paste://clipboard', 3);
    const paste = take('paste-2.pb.gz', 'paste://clipboard', 4);
    const before = async (uri: vscode.Uri): Promise<string | undefined> => {
      await store.activate(uri);
      return (await new PreviousCaptures(folder, store).of(store.active ?? assert.fail('not active')))?.startedAt;
    };
    assert.equal(await before(stop), '2026-01-01T10:00:00Z');
    assert.equal(await before(paste), undefined);
  });

  it('is none for a file from elsewhere', async () => {
    const uri = inRepo('test/fixtures/go1.26.8/goroutine.pb.gz');
    await store.activate(uri);
    const active = store.active ?? assert.fail('not active');
    assert.equal(await new PreviousCaptures(folder, store).of(active), undefined);
  });
});
