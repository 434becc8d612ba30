// What goes wrong is said in a sentence with a next step, and nothing is lost or left running.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { fixturesDir } from '../harness/paths';
import { startCapture } from './support/heatline';
import { useSession } from './support/session';

describe('bad input', () => {
  const session = useSession({ service: { diseases: ['none'] }, settings: { 'heatline.maxInflatedSize': 0.1 } });

  const fixture = (): Buffer => {
    const version = readdirSync(fixturesDir)
      .filter((name) => name.startsWith('go1.'))
      .sort()
      .at(-1)!;
    return readFileSync(path.join(fixturesDir, version, 'cpu.pb.gz'));
  };

  const files: readonly { name: string; bytes: () => Uint8Array; says: RegExp }[] = [
    { name: 'truncated.pprof', bytes: () => fixture().subarray(0, 2000), says: /cut off/ },
    { name: 'text.pprof', bytes: () => Buffer.from('hello, this is no profile\n'), says: /not a profile/ },
    { name: 'empty.pprof', bytes: () => new Uint8Array(0), says: /empty/ },
    { name: 'page.pprof', bytes: () => Buffer.from('<!doctype html><title>Sign in</title>'), says: /web page/ },
    { name: 'bomb.pprof', bytes: () => gzipSync(Buffer.alloc(160 << 20)), says: /more than 102 MiB/ },
  ];
  for (const { name, bytes, says } of files) {
    it(`says why ${name} does not open`, async () => {
      const { workbench, workspace } = session();
      writeFileSync(path.join(workspace.folder, name), bytes());
      await workbench.openFile(name);
      const page = workbench.webview();
      await page.locator('html[data-heatline="failed"]').waitFor();
      assert.match(await page.locator('body').innerText(), says);
      await session().shot(`refused-${name}`);
      await workbench.runCommand('View: Close Editor');
    });
  }

  const unreachable: readonly { what: string; target: () => Promise<string>; says: RegExp }[] = [
    {
      what: 'a port where nobody listens',
      target: () => Promise.resolve('127.0.0.1:1'),
      says: /Nothing listens/,
    },
    {
      what: 'the API port, which serves no pprof',
      target: () => Promise.resolve(session().service.addr),
      says: /no pprof|nothing at/,
    },
  ];
  for (const { what, target, says } of unreachable) {
    it(`says what is wrong with ${what}`, async () => {
      const { workbench } = session();
      await startCapture(session(), await target());
      await workbench.quick.waitMessage(says);
      await session().shot(`refused-${what}`);
      await workbench.quick.cancel();
    });
  }

  it('cancels a capture, which frees the profiler', async () => {
    const { workbench, service } = session();
    await startCapture(session(), service.target);
    await workbench.quick.waitTitle(service.target);
    await workbench.quick.rowLabelled('CPU').click();
    await workbench.quick.waitTitle(/CPU of/);
    await workbench.quick.submit('60');
    await workbench.notification(/Capturing CPU/).waitFor();
    await session().shot('progress');
    await workbench.pressNotification(/Capturing CPU/, 'Cancel');
    await workbench.notification(/Capturing CPU/).waitFor({ state: 'hidden' });
    // Go measures one CPU profile at a time: that another one starts proves that the first has ended. Go looks
    // every tenth of a second whether its client is still there.
    const measure = (): Promise<number> =>
      new Promise((resolve, reject) => {
        http
          .get(`${service.pprof}profile?seconds=1`, (answer) => {
            answer.resume();
            answer.on('end', () => resolve(answer.statusCode ?? 0));
          })
          .on('error', reject);
      });
    const end = Date.now() + 10_000;
    let status = await measure();
    while (status === 500 && Date.now() < end) status = await measure();
    assert.equal(status, 200);
  });

  it('says that a service died in the middle of a capture', async () => {
    const { workbench, service } = session();
    await startCapture(session(), service.target);
    await workbench.quick.waitTitle(service.target);
    await workbench.quick.rowLabelled('CPU').click();
    await workbench.quick.waitTitle(/CPU of/);
    await workbench.quick.submit('30');
    await workbench.notification(/Capturing CPU/).waitFor();
    await service.stop();
    const said = await workbench.waitNotification(/in the middle of|broke off|lost/);
    assert.match(said, /\./);
    await session().shot('service-died');
  });
});
