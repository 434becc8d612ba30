// The debugger, there and back: breakpoints from what profiles show, and goroutines of a program that Delve has stopped.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { goroutineCondition, labelCondition } from '../../src/core/goroutine/delveConditions';
import { openProfile } from '../../src/core/open';
import { inflateNative } from '../../src/node/inflate';
import { debug, type DebugRun } from './support/delve';
import { extension, inRepo, inWorkspace, until } from './support/host';

const ordersFile = inWorkspace('internal/httpapi/orders.go');

async function lineWith(uri: vscode.Uri, text: string): Promise<number> {
  const document = await vscode.workspace.openTextDocument(uri);
  const line = document
    .getText()
    .split('\n')
    .findIndex((each) => each.includes(text));
  assert.ok(line >= 0, `${text} is not in ${uri.path}`);
  return line;
}

async function breakAt(uri: vscode.Uri, text: string, condition?: string, logMessage?: string): Promise<void> {
  const position = new vscode.Position(await lineWith(uri, text), 0);
  const location = new vscode.Location(uri, position);
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location, true, condition, undefined, logMessage)]);
}

function captures(): vscode.Uri[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ input }) => (input instanceof vscode.TabInputCustom ? input.uri : undefined))
    .filter((uri): uri is vscode.Uri => uri?.path.includes('/captures/') === true);
}

/** Of a lens that was clicked, if it is not this one; VS Code keeps documents for a while after their editor was closed. */
const stacksShown = (before?: vscode.TextDocument): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find(
    (document) => document.uri.scheme === 'heatline-goroutines' && document !== before,
  );

