// Profiles of tests, to be had with one click. In: Go test files. Out: lenses above each test, benchmark, fuzz test and
// example. Invariants: other files are never asked about; no test is offered where it may not be run (files that `go` cannot
// reach; in a workspace that is not trusted, where one lens says so and leads to trust); tests are found by their syntax.

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
    if (!setting(lensSetting)) return [];
    const tests = testsIn(await this.syntax.ofDocument(document), document.getText());
    if (vscode.workspace.isTrusted) return tests.flatMap((test) => lensesOf(document, test));
    return tests.slice(0, 1).map(trustLens);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function trustLens({ line }: GoTest): vscode.CodeLens {
  return new vscode.CodeLens(rangeAt(line), {
    title: '$(workspace-untrusted) tests are profiled in trusted workspaces only',
    tooltip: 'Profiling a test runs the code of the workspace. Click to look at what trusting it means.',
    command: 'workbench.trust.manage',
  });
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
