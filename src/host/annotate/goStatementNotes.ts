// How many goroutines each `go` statement has started, after the statement. In: the active goroutine dump and visible Go
// editors. Out: a short text that moves no code, and a hover that leads to the goroutines. Invariants: nothing is done
// while another form of display is set; typing is settled first; of overlapping passes the newest counts.

import * as vscode from 'vscode';
import { type Disposable, DisposableList, toDisposable } from '../../base/disposable';
import type { GoStatementCounts } from '../../core/golang/goStatements';
import { commands } from '../../ids';
import { escaped } from '../hoverMarkdown';
import { line1Of } from '../positions';
import { setting } from '../settings';
import { isGoDocument } from '../sources/goSyntax';
import type { SourceIndex } from '../sources/sourceIndex';
import type { GoroutineTrends } from '../store/goroutineTrends';
import type { ProfileStore } from '../store/profileStore';
import type { GoroutineCounts } from './goroutineCounts';
import type { GoroutinePeek } from './goroutinePeek';
import type { StatementTitles } from './statementTitles';

export interface GoStatementNotesOptions {
  readonly store: ProfileStore;
  readonly sources: SourceIndex;
  readonly counts: GoroutineCounts;
  readonly peek: GoroutinePeek;
  readonly statements: StatementTitles;
  readonly trends: GoroutineTrends;
  readonly failed: (error: unknown) => void;
}

interface Note {
  readonly line: number;
  readonly title: string;
  readonly place: number;
}

const goStatementsSetting = 'heatline.codeLens.goStatements';
const settleMilliseconds = 250;

export class GoStatementNotes implements vscode.HoverProvider, Disposable {
  private readonly owned = new DisposableList();
  private decoration: vscode.TextEditorDecorationType | undefined;
  private notes = new WeakMap<vscode.TextDocument, readonly Note[]>();
  private timer: unknown;
  private generation = 0;

  constructor(private readonly options: GoStatementNotesOptions) {
    const { store, sources, trends } = options;
    const soon = (): void => this.refreshSoon();
    this.owned.add(store.onDidChangeActive(soon));
    this.owned.add(trends.onDidChange(soon));
    this.owned.add(sources.onDidChange(soon));
    this.owned.add(vscode.window.onDidChangeVisibleTextEditors(soon));
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.notes.has(document)) soon();
      }),
    );
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(goStatementsSetting)) soon();
      }),
    );
    this.owned.add(vscode.languages.registerHoverProvider({ language: 'go', scheme: '*' }, this));
    this.owned.add(toDisposable(() => clearTimeout(this.timer)));
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const note = this.notes.get(document)?.find(({ line }) => line === line1Of(position));
    if (note === undefined) return undefined;
    const text = new vscode.MarkdownString('', true);
    text.isTrusted = { enabledCommands: [commands.peekGoroutines] };
    const args = encodeURIComponent(JSON.stringify([note.place]));
    text.appendMarkdown(
      `$(list-tree) ${escaped(note.title)} · [Show Them](command:${commands.peekGoroutines}?${args})`,
    );
    return new vscode.Hover(text);
  }

  private refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), settleMilliseconds);
  }

  private refresh(): void {
    const generation = ++this.generation;
    for (const editor of vscode.window.visibleTextEditors) {
      if (!isGoDocument(editor.document)) continue;
      this.annotate(editor, generation).catch((error: unknown) => this.options.failed(error));
    }
  }

  private async annotate(editor: vscode.TextEditor, generation: number): Promise<void> {
    const { store, counts, peek, statements } = this.options;
    const { document } = editor;
    const { active } = store;
    const profile = active?.profile;
    const isWanted = profile?.goroutines !== undefined && setting(goStatementsSetting) === 'inline';
    const found = isWanted ? await counts.inDocument(profile, document) : undefined;
    const largest = found === undefined ? [] : largestOf(found.goStatements);
    const titles =
      active === undefined || found === undefined
        ? []
        : await statements.of(active, document, { ...found, goStatements: largest });
    if (generation !== this.generation || this.owned.isDisposed) return;
    if (profile === undefined || found === undefined || largest.length === 0) {
      this.notes.delete(document);
      if (this.decoration !== undefined) editor.setDecorations(this.decoration, []);
      return;
    }
    const at = largest.map((each) => ({
      each,
      line: found.sources.syntax.goStatements[each.statement].startLine,
    }));
    const places = at.map(({ each, line }) => ({ uri: document.uri, line, profile, of: { creators: each.creators } }));
    const numbers = peek.number(document.uri, places);
    const notes = at.map(({ line }, i) => ({ line, title: titles[i], place: numbers[i] }));
    this.notes.set(document, notes);
    this.show(editor, notes);
  }

  private show(editor: vscode.TextEditor, notes: readonly Note[]): void {
    this.decoration ??= this.owned.add(
      vscode.window.createTextEditorDecorationType({
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      }),
    );
    const { document } = editor;
    const color = new vscode.ThemeColor('heatline.heatForeground');
    editor.setDecorations(
      this.decoration,
      notes
        .filter(({ line }) => line <= document.lineCount)
        .map(({ line, title }) => ({
          range: document.lineAt(line - 1).range,
          renderOptions: { after: { contentText: title, color, margin: '0 0 0 3ch' } },
        })),
    );
  }

  dispose(): void {
    this.generation++;
    this.owned.dispose();
  }
}

/** What a reader can take in; in the order of the text. */
const mostNotes = 500;

function largestOf(counts: readonly GoStatementCounts[]): readonly GoStatementCounts[] {
  if (counts.length <= mostNotes) return counts;
  const largest = counts.toSorted((a, b) => b.live - a.live).slice(0, mostNotes);
  return largest.sort((a, b) => a.statement - b.statement);
}
