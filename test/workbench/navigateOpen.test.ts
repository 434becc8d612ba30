// Clicks in a real window: the editor opens beside the profile, at the line, and the profile stays.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import * as vscode from 'vscode';
import { decodeProfile } from '../../src/core/profile/decode';
import type { Profile } from '../../src/core/profile/profile';
import { StringTable } from '../../src/core/profile/stringTable';
import { ErrorReporter } from '../../src/host/errorReporter';
import { CursorFollower } from '../../src/host/navigate/cursorFollower';
import { locateSource } from '../../src/host/navigate/locateSource';
import { Navigator } from '../../src/host/navigate/navigator';
import { loadGoParser } from '../../src/host/sources/goParserFiles';
import { GoSyntax } from '../../src/host/sources/goSyntax';
import { SourceIndex } from '../../src/host/sources/sourceIndex';
import { WorkspaceModules } from '../../src/host/sources/workspaceModules';
import { extension, inWorkspace, liveTarget, until } from './support/host';

const noLog = { debug: () => undefined, error: () => undefined, show: () => undefined };

interface Frame {
  readonly function: number;
  readonly line: number;
  readonly file: string;
}

/** Frames of the service's own packages. */
function framesOf(profile: Profile, packages = 'example.com/orders/'): Frame[] {
  const { locations, functions, strings } = profile;
  return Array.from(locations.lineFunction, (f, l) => ({
    function: f,
    line: locations.lineNumber[l],
    file: strings.text(functions.filename[f]),
  })).filter(({ function: f }) => strings.text(functions.name[f]).startsWith(packages));
}

/** The same profile of a build that nothing here explains: unknown folders, unknown module. */
function elsewhereProfile(profile: Profile): Profile {
  const internal = `${inWorkspace('internal').fsPath}/`;
  const texts = Array.from({ length: profile.strings.count }, (_, i) =>
    profile.strings
      .text(i)
      .replace(internal, '/nowhere/code/')
      .replace('example.com/orders/internal', 'example.com/code'),
  );
  return { ...profile, strings: StringTable.from(texts) };
}

