// The view of services that profiles were captured from. In: the remembered targets. Out: a row each, that captures
// again; empty, the workbench shows the manifest's welcome text. Invariant: nothing is contacted to fill it.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { commands, views } from '../../ids';
import type { CommandRegistry } from '../commands';
import { kindName } from '../store/kindNames';
import { hostOf } from '../store/originText';
import type { RememberedTarget, RememberedTargets } from '../store/rememberedTargets';

export class TargetsView implements vscode.TreeDataProvider<RememberedTarget>, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly targets: RememberedTargets,
    registry: CommandRegistry,
  ) {
    this.owned.add(targets.onDidChange(() => this.changed.fire(undefined)));
    this.owned.add(vscode.window.createTreeView(views.targets, { treeDataProvider: this }));
    registry.register(commands.removeTarget, 'forget the service', async (target) => {
      const url = typeof target === 'object' && target !== null ? (target as { url?: unknown }).url : undefined;
      if (typeof url === 'string') await this.targets.forget(url);
    });
  }

  getChildren(): RememberedTarget[] {
    return [...this.targets.list()];
  }

  getTreeItem(target: RememberedTarget): vscode.TreeItem {
    const { url, kind, seconds } = target;
    const item = new vscode.TreeItem(hostOf(url));
    item.id = url;
    item.iconPath = new vscode.ThemeIcon('server-process');
    item.description = kind === undefined ? '' : `${kindName(kind)}${seconds === undefined ? '' : `, ${seconds} s`}`;
    item.tooltip = url;
    item.contextValue = views.targets;
    item.command = { command: commands.captureProfile, title: 'Capture Profile', arguments: [target] };
    return item;
  }

  dispose(): void {
    this.owned.dispose();
  }
}
