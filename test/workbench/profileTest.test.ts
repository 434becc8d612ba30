// Tests profiled from the code, with the real `go test` on a package of the workspace.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { extension, inWorkspace, until } from './support/host';

const source = `package cart

import (
	"testing"
	"time"
)

func spin(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
	}
}

func TestQuote(t *testing.T) {
	t.Run("empty cart", func(t *testing.T) {
		spin(200 * time.Millisecond)
	})
	t.Run("full", func(t *testing.T) { t.Fatal("not asked for") })
}

func helper() {}

func BenchmarkQuote(b *testing.B) {
	for range b.N {
		spin(time.Microsecond)
	}
}
`;

async function lensesOf(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return lenses.filter(({ command }) => command?.command === 'heatline.profileTest');
}

function openCapture(): vscode.Uri | undefined {
  const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
  return input instanceof vscode.TabInputCustom && input.uri.path.includes('/captures/') ? input.uri : undefined;
}

describe('profiling tests from the code', function () {
  this.timeout(60_000);
  const folder = inWorkspace('internal/cart');
  const file = vscode.Uri.joinPath(folder, 'cart_test.go');
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('heatline');

  before(async () => {
    await extension().activate();
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(source));
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('heatline.clearProfile');
  });
  after(async () => {
    await settings().update('codeLens.tests', undefined, vscode.ConfigurationTarget.Global);
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('has four lenses above each test and benchmark, and none anywhere else', async () => {
    const document = await vscode.workspace.openTextDocument(file);
    const lenses = await until('lenses', async () => {
      const found = await lensesOf(file);
      return found.length > 0 && found;
    });
    const at = lenses.map(({ range, command }) => `${document.lineAt(range.start.line).text} ${command?.title}`);
    assert.deepEqual(
      at,
      ['func TestQuote(t *testing.T) {', 'func BenchmarkQuote(b *testing.B) {'].flatMap((line) =>
        ['$(flame) profile CPU', 'memory', 'block', 'mutex'].map((title) => `${line} ${title}`),
      ),
    );
    const other = inWorkspace('internal/httpapi/context.go');
    await vscode.workspace.openTextDocument(other);
    assert.deepEqual(await lensesOf(other), []);
  });

  it('has a switch', async () => {
    await vscode.workspace.openTextDocument(file);
    await settings().update('codeLens.tests', false, vscode.ConfigurationTarget.Global);
    assert.deepEqual(await lensesOf(file), []);
    await settings().update('codeLens.tests', true, vscode.ConfigurationTarget.Global);
    assert.equal((await lensesOf(file)).length, 8);
  });

  it('runs what a lens names and opens the profile, kept with where it came from', async () => {
    await vscode.workspace.openTextDocument(file);
    const lens = (await lensesOf(file)).find(({ range }) => range.start.line > 18) ?? assert.fail('no lens');
    const { command, arguments: args = [] } = lens.command ?? assert.fail('no command');
    await vscode.commands.executeCommand(command, ...(args as unknown[]));
    const uri = openCapture() ?? assert.fail('no profile is open');
    assert.match(uri.path, /\/cart\.BenchmarkQuote-cpu-\d{8}T\d{6}Z(-\d+)?\.pb\.gz$/);
    const provenance = JSON.parse(await readFile(`${uri.fsPath}.json`, 'utf8')) as Record<string, unknown>;
    assert.equal(provenance['kind'], 'profile');
    assert.match(String(provenance['url']), /^go-test:\/\/cart\.BenchmarkQuote\?folder=/);
    // The profile is in the code at once: the hover of a hot line names it.
    await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Beside });
    const hover = await until('heat', async () => {
      const position = new vscode.Position(8, 0);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        file,
        position,
      );
      const text = hovers.flatMap(({ contents }) => contents).map((each) => (each as vscode.MarkdownString).value);
      return text.length > 0 && text.join('\n');
    });
    assert.match(hover, /nanoseconds|cpu/);
  });

  it('runs the subtest at the cursor alone', async () => {
    const editor = await vscode.window.showTextDocument(file);
    const inside = new vscode.Position(14, 4);
    editor.selection = new vscode.Selection(inside, inside);
    await vscode.commands.executeCommand('heatline.profileTest', undefined, undefined, 'profile');
    const uri = openCapture() ?? assert.fail('no profile is open');
    const provenance = JSON.parse(await readFile(`${uri.fsPath}.json`, 'utf8')) as Record<string, unknown>;
    assert.match(String(provenance['url']), /^go-test:\/\/cart\.TestQuote\/empty%20cart\?/);
  });

  it('runs nothing that is no test of the file', async () => {
    await vscode.commands.executeCommand('heatline.profileTest', file, 'helper', 'profile');
    await vscode.commands.executeCommand('heatline.profileTest', inWorkspace('go.mod'), 'TestQuote', 'profile');
    await vscode.commands.executeCommand('heatline.profileTest', file, 'TestQuote; true', 'profile');
    assert.equal(openCapture(), undefined);
  });
});
