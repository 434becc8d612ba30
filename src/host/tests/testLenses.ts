// Profiles of tests, to be had with one click. In: Go test files. Out: lenses above each test, benchmark, fuzz test and
// example. Invariants: other files are never asked about; nothing is offered where tests may not be run (a workspace that
// is not trusted, files that `go` cannot reach); tests are found by their syntax.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { type GoTest, testsIn } from '../../core/golang/goTests';
import { commands } from '../../ids';
import { rangeAt } from '../positions';
import { setting } from '../settings';
import type { GoSyntax } from '../sources/goSyntax';
import { testKinds } from './testKinds';

const lensSetting = 'heatline.codeLens.tests';

export class TestLenses implements vscode.CodeLensProvider, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly syntax: GoSyntax) {
    this.owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.changed.fire()));
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(lensSetting)) this.changed.fire();
      }),
    );
    const testFiles = { language: 'go', scheme: 'file', pattern: '**/*_test.go' };
    this.owned.add(vscode.languages.registerCodeLensProvider(testFiles, this));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!vscode.workspace.isTrusted || !setting(lensSetting)) return [];
    const tests = testsIn(await this.syntax.ofDocument(document), document.getText());
    return tests.flatMap((test) => lensesOf(document, test));
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function lensesOf({ uri }: vscode.TextDocument, { path: [name], line }: GoTest): vscode.CodeLens[] {
  return testKinds.map(
    ({ kind, short, detail }, i) =>
      new vscode.CodeLens(rangeAt(line), {
        title: i === 0 ? `$(flame) ${short}` : short,
        tooltip: `Run ${name} and open its profile. ${detail}.`,
        command: commands.profileTest,
        arguments: [uri, name, kind],
      }),
  );
}
