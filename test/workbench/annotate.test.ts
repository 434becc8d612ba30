// A profile in the code, as the extension itself shows it: lenses, hovers and the switch for heat. What decorations look
// like is for the e2e tests, since VS Code lets nobody read them.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { inWorkspace, liveTarget, until } from './support/host';

const lens = /^\d+ goroutines?( · \d+ waiting here)?$/;

async function lensesOf(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return lenses.filter(({ command }) => command?.command === 'heatline.revealFunctions');
}

async function hoverOf(uri: vscode.Uri, line: number): Promise<string> {
  const position = new vscode.Position(line, 0);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('\\', '');
}

async function open(kind: string): Promise<void> {
  const answer = await fetch(`http://${liveTarget()}/debug/pprof/${kind}`);
  const uri = inWorkspace('annotate', `${kind}.pprof`);
  await vscode.workspace.fs.writeFile(uri, new Uint8Array(await answer.arrayBuffer()));
  await vscode.commands.executeCommand('vscode.openWith', uri, 'heatline.profile');
}

describe('annotating', function () {
  this.timeout(60_000);
  const file = inWorkspace('internal/httpapi/context.go');
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('heatline');

  after(async () => {
    for (const key of ['heat.enabled', 'heat.threshold', 'codeLens.enabled']) {
      await settings().update(key, undefined, vscode.ConfigurationTarget.Global);
    }
    await vscode.commands.executeCommand('heatline.clearProfile');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(inWorkspace('annotate'), { recursive: true });
  });

  it('puts the number of goroutines above each function of a goroutine profile', async () => {
    await open('goroutine');
    await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Beside });
    const found = await until('a lens', async () => {
      const lenses = await lensesOf(file);
      return lenses.length > 0 && lenses;
    });
    const document = await vscode.workspace.openTextDocument(file);
    for (const { range, command } of found) {
      assert.match(command?.title ?? '', lens);
      assert.match(document.lineAt(range.start.line).text, /^func /);
      const [functions] = (command?.arguments ?? []) as unknown[];
      assert.ok(Array.isArray(functions) && functions.length > 0 && functions.every((f) => Number.isInteger(f)));
    }
    assert.ok(found.some(({ command }) => command?.title.includes('waiting here')));
  });

  it('follows an edit above the function', async () => {
    const [before] = await lensesOf(file);
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.path === file.path);
    await editor?.edit((edit) => edit.insert(new vscode.Position(0, 0), '// a line\n'));
    const [after] = await lensesOf(file);
    assert.equal(after.range.start.line, before.range.start.line + 1);
    assert.equal(after.command?.title, before.command?.title);
    // Taken back by an edit of its own: VS Code in the browser saves by itself after a second, and a revert comes too late.
    await editor?.edit((edit) => edit.delete(new vscode.Range(0, 0, 1, 0)));
    await editor?.document.save();
  });

  it('tells what a hot line costs, for every sample type, in Markdown that is not trusted', async () => {
    await settings().update('heat.threshold', 0, vscode.ConfigurationTarget.Global);
    const [first] = await lensesOf(file);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Two });
    const line = await until('a hover', async () => {
      for (let at = first.range.start.line; at < document.lineCount; at++) {
        if ((await hoverOf(file, at)).includes('goroutine')) return at;
      }
      return undefined;
    });
    const text = await hoverOf(file, line);
    assert.match(text, /\| goroutine \| \d+ \(/);
    assert.ok(!text.includes('command:'), text);
  });

  it('has a switch for heat and one for lenses', async () => {
    const before = settings().get('heat.enabled');
    await vscode.commands.executeCommand('heatline.toggleHeat');
    assert.equal(settings().get('heat.enabled'), !before);
    await vscode.commands.executeCommand('heatline.toggleHeat');
    assert.equal(settings().get('heat.enabled'), before);
    await settings().update('codeLens.enabled', false, vscode.ConfigurationTarget.Global);
    assert.deepEqual(await lensesOf(file), []);
    await settings().update('codeLens.enabled', true, vscode.ConfigurationTarget.Global);
    assert.notDeepEqual(await lensesOf(file), []);
  });

  it('shows the function in the profile when a lens is clicked', async () => {
    const [first] = await lensesOf(file);
    const { command = '', arguments: functions = [] } = first.command ?? {};
    await vscode.commands.executeCommand(command, ...(functions as unknown[]));
    const active = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(active instanceof vscode.TabInputCustom);
  });

  it('leaves lenses to goroutine profiles, and everything to open ones', async () => {
    await open('heap');
    await until('no lens', async () => (await lensesOf(file)).length === 0);
    await vscode.commands.executeCommand('heatline.clearProfile');
    assert.deepEqual(await lensesOf(file), []);
  });
});
