// The view of stored captures. In: the capture folder. Out: a row each, that opens it; commands to delete and reveal.
// Invariants: the folder is read only while the view is shown; nothing is deleted without a yes.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { commands, views } from '../../ids';
import { type CommandRegistry, uriOf } from '../commands';
import type { CaptureFolder, StoredCapture } from '../store/captureFolder';
import { kindIcon, kindName } from '../store/kindNames';
import { hostOf } from '../store/provenance';

export class CapturesView implements vscode.TreeDataProvider<StoredCapture>, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private isWatching = false;

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

  async getChildren(): Promise<StoredCapture[]> {
    if (!this.isWatching) this.owned.add(this.folder.onDidChange(() => this.changed.fire(undefined)));
    this.isWatching = true;
    return [...(await this.folder.list())];
  }

  getTreeItem({ uri, name, bytes, provenance }: StoredCapture): vscode.TreeItem {
    const item = new vscode.TreeItem(provenance === undefined ? name : kindName(provenance.kind));
    item.id = uri.toString();
    item.iconPath = new vscode.ThemeIcon(provenance === undefined ? 'file-binary' : kindIcon(provenance.kind));
    if (provenance !== undefined) {
      const { url, startedAt, seconds } = provenance;
      const parts = [hostOf(url), timeText(startedAt), ...(seconds === undefined ? [] : [`${seconds} s`])];
      item.description = parts.join(' · ');
    }
    item.tooltip = `${name}\n${Math.ceil(bytes / 1024).toLocaleString()} KiB`;
    item.contextValue = views.captures;
    item.command = { command: commands.openProfile, title: 'Open Profile', arguments: [uri] };
    return item;
  }

  private async delete(uris: readonly vscode.Uri[]): Promise<void> {
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
