// The capture command against the running service, answered as a person would with Enter. Its dialogue as seen on the
// screen belongs to the e2e tests; here: what is stored.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { extension, liveTarget, until } from './support/host';

function captureTabs(): vscode.Uri[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .map(({ input }) => (input instanceof vscode.TabInputCustom ? input.uri : undefined))
    .filter((uri): uri is vscode.Uri => uri?.path.includes('/captures/') === true);
}

/** Runs the command for a URL that names a profile, and presses Enter until the profile is open. */
async function capture(url: string): Promise<vscode.Uri> {
  const before = new Set(captureTabs().map(String));
  const done = vscode.commands.executeCommand('heatline.captureProfile', { url });
  const uri = await until(`the profile of ${url}`, async () => {
    const fresh = captureTabs().find((tab) => !before.has(tab.toString()));
    if (fresh === undefined) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return fresh;
  });
  await done;
  return uri;
}

describe('a capture', () => {
  const index = (): string => `http://${liveTarget()}/debug/pprof/`;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('heatline.capture');

  before(async () => {
    await extension().activate();
    await settings().update('defaultSeconds', 1, vscode.ConfigurationTarget.Workspace);
  });
  after(async () => {
    await settings().update('defaultSeconds', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is stored with where it came from, and opened', async () => {
    const uri = await capture(`${index()}goroutine`);
    assert.match(uri.path, /-goroutine-\d{8}T\d{6}Z(-\d+)?\.pb\.gz$/);
    const provenance = JSON.parse(await readFile(`${uri.fsPath}.json`, 'utf8')) as Record<string, unknown>;
    assert.equal(provenance['url'], `${index()}goroutine`);
    assert.equal(provenance['kind'], 'goroutine');
    assert.match(String(provenance['tool']), /^heatline \d/);
  });

  it('of the CPU takes the seconds of the settings', async () => {
    const uri = await capture(`${index()}profile`);
    const provenance = JSON.parse(await readFile(`${uri.fsPath}.json`, 'utf8')) as Record<string, unknown>;
    assert.equal(provenance['seconds'], 1);
  });

  it('never overwrites another one', async () => {
    const bytes = new Map<string, Buffer>();
    for (let n = 0; n < 3; n++) {
      const uri = await capture(`${index()}threadcreate`);
      assert.equal(bytes.has(uri.fsPath), false);
      bytes.set(uri.fsPath, await readFile(uri.fsPath));
    }
    for (const [file, before] of bytes) {
      assert.deepEqual(await readFile(file), before);
      assert.ok(existsSync(`${file}.json`));
    }
  });
});
