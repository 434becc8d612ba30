// "Debug This Process…": Delve on a Go service of this machine. In: a service that a view names, or one the person picks.
// Out: a debug session, or where no debugger for Go is installed the configuration it would take. Invariants: only
// processes that were found on this machine, with the number they have now; nothing is written without a yes.

import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { hostOf } from '../store/originText';
import { workspaceFolderFor } from '../workspaceFolder';

/** As src/node finds them. */
export interface LocalProcess {
  readonly url: string;
  readonly pid: number;
  /** Name of the program, without its arguments. */
  readonly command: string;
  readonly port: number;
}

export interface DebugProcessOptions {
  /** Go services of this machine that serve pprof; at most seconds. */
  readonly discover: () => Promise<readonly LocalProcess[]>;
}

export async function debugProcess(options: DebugProcessOptions, target: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    const next = 'Trust it first (Workspaces: Manage Workspace Trust).';
    throw new UserError('not-trusted', 'Processes are not debugged from a workspace that is not trusted.', next);
  }
  const location = vscode.ProgressLocation.Window;
  const found = await vscode.window.withProgress({ location, title: 'Looking for Go services' }, () =>
    options.discover(),
  );
  const url = urlOf(target);
  const chosen = url === undefined ? await pickProcess(found) : found.find((process) => isSame(process, url));
  if (chosen !== undefined) {
    await attach(chosen);
    return;
  }
  if (url === undefined) return;
  const next = 'Only processes of this machine can be debugged; start it, and try again.';
  throw new UserError('not-local', `No process of this machine serves ${hostOf(url)}.`, next);
}

function urlOf(target: unknown): string | undefined {
  const url: unknown = typeof target === 'object' && target !== null && 'url' in target ? target.url : target;
  return typeof url === 'string' ? url : undefined;
}

/** By port, as a service has several names: `localhost`, `127.0.0.1`, `[::1]`. */
function isSame(process: LocalProcess, url: string): boolean {
  const host = hostOf(url);
  const name = host.slice(0, host.lastIndexOf(':')).toLowerCase();
  const isLocal = ['', 'localhost', '127.0.0.1', '[::1]', '0.0.0.0'].includes(name);
  return isLocal && host.split('/')[0].endsWith(`:${process.port}`);
}

async function pickProcess(found: readonly LocalProcess[]): Promise<LocalProcess | undefined> {
  if (found.length === 0) {
    const message = 'No Go service that serves net/http/pprof was found on this machine.';
    throw new UserError('no-process', message, 'Start it, and try again.');
  }
  const items = found.map((process) => ({
    label: `$(server-process) ${process.command}`,
    description: `process ${process.pid} · ${hostOf(process.url)}`,
    process,
  }));
  const options = { title: 'Debug a Go Service of This Machine', placeHolder: 'Which process?' };
  return (await vscode.window.showQuickPick(items, options))?.process;
}

async function attach({ command, pid }: LocalProcess): Promise<void> {
  const name = `Attach to ${command}`;
  const configuration = { name, type: 'go', request: 'attach', mode: 'local', processId: pid };
  const folder = workspaceFolderFor();
  if (hasGoDebugger()) {
    await vscode.debug.startDebugging(folder, configuration);
    return;
  }
  const [find, copy, write] = ['Find Extension', 'Copy Configuration', 'Add to launch.json'];
  const text =
    'No debugger for Go is installed in this VS Code. The Go extension (golang.go) brings one, which takes the ' +
    `configuration "${name}", process ${pid}.`;
  const chosen = await vscode.window.showWarningMessage(text, find, copy, ...(folder === undefined ? [] : [write]));
  if (chosen === find) await vscode.commands.executeCommand('workbench.extensions.search', '@id:golang.go');
  if (chosen === copy) await vscode.env.clipboard.writeText(JSON.stringify(configuration, undefined, 2));
  // A process's number is for once; by its name it is found again.
  if (chosen !== write) return;
  const isOne = vscode.workspace.workspaceFolders?.length === 1;
  const placeHolder = 'Whose launch.json?';
  const whose = isOne ? folder : await vscode.window.showWorkspaceFolderPick({ placeHolder });
  if (whose !== undefined) await addToLaunch(whose, { ...configuration, processId: command });
}

function hasGoDebugger(): boolean {
  return vscode.extensions.all.some(({ packageJSON }) => {
    const { contributes } = packageJSON as { readonly contributes?: { readonly debuggers?: unknown } };
    const debuggers = contributes?.debuggers;
    return Array.isArray(debuggers) && debuggers.some((each: unknown) => (each as { type?: unknown }).type === 'go');
  });
}

/** Through VS Code's settings, which keep the file's comments. */
async function addToLaunch(folder: vscode.WorkspaceFolder, configuration: vscode.DebugConfiguration): Promise<void> {
  const launch = vscode.workspace.getConfiguration('launch', folder.uri);
  const known: unknown = launch.inspect('configurations')?.workspaceFolderValue;
  const others = (Array.isArray(known) ? (known as unknown[]) : []).filter(
    (each) => (each as { name?: unknown }).name !== configuration.name,
  );
  await launch.update('configurations', [...others, configuration], vscode.ConfigurationTarget.WorkspaceFolder);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, '.vscode', 'launch.json'));
}
