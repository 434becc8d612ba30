// "Explain Source Mapping". In: the active profile. Out: a read-only document that says where each of its files was found
// and by which rule, or what was tried and why it was refused; places in it can be opened, what is missing can be located.
// Invariants: the document is plain text; a link carries numbers of ours, never text of the profile; the report is made
// again when the answers it tells of may have changed.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { CancelledError } from '../../base/userError';
import { type ReportedFile, type ReportLink, type SourceReport, sourceReport } from '../../core/golang/sourceReport';
import type { ProfileFile } from '../../core/golang/profileFiles';
import { commands } from '../../ids';
import { noRefinement } from '../../protocol/messages';
import { withSignal } from '../cancellation';
import { positionAt } from '../positions';
import { nextTurn } from '../slices';
import type { SourceIndex } from '../sources/sourceIndex';
import type { ActiveProfile } from '../store/profileStore';
import type { ProfileTotals } from '../store/profileTotals';
import type { Line1 } from '../../core/profile/profile';

export const reportScheme = 'heatline-sources';

interface MadeReport extends SourceReport {
  readonly about: ActiveProfile;
  readonly files: readonly ReportedFile[];
}

export class SourceReports implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changed.event;
  /** By number, which is the URI's query. */
  private readonly reports = new Map<number, MadeReport>();
  private lastNumber = 0;
  /** Of the newest look at all reports: what an older one still finds is out of date. */
  private refreshing = new AbortController();

  constructor(
    private readonly sources: SourceIndex,
    private readonly totals: ProfileTotals,
    private readonly failed: (error: unknown) => void,
  ) {
    this.owned.add(vscode.workspace.registerTextDocumentContentProvider(reportScheme, this));
    this.owned.add(vscode.languages.registerDocumentLinkProvider({ scheme: reportScheme }, this));
    this.owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.reports.delete(numberOf(uri))));
    this.owned.add(sources.onDidChange(() => void this.refresh().catch((error: unknown) => this.failed(error))));
  }

  async show(about: ActiveProfile): Promise<void> {
    const title = `Looking for the code of ${about.title}`;
    const location = vscode.ProgressLocation.Notification;
    const report = await vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) =>
      withSignal(token, (signal) => this.make(about, signal, (share) => progress.report({ increment: share * 100 }))),
    );
    const number = ++this.lastNumber;
    this.reports.set(number, report);
    const document = await vscode.workspace.openTextDocument(uriOf(number, about.title));
    await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.Active });
  }

  /** A file of a report, or of the newest one of this profile. */
  fileAt(report: unknown, file: unknown): { readonly about: ActiveProfile; readonly file: ProfileFile } | undefined {
    const made = typeof report === 'number' ? this.reports.get(report) : undefined;
    const found = typeof file === 'number' ? made?.files.at(file) : undefined;
    return made === undefined || found === undefined ? undefined : { about: made.about, file: found.file };
  }

  /** Files of a profile that were looked for and not found, those that cost most first. */
  async missing(about: ActiveProfile): Promise<readonly ReportedFile[]> {
    const { files } = await this.make(about, new AbortController().signal, () => undefined);
    return files
      .filter(({ resolution }) => resolution.kind === 'none' && resolution.hasFile)
      .sort((a, b) => Math.abs(b.total) - Math.abs(a.total));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const report = this.reports.get(numberOf(uri));
    return report?.text ?? 'This report is of an earlier session. Run "Heatline: Explain Source Mapping" again.\n';
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const number = numberOf(document.uri);
    const report = this.reports.get(number);
    // While a new text is on its way, the links are of another one.
    if (report === undefined || document.getText() !== report.text) return [];
    return report.links.map((link) => linkOf(link, number));
  }

  private async make(
    about: ActiveProfile,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<MadeReport> {
    const { profile, view, title } = about;
    const all = { sampleType: view.sampleType, zoom: [], refine: noRefinement };
    const { table, totals, whole } = await this.totals.files(profile, all);
    const row = new Map(Array.from(table.file, (name, i) => [name, i] as const));
    const listed = [...this.sources.filesOf(profile).files];
    const files: ReportedFile[] = [];
    for (const file of listed) {
      if (signal.aborted) throw new CancelledError();
      const resolution = await this.sources.resolveFile(profile, file);
      files.push({ file, resolution, total: totals.total[row.get(file.filename) ?? -1] ?? 0 });
      onProgress(1 / listed.length);
      await nextTurn();
    }
    const { type, unit } = profile.sampleTypes[view.sampleType];
    return { about, files, ...sourceReport(files, { title, sampleType: type, unit, sum: whole, shown }) };
  }

  /** Reports that are open, made again. */
  private async refresh(): Promise<void> {
    this.refreshing.abort();
    const { signal } = (this.refreshing = new AbortController());
    for (const [number, { about }] of this.reports) {
      const report = await this.make(about, signal, () => undefined).catch((error: unknown) => {
        if (signal.aborted) return undefined;
        throw error;
      });
      if (report === undefined || signal.aborted) return;
      if (!this.reports.has(number)) continue;
      this.reports.set(number, report);
      this.changed.fire(uriOf(number, about.title));
    }
  }

  dispose(): void {
    this.refreshing.abort();
    this.owned.dispose();
  }
}

function linkOf({ line, start, end, to }: ReportLink, report: number): vscode.DocumentLink {
  const from = positionAt((line + 1) as Line1);
  const range = new vscode.Range(from.translate(0, start), from.translate(0, end));
  if (to.kind === 'place') return new vscode.DocumentLink(range, vscode.Uri.parse(to.place, true));
  const args = encodeURIComponent(JSON.stringify([report, to.index]));
  const link = new vscode.DocumentLink(range, vscode.Uri.parse(`command:${commands.locateSource}?${args}`));
  link.tooltip = 'Show Heatline where this file is';
  return link;
}

function uriOf(report: number, title: string): vscode.Uri {
  return vscode.Uri.from({ scheme: reportScheme, path: `/Source Mapping of ${title}.txt`, query: String(report) });
}

function numberOf({ scheme, query }: vscode.Uri): number {
  return scheme === reportScheme ? Number(query) : -1;
}

/** Relative to the workspace where it is in there. */
function shown(place: string): string {
  const uri = vscode.Uri.parse(place, true);
  return uri.scheme === 'file' ? vscode.workspace.asRelativePath(uri) : uri.toString(true);
}
