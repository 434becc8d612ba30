// "Diagnose Service…" against the running service: what is stored, and what the editor's own commands then say of it. How
// it looks belongs to the e2e tests.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { isProblemOf } from '../../src/host/findings/findingsProblems';
import type { PlacedFinding } from '../../src/host/store/findingsStore';
import { extension, inWorkspace, liveTarget, until } from './support/host';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('heatline.capture');
const file = (): vscode.Uri => inWorkspace('internal', 'httpapi', 'context.go');

const problemsIn = (uri: vscode.Uri): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Heatline');

/** One-based. */
const lineOf = ({ range }: vscode.Diagnostic): number => range.start.line + 1;

/** The line that the service marks as where the disease is. */
function defectLine(): number {
  const lines = readFileSync(file().fsPath, 'utf8').split('\n');
  return lines.findIndex((line) => line.includes('context defect')) + 1;
}

async function pressEnterUntil<T>(what: string, ask: () => T | undefined | false): Promise<T> {
  return until(what, async () => {
    const answer = ask();
    if (answer === undefined || answer === false)
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return answer;
  });
}

/** Where captures are kept, as the tab of one tells. */
async function capturesFolder(): Promise<vscode.Uri> {
  const ofTab = (): vscode.Uri | undefined =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .map(({ input }) => (input instanceof vscode.TabInputCustom ? input.uri : undefined))
      .find((uri) => uri?.path.includes('/captures/'));
  const url = `http://${liveTarget()}/debug/pprof/threadcreate`;
  const done = vscode.commands.executeCommand('heatline.captureProfile', { url });
  const uri = await pressEnterUntil('a capture', ofTab);
  await done;
  return vscode.Uri.joinPath(uri, '..');
}

