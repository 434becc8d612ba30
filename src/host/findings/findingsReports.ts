// The findings as a report. In: the store. Out: a page beside the code, or a file: Markdown, or a page with pictures.
// Invariants: a report has what is shown, not what was dismissed; the page runs nothing, fetches nothing and leads only
// to findings, by their numbers; one page, which follows the store while it is open.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { UserError } from '../../base/userError';
import { findingsHtml } from '../../core/report/findings/findingsHtml';
import { findingsMarkdown } from '../../core/report/findings/findingsMarkdown';
import type { FindingsReport } from '../../core/report/findings/findingsReport';
import { commands } from '../../ids';
import { newNonce } from '../nonce';
import type { FindingsStore, PlacedFinding } from '../store/findingsStore';
import { hostOf } from '../store/originText';
import { writeWhole } from '../wholeFile';
import { savedAs } from '../workspaceFolder';

const viewType = 'heatline.findingsReport';

export class FindingsReports implements Disposable {
  private readonly owned = new DisposableList();
  private panel: vscode.WebviewPanel | undefined;

  constructor(private readonly store: FindingsStore) {
    this.owned.add(store.onDidChange(() => this.refresh()));
  }

  show(): void {
    const { target } = this.report();
    if (this.panel !== undefined) this.panel.reveal();
    else {
      const options = { enableScripts: false, enableCommandUris: [commands.openFinding], localResourceRoots: [] };
      const panel = vscode.window.createWebviewPanel(viewType, '', vscode.ViewColumn.Active, options);
      panel.onDidDispose(() => (this.panel = undefined));
      this.panel = panel;
    }
    this.panel.title = `Findings: ${hostOf(target)}`;
    this.refresh();
  }

  async save(): Promise<void> {
    const report = this.report();
    const place = this.store.shown.find((each) => each.place !== undefined)?.place;
    const target = await vscode.window.showSaveDialog({
      title: 'Save Findings Report',
      filters: { 'Page with pictures': ['html'], Markdown: ['md'] },
      ...savedAs('heatline-findings.html', place?.uri),
    });
    if (target === undefined) return;
    const isMarkdown = /\.(md|markdown)$/i.test(target.path);
    await writeWhole(target, isMarkdown ? findingsMarkdown(report) : findingsHtml(report));
    const open = await vscode.window.showInformationMessage(`Saved the report to ${target.fsPath}.`, 'Open');
    if (open === undefined) return;
    if (isMarkdown) await vscode.commands.executeCommand('markdown.showPreview', target);
    else await vscode.env.openExternal(target);
  }

  private refresh(): void {
    if (this.panel === undefined) return;
    if (this.store.current === undefined) {
      this.panel.dispose();
      return;
    }
    const ids = this.store.shown.map(({ id }) => id);
    const linkOf = (i: number): string =>
      `command:${commands.openFinding}?${encodeURIComponent(JSON.stringify([ids[i]]))}`;
    this.panel.webview.html = findingsHtml(this.report(), { nonce: newNonce(), linkOf });
  }

  private report(): FindingsReport {
    const { current, shown } = this.store;
    if (current !== undefined) return { ...current.report, findings: shown.map(placed) };
    throw new UserError('no-findings', 'There is nothing to report.', 'Diagnose a service first.');
  }

  dispose(): void {
    this.panel?.dispose();
    this.owned.dispose();
  }
}

/** The file as it is called here, the line as it is now. */
function placed({ finding, place }: PlacedFinding): PlacedFinding['finding'] {
  if (place?.line === undefined) return finding;
  return { ...finding, location: { file: vscode.workspace.asRelativePath(place.uri), line: place.line } };
}