describe('the debugger', function () {
  this.timeout(90_000);
  let run: DebugRun | undefined;

  before(() => extension().activate());
  afterEach(async () => {
    await run?.end();
    run = undefined;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('heatline.clearProfile');
  });
  const take = async (): Promise<vscode.Uri> => {
    const before = captures().length;
    await vscode.commands.executeCommand('heatline.takeGoroutines');
    assert.equal(captures().length, before + 1, 'a capture was opened');
    return captures().at(-1) ?? assert.fail();
  };

  it('that has stopped a program gives its goroutines as a profile, kept and shown like any other', async () => {
    await breakAt(ordersFile, 'var o order.Order');
    run = await debug();
    await run.stopped(1);
    const uri = await take();
    assert.match(uri.path, /-goroutine-\d{8}T\d{6}Z(-\d+)?\.txt$/);
    const provenance = JSON.parse(await readFile(`${uri.fsPath}.json`, 'utf8')) as Record<string, unknown>;
    assert.equal(provenance['url'], 'dlv://orders%20under%20test');
    const { profile } = openProfile(await readFile(uri.fsPath), { inflate: inflateNative });
    const text = await readFile(uri.fsPath, 'utf8');
    const { goroutines, strings } = profile;
    assert.ok(goroutines !== undefined && goroutines.count > 5, text);
    const states = new Set(Array.from(goroutines.state, (state) => strings.text(state)));
    for (const state of ['running', 'IO wait', 'chan receive']) assert.ok(states.has(state), [...states].join());
    // Where it stands, in full, with the labels that net/http's handler has set.
    const place = (await lineWith(ordersFile, 'var o order.Order')) + 1;
    assert.match(
      text,
      /^goroutine \d+ \[running\] \{"endpoint": "POST \/orders"\}:\nexample\.com\/orders\/internal\/httpapi\.\(\*API\)\.place\(\)\n/m,
    );
    assert.ok(text.includes(`\n\t${ordersFile.fsPath}:${place} +0x0\n`), text);
    assert.match(text, /\nnet\/http\.\(\*conn\)\.serve\(\)\n\t\S+\/net\/http\/server\.go:\d+/);
    assert.doesNotMatch(text, /\nruntime\.(gopark|goexit|main)\(/);
    // Who started it, in the words of Go's own dumps.
    assert.match(
      text,
      /\nnet\/http\.\(\*conn\)\.serve\(\)\n\t\S+ \+0x0\ncreated by net\/http\.\(\*Server\)\.Serve in goroutine \d+\n\t\S+\/net\/http\/server\.go:\d+ \+0x0\n/,
    );
    const statements = new Set(text.match(/^created by \S+/gm));
    assert.ok(
      [...statements].some((statement) => statement.startsWith('created by example.com/orders/')),
      text,
    );
    // In the code: the same lenses as for a capture of the service.
    await vscode.window.showTextDocument(ordersFile, { viewColumn: vscode.ViewColumn.Beside });
    const lenses = await until('a lens', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        ordersFile,
        99,
      );
      return found.some(({ command }) => command?.command === 'heatline.peekGoroutines') && found;
    });
    assert.ok(
      lenses.some(({ command }) => /1 goroutine\b.*running/.test(command?.title ?? '')),
      JSON.stringify(lenses),
    );
    // A debugger does not tell for how long they wait: nothing says that it was for no time.
    assert.ok(goroutines.waitMinutes.every((minutes) => minutes === -1));
    assert.ok(
      lenses.every(({ command }) => !/\bmin\b/.test(command?.title ?? '')),
      JSON.stringify(lenses),
    );
  });

  it('that lets the program run is asked for nothing', async () => {
    await breakAt(ordersFile, 'var o order.Order');
    run = await debug();
    await run.stopped(1);
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    const [{ id: threadId }] = ((await run.session.customRequest('threads')) as { threads: { id: number }[] }).threads;
    await vscode.commands.executeCommand('workbench.action.debug.continue');
    await until('the program to go on', async () => {
      const all = (await Promise.resolve(run?.session.customRequest('threads')).catch(() => undefined)) as unknown;
      return all !== undefined;
    });
    const before = captures().length;
    await vscode.commands.executeCommand('heatline.takeGoroutines');
    assert.equal(captures().length, before);
    assert.ok(threadId > 0);
  });

  it('stops by the conditions on goroutines and labels that we write for it, and logs', async () => {
    const [place, log] = ['var o order.Order', 'a.answer(w, http.StatusCreated, o)'];
    const never = labelCondition({ key: 'endpoint', value: 'never', places: [0, 1] });
    await breakAt(ordersFile, place, `${never} || ${goroutineCondition([0])}`);
    await breakAt(ordersFile, log, undefined, 'placed by goroutine {runtime.curg.goid}');
    run = await debug();
    await until('a log line', () => run?.output.some((line) => /placed by goroutine \d+/.test(line)));
    assert.equal(run.stops(), 0, 'a condition that does not hold does not stop');
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await breakAt(ordersFile, place, labelCondition({ key: 'endpoint', value: 'POST /orders', places: [0, 1] }));
    await run.stopped(1);
    const { threads } = (await run.session.customRequest('threads')) as { threads: { id: number; name: string }[] };
    const selected = threads.find(({ name }) => name.startsWith('*')) ?? assert.fail(JSON.stringify(threads));
    assert.match(selected.name, /httpapi\.\(\*API\)\.place/);
  });

  it('tells that Delve lists no more than 1,024 goroutines, and reads deep stacks in parts', async () => {
    const program = inWorkspace('cmd/many/main.go');
    const source = `package main

import (
	"fmt"
	"runtime"
)

func wait(depth int, ready, c chan int) int {
	if depth == 0 {
		ready <- 0
		return <-c
	}
	return wait(depth-1, ready, c) + 1
}

func main() {
	c, ready := make(chan int), make(chan int)
	go wait(250, ready, c)
	<-ready
	for range 1100 {
		go func() { <-c }()
	}
	for range 100 {
		runtime.Gosched()
	}
	runtime.Breakpoint()
	fmt.Println("after")
}
`;
    await vscode.workspace.fs.writeFile(program, new TextEncoder().encode(source));
    const binary = inWorkspace('cmd/many/many').fsPath;
    const cwd = inWorkspace('cmd/many').fsPath;
    await promisify(execFile)('go', ['build', '-gcflags=all=-N -l', '-o', binary, '.'], { cwd });
    run = await debug(binary, []);
    await run.stopped(1);
    const uri = await take();
    const text = await readFile(uri.fsPath, 'utf8');
    assert.equal(text.match(/^main\.wait\(\)$/gm)?.length, 251);
    const provenance = JSON.parse(await readFile(`${uri.fsPath}.json`, 'utf8')) as Record<string, unknown>;
    assert.equal(provenance['note'], 'the first 1,024 goroutines');
    await run.end();
    run = undefined;
    await vscode.workspace.fs.delete(inWorkspace('cmd/many'), { recursive: true });
  });

  it('gets breakpoints at the lines of frames, of a -trimpath build too', async () => {
    const dump = inWorkspace('trimpath.txt');
    await vscode.workspace.fs.copy(inRepo('test/fixtures/go1.26.8/goroutine-trimpath.debug2.txt'), dump, {
      overwrite: true,
    });
    // What was there before has lenses and stacks of its own.
    await vscode.commands.executeCommand('heatline.clearProfile');
    const before = stacksShown();
    await vscode.commands.executeCommand('vscode.openWith', dump, 'heatline.profileAny');
    const file = inWorkspace('internal/worker/pool.go');
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
    const lens = await until('a lens', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', file, 99);
      return found.find(({ command }) => command?.command === 'heatline.peekGoroutines');
    });
    await vscode.commands.executeCommand('heatline.peekGoroutines', ...((lens.command?.arguments ?? []) as unknown[]));
    const stacks = await until('the stacks', () => stacksShown(before));
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      stacks.uri,
      500,
    );
    let checked = 0;
    for (const { range, target } of links) {
      const [, path = '', line = ''] =
        /example\.com\/orders\/(internal\/\S+\.go):(\d+)/.exec(stacks.lineAt(range.start.line).text) ?? [];
      if (path === '') continue;
      vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
      const args = JSON.parse(decodeURIComponent(target?.query ?? '')) as number[];
      await vscode.commands.executeCommand('heatline.addBreakpoint', ...args);
      const made = await until('the breakpoint', () => vscode.debug.breakpoints.at(0));
      assert.ok(made instanceof vscode.SourceBreakpoint);
      assert.equal(made.location.uri.toString(), inWorkspace(path).toString());
      assert.equal(made.location.range.start.line + 1, Number(line));
      checked++;
    }
    assert.ok(checked > 0, stacks.getText());
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.workspace.fs.delete(dump);
  });
});
