// Heat wherever a Go file may be: saved and reopened, shown twice, renamed, with CRLF, one of two folders with the same
// names, in a file system of an extension. What the editor was told to draw is the outcome.

import assert from 'node:assert/strict';
import os from 'node:os';
import * as vscode from 'vscode';
import { Emitter } from '../../src/base/emitter';
import type { Profile } from '../../src/core/profile/profile';
import { HeatStyle } from '../../src/host/annotate/heatStyle';
import { Heat } from '../../src/host/annotate/heat';
import { addBreakpoint } from '../../src/host/debug/breakpoints';
import { ErrorReporter } from '../../src/host/errorReporter';
import { Navigator } from '../../src/host/navigate/navigator';
import { loadGoParser } from '../../src/host/sources/goParserFiles';
import { GoSyntax } from '../../src/host/sources/goSyntax';
import { SourceIndex } from '../../src/host/sources/sourceIndex';
import { WorkspaceModules } from '../../src/host/sources/workspaceModules';
import type { ActiveProfile, ProfileStore } from '../../src/host/store/profileStore';
import { ProfileTotals } from '../../src/host/store/profileTotals';
import { noRefinement } from '../../src/protocol/messages';
import { drawnProfile } from '../unit/core/golang/drawnProfile';
import { extension, inWorkspace, until } from './support/host';

const noLog = { debug: () => undefined, error: () => undefined, show: () => undefined };
const code = 'package worker\n\nfunc Run(a []int) (s int) {\n\tfor _, x := range a {\n\t\ts += x\n\t}\n\treturn s\n}\n';
/** Of `s += x`. */
const hotLine = 5;

async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

/** VS Code watches a new folder a moment later, on a busy machine; what changes in it before goes unnoticed. */
async function untilWatched(file: vscode.Uri): Promise<void> {
  const probe = vscode.Uri.joinPath(file, '..', 'probe.txt');
  const watcher = vscode.workspace.createFileSystemWatcher('**/probe.txt');
  let isSeen = false;
  watcher.onDidCreate(() => (isSeen = true));
  watcher.onDidChange(() => (isSeen = true));
  try {
    await until('a folder that is watched', async () => {
      await write(probe, String(Date.now()));
      return isSeen;
    });
  } finally {
    watcher.dispose();
    await vscode.workspace.fs.delete(probe);
  }
}

/** The folder of a module with one package, and its one file. */
async function writeModule(folder: vscode.Uri, name: string, text = code): Promise<vscode.Uri> {
  const file = vscode.Uri.joinPath(folder, 'internal', 'worker', 'pool.go');
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(folder, 'internal', 'worker'));
  await write(vscode.Uri.joinPath(folder, 'go.mod'), `module example.com/${name}\n\ngo 1.23\n`);
  await write(file, text);
  return file;
}

/** Built elsewhere, where each module has a folder that is called otherwise here. */
const profileOf = (...names: readonly string[]): Profile =>
  drawnProfile(
    names
      .map((name) => `1 example.com/${name}/internal/worker.Run@/src/${name}/internal/worker/pool.go:${hotLine},3`)
      .join('\n'),
  );

/** Files in memory, as an extension may offer them. */
class MemoryFiles implements vscode.FileSystemProvider {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly entries = new Map<string, Uint8Array | undefined>([['/', undefined]]);

  watch = (): vscode.Disposable => new vscode.Disposable(() => undefined);

  stat(uri: vscode.Uri): vscode.FileStat {
    const entry = this.entry(uri);
    const type = entry === undefined ? vscode.FileType.Directory : vscode.FileType.File;
    return { type, ctime: 1, mtime: 1, size: entry?.length ?? 0 };
  }

  readDirectory({ path }: vscode.Uri): [string, vscode.FileType][] {
    const folder = path === '/' ? path : `${path}/`;
    return [...this.entries]
      .filter(([name]) => name.startsWith(folder) && name !== '/' && !name.slice(folder.length).includes('/'))
      .map(([name, entry]) => [
        name.slice(folder.length),
        entry === undefined ? vscode.FileType.Directory : vscode.FileType.File,
      ]);
  }

  createDirectory({ path }: vscode.Uri): void {
    this.entries.set(path, undefined);
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.entry(uri) ?? new Uint8Array();
  }

