// Hot lines in the minimap, for who asks for it. In: what Heat draws in an editor. Out: a diagnostic for each of the hottest
// lines. Invariants: nothing is made while the setting is off; only files that are seen have any, since only they are
// followed; they say what they are, so that nobody takes them for findings.
//
// VS Code draws nothing of an extension into the minimap but diagnostics, of severity Information and above. It marks
// the whole line there, however short the range is.

import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable';
import { printable } from '../../base/printable';
import { problemSource } from '../../ids';
import { rangeAt } from '../positions';
import { setting } from '../settings';
import { type Measured, shareText, valueText } from './heatLabel';
import type { StyledLine } from './heatStyle';

/** With more, the minimap is one colour, and Problems is full of them. */
const maxLines = 50;
/** A sample type and its unit are text of a file. */
const longest = 200;

export interface MeasuredType extends Measured {
  /** Of the sample type. */
  readonly type: string;
}

export class HeatMinimap implements Disposable {
  /** Made when first needed. */
  private collection: vscode.DiagnosticCollection | undefined;

  /** @param lines the hottest first */
  show(document: vscode.TextDocument, lines: readonly StyledLine[], measured: MeasuredType): void {
    if (!setting('heatline.heat.minimap')) {
      this.clear(document.uri);
      return;
    }
    this.collection ??= vscode.languages.createDiagnosticCollection('heatline-heat');
    const shown = lines.filter(({ line }) => line <= document.lineCount).slice(0, maxLines);
    this.collection.set(
      document.uri,
      shown.map((line) => diagnosticOf(line, measured)),
    );
  }

  clear(uri: vscode.Uri): void {
    this.collection?.delete(uri);
  }

  /** Clears all but these. */
  keep(uris: readonly vscode.Uri[]): void {
    const kept = new Set(uris.map(String));
    const old: vscode.Uri[] = [];
    this.collection?.forEach((uri) => {
      if (!kept.has(uri.toString())) old.push(uri);
    });
    for (const uri of old) this.clear(uri);
  }

  dispose(): void {
    this.collection?.dispose();
  }
}

function diagnosticOf(
  { line, cost: { self, total }, isDoubtful }: StyledLine,
  measured: MeasuredType,
): vscode.Diagnostic {
  const of = (value: number): string => `${valueText(value, measured)} (${shareText(value, measured)})`;
  const own = self === 0 ? '' : self === total ? ' and end in it' : `, ${of(self)} end in it`;
  const message = `${isDoubtful ? '≈ ' : ''}${measured.type}: ${of(total)} pass through this line${own}.`;
  const text = printable(message).slice(0, longest);
  // Nothing wide, so that the wave below it is as short as can be.
  const diagnostic = new vscode.Diagnostic(rangeAt(line), text, vscode.DiagnosticSeverity.Information);
  diagnostic.source = problemSource;
  diagnostic.code = 'heat';
  return diagnostic;
}
