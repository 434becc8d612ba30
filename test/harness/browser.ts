// A headless Chromium. In: a window size. Out: a page, everything it logged, and the requests that tried to leave.
// Invariant: a fresh profile in a folder of our own; every request to another machine is recorded (and refused).
import fs from 'node:fs';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { beforeEnd } from './processes';
import { makeTempDir } from './tempDir';

export interface BrowserOptions {
  readonly width?: number;
  readonly height?: number;
  /** Device pixels per CSS pixel. */
  readonly scale?: number;
  readonly colorScheme?: 'light' | 'dark';
}

export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Addresses outside this machine that something in the page asked for. */
  readonly external: readonly string[];
  /** What pages and their frames wrote to the console, and their uncaught errors. */
  readonly console: readonly string[];
  readonly close: () => Promise<void>;
}

const flags = [
  '--headless=new', // The full browser without a window, not the old separate headless shell.
  '--no-sandbox', // Chromium refuses to run as root with one; the pages are our own.
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage', // Containers give /dev/shm 64 MB, VS Code's page wants more.
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/**
 * asWebviewUri addresses (*.vscode-resource.vscode-cdn.net) look like the network but are answered by VS Code's
 * service worker.
 */
const local = /^\w+:\/\/(?:127\.0\.0\.1|localhost|\[::1\]|[^/]*\.vscode-resource\.vscode-cdn\.net)(?:[:/]|$)/;

export async function launchBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const { width = 1280, height = 800, scale = 1, colorScheme = 'dark' } = options;
  const dir = makeTempDir('chromium');
  const context = await chromium.launchPersistentContext(path.join(dir.path, 'profile'), {
    executablePath: chromiumPath(),
    headless: true,
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme,
    args: flags,
    env: { ...definedEnv(), XDG_CONFIG_HOME: dir.path, XDG_CACHE_HOME: dir.path },
    // Signals are ours (processes.ts): Playwright would end this process before the servers are stopped.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  // tsx keeps function names with a helper; functions sent to the page by evaluate() call it there.
  await context.addInitScript('globalThis.__name ??= (f) => f;');
  await context.addInitScript(keepServiceWorkers);
  const external: string[] = [];
  context.on('request', (request) => {
    if (/^(?:https?|wss?):/.test(request.url()) && !local.test(request.url())) external.push(request.url());
  });
  const log: string[] = [];
  context.on('console', (message) => log.push(`[${message.type()}] ${message.text()}`));
  context.on('weberror', (error) => log.push(`[uncaught] ${error.error().stack ?? error.error().message}`));

  const close = async () => {
    forget();
    await context.close();
    dir.remove();
  };
  const forget = beforeEnd(close);
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(30_000);
  await slowDown(page);
  return { context, page, external, console: log, close };
}

/**
 * Runs in each frame. VS Code registers the service worker of its webviews for every webview anew, and Chromium lets that
 * wait until it has looked for a newer one: up to half a minute on a busy machine (seen for a page opened some seconds
 * after the one before was closed), with nothing in the page. There is no newer one while tests run.
 */
function keepServiceWorkers(): void {
  if (!('ServiceWorkerContainer' in globalThis)) return; // Not in a secure context.
  const register = Reflect.get<ServiceWorkerContainer, 'register'>(ServiceWorkerContainer.prototype, 'register');
  ServiceWorkerContainer.prototype.register = async function (script, options) {
    const known = await this.getRegistration();
    const isSame = known?.active?.scriptURL === new URL(script, location.href).href;
    return isSame ? known : register.call(this, script, options);
  };
  ServiceWorkerRegistration.prototype.update = function () {
    return Promise.resolve(this);
  };
}

/** HEATLINE_SLOW_PAGE=4 makes the page's main thread four times as slow, which brings races to light. */
async function slowDown(page: Page): Promise<void> {
  const rate = Number(process.env['HEATLINE_SLOW_PAGE'] ?? 1);
  if (rate <= 1) return;
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate });
}

export function chromiumPath(): string {
  const missing = process.env['HEATLINE_NO_CHROMIUM'];
  if (missing) throw new Error(missing);
  const named = process.env['CHROMIUM'];
  if (named !== undefined && fs.existsSync(named)) return named;
  throw new Error('CHROMIUM does not name a browser; start through npm (npm test), which looks for one.');
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