  writeFile({ path }: vscode.Uri, content: Uint8Array): void {
    this.entries.set(path, content);
  }

  delete({ path }: vscode.Uri): void {
    this.entries.delete(path);
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  private entry(uri: vscode.Uri): Uint8Array | undefined {
    if (!this.entries.has(uri.path)) throw vscode.FileSystemError.FileNotFound(uri);
    return this.entries.get(uri.path);
  }
}

/** Heat with opened folders of its own. */
class HeatUnderTest {
  private readonly owned: { dispose(): unknown }[] = [];
  private readonly shown = new Map<vscode.TextEditor, readonly number[]>();
  readonly sources: SourceIndex;
  readonly navigator: Navigator;

  constructor(
    readonly profile: Profile,
    folders: readonly vscode.Uri[],
  ) {
    const { show, clear } = Object.getOwnPropertyDescriptors(HeatStyle.prototype);
    const { shown } = this;
    HeatStyle.prototype.show = function (this: HeatStyle, editor, lines, measured) {
      shown.set(
        editor,
        lines.map(({ line }) => line as number),
      );
      show.value?.call(this, editor, lines, measured);
    };
    HeatStyle.prototype.clear = function (this: HeatStyle, editor) {
      shown.delete(editor);
      clear.value?.call(this, editor);
    };
    const modules = new WorkspaceModules({
      readGoEnvironment: () => Promise.resolve(undefined),
      home: os.homedir(),
      openFolders: () => folders,
    });
    const syntax = new GoSyntax(() => loadGoParser(extension().extensionUri));
    this.sources = new SourceIndex(modules, syntax, noLog);
    this.navigator = new Navigator(this.sources, new ErrorReporter(noLog as unknown as vscode.LogOutputChannel));
    const view = { sampleType: 0, search: '', zoom: [], refine: noRefinement };
    const active: ActiveProfile = {
      uri: inWorkspace('heat', 'drawn.pprof'),
      title: 'drawn',
      origin: '',
      profile,
      view,
    };
    const never = new Emitter<ActiveProfile | undefined>().event;
    const store = { active, onDidChangeActive: never, onDidChangeView: never, numberOf: () => 1 };
    const heat = new Heat({
      store: store as unknown as ProfileStore,
      sources: this.sources,
      totals: new ProfileTotals(),
      failed: (error) => assert.fail(String(error)),
    });
    const restore = new vscode.Disposable(() => Object.defineProperties(HeatStyle.prototype, { show, clear }));
    this.owned.push(heat, this.navigator, this.sources, syntax, modules, restore);
  }

  /** Waits until each visible editor of the file has marks on exactly these lines. */
  async marks(uri: vscode.Uri, lines: readonly number[], editors = 1): Promise<void> {
    const now = (): readonly (readonly number[])[] =>
      vscode.window.visibleTextEditors
        .filter(({ document }) => document.uri.toString() === uri.toString())
        .map((editor) => this.shown.get(editor) ?? []);
    const wanted = JSON.stringify(Array.from({ length: editors }, () => lines));
    await until(`${wanted} in ${uri.toString()}`, () => JSON.stringify(now()) === wanted);
  }

