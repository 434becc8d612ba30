// "Profile Test or Benchmark…": runs one test and opens its profile. In: what a lens names, or the cursor. Out: a capture
// with where it came from, opened. Invariants: only a test that stands in the file is run, and only in a trusted
// workspace; what was measured is kept even where the test failed; cancelling ends the run and shows nothing.

import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { type GoTest, isTestFile, testAt, testExpression, testsIn } from '../../core/golang/goTests';
import type { Profile } from '../../core/profile/profile';
import { withSignal } from '../cancellation';
import { uriOf } from '../commands';
import type { ErrorReporter } from '../errorReporter';
import { line1Of } from '../positions';
import type { GoSyntax } from '../sources/goSyntax';
import { pickIcon, type TestKind, testKind, testKinds } from './testKinds';
import type { TestOutput } from './testOutput';
import type { TestProfileRequest, TestRun, TestRunner } from './testRunner';

export interface ProfileTestOptions {
  readonly runner: TestRunner;
  readonly syntax: GoSyntax;
  readonly output: TestOutput;
  readonly errors: ErrorReporter;
  /** Keeps the profile as captures are kept, undefined where the person gave up on it. */
  readonly keep: (run: TestRun) => Promise<vscode.Uri | undefined>;
  /** Opens it; the profile as it was read. */
  readonly open: (uri: vscode.Uri) => Promise<Profile>;
}

interface Wanted {
  readonly request: TestProfileRequest;
  readonly kind: TestKind;
}

/** For a test that ends before the first sample is taken. */
const manyRuns = 100;

export async function profileTest(options: ProfileTestOptions, args: readonly unknown[]): Promise<void> {
  const wanted = await ask(options, args);
  if (wanted !== undefined) await measure(options, wanted);
}

async function ask(
  { syntax }: ProfileTestOptions,
  [file, name, kindName]: readonly unknown[],
): Promise<Wanted | undefined> {
  const document = await documentOf(file);
  if (!vscode.workspace.isTrusted) {
    const next = 'Trust it first (Workspaces: Manage Workspace Trust), since a test runs the code of the workspace.';
    throw new UserError('not-trusted', 'Tests are not run in a workspace that is not trusted.', next);
  }
  const code = await syntax.codeOf(document);
  const tests = testsIn(code.file, code.text);
  const test =
    typeof name === 'string'
      ? tests.find(({ path }) => path[0] === name)
      : ((isShown(document) ? testAt(code, cursorLine()) : undefined) ?? (await pickTest(tests, document)));
  if (test === undefined) return undefined;
  const kind = testKind(kindName) ?? (await pickKind(test));
  if (kind === undefined) return undefined;
  const folder = vscode.Uri.joinPath(document.uri, '..');
  const request = {
    folder: folder.fsPath,
    title: `${code.file.packageName}.${test.path.join('/')}`,
    expression: testExpression(test),
    isBenchmark: test.kind === 'benchmark',
    kind: kind.kind,
    count: 1,
    ...goSettings(document.uri),
  };
  return { request, kind };
}

async function documentOf(file: unknown): Promise<vscode.TextDocument> {
  const uri = uriOf(file) ?? vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme === 'file' && isTestFile(uri.path)) return vscode.workspace.openTextDocument(uri);
  throw new UserError('no-test', 'This is not a Go test file.', 'Open a file whose name ends in _test.go.');
}

function isShown(document: vscode.TextDocument): boolean {
  return vscode.window.activeTextEditor?.document === document;
}

function cursorLine(): ReturnType<typeof line1Of> {
  return line1Of(vscode.window.activeTextEditor?.selection.active ?? new vscode.Position(0, 0));
}

