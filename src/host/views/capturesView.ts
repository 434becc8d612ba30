// The view of stored captures. In: the capture folder. Out: a row each, that opens it; a row for each bundle, with its
// profiles below; commands to delete and reveal. Invariants: the folder is read only while the view is shown; nothing is
// deleted without a yes.

import * as vscode from 'vscode';
import { counted } from '../../base/counted';
import { type Disposable, DisposableList } from '../../base/disposable';
import { commands, views } from '../../ids';
import { type CommandRegistry, uriOf } from '../commands';
import type { CaptureFolder, StoredBundle, StoredCapture } from '../store/captureFolder';
import { kindIcon, kindName } from '../store/kindNames';
import { hostOf } from '../store/originText';

type Row = StoredCapture | StoredBundle;

/** `contextValue` of a bundle: what menus go by. */
const bundleContext = 'heatline.bundle';

export class CapturesView implements vscode.TreeDataProvider<Row>, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private isWatching = false;
  /** Rows below a diagnosis, which names the service already. */
  private readonly diagnosed = new WeakSet<Row>();

  constructor(
    private readonly folder: CaptureFolder,
    registry: CommandRegistry,
  ) {
    const tree = this.owned.add(
      vscode.window.createTreeView(views.captures, { treeDataProvider: this, canSelectMany: true }),
    );
    registry.register(commands.deleteCapture, 'delete the capture', (row, rows) =>
      // Menus pass the row, then all selected rows; the key passes nothing.
      this.delete(urisOf(Array.isArray(rows) ? rows : row === undefined ? tree.selection : [row])),
    );
    registry.register(commands.revealCapture, 'reveal the capture', async (row) => {
      for (const uri of urisOf([row])) await vscode.commands.executeCommand('revealFileInOS', uri);
    });
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row !== undefined) return this.below(row);
    if (!this.isWatching) this.owned.add(this.folder.onDidChange(() => this.changed.fire(undefined)));
    this.isWatching = true;
    const rows: Row[] = [...(await this.folder.list()), ...(await this.folder.bundles())];
    // Sorting is stable: without a time the folder's own order stays.
    return rows.sort((a, b) => (startOf(a) < startOf(b) ? 1 : startOf(a) > startOf(b) ? -1 : 0));
  }

  private below(row: Row): Row[] {
    if (!('captures' in row)) return [];
    if (row.note !== undefined) for (const capture of row.captures) this.diagnosed.add(capture);
    return [...row.captures];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return 'captures' in row ? bundleItem(row) : captureItem(row, this.diagnosed.has(row));
  }

  private async delete(selected: readonly vscode.Uri[]): Promise<void> {
    // A bundle goes with all that is in it.
    const uris = selected.filter((uri) => !selected.some(({ path }) => uri.path.startsWith(`${path}/`)));
    if (uris.length === 0) return;
    const what = uris.length === 1 ? 'this capture' : `these ${uris.length} captures`;
    const yes = 'Delete';
    const detail = uris.map((uri) => uri.path.slice(uri.path.lastIndexOf('/') + 1)).join('\n');
    const options = { modal: true, detail: `${detail}\n\nThis cannot be undone.` };
    if ((await vscode.window.showWarningMessage(`Delete ${what}?`, options, yes)) !== yes) return;
    for (const uri of uris) await this.folder.delete(uri);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** ISO 8601, UTC, which sorts as text; '' for unknown. */
function startOf(row: Row): string {
  if ('captures' in row) return row.note?.startedAt ?? row.captures.at(0)?.provenance?.startedAt ?? '';
  return row.provenance?.startedAt ?? '';
}

function captureItem({ uri, name, bytes, provenance }: StoredCapture, isDiagnosed: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(provenance === undefined ? name : kindName(provenance.kind));
  item.id = uri.toString();
  item.iconPath = new vscode.ThemeIcon(provenance === undefined ? 'file-binary' : kindIcon(provenance.kind));
  if (provenance !== undefined) {
    const { url, startedAt, seconds } = provenance;
    const parts = [
      ...(isDiagnosed ? [] : [hostOf(url)]),
      timeText(startedAt),
      ...(seconds === undefined ? [] : [`${seconds} s`]),
    ];
    item.description = parts.join(' · ');
  }
  item.tooltip = `${name}\n${sizeText(bytes)}`;
  item.contextValue = views.captures;
  item.command = { command: commands.openProfile, title: 'Open Profile', arguments: [uri] };
  return item;
}

function bundleItem({ uri, name, note, captures }: StoredBundle): vscode.TreeItem {
  const item = new vscode.TreeItem(note === undefined ? name : 'Diagnosis', vscode.TreeItemCollapsibleState.Collapsed);
  item.id = uri.toString();
  item.iconPath = new vscode.ThemeIcon('pulse');
  const count = counted(captures.length, 'profile');
  const parts = note === undefined ? [count] : [hostOf(note.target), timeText(note.startedAt), count];
  item.description = parts.join(' · ');
  const bytes = captures.reduce((sum, capture) => sum + capture.bytes, 0);
  const missing = note?.missing.map(({ profile, reason }) => `Without ${profile}: ${reason}`) ?? [];
  item.tooltip = [name, `${count}, ${sizeText(bytes)}`, ...missing].join('\n');
  item.contextValue = bundleContext;
  return item;
}

function sizeText(bytes: number): string {
  return `${Math.ceil(bytes / 1024).toLocaleString()} KiB`;
}

function urisOf(rows: readonly unknown[]): vscode.Uri[] {
  return rows.map(uriOf).filter((uri) => uri !== undefined);
}

/** The time of day for today, the day otherwise. */
function timeText(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const isToday = time.toDateString() === new Date().toDateString();
  return isToday
    ? time.toLocaleTimeString(undefined, { timeStyle: 'short' })
    : time.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