  dispose(): void {
    for (const item of this.owned) item.dispose();
  }
}

const show = (uri: vscode.Uri, viewColumn = vscode.ViewColumn.One): Thenable<vscode.TextEditor> =>
  vscode.window.showTextDocument(uri, { viewColumn, preview: false });

describe('heat in files of all kinds', function () {
  this.timeout(60_000);
  const folder = inWorkspace('heat');
  const second = vscode.Uri.joinPath(folder, 'second');
  let running: HeatUnderTest | undefined;

  const start = (profile: Profile, ...folders: readonly vscode.Uri[]): HeatUnderTest =>
    (running = new HeatUnderTest(profile, folders));
  afterEach(async () => {
    running?.dispose();
    running = undefined;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('stays through an edit, saving and opening again', async () => {
    const file = await writeModule(folder, 'orders');
    const heat = start(profileOf('orders'), folder);
    const editor = await show(file);
    await heat.marks(file, [hotLine]);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// One\n// Two\n'));
    await heat.marks(file, [hotLine + 2]);
    await editor.edit((edit) => edit.insert(new vscode.Position(5, 0), '\t// Three\n'));
    const seen = new Promise((resolve) => heat.sources.onDidChange(() => resolve(undefined)));
    await write(vscode.Uri.joinPath(folder, 'go.mod'), 'module example.com/orders\n\ngo 1.24\n');
    await seen;
    // Nothing to wait for: what would be drawn from the text as it is now comes after what is drawn of the edit.
    await new Promise((resolve) => setTimeout(resolve, 600));
    await heat.marks(file, [hotLine + 3]);
    await editor.edit((edit) => edit.delete(new vscode.Range(5, 0, 6, 0)));
    await editor.document.save();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await show(file);
    await heat.marks(file, [hotLine + 2]);
  });

  it('is in both of two editors of a file, and follows an edit in both', async () => {
    const file = await writeModule(folder, 'orders');
    const heat = start(profileOf('orders'), folder);
    const editor = await show(file);
    await show(file, vscode.ViewColumn.Two);
    await heat.marks(file, [hotLine], 2);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// One\n'));
    await heat.marks(file, [hotLine + 1], 2);
    await editor.document.save();
  });

  it('is in the minimap too where that is asked for: on the same lines, of files that are seen, as what it is', async () => {
    const file = await writeModule(folder, 'orders');
    const heat = start(profileOf('orders'), folder);
    const set = (key: string, value: unknown): Thenable<void> =>
      vscode.workspace.getConfiguration('heatline.heat').update(key, value, vscode.ConfigurationTarget.Global);
    const marked = (): vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(file).filter(({ code: what }) => what === 'heat');
    const inMinimap = (...lines: readonly number[]): Promise<boolean> =>
      until(
        `${lines.join()} in the minimap`,
        () =>
          marked()
            .map(({ range }) => range.start.line + 1)
            .join() === lines.join(),
      );
    const editor = await show(file);
    await show(file, vscode.ViewColumn.Two);
    await heat.marks(file, [hotLine], 2);
    assert.deepEqual(marked(), []);
    try {
      await set('minimap', true);
      await inMinimap(hotLine);
      const [{ message, severity, source }] = marked();
      assert.equal(message, 'samples: 1 (100%) pass through this line and end in it.');
      assert.deepEqual([severity, source], [vscode.DiagnosticSeverity.Information, 'Heatline']);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// One\n// Two\n'));
      await inMinimap(hotLine + 2);
      await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 2, 0)));
      await inMinimap(hotLine);
      await editor.document.save();
      await set('enabled', false);
      await inMinimap();
      await set('enabled', undefined);
      await inMinimap(hotLine);
      await set('minimap', undefined);
      await inMinimap();
      await set('minimap', true);
      await inMinimap(hotLine);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await inMinimap();
    } finally {
      for (const key of ['minimap', 'enabled']) await set(key, undefined);
    }
  });

  it('goes with a file that is renamed, with its folder too, and a click on a frame goes there', async () => {
    const file = await writeModule(folder, 'orders');
    const heat = start(profileOf('orders'), folder);
    await show(file);
    await heat.marks(file, [hotLine]);
    const renamed = vscode.Uri.joinPath(folder, 'internal', 'worker', 'workers.go');
    const rename = async (from: vscode.Uri, to: vscode.Uri): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.renameFile(from, to);
      assert.ok(await vscode.workspace.applyEdit(edit));
    };
    await rename(file, renamed);
    await show(renamed);
    await heat.marks(renamed, [hotLine]);
    const inFolder = vscode.Uri.joinPath(folder, 'internal', 'pool', 'workers.go');
    await rename(vscode.Uri.joinPath(folder, 'internal', 'worker'), vscode.Uri.joinPath(folder, 'internal', 'pool'));
    await show(inFolder);
    await heat.marks(inFolder, [hotLine]);
    const place = await heat.navigator.locate(heat.profile, { function: 0, line: hotLine });
    assert.equal(place?.uri.toString(), inFolder.toString());
    // Another file takes the old name: it is the one that the profile names.
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(folder, 'internal', 'worker'));
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(file, { contents: new TextEncoder().encode(`// Again.\n${code}`) });
    assert.ok(await vscode.workspace.applyEdit(edit));
    await show(file);
    await heat.marks(file, [hotLine + 1]);
  });

  it('is on its lines after the file has changed on the disk, above and below them', async () => {
    const file = await writeModule(vscode.Uri.joinPath(folder, 'changed'), 'orders');
    const heat = start(profileOf('orders'), folder);
    await show(file);
    await heat.marks(file, [hotLine]);
    await untilWatched(file);
    await write(file, `// One.\n${code}\nfunc More() {}\n`);
    await heat.marks(file, [hotLine + 1]);
    // A block of as many lines as there were.
    await write(file, `// One.\n// Two.\n${code}// Three.\n`);
    await heat.marks(file, [hotLine + 2]);
  });

  it('is on the right side of a comparison with another state of the file, and not on the left one', async () => {
    const file = await writeModule(folder, 'orders');
    const past = file.with({ scheme: 'heat-past' });
    const provider = vscode.workspace.registerTextDocumentContentProvider('heat-past', {
      provideTextDocumentContent: () => code,
    });
    try {
      await write(file, `// One.\n${code}`);
      const heat = start(profileOf('orders'), folder);
      await vscode.commands.executeCommand('vscode.diff', past, file);
      await heat.marks(file, [hotLine + 1]);
      await heat.marks(past, []);
    } finally {
      provider.dispose();
    }
  });

  it('is on its lines in a file with CRLF', async () => {
    // A name that no other test has: VS Code keeps the line ends of a file that it had open a moment ago.
    const file = await writeModule(vscode.Uri.joinPath(folder, 'crlf'), 'orders', code.replaceAll('\n', '\r\n'));
    const heat = start(profileOf('orders'), folder);
    const editor = await show(file);
    assert.equal(editor.document.eol, vscode.EndOfLine.CRLF);
    await heat.marks(file, [hotLine]);
    await editor.edit((edit) => edit.insert(new vscode.Position(3, 0), '\t// more\n'));
    await heat.marks(file, [hotLine + 1]);
    await editor.document.save();
  });

  it('is in the right one of two folders with the same names, and so are breakpoints', async () => {
    const first = vscode.Uri.joinPath(folder, 'first');
    const orders = await writeModule(first, 'orders');
    const billing = await writeModule(second, 'billing', `// Billing.\n${code}`);
    const one = start(profileOf('billing'), first, second);
    await show(orders);
    await show(billing, vscode.ViewColumn.Two);
    await one.marks(billing, [hotLine + 1]);
    await one.marks(orders, []);
    one.dispose();
    const heat = start(profileOf('orders', 'billing'), first, second);
    await heat.marks(orders, [hotLine]);
    await heat.marks(billing, [hotLine + 1]);
    for (const [index, uri, line] of [
      [0, orders, hotLine],
      [1, billing, hotLine + 1],
    ] as const) {
      const before = vscode.debug.breakpoints.length;
      addBreakpoint(
        (await heat.navigator.locate(heat.profile, { function: index, line: hotLine })) ?? assert.fail('no place'),
      );
      const made = await until('the breakpoint', () => vscode.debug.breakpoints.at(before));
      assert.ok(made instanceof vscode.SourceBreakpoint);
      assert.equal(made.location.uri.toString(), uri.toString());
      assert.equal(made.location.range.start.line + 1, line);
      vscode.debug.removeBreakpoints([made]);
      await until('no breakpoint', () => vscode.debug.breakpoints.length === before);
    }
  });

  it('is in files of another file system, below its opened folder', async () => {
    const provider = vscode.workspace.registerFileSystemProvider('heat-memory', new MemoryFiles());
    try {
      await vscode.workspace.fs.createDirectory(folder);
      const root = vscode.Uri.from({ scheme: 'heat-memory', path: '/shop' });
      for (const part of ['', 'services', 'services/orders', 'services/orders/internal']) {
        await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(root, part));
      }
      const file = await writeModule(vscode.Uri.joinPath(root, 'services', 'orders'), 'orders');
      const heat = start(profileOf('orders'), root);
      await show(file);
      await heat.marks(file, [hotLine]);
    } finally {
      provider.dispose();
    }
  });
});
