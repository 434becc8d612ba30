// The folder that captures are kept in, in the extension's own storage. In: nothing, the folder is read when asked.
// Out: what is in it, newest first: single captures, and bundles, a folder each (what a diagnosis took). Invariants: only
// what is in this folder is ever deleted, and only when a person said so; a capture and the JSON beside it go together.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { Emitter } from '../../base/emitter';
import { parseBundleNote, type BundleNote } from './bundleNote';
import { parseProvenance, provenanceName, type Provenance } from '../../core/profile/provenance';

export interface StoredCapture {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly bytes: number;
  readonly provenance: Provenance | undefined;
}

export interface StoredBundle {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly note: BundleNote | undefined;
  /** In the order in which they were taken. */
  readonly captures: readonly StoredCapture[];
}

interface Timed {
  readonly capture: StoredCapture;
  readonly time: number;
}

export class CaptureFolder implements Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new Emitter<undefined>());
  private watcher: vscode.FileSystemWatcher | undefined;

  constructor(readonly uri: vscode.Uri) {}

  /** Captures were added or removed, by this window or another. */
  onDidChange(listener: () => void): Disposable {
    this.watcher ??= this.watch();
    return this.changed.event(listener);
  }

  async list(): Promise<readonly StoredCapture[]> {
    return newestFirst(await this.capturesIn(this.uri));
  }

  /** Newest first; folders without a profile are none. */
  async bundles(): Promise<readonly StoredBundle[]> {
    const names = await namesIn(this.uri, vscode.FileType.Directory);
    const read = await Promise.all(names.filter((name) => !name.startsWith('.')).map((name) => this.bundle(name)));
    const found = read.filter(({ captures }) => captures.length > 0);
    return found.sort((a, b) => timeOf(b) - timeOf(a) || (a.name < b.name ? 1 : -1));
  }

  /** A capture, or a bundle with all that is in it. For good: remote machines have no bin. */
  async delete(capture: vscode.Uri): Promise<void> {
    const parts = capture.path.slice(this.uri.path.length + 1).split('/');
    const inside = vscode.Uri.joinPath(this.uri, ...parts);
    const isName = (part: string): boolean => part !== '' && part !== '.' && part !== '..';
    if (inside.toString() !== capture.toString() || parts.length > 2 || !parts.every(isName))
      throw new Error(`${capture.path} is not a stored capture`);
    await vscode.workspace.fs.delete(inside, { recursive: parts.length === 1 });
    try {
      await vscode.workspace.fs.delete(inside.with({ path: provenanceName(inside.path) }));
    } catch {
      // It had none.
    }
    this.changed.fire(undefined);
  }

  /** A capture was stored: the watcher would tell too, but later. */
  noteAdded(): void {
    this.changed.fire(undefined);
  }

  private async bundle(name: string): Promise<StoredBundle> {
    const uri = vscode.Uri.joinPath(this.uri, name);
    const captures = newestFirst(await this.capturesIn(uri)).reverse();
    const text = await textOf(vscode.Uri.joinPath(uri, 'bundle.json'));
    return { uri, name, captures, note: text === undefined ? undefined : parseBundleNote(text) };
  }

  private async capturesIn(folder: vscode.Uri): Promise<Timed[]> {
    const entries = await namesIn(folder, vscode.FileType.File);
    const names = new Set(entries);
    const captures = entries.filter((name) => !name.startsWith('.') && !name.endsWith('.json'));
    return Promise.all(captures.map((name) => this.read(folder, name, names.has(provenanceName(name)))));
  }

  private async read(folder: vscode.Uri, name: string, hasProvenance: boolean): Promise<Timed> {
    const uri = vscode.Uri.joinPath(folder, name);
    const stat = await Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => undefined);
    const text = hasProvenance ? await textOf(vscode.Uri.joinPath(folder, provenanceName(name))) : undefined;
    const provenance = text === undefined ? undefined : parseProvenance(text);
    const time = Date.parse(provenance?.startedAt ?? '');
    const capture = { uri, name, bytes: stat?.size ?? 0, provenance };
    return { capture, time: Number.isNaN(time) ? (stat?.ctime ?? 0) : time };
  }

  private watch(): vscode.FileSystemWatcher {
    // A folder that is not there cannot be watched.
    void vscode.workspace.fs.createDirectory(this.uri);
    const watcher = this.owned.add(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(this.uri, '**')),
    );
    const fire = (): void => this.changed.fire(undefined);
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) this.owned.add(event(fire));
    return watcher;
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** Empty where there is no such folder: the first capture makes it. */
async function namesIn(folder: vscode.Uri, type: vscode.FileType): Promise<string[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries.filter((entry) => entry[1] === type).map(([name]) => name);
  } catch {
    return [];
  }
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

function newestFirst(captures: Timed[]): StoredCapture[] {
  const sorted = captures.sort((a, b) => b.time - a.time || (a.capture.name < b.capture.name ? 1 : -1));
  return sorted.map(({ capture }) => capture);
}

function timeOf({ note, captures }: StoredBundle): number {
  const time = Date.parse(note?.startedAt ?? captures.at(0)?.provenance?.startedAt ?? '');
  return Number.isNaN(time) ? 0 : time;
}
