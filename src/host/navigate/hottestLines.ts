// "Go to Hottest Lines". In: the active profile as the page shows it. Out: a list of its hottest lines of code that is not
// the standard library's, with a preview of each while the person moves through it. Invariants: Escape leads back to where
// the person was; a line counts what it costs itself and in the standard library below it, so `<-c` or `json.Unmarshal`
// is the line that wrote it.

import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { baseName } from '../../core/golang/goPath';
import { withoutTypeArguments } from '../../core/golang/shortName';
import type { LineTable, LineTotals } from '../../core/analyze/lineTotals';
import { formatPercent, formatValue } from '../../core/profile/units';
import type { FrameRef } from '../../protocol/messages';
import type { SourceIndex } from '../sources/sourceIndex';
import type { ActiveProfile } from '../store/profileStore';
import type { ProfileTotals } from '../store/profileTotals';
import type { Navigator } from './navigator';

interface HotItem extends vscode.QuickPickItem {
  readonly frame: FrameRef;
}

const mostLines = 100;

export interface HottestLinesOptions {
  readonly sources: SourceIndex;
  readonly totals: ProfileTotals;
  readonly navigator: Navigator;
}

export async function goToHottestLines(active: ActiveProfile, options: HottestLinesOptions): Promise<void> {
  const { sources, totals, navigator } = options;
  const { profile, view, title } = active;
  const foreign = await sources.foreignIn(profile);
  const { table, totals: own, whole } = await totals.ownLines(profile, view, foreign);
  const items = hottest(table, own).map((row) => itemOf(active, table, own, row, whole));
  if (items.length === 0) {
    const next = 'Choose another sample type, or remove the filters of the profile.';
    throw new UserError('nothing-hot', `${title} has no samples in code outside of the standard library.`, next);
  }
  const before = whereNow();
  const picked = await pick(
    items,
    `Hottest Lines of ${title}: ${profile.sampleTypes[view.sampleType].type}`,
    // A file that went away since is told to who chooses it, not to who passes by.
    (item) => void navigator.preview(profile, item.frame).catch(() => undefined),
  );
  navigator.abandon();
  if (picked === undefined) await before();
  else await navigator.openFrame(profile, picked.frame);
}

/** Rows by what they cost themselves, in a difference by its size. */
function hottest(table: LineTable, { self }: LineTotals): number[] {
  const rows = [...self.keys()].filter((row) => self[row] !== 0 && table.line[row] > 0);
  return rows.sort((a, b) => Math.abs(self[b]) - Math.abs(self[a]) || a - b).slice(0, mostLines);
}

function itemOf(
  { profile, view }: ActiveProfile,
  table: LineTable,
  { self, total }: LineTotals,
  row: number,
  whole: number,
): HotItem {
  const { functions, strings } = profile;
  const { unit } = profile.sampleTypes[view.sampleType];
  const f = table.function[row];
  const line = table.line[row];
  const value = (v: number): string => `${formatValue(v, unit)} · ${formatPercent(v, whole).trim()}`;
  const file = strings.text(table.file[row]).replaceAll('\\', '/');
  const below = total[row] === self[row] ? '' : `, ${value(total[row])} with what it calls`;
  return {
    label: `${baseName(file)}:${line}`,
    description: `${value(self[row])}${below}`,
    detail: withoutTypeArguments(strings.text(functions.name[f])),
    frame: { function: f, line },
  };
}

function pick(
  items: readonly HotItem[],
  title: string,
  preview: (item: HotItem) => void,
): Promise<HotItem | undefined> {
  return new Promise((resolve) => {
    const list = vscode.window.createQuickPick<HotItem>();
    list.items = items;
    list.title = title;
    list.placeholder = 'Move through the list to see the line, Enter to go there, Escape to go back';
    list.matchOnDescription = true;
    list.matchOnDetail = true;
    let accepted: HotItem | undefined;
    list.onDidChangeActive(([item]) => {
      if ((item as HotItem | undefined) !== undefined) preview(item);
    });
    list.onDidAccept(() => {
      accepted = list.activeItems.at(0);
      list.hide();
    });
    list.onDidHide(() => {
      list.dispose();
      resolve(accepted);
    });
    list.show();
  });
}

/** Remembers the editor, its selection and what of it was seen; the result leads back there. */
function whereNow(): () => Promise<unknown> {
  const editor = vscode.window.activeTextEditor;
  const { activeTab, viewColumn } = vscode.window.tabGroups.activeTabGroup;
  const input = activeTab?.input;
  // Each side of a comparison is a text editor, and so is each cell of a notebook: it is the tab that they are in.
  if (input instanceof vscode.TabInputTextDiff) {
    const { original, modified } = input;
    const { label } = activeTab!;
    return async () => vscode.commands.executeCommand('vscode.diff', original, modified, label, { viewColumn });
  }
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputNotebook) {
    const viewType = input instanceof vscode.TabInputCustom ? input.viewType : input.notebookType;
    return async () => vscode.commands.executeCommand('vscode.openWith', input.uri, viewType, { viewColumn });
  }
  if (editor === undefined) return () => Promise.resolve();
  const { document, viewColumn: column, selection } = editor;
  const visible = editor.visibleRanges.at(0);
  return async () => {
    const shown = await vscode.window.showTextDocument(document, {
      selection,
      ...(column === undefined ? {} : { viewColumn: column }),
    });
    if (visible !== undefined) shown.revealRange(visible, vscode.TextEditorRevealType.AtTop);
  };
}
