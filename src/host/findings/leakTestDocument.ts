// A leak regression test, to look at before it is saved. In: a finding about goroutines that stay. Out: an untitled document
// beside the source, with the test in it. Invariants: nothing is written to the disk; a file that is there keeps its name.

import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { leakRules, leakTest } from '../../core/diagnose/leakTest/leakTest';
import type { GoSyntax } from '../sources/goSyntax';
import type { PlacedFinding } from '../store/findingsStore';
import type { OpenPackages } from './openPackage';

export function isLeak({ finding }: PlacedFinding): boolean {
  return leakRules.includes(finding.rule);
}

export async function showLeakTest(found: PlacedFinding, packages: OpenPackages, syntax: GoSyntax): Promise<void> {
  const { finding, place } = found;
  const next = 'Open the code that was diagnosed in this workspace, and diagnose again.';
  if (place?.line === undefined) {
    throw new UserError('no-source', 'The code of this finding is not here, so there is nothing to test.', next);
  }
  const document = await vscode.workspace.openTextDocument(place.uri);
  const { pkg, module } = await packages.of(document, await syntax.parserLoaded());
  const at = { path: document.uri.toString(), line: place.line };
  const test = leakTest(pkg, { title: finding.title, rule: finding.rule, at }, module);
  if (test === undefined) {
    throw new UserError('no-function', 'The line of this finding is in no function any more.', next);
  }
  const uri = await freeName(vscode.Uri.joinPath(document.uri, '..', test.fileName));
  const draft = await vscode.workspace.openTextDocument(uri.with({ scheme: 'untitled' }));
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(0, 0, draft.lineCount, 0);
  edit.replace(draft.uri, all, test.text);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(draft);
  if (test.isComplete) return;
  void vscode.window.showInformationMessage(
    'Nobody but you knows with which values this function leaks: fill in the call, and remove t.Skip.',
  );
}

async function freeName(uri: vscode.Uri): Promise<vscode.Uri> {
  for (let n = 1; ; n++) {
    const tried = n === 1 ? uri : uri.with({ path: uri.path.replace(/_leak_test\.go$/, `_leak${n}_test.go`) });
    if (!(await isThere(tried))) return tried;
  }
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