async function pickTest(tests: readonly GoTest[], { uri }: vscode.TextDocument): Promise<GoTest | undefined> {
  if (tests.length === 0) {
    const file = vscode.workspace.asRelativePath(uri);
    throw new UserError('no-test', `${file} has no test.`, 'Tests are functions such as TestQuote(t *testing.T).');
  }
  const items = tests.map((test) => ({ label: test.path.join('/'), description: test.kind, test }));
  const options = { title: 'Profile Test or Benchmark', placeHolder: 'Which one?' };
  return (await vscode.window.showQuickPick(items, options))?.test;
}

async function pickKind(test: GoTest): Promise<TestKind | undefined> {
  const items = testKinds.map((kind) => ({
    label: kind.name,
    detail: kind.detail,
    iconPath: new vscode.ThemeIcon(pickIcon(kind)),
    measured: kind,
  }));
  const options = { title: `Profile ${test.path.join('/')}`, placeHolder: 'What to measure' };
  return (await vscode.window.showQuickPick(items, options))?.measured;
}

/** Those of the Go extension that decide whether a test builds and runs: it need not be installed for them to be set. */
function goSettings(scope: vscode.Uri): Pick<TestProfileRequest, 'tags' | 'env'> {
  const settings = vscode.workspace.getConfiguration('go', scope);
  const testTags: unknown = settings.get('testTags');
  const tags: unknown = typeof testTags === 'string' ? testTags : settings.get('buildTags');
  const env: Record<string, string> = {};
  for (const key of ['toolsEnvVars', 'testEnvVars']) {
    const values: unknown = settings.get(key);
    if (typeof values !== 'object' || values === null) continue;
    for (const [name, value] of Object.entries(values as Record<string, unknown>)) {
      if (typeof value === 'string') env[name] = value.replaceAll('${workspaceFolder}', workspaceFolderOf(scope));
    }
  }
  return { tags: typeof tags === 'string' ? tags : '', env };
}

function workspaceFolderOf(scope: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(scope)?.uri.fsPath ?? '';
}

async function measure(options: ProfileTestOptions, wanted: Wanted): Promise<void> {
  const { request, kind } = wanted;
  const { output, errors } = options;
  let run: TestRun;
  try {
    run = await withProgress(options, wanted);
  } catch (error) {
    const action = { label: 'Show Output', run: () => output.show() };
    void errors.report(error, `profile ${request.title}`, action);
    return;
  }
  const uri = await options.keep(run);
  if (uri === undefined) return;
  const profile = await options.open(uri);
  if (run.failed) void tellFailure(options, request);
  else if (isEmpty(profile)) void tellEmpty(options, { request, kind });
}

function withProgress({ runner, output }: ProfileTestOptions, { request, kind }: Wanted): Promise<TestRun> {
  const title = `Profiling ${kind.name} of ${request.title}`;
  const location = vscode.ProgressLocation.Notification;
  return Promise.resolve(
    vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
      progress.report({ message: 'building and running…' });
      output.begin(title);
      const onOutput = (text: string): void => output.append(text);
      return withSignal(token, (signal) => runner.run(request, { signal, onOutput }));
    }),
  );
}

async function tellFailure({ output }: ProfileTestOptions, { title }: TestProfileRequest): Promise<void> {
  const show = 'Show Output';
  const text = `${title} failed, so the profile is that of a run that may have ended early.`;
  if ((await vscode.window.showWarningMessage(text, show)) === show) output.show();
}

async function tellEmpty(options: ProfileTestOptions, { request, kind }: Wanted): Promise<void> {
  const isShort = request.kind === 'profile';
  const why = isShort ? 'it was over before the first hundredth of a second' : 'nothing of the kind has happened';
  const again = `Run It ${manyRuns} Times`;
  const buttons = request.count === 1 && !request.isBenchmark ? [again] : [];
  const text = `The ${kind.name} profile of ${request.title} is empty: ${why}.`;
  if ((await vscode.window.showInformationMessage(text, ...buttons)) !== again) return;
  await measure(options, { request: { ...request, count: manyRuns }, kind });
}

function isEmpty({ samples }: Profile): boolean {
  return samples.values.every((column) => column.every((value) => value === 0));
}
