// Findings in the Problems panel and under their lines. In: the store. Out: a diagnostic for each finding that has a place,
// with the other ends as related places. Invariants: problems are there exactly for what is shown, and on the lines
// where it is now; typing costs nothing until it pauses.

import * as vscode from 'vscode';
import { type Disposable, DisposableList, toDisposable } from '../../base/disposable';
import type { Grade } from '../../core/diagnose/finding';
import { problemSource } from '../../ids';
import { line1Of, positionAt } from '../positions';
import type { FindingPlace } from '../store/findingPlace';
import type { FindingsStore, PlacedFinding } from '../store/findingsStore';

/** Nothing here keeps a program from being built or run, so nothing is an error. */
const severities: Readonly<Record<Grade, vscode.DiagnosticSeverity>> = {
  proven: vscode.DiagnosticSeverity.Warning,
  likely: vscode.DiagnosticSeverity.Warning,
  suspect: vscode.DiagnosticSeverity.Information,
};

const settleMilliseconds = 250;

export class FindingsProblems implements Disposable {
  private readonly owned = new DisposableList();
  private readonly collection = this.owned.add(vscode.languages.createDiagnosticCollection('heatline'));
  private readonly moved = new Set<string>();
  private timer: unknown;

  constructor(private readonly store: FindingsStore) {
    this.owned.add(store.onDidChange(() => this.refreshAll()));
    this.owned.add(store.onDidMove((uri) => this.refreshSoon(uri)));
    // What a file's line looks like is known when it is open.
    this.owned.add(
      vscode.workspace.onDidOpenTextDocument(({ uri }) => {
        if (this.collection.has(uri)) this.refresh(uri);
      }),
    );
    this.owned.add(toDisposable(() => clearTimeout(this.timer)));
  }

  private refreshAll(): void {
    this.moved.clear();
    this.collection.clear();
    const uris = new Map(this.store.shown.flatMap(({ place }) => (place ? [[place.uri.toString(), place.uri]] : [])));
    for (const uri of uris.values()) this.refresh(uri);
  }

  private refreshSoon(uri: vscode.Uri): void {
    this.moved.add(uri.toString());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      for (const moved of this.moved) this.refresh(vscode.Uri.parse(moved, true));
      this.moved.clear();
    }, settleMilliseconds);
  }

  private refresh(uri: vscode.Uri): void {
    this.collection.set(uri, this.store.inFile(uri).flatMap(problemOf));
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function problemOf({ finding, place, evidence }: PlacedFinding): vscode.Diagnostic[] {
  const range = place === undefined ? undefined : rangeOf(place);
  if (range === undefined) return [];
  const { grade, title, detail, rule, docs } = finding;
  const problem = new vscode.Diagnostic(range, `${title}. ${detail}`, severities[grade]);
  problem.source = problemSource;
  problem.code = { value: rule, target: vscode.Uri.parse(docs, true) };
  problem.relatedInformation = evidence.flatMap(({ evidence: { profile, text }, place: other }) => {
    const at = other === undefined ? undefined : rangeOf(other);
    if (other === undefined || at === undefined) return [];
    const isHere = other.uri.toString() === place?.uri.toString() && at.start.line === range.start.line;
    if (isHere) return [];
    return [new vscode.DiagnosticRelatedInformation(new vscode.Location(other.uri, at), `${profile}: ${text}`)];
  });
  return [problem];
}

/** Whether it is the finding's, as VS Code hands it back: heat has diagnostics too, which may be on the same line. */
export function isProblemOf({ source, code, range }: vscode.Diagnostic, { finding, place }: PlacedFinding): boolean {
  const rule = typeof code === 'object' ? code.value : code;
  return source === problemSource && rule === finding.rule && line1Of(range.start) === place?.line;
}

/** The line's text where the file is open, else the whole line. */
function rangeOf({ uri, line }: FindingPlace): vscode.Range | undefined {
  if (line === undefined) return undefined;
  const start = positionAt(line);
  const key = uri.toString();
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === key);
  if (document === undefined || start.line >= document.lineCount)
    return new vscode.Range(start, start.translate(0, 999));
  const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(start.line);
  return new vscode.Range(start.translate(0, firstNonWhitespaceCharacterIndex), range.end);
}
