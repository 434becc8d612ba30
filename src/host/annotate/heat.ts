// Hot lines of the active profile in open Go files. In: the store's profile and view, visible editors, edits,
// settings. Out: decorations and hovers. Invariants: nothing is computed while heat is off, no profile is active
// or no Go file is visible; each editor is done on its own, newest state wins; typing moves marks by arithmetic
// alone, and the editor is told once typing pauses.

import * as vscode from 'vscode';
import { type Disposable, DisposableList, toDisposable } from '../../base/disposable';
import type { LineTable } from '../../core/analyze/lineTotals';
import { costOf, type HeatMark, isHot, markingHeat } from '../../core/golang/heatMarks';
import { comparingRevisions } from '../../core/golang/revisedLines';
import type { Line1 } from '../../core/profile/profile';
import { isSameRefinement, noRefinement } from '../../protocol/messages';
import { setting } from '../settings';
import { inPieces, nextTurn } from '../slices';
import { isGoDocument } from '../sources/goSyntax';
import type { Revisions } from '../sources/revisions';
import type { SourceIndex } from '../sources/sourceIndex';
import type { ActiveProfile, ProfileStore } from '../store/profileStore';
import type { Costs, ProfileTotals } from '../store/profileTotals';
import { line1Of } from '../positions';
import { HeatDocument } from './heatDocument';
import { heatHover } from './heatHover';
import { HeatMinimap } from './heatMinimap';
import { HeatStyle } from './heatStyle';

export interface HeatOptions {
  readonly store: ProfileStore;
  readonly sources: SourceIndex;
  readonly totals: ProfileTotals;
  /** Absent where there is no disk to look at. */
  readonly revisions?: Revisions;
  readonly failed: (error: unknown) => void;
}

/** A line that a hover is shown for. */
interface Hovered {
  readonly id: number;
  readonly uri: vscode.Uri;
  readonly line: Line1;
  readonly active: ActiveProfile;
  /** FunctionIndex of each function on the line. */
  readonly functions: readonly number[];
}

const enabledSetting = 'heatline.heat.enabled';
const thresholdSetting = 'heatline.heat.threshold';
const settleMilliseconds = 250;
/** What a reader can take in; the hottest ones are kept. */
const maxLines = 500;

export class Heat implements vscode.HoverProvider, Disposable {
  private readonly owned = new DisposableList();
  private style: HeatStyle | undefined;
  private readonly minimap = this.owned.add(new HeatMinimap());
  /** Marks of the active profile, by document; undefined where it has nothing there. */
  private documents = new WeakMap<vscode.TextDocument, Promise<HeatDocument | undefined>>();
  private placed = new WeakMap<vscode.TextDocument, HeatDocument>();
  private hovered: Hovered | undefined;
  private timer: unknown;
  private generation = 0;

