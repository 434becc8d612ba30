// Dumps of goroutines as text, inside the extension host: the language, outline, folds, links into the code, and opening
// one from wherever it is.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { inWorkspace, liveTarget, until } from './support/host';

const encoder = new TextEncoder();

async function dumpOf(service: string): Promise<string> {
  return (await fetch(`http://${service}/debug/pprof/goroutine?debug=2`)).text();
}

async function write(name: string, text: string): Promise<vscode.Uri> {
  const uri = inWorkspace('dumps', name);
  await vscode.workspace.fs.writeFile(uri, encoder.encode(text));
  return uri;
}

const symbolsOf = (uri: vscode.Uri): Thenable<vscode.DocumentSymbol[]> =>
  vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', uri);

/** Goroutines of an outline, whatever they are grouped under. */
function goroutinesIn(symbols: readonly vscode.DocumentSymbol[]): vscode.DocumentSymbol[] {
  return symbols.flatMap((symbol) => (/^goroutine \d/.test(symbol.name) ? [symbol] : goroutinesIn(symbol.children)));
}

describe('dumps as text', function () {
  this.timeout(60_000);
  let text = '';
  let uri: vscode.Uri;
  let document: vscode.TextDocument;

  before(async () => {
    text = await dumpOf(liveTarget());
    uri = await write('live.goroutines', text);
    document = await vscode.workspace.openTextDocument(uri);
  });

  after(async () => {
    await vscode.commands.executeCommand('heatline.clearProfile');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(inWorkspace('dumps'), { recursive: true });
  });

  it('have their language, by name or by how they begin', async () => {
    const begins: Readonly<Record<string, string>> = {
      // How a text begins counts where its name says nothing: .txt is plain text for VS Code.
      'crash.out': 'panic: oh\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n',
      stuck: text,
      'goroutine-counts.txt': 'nothing\n',
      'counts.text': 'goroutine profile: total 1\n1 @ 0x1\n',
    };
    assert.equal(document.languageId, 'goroutine-dump');
    for (const [name, content] of Object.entries(begins)) {
      const other = await vscode.workspace.openTextDocument(await write(name, content));
      assert.equal(other.languageId, 'goroutine-dump', name);
    }
  });

  it('have an outline with every goroutine, its state and its frames', async () => {
    const symbols = await symbolsOf(uri);
    const goroutines = goroutinesIn(symbols);
    const headers = [...text.matchAll(/^goroutine (\d+) \[([^\]]*)\]/gm)];
    assert.ok(headers.length > 10, 'the service has goroutines');
    assert.deepEqual(
      goroutines.map(({ name }) => name),
      headers.map(([, id, state]) => `goroutine ${id} ${state}`),
    );
    const frames = goroutines.reduce((sum, { children }) => sum + children.length, 0);
    assert.equal(frames, [...text.matchAll(/^\t\S.*:\d+/gm)].length);
  });

  it('fold each goroutine', async () => {
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      uri,
    );
    for (const { start, end } of folds) {
      assert.match(document.lineAt(start).text, /^goroutine \d+ /);
      assert.match(document.lineAt(end).text, /^\t/);
    }
    assert.equal(folds.length, [...text.matchAll(/^goroutine \d+ /gm)].length);
  });

  it('lead from every place to the code that the rest of Heatline finds', async () => {
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', uri, 1000);
    const own = links.filter(({ range }) => document.getText(range).includes('/internal/httpapi/'));
    assert.ok(own.length > 0, 'the service is in its own code');
    const [link] = own;
    const [, file, line] = /([^/]+\.go):(\d+)$/.exec(document.getText(link.range)) ?? [];
    assert.equal(link.tooltip?.endsWith(`internal/httpapi/${file}`), true, link.tooltip);
    const [, command, args] = /^([\w.]+)\?(.*)$/.exec(`${link.target?.path}?${link.target?.query}`) ?? [];
    assert.equal(command, 'heatline.openDumpFrame');
    const numbers = JSON.parse(decodeURIComponent(args)) as unknown[];
    assert.ok(numbers.every((number) => Number.isInteger(number)));
    await vscode.commands.executeCommand(command, ...numbers);
    const editor = await until('the code', () => {
      const { activeTextEditor } = vscode.window;
      return activeTextEditor?.document.uri.path.endsWith(`/${file}`) === true && activeTextEditor;
    });
    assert.equal(editor.selection.active.line + 1, Number(line));
  });

  it('say in a hover what a goroutine waits for and how many do the same, with links to the code', async () => {
    const hoverAt = async (line: number): Promise<string> => {
      const position = new vscode.Position(line, 3);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
      return hovers
        .flatMap(({ contents }) => contents as vscode.MarkdownString[])
        .map(({ value }) => value)
        .join('\n');
    };
    const lines = text.split('\n');
    const started = lines.findIndex((line) => /^created by \S+ in goroutine/.test(line));
    const header = lines.slice(0, started).findLastIndex((line) => line.startsWith('goroutine '));
    const count = (of: readonly string[]): string => of.length.toLocaleString('en');
    const all = count(lines.filter((line) => /^goroutine \d+ .*:$/.test(line)));
    const [, id, state] = /^goroutine (\d+) \[([^,\]]+)/.exec(lines[header]) ?? assert.fail(lines[header]);
    const ofGoroutine = (await hoverAt(header)).replaceAll('\\', '');
    assert.match(ofGoroutine, new RegExp(`goroutine ${id}\\*\\* · ${state}`));
    assert.match(ofGoroutine, /Started by .*\(command:heatline\.openDumpFrame\?/);
    const inState = count(lines.filter((line) => line.startsWith('goroutine ') && line.includes(`[${state}`)));
    assert.ok(
      ofGoroutine.includes(`${inState} of ${all} goroutines ${inState === '1' ? 'is' : 'are'} in the state ${state}`),
      ofGoroutine,
    );
    // The frame, by its call and by its place.
    const call = lines.findIndex((line) => line.startsWith('net/http.(*conn).serve('));
    const serving = count(lines.filter((line) => line.startsWith('net/http.(*conn).serve(')));
    for (const line of [call, call + 1]) {
      const ofFrame = (await hoverAt(line)).replaceAll('\\', '');
      assert.ok(
        ofFrame.includes(
          `${serving} of ${all} goroutines ${serving === '1' ? 'has it on its' : 'have it on their'} stack`,
        ),
        ofFrame,
      );
      assert.match(ofFrame, /this very stack|no other has this stack/);
    }
    const ofCreator = (await hoverAt(started)).replaceAll('\\', '');
    assert.match(
      ofCreator,
      new RegExp(`(1 of ${all} goroutines was|[\\d,]+ of ${all} goroutines were) started by it, [\\d,]+ at this line`),
    );
  });

  it('show the code of a frame in a hover, as text that can do nothing', async () => {
    const [, path, number] = /\n\t(\S+\/internal\/httpapi\/\S+\.go):(\d+)/.exec(text) ?? assert.fail(text);
    const line = text.split('\n').findIndex((each) => each.startsWith(`\t${path}:${number}`));
    const at = new vscode.Position(line, 3);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
    const [, code] = hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]);
    const source = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    assert.match(code.value, /^```go\n[^]*\n```$/);
    const marked = code.value.split('\n').find((line) => line.startsWith('▸ '));
    assert.equal(marked?.replace(/^▸ +\d+ +/, ''), source.lineAt(Number(number) - 1).text.trim());
    assert.ok(code.isTrusted !== true && code.supportHtml !== true);
  });

  it('follow an edit: links of the text before it do nothing', async () => {
    const untitled = await vscode.workspace.openTextDocument({ language: 'goroutine-dump', content: text });
    const before = goroutinesIn(await symbolsOf(untitled.uri)).length;
    const edit = new vscode.WorkspaceEdit();
    edit.insert(untitled.uri, new vscode.Position(0, 0), 'goroutine 99999 [sleep]:\ntime.Sleep(0x1)\n\t/a.go:1\n\n');
    await vscode.workspace.applyEdit(edit);
    const after = goroutinesIn(await symbolsOf(untitled.uri));
    assert.equal(after.length, before + 1);
    assert.equal(after[0].name, 'goroutine 99999 sleep');
  });

  it('open as a profile with lenses, as text in an editor', async () => {
    await vscode.commands.executeCommand('heatline.openGoroutineDump', uri);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri.toString());
    const file = inWorkspace('internal/httpapi/context.go');
    await until('a lens', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        file,
        100,
      );
      return lenses.some(({ command }) => /goroutine/.test(command?.title ?? ''));
    });
  });

  it('are kept among the captures when they have no file', async () => {
    const untitled = await vscode.workspace.openTextDocument({ language: 'goroutine-dump', content: text });
    await vscode.commands.executeCommand('heatline.openGoroutineDump', untitled.uri);
    const opened = vscode.window.activeTextEditor?.document;
    assert.ok(opened);
    assert.match(opened.uri.path, /\/captures\/editor-goroutine-[\dTZ]+\.txt$/);
    assert.equal(opened.languageId, 'goroutine-dump');
    assert.equal(opened.getText().trimEnd(), text.trimEnd());
  });

  it('come from a terminal, and the clipboard keeps what it had', async () => {
    await vscode.env.clipboard.writeText('what was copied');
    const crash = 'panic: stuck in a terminal\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/stuck/main.go:3 +0x1d\n';
    const file = await write('crash.out', crash);
    const terminal = vscode.window.createTerminal({
      name: 'crash',
      shellPath: '/bin/cat',
      shellArgs: [file.fsPath, '-'],
    });
    terminal.show();
    await terminal.processId;
    const opened = await until('the crash', async () => {
      await vscode.commands.executeCommand('heatline.openTerminalDump');
      const { activeTextEditor } = vscode.window;
      return activeTextEditor?.document.getText().includes('stuck in a terminal') === true && activeTextEditor;
    });
    // A terminal shows a tab as the blanks it stands for.
    assert.equal(opened.document.getText().replace(/ {8}/g, '\t'), crash);
    assert.equal(await vscode.env.clipboard.readText(), 'what was copied');
    terminal.dispose();
  });
});
