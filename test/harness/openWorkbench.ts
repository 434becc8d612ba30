// In: a page and a server. Out: the page showing a workbench on a folder, with an extension from a folder or with a
// test entry for the extension host where asked. Invariant: no server flag is needed for either, because the flag that
// enables `?payload=extensionDevelopmentPath` also suppresses notification toasts.
import type { Page } from 'playwright-core';
import type { Server } from './vscodeServer';

export interface OpenOptions {
  /** A folder or a .code-workspace file; none opens an empty window. */
  readonly folder?: string;
  readonly workspaceFile?: string;
  /** Load extensions from these folders, as F5 does. */
  readonly extensions?: readonly string[];
  /** A module with run(), started in the extension host. */
  readonly tests?: string;
}

/** The part of the page's configuration that we touch. */
interface WorkbenchConfiguration {
  developmentOptions?: Record<string, unknown>;
  productConfiguration: Record<string, unknown>;
}

export async function openWorkbench(page: Page, server: Server, options: OpenOptions): Promise<void> {
  const uri = (path: string) => ({ scheme: 'vscode-remote', authority: server.host, path });
  const development: Record<string, unknown> = {};
  if (options.extensions !== undefined) development['extensions'] = options.extensions.map(uri);
  if (options.tests !== undefined) development['extensionTestsPath'] = uri(options.tests);
  // server-main.js does not serve what code-server's wrapper serves, yet its page points there.
  const unserved = server.mode === 'server' ? ['serviceWorker', 'updateEndpoint', 'proxyEndpointTemplate'] : [];
  await page.addInitScript(configure, { development, unserved });

  const url = new URL(`${server.url}/`);
  if (options.folder !== undefined) url.searchParams.set('folder', options.folder);
  else if (options.workspaceFile !== undefined) url.searchParams.set('workspace', options.workspaceFile);
  else url.searchParams.set('ew', 'true');
  url.searchParams.set('payload', JSON.stringify([['skipWelcome', 'true']]));
  await page.goto(url.href);
}

/** Runs in the page. Module scripts wait for the end of parsing, so "interactive" comes before the workbench reads. */
function configure(change: { development: Record<string, unknown>; unserved: string[] }): void {
  document.addEventListener('readystatechange', () => {
    const meta = document.getElementById('vscode-workbench-web-configuration');
    const text = meta?.getAttribute('data-settings');
    if (!meta || !text || document.readyState !== 'interactive') return;
    const configuration = JSON.parse(text) as WorkbenchConfiguration;
    configuration.developmentOptions = { ...configuration.developmentOptions, ...change.development };
    for (const key of change.unserved) Reflect.deleteProperty(configuration.productConfiguration, key);
    meta.setAttribute('data-settings', JSON.stringify(configuration));
  });
}
