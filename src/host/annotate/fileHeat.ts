// How hot a file is, in the Explorer and on its tab. In: the active profile as the page shows it. Out: a badge with the
// file's share, a colour of the theme, a tooltip. Invariants: only files that somebody can see are asked about, and only
// those the profile names are looked for; a share below the threshold has no badge.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { setting } from '../settings';
import type { SourceIndex } from '../sources/sourceIndex';
import type { ActiveProfile, ProfileStore } from '../store/profileStore';
import type { ProfileTotals } from '../store/profileTotals';
import { type Measured, shareText, valueText } from './heatLabel';

export class FileHeat implements vscode.FileDecorationProvider, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeFileDecorations = this.changed.event;

  constructor(
    private readonly store: ProfileStore,
    private readonly sources: SourceIndex,
    private readonly totals: ProfileTotals,
  ) {
    const fire = (): void => this.changed.fire(undefined);
    this.owned.add(store.onDidChangeActive(fire));
    this.owned.add(store.onDidChangeView(fire));
    this.owned.add(sources.onDidChange(fire));
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('heatline.heat')) fire();
      }),
    );
    this.owned.add(vscode.window.registerFileDecorationProvider(this));
  }

  async provideFileDecoration(uri: vscode.Uri): Promise<vscode.FileDecoration | undefined> {
    const { active } = this.store;
    const isWanted = setting('heatline.heat.enabled') && setting('heatline.heat.fileBadges');
    if (active === undefined || !isWanted || !uri.path.endsWith('.go')) return undefined;
    const found = await this.sources.filesAt(active.profile, uri);
    if (found.length === 0) return undefined;
    return this.decorationOf(
      active,
      found.map(({ filename }) => filename as number),
    );
  }

  private async decorationOf(
    { profile, view }: ActiveProfile,
    filenames: readonly number[],
  ): Promise<vscode.FileDecoration | undefined> {
    const { table, totals, whole } = await this.totals.files(profile, view);
    // Compiled twice is counted twice at most: the larger one is certain.
    const rows = filenames.map((filename) => table.file.indexOf(filename));
    const row = rows.reduce((a, b) => (Math.abs(totals.total[b]) > Math.abs(totals.total[a]) ? b : a));
    const total = totals.total[row];
    const percent = whole === 0 ? 0 : (total / whole) * 100;
    if (total === 0 || Math.abs(percent) < setting('heatline.heat.threshold')) return undefined;
    const { type, unit } = profile.sampleTypes[view.sampleType];
    const measured: Measured = { unit, whole, isDifference: this.totals.isDifference(profile) };
    const self = `${valueText(totals.self[row], measured)} (${shareText(totals.self[row], measured)})`;
    const decoration = new vscode.FileDecoration(
      measured.isDifference ? (percent < 0 ? '▼' : '▲') : badgeOf(percent),
      `${type}: ${valueText(total, measured)} (${shareText(total, measured)}) pass through this file, ${self} end in it`,
      new vscode.ThemeColor(percent < 0 ? 'heatline.lessRuler' : 'heatline.fileForeground'),
    );
    decoration.propagate = false;
    return decoration;
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** Two characters are all there is room for: the percentage without its sign. The tooltip says it exactly. */
export function badgeOf(percent: number): string {
  const whole = Math.round(Math.abs(percent));
  if (whole < 1) return '<1';
  return String(Math.min(99, whole));
}
