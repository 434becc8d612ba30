// The view of goroutines. In: the model. Out: a tree of groups, stacks and frames, with commands to group, filter, copy
// and show more. Invariants: nothing is counted before the view is shown; menus of other features get the GoroutineRow
// behind a row, whatever row it was.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { stackText } from '../../core/goroutine/stackText';
import { perMinuteText, sparkline } from '../../core/goroutine/sparkline';
import { commands, contextKeys, views } from '../../ids';
import type { CommandRegistry } from '../commands';
import { ManagedContextKey } from '../contextKey';
import { itemOf } from './goroutineItems';
import { type GoroutineModel, isSameGrouping, type Shown, type ViewGrouping } from './goroutineModel';
import { withoutKind } from '../store/originText';
import { changeText } from './goroutineNumbers';
import { type GoroutineNode, GoroutineTree, type RestNode } from './goroutineTree';

export class GoroutinesView implements vscode.TreeDataProvider<GoroutineNode>, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new vscode.EventEmitter<GoroutineNode | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<GoroutineNode>;
  private readonly isFiltered = this.owned.add(new ManagedContextKey(contextKeys.goroutinesFiltered));
  private readonly hasGoroutines = this.owned.add(new ManagedContextKey(contextKeys.hasGoroutines));
  private of: { readonly shown: Shown; readonly tree: GoroutineTree } | undefined;

  constructor(
    private readonly model: GoroutineModel,
    registry: CommandRegistry,
  ) {
    const options = { treeDataProvider: this, showCollapseAll: true, canSelectMany: false };
    this.view = this.owned.add(vscode.window.createTreeView(views.goroutines, options));
    this.owned.add(model.onDidChange(() => this.refresh()));
    this.owned.add(this.view.onDidChangeVisibility(({ visible }) => visible && model.wake()));
    if (this.view.visible) model.wake();
    registry.register(commands.groupGoroutines, 'group the goroutines', () => this.pickGrouping());
    registry.register(commands.filterGoroutines, 'filter the goroutines', () => this.askFilter());
    registry.register(commands.clearGoroutineFilter, 'clear the filter', () => (model.filter = ''));
    registry.register(commands.copyGoroutineStack, 'copy the stack', (node) => this.copy(node));
    registry.register(commands.showMoreGoroutines, 'show more goroutines', (node) => {
      const rest = asNode(node);
      if (rest?.is === 'rest') this.showMore(rest);
    });
  }

  getChildren(node?: GoroutineNode): GoroutineNode[] {
    this.model.wake();
    if (this.of === undefined) return [];
    return node === undefined ? this.of.tree.roots() : this.of.tree.children(node);
  }

  getTreeItem(node: GoroutineNode): vscode.TreeItem {
    return itemOf(node, this.of!.shown);
  }

  /** Brings the view to the front; the keyboard stays where it is. */
  async reveal(): Promise<void> {
    await vscode.commands.executeCommand(`${views.goroutines}.focus`, { preserveFocus: true });
  }

  private refresh(): void {
    const { shown, filter } = this.model;
    this.of = shown === undefined ? undefined : { shown, tree: new GoroutineTree(shown) };
    this.hasGoroutines.set(shown !== undefined);
    this.isFiltered.set(filter !== '');
    this.view.description = shown === undefined ? '' : descriptionOf(shown);
    this.view.message = shown === undefined ? '' : messageOf(shown, filter);
    this.changed.fire(undefined);
  }

  private showMore(node: RestNode): void {
    this.of?.tree.showMore(node);
    this.changed.fire(node.of);
  }

  private async pickGrouping(): Promise<void> {
    const current = this.model.shown?.grouping;
    const items = this.model.groupings.map((grouping) => ({
      ...groupingText(grouping),
      grouping,
      iconPath: new vscode.ThemeIcon(current !== undefined && isSameGrouping(grouping, current) ? 'check' : 'blank'),
    }));
    const title = 'Group Goroutines By';
    const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
    if (picked !== undefined) this.model.grouping = picked.grouping;
  }

  private async askFilter(): Promise<void> {
    const text = await vscode.window.showInputBox({
      title: 'Filter Goroutines',
      value: this.model.filter,
      placeHolder: 'for example: chan receive worker',
      prompt: 'Words in functions, files, states or labels; every one has to be there. Leave empty for all goroutines.',
    });
    if (text !== undefined) this.model.filter = text;
  }

  /** Stacks of a row as Go prints them. */
  private async copy(arg: unknown): Promise<void> {
    const node = asNode(arg) ?? this.view.selection.at(0);
    const { shown } = this.of ?? {};
    if (node === undefined || node.is === 'rest' || shown === undefined) return;
    const { profile, facts, kinds } = shown;
    const wanted = new Set(node.row.samples().map((sample) => kinds.kindOf[sample]));
    const texts = [...wanted]
      .map((kind) => kinds.kinds[kind])
      .sort((a, b) => b.count - a.count)
      .slice(0, mostCopied)
      .map((kind) => stackText(profile, facts, kind));
    await vscode.env.clipboard.writeText(texts.join('\n'));
    const what = texts.length === 1 ? 'The stack was' : `${texts.length} stacks were`;
    void vscode.window.setStatusBarMessage(`$(check) ${what} copied.`, 3000);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

const mostCopied = 200;

function asNode(arg: unknown): GoroutineNode | undefined {
  return typeof arg === 'object' && arg !== null && 'is' in arg && 'id' in arg ? (arg as GoroutineNode) : undefined;
}

function groupingText(grouping: ViewGrouping): { readonly label: string; readonly description: string } {
  switch (grouping.by) {
    case 'state':
      return { label: 'State', description: 'what they wait for' };
    case 'creator':
      return { label: 'Go Statement', description: 'where they were started' };
    case 'origin':
      return { label: 'Origin', description: 'a tree of who started whom' };
    case 'function':
      return { label: 'Function', description: 'where they wait' };
    case 'label':
      return { label: `Label “${grouping.key}”`, description: 'set by the program' };
  }
}

function descriptionOf({ active, kinds, trend, before }: Shown): string {
  const total = kinds.total.toLocaleString('en');
  const growth = trend?.perMinute();
  const parts = [
    total,
    growth === undefined ? '' : perMinuteText(growth),
    trend === undefined ? '' : sparkline(trend.numbers()),
    before === undefined || before.total === kinds.total ? '' : changeText(kinds.total - before.total),
  ].filter((text) => text !== '');
  // The file of a capture has a long name, and its service is what people know.
  const from = active.origin === '' ? active.title : withoutKind(active.origin);
  return `${parts.join(' · ')} · ${from}`;
}

function messageOf({ kinds, isWanted }: Shown, filter: string): string {
  if (isWanted === undefined) return '';
  const left = kinds.kinds.reduce((sum, { count }, kind) => sum + (isWanted[kind] === 1 ? count : 0), 0);
  return left === 0
    ? `No goroutine has “${filter}” in its stack, state or labels.`
    : `${left.toLocaleString('en')} of ${kinds.total.toLocaleString('en')} goroutines have “${filter}”.`;
}
