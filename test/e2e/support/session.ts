// One VS Code with the packaged extension, as a person gets it. In: what to open and which service to run.
// Out: page objects for the tests of one describe block. Invariant: fresh profile, fresh browser, fresh copy of the
// code per block; after a failure a picture, the logs and Playwright's trace are kept in out/e2e.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { after, afterEach, before } from 'mocha';
import type { Frame } from 'playwright-core';
import { launchBrowser } from '../../harness/browser';
import { buildService, startService, type RunningService, type ServiceOptions } from '../../harness/goService';
import { fileNameOf, outDir } from '../../harness/paths';
import { tellSeen } from '../../harness/testEvents';
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
  /** Pictures of what stays when the palette opens, in the dark theme and in the light one. */
  readonly shotInBothThemes: (name: string) => Promise<void>;
}

export interface RunningSession extends Omit<Session, 'service'> {
  readonly service: RunningService | undefined;
  end(): Promise<void>;
}

const kept = path.join(outDir, 'e2e');

/** Call inside describe(); the returned function gives the session to its tests. */
export function useSession(options: SessionOptions = {}): () => Session {
  let running: RunningSession | undefined;
  const undo = new Undo();

  before(async function () {
    this.timeout(180_000);
    running = await startSession(options, undo);
  });
  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state !== 'failed' || !running) return;
    tellSeen(test.fullTitle(), await whatIsSeen(running.workbench));
    await keepEvidence(running, fileNameOf(test.fullTitle()));
  });
  after(async function () {
    this.timeout(30_000);
    running = undefined;
    await undo.run(); // Also where starting failed or took too long.
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

/** What is to be taken back, last first. What comes after that is taken back at once: mocha gave up waiting for it. */
class Undo {
  private steps: (() => Promise<void> | void)[] | undefined = [];

  async add(step: () => Promise<void> | void): Promise<void> {
    if (this.steps) this.steps.push(step);
    else await step();
  }

  async run(): Promise<void> {
    const steps = this.steps ?? [];
    this.steps = undefined;
    for (const step of steps.reverse()) await step();
  }
}

/** When it fails, what was started is ended by `undo`, or else at the end of the process. */
export async function startSession(options: SessionOptions, undo = new Undo()): Promise<RunningSession> {
  const vsix = process.env['HEATLINE_VSIX'];
  if (!vsix) throw new Error('HEATLINE_VSIX is not set; start with npm test -- e2e');
  const temp = makeTempDir('e2e');
  await undo.add(() => temp.remove());
  const workspace = makeWorkspace(options.workspace ?? 'module', temp.path);
  const service = options.service && (await startOwnService(options.service, workspace, temp.path));
  if (service) await undo.add(() => service.stop());
  const dir = path.join(temp.path, 'vscode');
  await installVsix(vsix, dir);
  const server = await startServer({ dir, lean: true, ...(options.settings ? { settings: options.settings } : {}) });
  await undo.add(() => server.stop());
  const browser = await launchBrowser();
  await undo.add(() => browser.close());
  await browser.context.tracing.start({ snapshots: false, screenshots: false });
  const workbench = new WorkbenchPage(browser, server);
  const shot = async (name: string) => {
    const file = path.join(kept, `${fileNameOf(name)}.png`);
    await workbench.screenshot(file);
    return file;
  };
  const shotInBothThemes = async (name: string) => {
    await shot(`${name}-dark`);
    await workbench.setTheme('light');
    await shot(`${name}-light`);
    await workbench.setTheme('dark');
  };
  const running: RunningSession = { workbench, workspace, service, shot, shotInBothThemes, end: () => undo.run() };
  const { folder, workspaceFile } = workspace;
  try {
    await workbench.open(workspaceFile === undefined ? { folder } : { workspaceFile });
    await waitInstalled(workbench);
  } catch (error) {
    await keepEvidence(running, 'open');
    throw error;
  }
  return running;
}

/**
 * VS Code knows the extension's views, and has had idle time, in which it learns of the extension's editors: until then
 * a new user's window shows a profile as text, and remembers that.
 */
async function waitInstalled({ page }: WorkbenchPage): Promise<void> {
  await page.locator('.activitybar .action-label[aria-label="Heatline"]').waitFor();
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
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

/** For a log that comes without the pictures: the window's texts from top to bottom, and what the page wrote last. */
async function whatIsSeen({ page, browser }: WorkbenchPage): Promise<string> {
  const screen = await page.locator('body').innerText();
  const lines = screen.split('\n').filter((line) => line.trim() !== '');
  const frames = await Promise.all(page.frames().map((frame) => howFarLoaded(frame)));
  return [
    '--- on the screen ---',
    ...lines.slice(0, 120),
    '--- frames ---',
    ...frames,
    '--- console ---',
    ...browser.console.slice(-15),
  ].join('\n');
}

/** A frame's address; of the frame that VS Code makes for a webview also the steps of its loading, which it notes. */
async function howFarLoaded(frame: Frame): Promise<string> {
  const address = frame.url().replace(/\?.*/s, '');
  if (!address.endsWith('/pre/index.html')) return address;
  const steps = frame.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return [
      ...performance.getEntriesByType('mark').map((mark) => `${mark.name} ${Math.round(mark.startTime)} ms`),
      `now ${Math.round(performance.now())} ms`,
      `service worker: controlling ${navigator.serviceWorker.controller?.state}, installing ${registration?.installing?.state}`,
      `waiting ${registration?.waiting?.state}, active ${registration?.active?.state}`,
    ];
  });
  const silence = setTimeout(5000).then(() => ['it does not answer']);
  return [address, ...(await Promise.race([steps, silence]).catch((error: unknown) => [String(error)]))].join('\n  ');
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
