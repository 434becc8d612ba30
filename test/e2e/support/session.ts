// One VS Code with the packaged extension, as a person gets it. In: what to open and which service to run.
// Out: page objects for the tests of one describe block. Invariant: fresh profile, fresh browser, fresh copy of the
// code per block; after a failure a picture, the logs and Playwright's trace are kept in out/e2e.
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before } from 'mocha';
import { launchBrowser } from '../../harness/browser';
import { buildService, startService, type RunningService, type ServiceOptions } from '../../harness/goService';
import { fileNameOf, outDir } from '../../harness/paths';
import { makeTempDir } from '../../harness/tempDir';
import { installVsix, startServer } from '../../harness/vscodeServer';
import { WorkbenchPage } from '../../harness/workbenchPage';
import { makeWorkspace, type Workspace, type WorkspaceKind } from './workspace';

export interface SessionOptions {
  readonly workspace?: WorkspaceKind;
  /** Build and run test/service from the workspace's own copy. */
  readonly service?: Omit<ServiceOptions, 'binary'> & { readonly trimpath?: boolean };
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface Session {
  readonly workbench: WorkbenchPage;
  readonly workspace: Workspace;
  readonly service: RunningService;
  /** Keeps a picture in out/e2e; returns its path. */
  readonly shot: (name: string) => Promise<string>;
}

export interface RunningSession extends Omit<Session, 'service'> {
  readonly service: RunningService | undefined;
  end(): Promise<void>;
}

const kept = path.join(outDir, 'e2e');

/** Call inside describe(); the returned function gives the session to its tests. */
export function useSession(options: SessionOptions = {}): () => Session {
  let running: RunningSession | undefined;

  before(async function () {
    this.timeout(120_000);
    running = await startSession(options);
  });
  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state === 'failed' && running) await keepEvidence(running, fileNameOf(test.fullTitle()));
  });
  after(async function () {
    this.timeout(30_000);
    await running?.end();
    running = undefined;
  });

  return () => {
    if (!running) throw new Error('the session is not running');
    const { service } = running;
    return {
      ...running,
      get service() {
        if (!service) throw new Error('this session was started without a service');
        return service;
      },
    };
  };
}

export async function startSession(options: SessionOptions): Promise<RunningSession> {
  const vsix = process.env['HEATLINE_VSIX'];
  if (!vsix) throw new Error('HEATLINE_VSIX is not set; start with npm test -- e2e');
  const undo: (() => Promise<void> | void)[] = [];
  const end = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const temp = makeTempDir('e2e');
    undo.push(() => temp.remove());
    const workspace = makeWorkspace(options.workspace ?? 'module', temp.path);
    const service = options.service && (await startOwnService(options.service, workspace, temp.path));
    if (service) undo.push(() => service.stop());
    const dir = path.join(temp.path, 'vscode');
    await installVsix(vsix, dir);
    const server = await startServer({ dir, lean: true, ...(options.settings ? { settings: options.settings } : {}) });
    undo.push(() => server.stop());
    const browser = await launchBrowser();
    undo.push(() => browser.close());
    await browser.context.tracing.start({ snapshots: false, screenshots: false });
    const workbench = new WorkbenchPage(browser, server);
    const shot = async (name: string) => {
      const file = path.join(kept, `${fileNameOf(name)}.png`);
      await workbench.screenshot(file);
      return file;
    };
    const running: RunningSession = { workbench, workspace, service, shot, end };
    await workbench.open({ folder: workspace.folder }).catch(async (error: unknown) => {
      await keepEvidence(running, 'open');
      throw error;
    });
    return running;
  } catch (error) {
    await end();
    throw error;
  }
}

async function startOwnService(
  options: NonNullable<SessionOptions['service']>,
  { module }: Workspace,
  dir: string,
): Promise<RunningService> {
  const { trimpath = false, ...rest } = options;
  const binary = await buildService({ dir: module, trimpath, output: path.join(dir, 'orders-bin') });
  return startService({ binary, ...rest });
}

/** A folder for each failed test. */
async function keepEvidence({ workbench, service }: RunningSession, name: string): Promise<void> {
  const folder = path.join(kept, `failed-${name}`);
  const { context } = workbench.browser;
  const write = (file: string, text: string) => fs.writeFileSync(path.join(folder, file), text);
  await workbench.screenshot(path.join(folder, 'screen.png'));
  await context.tracing.stop({ path: path.join(folder, 'trace.zip') });
  await context.tracing.start({ snapshots: false, screenshots: false });
  write('server.log', fs.readFileSync(workbench.server.logFile, 'utf8'));
  write('extensionHost.log', workbench.server.extensionHostLog());
  write('console.log', workbench.browser.console.join('\n'));
  if (service) write('service.log', service.log());
}
