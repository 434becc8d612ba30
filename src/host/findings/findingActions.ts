// What can be done about a finding, at its line. In: the store, the code as it is in the editor. Out: code actions: edits
// that mend it where that is mechanical, its explanation, its dismissal. Invariants: edits are made from the text that is
// there now; several files, and whatever a person has to look at before keeping it, go through the refactor preview; code
// that is not what was diagnosed gets a sentence instead of edits.

import * as vscode from 'vscode';
import type { Fix } from '../../core/diagnose/fixes/fix';
import { findingFixes } from '../../core/diagnose/fixes/fixesFor';
import { declarationAt } from '../../core/golang/goFile';
import type { GoParser } from '../../core/golang/syntax';
import type { Line1 } from '../../core/profile/profile';
import { type CommandId, commands } from '../../ids';
import { line1Of } from '../positions';
import { inPieces } from '../slices';
import type { GoSyntax } from '../sources/goSyntax';
import type { FindingsStore, PlacedFinding } from '../store/findingsStore';
import { isProblemOf } from './findingsProblems';
import { isLeak } from './leakTestDocument';
import type { OpenPackage, OpenPackages } from './openPackage';

export class FindingActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };

  constructor(
    private readonly store: FindingsStore,
    private readonly syntax: GoSyntax,
    private readonly packages: OpenPackages,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    if (context.only?.contains(vscode.CodeActionKind.QuickFix) === false) return [];
    const [first, last] = [line1Of(range.start), line1Of(range.end)];
    const here = this.store.inFile(document.uri).filter(({ place }) => {
      const line = place?.line;
      return line !== undefined && line >= first && line <= last;
    });
    if (here.length === 0) return [];
    const { version } = document;
    const isOld = (): boolean => token.isCancellationRequested || document.version !== version;
    const parser = await this.syntax.parserLoaded();
    const open = await this.packages.of(document, parser);
    if (isOld()) return [];
    const actions: vscode.CodeAction[] = [];
    for (const found of here) {
      const problems = context.diagnostics.filter((problem) => isProblemOf(problem, found));
      const fixes = isAnother(found, document, open)
        ? [changedAction(found)]
        : (await this.fixesOf(found, open, parser)).map((fix, i) => fixAction(fix, open, i === 0));
      const all = [...fixes, ...talkAbout(found)];
      for (const action of all) action.diagnostics = problems;
      actions.push(...all);
    }
    return isOld() ? [] : actions;
  }

  private fixesOf(found: PlacedFinding, open: OpenPackage, parser: GoParser): Promise<readonly Fix[]> {
    const request = { rule: found.finding.rule, lines: linesOf(found), module: open.module };
    return inPieces(findingFixes(open.pkg, request, parser));
  }
}

/** The finding's own line, then those of its evidence. */
function linesOf({ place, evidence }: PlacedFinding): readonly { readonly path: string; readonly line: Line1 }[] {
  return [place, ...evidence.map((one) => one.place)].flatMap((one) =>
    one?.line === undefined ? [] : [{ path: one.uri.toString(), line: one.line }],
  );
}

/** The line is in another function than it was when the finding was made. */
function isAnother({ key, place }: PlacedFinding, document: vscode.TextDocument, { pkg }: OpenPackage): boolean {
  const [, , was = ''] = key.split('\0');
  const file = pkg.file(document.uri.toString())?.code.file;
  const index = file === undefined || place?.line === undefined ? -1 : declarationAt(file, place.line);
  if (file === undefined || index < 0) return false;
  const { name, receiver } = file.declarations[index];
  const now = receiver === undefined ? name : `${receiver}.${name}`;
  return was !== '' && was !== now && !was.includes('/') && !was.endsWith(`.${now}`);
}

function changedAction({ finding }: PlacedFinding): vscode.CodeAction {
  const action = new vscode.CodeAction(`Fix: ${finding.title}`, vscode.CodeActionKind.QuickFix);
  action.disabled = { reason: 'The code here is no longer that which was diagnosed. Diagnose again for a fix.' };
  return action;
}

function fixAction({ title, edits, why, cautions }: Fix, { pkg }: OpenPackage, isFirst: boolean): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  const files = new Set(edits.map(({ path }) => path));
  const needsConfirmation = files.size > 1 || cautions.length > 0;
  const metadata: vscode.WorkspaceEditEntryMetadata = {
    label: title,
    description: [why, ...cautions].join(' '),
    needsConfirmation,
  };
  action.edit = new vscode.WorkspaceEdit();
  for (const path of files) {
    const text = pkg.file(path)?.code.text ?? '';
    const own = edits.filter((edit) => edit.path === path);
    action.edit.set(
      vscode.Uri.parse(path, true),
      own.map(({ start, end, newText }): [vscode.TextEdit, vscode.WorkspaceEditEntryMetadata] => [
        vscode.TextEdit.replace(new vscode.Range(positionIn(text, start), positionIn(text, end)), newText),
        metadata,
      ]),
    );
  }
  action.isPreferred = isFirst && !needsConfirmation;
  return action;
}

function positionIn(text: string, offset: number): vscode.Position {
  let line = 0;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', start)) {
    line++;
    start = at + 1;
  }
  return new vscode.Position(line, offset - start);
}

function talkAbout(found: PlacedFinding): vscode.CodeAction[] {
  const of = (title: string, command: CommandId): vscode.CodeAction => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = { title, command, arguments: [found.id] };
    return action;
  };
  return [
    ...(isLeak(found) ? [of('Create a Leak Regression Test', commands.createLeakTest)] : []),
    of(`Explain: ${found.finding.title}`, commands.revealFinding),
    of('Dismiss This Finding…', commands.dismissFinding),
  ];
}
