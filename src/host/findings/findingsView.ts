// The Findings view. In: the store. Out: a tree with a badge, and what it says above it. Invariants: rows are made when they
// are looked at; a change of the store is one refresh; how it is grouped is remembered in the workspace.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { gradesText } from '../../core/report/findings/findingsReport';
import { contextKeys, views } from '../../ids';
import { ManagedContextKey } from '../contextKey';
import type { FindingsStore, PlacedFinding } from '../store/findingsStore';
import { hostOf } from '../store/originText';
import type { KeyValueStore } from '../store/viewStates';
import type { LastFindings } from './lastFindings';
import { type Grouping, rootRows, type Row } from './findingRows';

const groupingKey = 'heatline.findings.grouping';

export class FindingsView implements vscode.TreeDataProvider<Row>, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly tree: vscode.TreeView<Row>;
  private readonly hasFindings = this.owned.add(new ManagedContextKey(contextKeys.hasFindings));
  private readonly isByFile = this.owned.add(new ManagedContextKey(contextKeys.findingsByFile));
  /** Of the last refresh: VS Code asks for parents of rows that it has. */
  private roots: readonly Row[] = [];

  constructor(
    private readonly store: FindingsStore,
    private readonly storage: KeyValueStore,
    private readonly last: LastFindings,
    seen: () => void,
  ) {
    this.tree = this.owned.add(
      vscode.window.createTreeView(views.findings, { treeDataProvider: this, showCollapseAll: true }),
    );
    this.owned.add(
      this.tree.onDidChangeVisibility(({ visible }) => {
        if (visible) seen();
      }),
    );
    this.owned.add(store.onDidChange(() => this.refresh()));
    this.owned.add(store.onDidMove(() => this.changed.fire(undefined)));
    this.isByFile.set(this.grouping === 'file');
    this.tree.description = last.name ?? '';
  }

  get grouping(): Grouping {
    return this.storage.get(groupingKey) === 'file' ? 'file' : 'grade';
  }

  async group(grouping: Grouping): Promise<void> {
    await this.storage.update(groupingKey, grouping);
    this.isByFile.set(grouping === 'file');
    this.changed.fire(undefined);
  }

  /** Opens the view at a finding, with what it says. */
  async reveal({ id }: PlacedFinding, focus: boolean): Promise<void> {
    const rows = this.current().flatMap((root) => root.children());
    const row = rows.find(({ found }) => found?.id === id);
    if (row !== undefined) await this.tree.reveal(row, { select: true, focus, expand: focus });
  }

  get isVisible(): boolean {
    return this.tree.visible;
  }

  getChildren(row?: Row): Row[] {
    return [...(row === undefined ? this.current() : row.children())];
  }

  getParent(row: Row): Row | undefined {
    return row.parent;
  }

  getTreeItem({ item }: Row): vscode.TreeItem {
    return item;
  }

  private current(): readonly Row[] {
    this.roots = rootRows(this.store, this.grouping);
    return this.roots;
  }

  private refresh(): void {
    const { current, shown } = this.store;
    this.hasFindings.set(current !== undefined);
    const count = shown.length;
    const tooltip = count === 1 ? '1 finding' : `${count} findings`;
    this.tree.badge = count === 0 ? undefined : { value: count, tooltip };
    this.tree.description = current === undefined ? (this.last.name ?? '') : hostOf(current.report.target);
    const found = gradesText(shown.map(({ finding }) => finding));
    this.tree.message =
      current === undefined ? '' : [capital(found), current.report.reading].filter(Boolean).join('. ');
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