  constructor(private readonly options: HeatOptions) {
    const { store, sources } = options;
    this.owned.add(
      store.onDidChangeActive(() => {
        this.placed = new WeakMap();
        this.restart();
      }),
    );
    this.owned.add(store.onDidChangeView(() => this.refresh()));
    this.owned.add(sources.onDidChange(() => this.restart()));
    this.owned.add(vscode.window.onDidChangeVisibleTextEditors(() => this.refresh()));
    this.owned.add(vscode.workspace.onDidChangeTextDocument((event) => this.follow(event)));
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('heatline.heat')) this.refresh();
      }),
    );
    this.owned.add(vscode.languages.registerHoverProvider({ language: 'go', scheme: '*' }, this));
    this.owned.add(toDisposable(() => clearTimeout(this.timer)));
    this.refresh();
  }

  /** Turns heat on or off where it was last set. */
  async toggle(): Promise<void> {
    const configuration = vscode.workspace.getConfiguration();
    const known = configuration.inspect<boolean>(enabledSetting);
    const target =
      known?.workspaceValue === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
    await configuration.update(enabledSetting, !setting(enabledSetting), target);
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const { active } = this;
    const heat = active === undefined ? undefined : await this.documents.get(document);
    const mark = heat?.placed().find(({ line }) => line === line1Of(position));
    if (active === undefined || heat === undefined || mark === undefined) return undefined;
    const { totals } = this.options;
    const costs = await totals.lines(active.profile, active.view);
    const widest = widestOf(active, costs, totals.isDifference(active.profile));
    if (!isHot(costOf(mark.rows, costs.totals), widest, setting(thresholdSetting))) return undefined;
    const functions = [...new Set(mark.rows.map((row) => costs.table.function[row]))];
    const profileNumber = this.options.store.numberOf(active.profile);
    this.hovered = { id: (this.hovered?.id ?? 0) + 1, uri: document.uri, line: mark.line, active, functions };
    const text = await heatHover({ active, mark, functions, id: this.hovered.id, profileNumber }, totals);
    return new vscode.Hover(text, document.lineAt(position.line).range);
  }

  /** The line of the hover with this number, while it is the last one. */
  hoveredLine(id: unknown): Hovered | undefined {
    return this.hovered?.id === id ? this.hovered : undefined;
  }

  private get active(): ActiveProfile | undefined {
    return setting(enabledSetting) ? this.options.store.active : undefined;
  }

  /** Which documents the profile is about may differ now. */
  private restart(): void {
    this.documents = new WeakMap();
    this.refresh();
  }

  private refresh(): void {
    clearTimeout(this.timer);
    const generation = ++this.generation;
    const { active } = this;
    const editors = vscode.window.visibleTextEditors.filter(({ document }) => isGoDocument(document));
    this.minimap.keep(active === undefined ? [] : editors.map(({ document }) => document.uri));
    for (const editor of editors) {
      if (active === undefined) this.style?.clear(editor);
      else this.annotate(editor, active, generation).catch((error: unknown) => this.options.failed(error));
    }
  }

  private async annotate(editor: vscode.TextEditor, active: ActiveProfile, generation: number): Promise<void> {
    const isCurrent = (): boolean => generation === this.generation && !this.owned.isDisposed;
    const heat = await this.heatOf(editor.document, active);
    if (!isCurrent()) return;
    if (heat === undefined) {
      this.style?.clear(editor);
      this.minimap.clear(editor.document.uri);
      return;
    }
    const { profile, view } = active;
    const costs = await this.options.totals.lines(profile, view);
    await nextTurn();
    if (!isCurrent()) return;
    const isDifference = this.options.totals.isDifference(profile);
    const widest = widestOf(active, costs, isDifference);
    const threshold = setting(thresholdSetting);
    const hot = heat
      .placed()
      .map(({ line, rows, isDoubtful }) => ({ line, cost: costOf(rows, costs.totals), isDoubtful }))
      .filter(({ cost }) => isHot(cost, widest, threshold))
      .sort((a, b) => Math.abs(b.cost.total) - Math.abs(a.cost.total))
      .slice(0, maxLines);
    const { version } = editor.document;
    await nextTurn();
    // An edit meanwhile is followed by another look.
    if (!isCurrent() || editor.document.version !== version) return;
    this.style ??= this.owned.add(new HeatStyle());
    const { type, unit } = profile.sampleTypes[view.sampleType];
    const measured = { unit, whole: costs.whole, isDifference };
    this.style.show(editor, hot, { ...measured, widest });
    this.minimap.show(editor.document, hot, { ...measured, type });
  }

  private heatOf(document: vscode.TextDocument, active: ActiveProfile): Promise<HeatDocument | undefined> {
    let known = this.documents.get(document);
    if (known === undefined) this.documents.set(document, (known = this.makeHeat(document, active)));
    return known;
  }

  private async makeHeat(document: vscode.TextDocument, active: ActiveProfile): Promise<HeatDocument | undefined> {
    const { placed } = this;
    const found = await this.options.sources.inDocument(active.profile, document);
    if (found === undefined) return undefined;
    const table = this.options.totals.lineTable(active.profile);
    const doubt = await doubtOf(document, active);
    const built = await this.options.revisions?.builtText(active.profile, document.uri);
    const then = await Promise.all(
      (built === undefined ? [] : found.parts).map(({ file }) =>
        this.options.sources.tiedTo(active.profile, file, built?.text ?? ''),
      ),
    );
    for (;;) {
      // Again, since the document may have been edited while its date and its past were asked for.
      const sources = (await this.options.sources.inDocument(active.profile, document)) ?? found;
      const origin = { files: sources.parts.map(({ file }) => file), revision: built?.revision ?? '' };
      const before = placed.get(document);
      // Modules that changed and left this document what it was, as a go.mod that is saved does: its marks have followed
      // every edit since, which marks made from the text as it is now would not.
      if (before?.isOf(origin) === true) return before;
      const { version } = document;
      const text = document.getText();
      const marks: (readonly HeatMark[])[] = [];
      for (const { file, anchors } of sources.parts) {
        const old = then.find((one) => one.file === file);
        const revised =
          old === undefined || built === undefined
            ? undefined
            : await inPieces(
                comparingRevisions({ ...old, text: built.text }, { text, syntax: sources.syntax, anchors }),
              );
        marks.push(await inPieces(markingHeat(table, file, anchors, sources.syntax, revised)));
      }
      // Edited while it was marked.
      if (document.version !== version) continue;
      const heat = new HeatDocument(document, marks.flat(), origin, doubt);
      placed.set(document, heat);
      return heat;
    }
  }

  private follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const heat = this.placed.get(document);
    if (heat === undefined) return;
    // A file that changed on the disk comes as one block from its first changed line to its last one: the marks are made
    // anew, as when it is opened.
    if (heat.follow(contentChanges) && !document.isDirty) {
      this.placed.delete(document);
      this.documents.delete(document);
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), settleMilliseconds);
  }

  dispose(): void {
    this.generation++;
    this.owned.dispose();
  }
}

/** What the page shows: a zoom or a filter makes bars wider, as it does boxes. A difference has no sum to speak of. */
function widestOf({ view }: ActiveProfile, { totals, whole }: Costs<LineTable>, isDifference: boolean): number {
  const isWhole = view.zoom.length === 0 && isSameRefinement(view.refine, noRefinement);
  return isWhole || isDifference ? whole : totals.sum;
}

/** A file that was written after the profile was taken may differ from what ran, also where its functions stand. */
async function doubtOf({ uri }: vscode.TextDocument, { profile }: ActiveProfile): Promise<string> {
  if (profile.timeNanos === 0n) return '';
  try {
    const { mtime } = await vscode.workspace.fs.stat(uri);
    const taken = Number(profile.timeNanos / 1_000_000n) + Number(profile.durationNanos / 1_000_000n);
    return mtime > taken ? 'The file was saved after the profile was taken, so it may differ from what ran.' : '';
  } catch {
    return '';
  }
}
