// The folder that captures are kept in, in the extension's own storage. In: nothing, the folder is read when asked.
// Out: what is in it, newest first. Invariants: only files of this folder are ever deleted, and only when a person
// said so; a capture and the JSON beside it go together.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { Emitter } from '../../base/emitter';
import { parseProvenance, provenanceName, type Provenance } from './provenance';

export interface StoredCapture {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly bytes: number;
  readonly provenance: Provenance | undefined;
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
    const entries = await this.entries();
    const names = new Set(entries);
    const captures = entries.filter((name) => !name.startsWith('.') && !name.endsWith('.json'));
    const read = await Promise.all(captures.map((name) => this.read(name, names.has(provenanceName(name)))));
    return read
      .sort((a, b) => b.time - a.time || (a.capture.name < b.capture.name ? 1 : -1))
      .map(({ capture }) => capture);
  }

  /** For good: remote machines have no bin. */
  async delete(capture: vscode.Uri): Promise<void> {
    const name = capture.path.slice(capture.path.lastIndexOf('/') + 1);
    const inside = vscode.Uri.joinPath(this.uri, name);
    if (inside.toString() !== capture.toString()) throw new Error(`${capture.path} is not a stored capture`);
    await vscode.workspace.fs.delete(inside);
    try {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(this.uri, provenanceName(name)));
    } catch {
      // It had none.
    }
    this.changed.fire(undefined);
  }

  /** A capture was stored: the watcher would tell too, but later. */
  noteAdded(): void {
    this.changed.fire(undefined);
  }

  private async entries(): Promise<string[]> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(this.uri);
      return entries.filter(([, type]) => type === vscode.FileType.File).map(([name]) => name);
    } catch {
      return []; // Made by the first capture.
    }
  }

  private async read(name: string, hasProvenance: boolean): Promise<{ capture: StoredCapture; time: number }> {
    const uri = vscode.Uri.joinPath(this.uri, name);
    const stat = await Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => undefined);
    const provenance = hasProvenance ? await this.provenance(name) : undefined;
    const time = Date.parse(provenance?.startedAt ?? '');
    const capture = { uri, name, bytes: stat?.size ?? 0, provenance };
    return { capture, time: Number.isNaN(time) ? (stat?.ctime ?? 0) : time };
  }

  private async provenance(name: string): Promise<Provenance | undefined> {
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.uri, provenanceName(name)));
      return parseProvenance(new TextDecoder().decode(bytes));
    } catch {
      return undefined;
    }
  }

  private watch(): vscode.FileSystemWatcher {
    // A folder that is not there cannot be watched.
    void vscode.workspace.fs.createDirectory(this.uri);
    const watcher = this.owned.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(this.uri, '*')));
    const fire = (): void => this.changed.fire(undefined);
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) this.owned.add(event(fire));
    return watcher;
  }

  dispose(): void {
    this.owned.dispose();
  }
}
