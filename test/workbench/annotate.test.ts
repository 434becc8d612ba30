// A profile in the code, as the extension itself shows it: lenses, hovers and the switch for heat. What decorations look
// like is for the e2e tests, since VS Code lets nobody read them.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { inWorkspace, liveTarget, until } from './support/host';

const lens = /^\d+ goroutines?( · \d+ waiting here)?$/;
const statementNote = /^\d+ goroutines? started here/;

async function lensesOf(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return lenses.filter(({ command }) => command?.command === 'heatline.peekGoroutines');
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

const profileOf = (kind: string): vscode.Uri => inWorkspace('annotate', `${kind}.pprof`);

async function write(kind: string): Promise<void> {
  const answer = await fetch(`http://${liveTarget()}/debug/pprof/${kind}`);
  await vscode.workspace.fs.writeFile(profileOf(kind), new Uint8Array(await answer.arrayBuffer()));
}

const open = (kind: string): Thenable<unknown> =>
  vscode.commands.executeCommand('vscode.openWith', profileOf(kind), 'heatline.profile');

describe('annotating', function () {
  this.timeout(60_000);
  const file = inWorkspace('internal/httpapi/context.go');
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('heatline');

  before(async () => {
    for (const kind of ['goroutine', 'heap']) await write(kind);
    await settings().update('heat.threshold', 0, vscode.ConfigurationTarget.Global);
  });

  beforeEach(async () => {
    await open('goroutine');
    await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Two });
    await until('lenses of the profile', async () => {
      const lenses = await lensesOf(file);
      return lenses.length > 0 && lenses.every(({ command }) => lens.test(command?.title ?? ''));
    });
  });

  after(async () => {
    for (const key of ['heat.enabled', 'heat.threshold', 'heat.minimap', 'codeLens.enabled', 'codeLens.goStatements']) {
      await settings().update(key, undefined, vscode.ConfigurationTarget.Global);
    }
    await vscode.commands.executeCommand('heatline.clearProfile');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(inWorkspace('annotate'), { recursive: true });
  });

  it('puts the number of goroutines above each function of a goroutine profile', async () => {
    const found = await lensesOf(file);
    const document = await vscode.workspace.openTextDocument(file);
    for (const { range, command } of found) {
      assert.match(command?.title ?? '', lens);
      assert.match(document.lineAt(range.start.line).text, /^func /);
      assert.ok((command?.arguments ?? []).every((argument) => Number.isInteger(argument)));
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

  it('tells what a hot line costs and what to do, with no links but commands of its own on numbers', async () => {
    const [first] = await lensesOf(file);
    const document = await vscode.workspace.openTextDocument(file);
    const line = await until('a hover', async () => {
      for (let at = first.range.start.line; at < document.lineCount; at++) {
        if ((await hoverOf(file, at)).includes('goroutine')) return at;
      }
      return undefined;
    });
    const text = await hoverOf(file, line);
    assert.match(text, /\| goroutine \| +\d+ \| +[\d.]+% \|/);
    const links = [...text.matchAll(/\]\(([a-z]+):([\w.]+)\?([^ )]*)/g)];
    assert.ok(links.length >= 4, text);
    for (const [, scheme, command, args] of links) {
      assert.equal(scheme, 'command');
      assert.match(
        command,
        /^heatline\.(openFrame|focusFunction|ignoreFunction|revealFunctions|addBreakpoint|breakpointHere)$/,
      );
      assert.match(decodeURIComponent(args), /^\[[\d,[\]]*\]$/);
    }
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

  it('adds a breakpoint from the hover', async () => {
    const [first] = await lensesOf(file);
    const line = await until('a hover', async () => {
      for (let at = first.range.start.line; at < first.range.start.line + 60; at++) {
        if ((await hoverOf(file, at)).includes('addBreakpoint')) return at;
      }
      return undefined;
    });
    const [, args = ''] = /addBreakpoint\?([^ )]*)/.exec(await hoverOf(file, line)) ?? [];
    const before = vscode.debug.breakpoints.length;
    await vscode.commands.executeCommand(
      'heatline.addBreakpoint',
      ...(JSON.parse(decodeURIComponent(args)) as number[]),
    );
    const made = await until('the breakpoint', () => vscode.debug.breakpoints.at(before));
    assert.ok(made instanceof vscode.SourceBreakpoint && made.location.range.start.line === line);
    vscode.debug.removeBreakpoints([made]);
    await vscode.commands.executeCommand('heatline.addBreakpoint', 'no number');
    assert.equal(vscode.debug.breakpoints.length, before);
  });

  it('shows the stacks behind a lens, each frame with a link to its code', async () => {
    const [first] = await lensesOf(file);
    const { command = '', arguments: place = [] } = first.command ?? {};
    await vscode.commands.executeCommand(command, ...(place as unknown[]));
    const stacks = await until('the stacks', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'heatline-goroutines'),
    );
    assert.match(stacks.getText(), /^\d+ goroutines?\n {4}\S/);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      stacks.uri,
      500,
    );
    const own = links.find(({ range }) => stacks.getText(range).includes('example.com/orders/internal/httpapi'));
    const target = own?.target ?? assert.fail('no link to the service');
    assert.equal(`${target.scheme}:${target.path}`, 'command:heatline.openFrame');
    await vscode.commands.executeCommand(target.path, ...(JSON.parse(decodeURIComponent(target.query)) as number[]));
    await until('the code', () => vscode.window.activeTextEditor?.document.uri.path.includes('/internal/httpapi/'));
    await vscode.commands.executeCommand('heatline.peekGoroutines', 'no number');
  });

  it('shows in the profile what the cursor is in, and narrows it', async () => {
    const [first] = await lensesOf(file);
    const selection = new vscode.Selection(first.range.start, first.range.start);
    // The page takes the keyboard once, when it has come: that may be after the code was shown.
    await until('the code in front', async () => {
      const editor = await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Two, selection });
      return vscode.window.activeTextEditor === editor;
    });
    await vscode.commands.executeCommand('heatline.focusFunction');
    assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom);
    // Lenses count all goroutines, whatever the page shows.
    assert.notDeepEqual(await lensesOf(file), []);
  });

  it('leads back from the hottest lines to the comparison that they were asked for in', async () => {
    const isComparing = (): boolean =>
      vscode.window.tabGroups.all.some(({ activeTab }) => activeTab?.input instanceof vscode.TabInputTextDiff);
    const other = inWorkspace('internal/httpapi/gc.go');
    await vscode.commands.executeCommand('vscode.diff', other, file, 'Two files', {
      viewColumn: vscode.ViewColumn.Two,
    });
    await until('the comparison', isComparing);
    const done = vscode.commands.executeCommand('heatline.goToHottestLines');
    await until('the first line', () => !isComparing());
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await done;
    assert.ok(isComparing());
  });

  it('tells at a go statement what became of its goroutines', async () => {
    await settings().update('codeLens.goStatements', 'lens', vscode.ConfigurationTarget.Global);
    const answer = await fetch(`http://${liveTarget()}/debug/pprof/goroutine?debug=2`);
    const uri = inWorkspace('annotate', 'dump.txt');
    const dump = await answer.text();
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(dump));
    await vscode.commands.executeCommand('vscode.openWith', uri, 'heatline.profileAny');
    const [, path, line] =
      /\ncreated by example\.com\/orders\S*[^\n]*\n\t(\S+\.go):(\d+)/.exec(dump) ?? assert.fail(dump);
    const creator = vscode.Uri.file(path);
    await vscode.workspace.openTextDocument(creator);
    const lenses = await until('a lens at the statement', async () => {
      const found = (await lensesOf(creator)).filter(({ command }) => statementNote.test(command?.title ?? ''));
      return found.length > 0 && found;
    });
    assert.ok(lenses.some(({ range }) => range.start.line === Number(line) - 1));
    await settings().update('codeLens.goStatements', 'off', vscode.ConfigurationTarget.Global);
    assert.ok((await lensesOf(creator)).every(({ command }) => !statementNote.test(command?.title ?? '')));
  });

  it('leaves lenses to goroutine profiles, and everything to open ones', async () => {
    const inMinimap = (): number =>
      vscode.languages.getDiagnostics(file).filter(({ code, source }) => source === 'Heatline' && code === 'heat')
        .length;
    await settings().update('heat.minimap', true, vscode.ConfigurationTarget.Global);
    await until('marks in the minimap', () => inMinimap() > 0);
    await open('heap');
    await until('no lens', async () => (await lensesOf(file)).length === 0);
    await vscode.commands.executeCommand('heatline.clearProfile');
    assert.deepEqual(await lensesOf(file), []);
    await until('no marks in the minimap', () => inMinimap() === 0);
  });
});
