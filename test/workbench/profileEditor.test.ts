// Profiles as files, in a real workbench: which names open as profiles, that the broken do not break it, that tabs of
// one file live together.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { WorkspaceProfileFiles } from '../../src/host/store/profileFiles';
import { inWorkspace, liveTarget, until } from './support/host';

async function liveProfile(kind: string): Promise<Uint8Array> {
  const answer = await fetch(`http://${liveTarget()}/debug/pprof/${kind}`);
  assert.equal(answer.status, 200);
  return new Uint8Array(await answer.arrayBuffer());
}

async function write(name: string, bytes: Uint8Array): Promise<vscode.Uri> {
  const uri = inWorkspace('profiles', name);
  await vscode.workspace.fs.writeFile(uri, bytes);
  return uri;
}

function tabs(uri: vscode.Uri): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => {
      const own =
        input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
      return own?.toString() === uri.toString();
    });
}

async function opened(uri: vscode.Uri): Promise<vscode.Tab['input']> {
  const [tab] = await until(`a tab of ${uri.path}`, () => tabs(uri).length > 0 && tabs(uri));
  return tab.input;
}

describe('a profile file', () => {
  let heap: Uint8Array;

  before(async () => {
    heap = await liveProfile('heap');
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(() => vscode.workspace.fs.delete(inWorkspace('profiles'), { recursive: true }));

  const profileNames = ['heap.pprof', 'heap.pb.gz', 'x.prof', 'default.pgo', 'cpu.out', 'mem.out', 'block.out'];
  profileNames.push('mutex.out', 'memprofile.out', 'mem_profile.out', 'bench.cpu.out', 'cpu-before.out');
  for (const name of profileNames) {
    it(`${name} opens in our editor`, async () => {
      const uri = await write(name, heap);
      await vscode.commands.executeCommand('vscode.open', uri);
      const input = await opened(uri);
      assert.ok(input instanceof vscode.TabInputCustom, name);
      assert.equal(input.viewType, 'heatline.profile');
    });
  }

  for (const name of ['members.out', 'coverage.out', 'notes.txt']) {
    it(`${name} is left to the text editor`, async () => {
      const uri = await write(name, new TextEncoder().encode('mode: set\n'));
      await vscode.commands.executeCommand('vscode.open', uri);
      assert.ok((await opened(uri)) instanceof vscode.TabInputText, name);
    });
  }

  it('of any other name opens with "Reopen Editor With…"', async () => {
    const uri = await write('strange.name', heap);
    await vscode.commands.executeCommand('vscode.openWith', uri, 'heatline.profileAny');
    const input = await opened(uri);
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, 'heatline.profileAny');
  });

  it('opens by command, too, whatever its name', async () => {
    const uri = await write('no-extension', heap);
    await vscode.commands.executeCommand('heatline.openProfile', uri);
    assert.ok((await opened(uri)) instanceof vscode.TabInputCustom);
  });

  const broken: readonly (readonly [string, () => Uint8Array])[] = [
    ['empty', () => new Uint8Array()],
    ['text', () => new TextEncoder().encode('this is no profile\n')],
    ['truncated', () => heap.slice(0, heap.length / 2)],
    ['noise', () => Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251)],
  ];
  for (const [name, bytes] of broken) {
    it(`that is ${name} keeps its tab, and the next one still opens`, async () => {
      const uri = await write(`${name}.pprof`, bytes());
      await vscode.commands.executeCommand('vscode.open', uri);
      assert.ok((await opened(uri)) instanceof vscode.TabInputCustom);
      const good = await write('good.pprof', heap);
      await vscode.commands.executeCommand('vscode.open', good, { preview: false });
      assert.ok((await opened(good)) instanceof vscode.TabInputCustom);
    });
  }

  it('shows in several tabs at once', async () => {
    const uri = await write('twice.pprof', heap);
    await vscode.commands.executeCommand('vscode.open', uri);
    await opened(uri);
    await vscode.commands.executeCommand('vscode.openWith', uri, 'heatline.profile', vscode.ViewColumn.Beside);
    await until('a second tab', () => tabs(uri).length === 2);
  });

  it('is shown in the tab that it has, wherever that is', async () => {
    const uri = await write('once.pprof', heap);
    await vscode.commands.executeCommand('heatline.openProfile', uri);
    await opened(uri);
    const code = await vscode.workspace.openTextDocument(inWorkspace('go.mod'));
    await vscode.window.showTextDocument(code, vscode.ViewColumn.Beside);
    await vscode.commands.executeCommand('heatline.openProfile', uri);
    await until('the profile in front', () => tabs(uri).some((tab) => tab.isActive && tab.group.isActive));
    assert.equal(tabs(uri).length, 1);
  });

  it('can be cleared from the editor while its tab stays', async () => {
    const uri = await write('cleared.pprof', heap);
    await vscode.commands.executeCommand('vscode.open', uri);
    await opened(uri);
    await vscode.commands.executeCommand('heatline.clearProfile');
    assert.equal(tabs(uri).length, 1);
  });

  it('is read again when it is written, and not when an earlier write is told late', async () => {
    const files = new WorkspaceProfileFiles({ decode: () => assert.fail('nothing is read here') });
    const uri = await write('watched.pprof', heap);
    let changes = 0;
    let wasSeen = false;
    const all = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(inWorkspace('profiles'), 'beside.pprof'),
    );
    all.onDidCreate(() => (wasSeen = true));
    const watch = files.watch(uri, () => changes++);
    try {
      // What is written later is told later; then the pause that a writer is given, and more.
      await write('beside.pprof', heap);
      await until('the file beside', () => wasSeen);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      assert.equal(changes, 0);
      await write('watched.pprof', heap.subarray(1));
      await until('the change', () => changes === 1);
    } finally {
      watch.dispose();
      all.dispose();
    }
  });
});