describe('a diagnosis', function () {
  this.timeout(60_000);
  let captures: vscode.Uri;

  /** Folders of bundles, newest first. */
  async function bundles(): Promise<vscode.Uri[]> {
    const entries = await vscode.workspace.fs.readDirectory(captures);
    const names = entries.filter(([, type]) => type === vscode.FileType.Directory).map(([name]) => name);
    return names
      .sort()
      .reverse()
      .map((name) => vscode.Uri.joinPath(captures, name));
  }

  before(async () => {
    await extension().activate();
    await settings().update('defaultSeconds', 2, vscode.ConfigurationTarget.Workspace);
    const done = vscode.commands.executeCommand('heatline.diagnoseService', {
      url: `http://${liveTarget()}/debug/pprof/`,
    });
    await pressEnterUntil('a problem at the defect', () => problemsIn(file()).length > 0);
    await done;
    captures = await capturesFolder();
  });
  after(async () => {
    await settings().update('defaultSeconds', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('heatline.clearFindings');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('puts a problem at the cause, with the rule, a link and the other ends', () => {
    const problem = problemsIn(file()).find((one) => lineOf(one) === defectLine());
    assert.ok(problem, `problems at ${problemsIn(file()).map(lineOf).join(', ')}, the defect is at ${defectLine()}`);
    const { code, severity, message } = problem;
    // By grade, which depends on how long the service has been ill; never an error, for the program runs.
    assert.ok([vscode.DiagnosticSeverity.Warning, vscode.DiagnosticSeverity.Information].includes(severity));
    assert.ok(typeof code === 'object' && /^[a-z-]+$/.test(String(code.value)), JSON.stringify(code));
    assert.match(code.target.toString(), /^https:/);
    assert.match(message, /context/i);
    // Heat may have a diagnostic on the same line, for the minimap: it is nothing that the finding's actions are for.
    const found = { finding: { rule: code.value }, place: { line: defectLine() } } as unknown as PlacedFinding;
    const heat = new vscode.Diagnostic(problem.range, 'cpu: 1s (50%) pass through this line.');
    Object.assign(heat, { source: problem.source, code: 'heat' });
    assert.deepEqual([isProblemOf(problem, found), isProblemOf(heat, found)], [true, false]);
  });

  it('says in a hover what was measured, with numbers as arguments only', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      file(),
      new vscode.Position(defectLine() - 1, 4),
    );
    const text = hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]).map(({ value }) => value);
    const ours = text.find((value) => value.includes('heatline.openFindingFrame'));
    assert.ok(ours, text.join('\n'));
    assert.match(ours, /Wrong if/);
    const links = [...ours.matchAll(/command:([\w.]+)\?([^ ]*) "/g)];
    assert.ok(links.length >= 3, ours);
    for (const [, , args] of links) assert.match(decodeURIComponent(args), /^\[[\d,[\]]*\]$/);
    const breakpoint = links.find(([, command]) => command === 'heatline.addBreakpoint') ?? assert.fail(ours);
    const args = JSON.parse(decodeURIComponent(breakpoint[2])) as unknown[];
    await vscode.commands.executeCommand('heatline.addBreakpoint', ...args);
    const made = await until('the breakpoint', () => vscode.debug.breakpoints.at(0));
    assert.ok(made instanceof vscode.SourceBreakpoint);
    assert.equal(made.location.uri.toString(), file().toString());
    assert.equal(made.location.range.start.line + 1, defectLine());
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  });

  it('offers edits that mend it, made from the text as it is now', async () => {
    const document = await vscode.workspace.openTextDocument(file());
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// One.\n'));
    const line = defectLine() + 1;
    await until('the moved problem', () => problemsIn(file()).some((one) => lineOf(one) === line));
    const range = document.lineAt(line - 1).range;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      file(),
      range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const titles = actions.map(({ title }) => title);
    const fix = actions.find(({ title }) => title === 'Pass r.Context()');
    assert.ok(fix?.edit, titles.join('; '));
    assert.equal(fix.isPreferred, true);
    assert.ok(
      titles.includes('Dismiss This Finding…') && titles.some((title) => title.startsWith('Explain: ')),
      titles.join(),
    );
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /^\/\/ One\.\npackage httpapi\n/);
    assert.match(document.getText(), /next\.ServeHTTP\(w, r\) \/\/ context defect/);
    assert.doesNotMatch(document.getText(), /^\t"context"$|context\.Background/m);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('offers no edit for code that is no longer there', async () => {
    const document = await vscode.workspace.openTextDocument(file());
    const editor = await vscode.window.showTextDocument(document);
    const line = document.lineAt(defectLine() - 1).rangeIncludingLineBreak;
    await editor.edit((edit) => edit.replace(line, '\t\tnext.ServeHTTP(w, r)\n'));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      file(),
      line,
      vscode.CodeActionKind.QuickFix.value,
    );
    assert.deepEqual(
      actions.filter(({ edit }) => edit !== undefined).map(({ title }) => title),
      [],
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('writes a leak regression test to look at, and leaves the disk alone', async () => {
    const id = await firstIdAt(defectLine());
    await vscode.commands.executeCommand('heatline.createLeakTest', id);
    const draft = await until('the test', () =>
      vscode.workspace.textDocuments.find((one) => one.isUntitled && one.getText().includes('LeavesNoGoroutines')),
    );
    assert.equal(draft.languageId, 'go');
    assert.match(draft.uri.path, /\/httpapi\/detached_leak_test\.go$/);
    assert.match(draft.getText(), /httptest\.NewServer\(detached\(waits\)\)/);
    await assert.rejects(async () => vscode.workspace.fs.stat(draft.uri.with({ scheme: 'file' })));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('moves with edits, and comes back with undo', async () => {
    const document = await vscode.workspace.openTextDocument(file());
    const editor = await vscode.window.showTextDocument(document);
    const before = problemsIn(file()).map(lineOf);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// One.\n// Two.\n'));
    await until('moved problems', () => problemsIn(file()).every((one, i) => lineOf(one) === before[i] + 2));
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until('problems that are back', () => problemsIn(file()).every((one, i) => lineOf(one) === before[i]));
  });

  it('is on its lines after the file has changed on the disk, above and below them', async () => {
    const bytes = await vscode.workspace.fs.readFile(file());
    const code = new TextDecoder().decode(bytes);
    await vscode.window.showTextDocument(file());
    const before = problemsIn(file()).map(lineOf);
    const areAt = (by: number) => (): boolean => {
      const lines = problemsIn(file()).map(lineOf);
      return lines.length === before.length && lines.every((line, i) => line === before[i] + by);
    };
    try {
      await vscode.workspace.fs.writeFile(file(), new TextEncoder().encode(`// One.\n// Two.\n${code}// Three.\n`));
      await until('problems that have moved', areAt(2));
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await vscode.window.showTextDocument(file());
      await until('problems that stay there', areAt(2));
    } finally {
      await vscode.workspace.fs.writeFile(file(), bytes);
    }
    await until('problems that are back', areAt(0));
  });

  it('is left for another place by a dismissal, and comes back when restored', async () => {
    const count = problemsIn(file()).length;
    const at = (): boolean => problemsIn(file()).some((one) => lineOf(one) === defectLine());
    await vscode.commands.executeCommand('heatline.nextFinding');
    await until('the code of the first finding', () => vscode.window.activeTextEditor !== undefined);
    const id = await firstIdAt(defectLine());
    const dismissed = vscode.commands.executeCommand('heatline.dismissFinding', id);
    await pressEnterUntil('a dismissed finding', () => problemsIn(file()).length < count);
    await dismissed;
    assert.equal(at(), false);
    await vscode.commands.executeCommand('heatline.restoreFinding', id);
    await until('the finding again', at);
  });

  it('leaves everything as it was for arguments that are none', async () => {
    const count = problemsIn(file()).length;
    for (const args of [[], ['1'], [{ found: 1 }], [-1, -1, -1], [null], [{ found: { id: 'x' } }]]) {
      for (const command of ['openFinding', 'openFindingFrame', 'revealFinding', 'dismissFinding', 'restoreFinding'])
        await vscode.commands.executeCommand(`heatline.${command}`, ...args);
    }
    assert.equal(problemsIn(file()).length, count);
  });

  it('grows by another look at the same service', async () => {
    const dumps = async (): Promise<number> => {
      const [bundle] = await bundles();
      return (await vscode.workspace.fs.readDirectory(bundle)).filter(([name]) =>
        /goroutine-.*\.txt(\.gz)?$/.test(name),
      ).length;
    };
    const before = await dumps();
    await vscode.commands.executeCommand('heatline.lookAgain');
    assert.equal(await dumps(), before + 1);
    assert.ok(problemsIn(file()).length > 0);
  });

  it('is made again from the bundle, and from profiles of it', async () => {
    const [bundle] = await bundles();
    await vscode.commands.executeCommand('heatline.clearFindings');
    await vscode.commands.executeCommand('heatline.diagnoseCaptures', { uri: bundle });
    assert.ok(problemsIn(file()).length > 0);
    await vscode.commands.executeCommand('heatline.clearFindings');
    const names = (await vscode.workspace.fs.readDirectory(bundle)).map(([name]) => name);
    const rows = names
      .filter((name) => name.includes('goroutine') && !name.endsWith('.json'))
      .map((name) => ({ uri: vscode.Uri.joinPath(bundle, name) }));
    await vscode.commands.executeCommand('heatline.diagnoseCaptures', rows[0], rows);
    assert.ok(problemsIn(file()).length > 0);
  });

  it('has a report in a tab, which goes with it', async () => {
    const tab = (): vscode.Tab | undefined =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('findingsReport'));
    await vscode.commands.executeCommand('heatline.showFindingsReport');
    await until('the report', tab);
    assert.match(tab()?.label ?? '', /^Findings: 127\.0\.0\.1:/);
    await vscode.commands.executeCommand('heatline.clearFindings');
    await until('no report', () => tab() === undefined);
    const [bundle] = await bundles();
    await vscode.commands.executeCommand('heatline.openBundle', bundle);
  });

  it('goes with its problems when it is cleared', async () => {
    await vscode.commands.executeCommand('heatline.clearFindings');
    assert.deepEqual(problemsIn(file()), []);
  });

  async function firstIdAt(line: number): Promise<number> {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      file(),
      new vscode.Position(line - 1, 4),
    );
    const text = hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]).map(({ value }) => value);
    const match = /command:heatline\.dismissFinding\?([^ ]*) "/.exec(text.join('\n'));
    assert.ok(match);
    return (JSON.parse(decodeURIComponent(match[1])) as number[])[0];
  }
});