describe('navigating: a click on a frame', function () {
  this.timeout(60_000);
  let profile: Profile;
  let profileUri: vscode.Uri;
  let sources: SourceIndex;
  let navigator: Navigator;
  const owned: { dispose(): void }[] = [];

  before(async () => {
    const answer = await fetch(`http://${liveTarget()}/debug/pprof/goroutine`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    profile = decodeProfile(zlib.gunzipSync(bytes)).profile;
    profileUri = inWorkspace('clicks', 'goroutine.pprof');
    await vscode.workspace.fs.writeFile(profileUri, bytes);
    const modules = new WorkspaceModules({ readGoEnvironment: () => Promise.resolve(undefined), home: os.homedir() });
    const syntax = new GoSyntax(() => loadGoParser(extension().extensionUri));
    sources = new SourceIndex(modules, syntax, noLog);
    navigator = new Navigator(sources, new ErrorReporter(noLog as unknown as vscode.LogOutputChannel));
    owned.push(navigator, sources, syntax, modules);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(inWorkspace('clicks'), { recursive: true });
    for (const item of owned) item.dispose();
  });

  async function showProfile(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('vscode.openWith', profileUri, 'heatline.profile');
    await until('the profile tab', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input !== undefined);
  }

  it('opens the file at the line, beside the profile, and no more groups than that', async () => {
    await showProfile();
    const frames = framesOf(profile).slice(0, 5);
    assert.equal(frames.length, 5);
    for (const frame of frames) {
      const opened = await navigator.openFrame(profile, frame);
      assert.ok(opened.opened, opened.message);
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.fsPath, frame.file);
      assert.equal(editor.selection.active.line, frame.line - 1);
      assert.notEqual(editor.viewColumn, vscode.ViewColumn.One);
      assert.equal(vscode.window.tabGroups.all.length, 2);
    }
    const [left] = vscode.window.tabGroups.all;
    assert.ok(left.activeTab?.input instanceof vscode.TabInputCustom);
  });

  it('goes to the declaration for a frame without a line', async () => {
    const [frame] = framesOf(profile);
    assert.ok((await navigator.openFrame(profile, { function: frame.function, line: 0 })).opened);
    const line = vscode.window.activeTextEditor?.selection.active.line;
    assert.equal(line, profile.functions.startLine[frame.function] - 1);
  });

  it('follows an edit that is not saved', async () => {
    const [frame] = framesOf(profile);
    await navigator.openFrame(profile, frame);
    const editor = vscode.window.activeTextEditor ?? assert.fail();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// one\n// two\n'));
    const opened = await navigator.openFrame(profile, frame);
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, frame.line + 1);
    assert.match(opened.message, /has moved/);
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 2, 0)));
    await editor.document.save();
  });

  it('says why there is nothing to open', async () => {
    const text = '<autogenerated>';
    const made = {
      ...profile,
      strings: Object.assign(Object.create(profile.strings) as typeof profile.strings, { text: () => text }),
    };
    const opened = await navigator.openFrame(made, { function: 0, line: 1 });
    assert.equal(opened.opened, false);
    assert.match(opened.message, /compiler generated/);
    assert.equal((await navigator.openFrame(profile, { function: 1e6, line: 1 })).opened, false);
  });

  it('learns from the person where sources are, and finds their neighbours too', async () => {
    const elsewhere = elsewhereProfile(profile);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heatline-located-'));
    fs.cpSync(inWorkspace('internal').fsPath, path.join(folder, 'code'), { recursive: true });
    const real = (frame: Frame): vscode.Uri => vscode.Uri.file(frame.file.replace('/nowhere', folder));
    const frames = framesOf(elsewhere, 'example.com/code/');
    const other = frames.find(({ file }) => path.dirname(file) !== path.dirname(frames[0].file)) ?? assert.fail();
    const resolve = async (frame: Frame): Promise<string> => {
      const found = await sources.resolveFunction(elsewhere, frame.function);
      return found?.kind === 'found' ? `${found.source.reason} ${found.source.place}` : (found?.kind ?? 'nothing');
    };
    const settings = (): unknown => vscode.workspace.getConfiguration().get('heatline.sources.prefixMap');
    assert.equal(await resolve(other), 'none');
    try {
      await assert.rejects(
        locateSource(frames[0].file, () => Promise.resolve(inWorkspace('go.mod'))),
        /not where/,
      );
      assert.equal(await locateSource(frames[0].file, () => Promise.resolve(undefined)), false);
      assert.deepEqual(settings(), {});
      assert.ok(await locateSource(frames[0].file, () => Promise.resolve(vscode.Uri.file(folder))));
      assert.deepEqual(settings(), { '/nowhere': folder });
      await until('the rule to hold', async () => (await resolve(other)) === `prefix map ${real(other).toString()}`);
      const opened = await navigator.openFrame(elsewhere, other);
      assert.ok(opened.opened, opened.message);
    } finally {
      const configuration = vscode.workspace.getConfiguration();
      await configuration.update('heatline.sources.prefixMap', undefined, vscode.ConfigurationTarget.Workspace);
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('finds the functions at the cursor', async () => {
    await showProfile();
    const frame = framesOf(profile).find(({ file }) => file.endsWith('middleware.go')) ?? framesOf(profile)[0];
    const selected: (readonly number[])[] = [];
    const follower = new CursorFollower({
      sources,
      active: () => ({ uri: profileUri, profile }),
      select: (_, functions) => selected.push(functions),
      failed: (error) => assert.fail(String(error)),
    });
    owned.push(follower);
    await navigator.openFrame(profile, frame);
    await until('a selection', () => selected.some((functions) => functions.includes(frame.function)));
    const editor = vscode.window.activeTextEditor ?? assert.fail();
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await until('no selection', () => selected.at(-1)?.length === 0);
  });
});
