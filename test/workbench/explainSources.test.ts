// "Explain Source Mapping" in a real window: what was found and what not, links that lead there, and a report that
// follows when the person has said where the sources are.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import * as vscode from 'vscode';
import { decodeProfile } from '../../src/core/profile/decode';
import { encodeProfile } from '../../src/core/profile/encode';
import { StringTable } from '../../src/core/profile/stringTable';
import { inWorkspace, liveTarget, until } from './support/host';

async function linksOf(uri: vscode.Uri): Promise<vscode.DocumentLink[]> {
  return vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', uri, 1000);
}

/** As the menu of the profile's tab asks for it. */
function reportOf(name: string): Promise<vscode.TextDocument> {
  return until(`a report of ${name}`, async () => {
    await vscode.commands.executeCommand('heatline.explainSources', inWorkspace('explain', name));
    const title = `Source mapping of ${name}`;
    return vscode.workspace.textDocuments.find((document) => document.getText().startsWith(title));
  });
}

async function openProfile(name: string, bytes: Uint8Array): Promise<void> {
  const uri = inWorkspace('explain', name);
  await vscode.workspace.fs.writeFile(uri, bytes);
  await vscode.commands.executeCommand('vscode.openWith', uri, 'heatline.profile');
}

describe('explaining where the code is', function () {
  this.timeout(60_000);
  let bytes: Uint8Array;

  before(async () => {
    const answer = await fetch(`http://${liveTarget()}/debug/pprof/goroutine`);
    bytes = new Uint8Array(await answer.arrayBuffer());
  });
  after(async () => {
    const configuration = vscode.workspace.getConfiguration();
    await configuration.update('heatline.sources.prefixMap', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('heatline.clearProfile');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(inWorkspace('explain'), { recursive: true });
  });

  it('says where each file is, with a link to it', async () => {
    await openProfile('found.pprof', bytes);
    const document = await reportOf('found.pprof');
    assert.match(document.getText(), /^Found +\d+ files, \d+ functions$/m);
    const targets = (await linksOf(document.uri)).map(({ target }) => target?.toString());
    assert.ok(targets.includes(inWorkspace('internal/httpapi/middleware.go').toString()), targets.join('\n'));
    assert.ok(!document.isClosed && document.languageId === 'plaintext');
  });

  it('puts what is missing first, and follows when it was located', async () => {
    const { profile } = decodeProfile(zlib.gunzipSync(bytes));
    const internal = `${inWorkspace('internal').fsPath}/`;
    const texts = Array.from({ length: profile.strings.count }, (_, i) =>
      profile.strings
        .text(i)
        .replace(internal, '/nowhere/code/')
        .replace('example.com/orders/internal', 'example.com/code'),
    );
    await openProfile('missing.pprof', encodeProfile({ ...profile, strings: StringTable.from(texts) }));
    const document = await reportOf('missing.pprof');
    const text = document.getText();
    assert.ok(text.indexOf('\nNot found (') < text.indexOf('\nFound ('), text);
    assert.match(text, /✗ No module that is open here has the package example\.com\/code\//);
    const commands = (await linksOf(document.uri)).filter(({ target }) => target?.scheme === 'command');
    assert.ok(commands.length > 0);
    for (const { target } of commands) {
      assert.equal(target?.path, 'heatline.locateSource');
      assert.match(decodeURIComponent(target.query), /^\[\d+,\d+\]$/);
    }

    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heatline-explained-'));
    try {
      fs.cpSync(inWorkspace('internal').fsPath, path.join(folder, 'code'), { recursive: true });
      const configuration = vscode.workspace.getConfiguration();
      const rule = { '/nowhere': folder };
      await configuration.update('heatline.sources.prefixMap', rule, vscode.ConfigurationTarget.Workspace);
      await until('the report to follow', () => document.getText().includes('by heatline.sources.prefixMap'));
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
