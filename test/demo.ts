// `npm run demo`. In: a checkout, and Go if there is one. Out: a VS Code in the browser with Heatline installed, beside a
// sick Go service under load, and what to click. Invariant: Ctrl-C (or any other end) leaves no process and no
// temporary folder; nothing outside them is written.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './harness/browser';
import { buildService, findGo, startService, type RunningService } from './harness/goService';
import { fixturesDir, inRepo, serviceDir } from './harness/paths';
import { beforeEnd, leave, spawnGroup } from './harness/processes';
import { makeTempDir } from './harness/tempDir';
import { installVsix, startServer, type Server } from './harness/vscodeServer';
import { packageHelper, packageVsix } from './harness/vsix';
import { WorkbenchPage } from './harness/workbenchPage';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string' },
    disease: { type: 'string', default: 'context,defer,mutex,gc' },
    'no-open': { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const dir = makeTempDir('demo').path;
  console.log('Packaging the extension …');
  const { vsix } = await packageVsix();
  const folder = path.join(dir, 'orders');
  const service = await startSickService(folder, dir);

  const vscode = path.join(dir, 'vscode');
  await installVsix(vsix, vscode, 'code-server');
  // Opens the walkthrough; a helper of the demo, so that the product needs no switch for it.
  const helper = path.join(dir, 'helper.vsix');
  await packageHelper(inRepo('test', 'harness', 'demo-extension'), helper);
  await installVsix(helper, vscode, 'code-server');
  const port = options.check ? 0 : options.port === undefined ? await preferred(8080) : Number(options.port);
  const server = await startServer({
    dir: vscode,
    mode: 'code-server',
    port,
    settings: { 'chat.disableAIFeatures': true },
  });
  const url = `${server.url}/?folder=${encodeURIComponent(folder)}`;
  if (options.check) return check(server, folder);

  tell(url, service);
  if (!options['no-open']) openInBrowser(url);
  await new Promise<void>((_resolve, reject) => server.onDeath((reason) => reject(new Error(reason))));
}

/** The same address each time, so that the browser finds it again; a free one where somebody else has that. */
function preferred(port: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(0));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}

/** Without Go there is nothing to capture from, yet there are recorded captures to look at. */
async function startSickService(folder: string, dir: string): Promise<RunningService | undefined> {
  fs.cpSync(serviceDir, folder, { recursive: true });
  if (findGo() === undefined) {
    console.log('Go is not on PATH, so no service can be built and run; recorded captures are opened instead.');
    console.log('With Go 1.22 or newer (https://go.dev/dl) this demo profiles a live service.');
    fs.cpSync(fixturesDir, path.join(folder, 'captures'), { recursive: true });
    return undefined;
  }
  console.log('Building and starting test/service …');
  const binary = await buildService({ dir: folder, output: path.join(dir, 'orders-bin') });
  return startService({ binary, diseases: options.disease.split(','), forDuration: '2h' });
}

function tell(url: string, service: RunningService | undefined): void {
  const live = service && [
    `A Go service is running, sick with ${service.diseases.join(', ')}: pprof is at ${service.target} (for two hours at most).`,
    '',
    `1. Open  ${url}`,
    '   The walkthrough "Get started with Heatline" opens by itself.',
    '2. F1, then "Heatline: Capture Profile from Running Service…".',
    `   Pick the service, or type ${service.target}; then CPU, then a few seconds.`,
    '3. In the flame graph: hover for numbers, click a frame to jump to its code, double-click to zoom, Ctrl+F to search.',
    '4. In the Go file: bars behind hot lines, the time after each, and a lens above each function.',
    '5. F1, "Heatline: Watch Goroutines": how many wait in each function, and how fast they get more.',
    '6. F1, "Heatline: Diagnose Service…": what is wrong, where, and what to change; the light bulb at a finding changes it.',
    '7. Open a file that ends in _test.go: "profile CPU" above a test runs it and opens its profile.',
  ];
  const recorded = [
    '',
    `1. Open  ${url}`,
    '2. In the explorer open captures, a version of Go, cpu.pb.gz.',
    '3. In the flame graph: hover for numbers, click a frame to jump to its code.',
  ];
  console.log(`\n${(live ?? recorded).join('\n')}\n\nCtrl-C ends everything.`);
}

function openInBrowser(url: string): void {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return;
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  spawnGroup(opener, [url], { stdio: 'ignore' }).on('error', () => undefined); // The URL is on the screen anyway.
}

/** `--check`: a headless person who looks whether the walkthrough and the commands are there. */
async function check(server: Server, folder: string): Promise<void> {
  const browser = await launchBrowser();
  const workbench = new WorkbenchPage(browser, server);
  try {
    await workbench.open({ folder });
    await workbench.page.locator('.gettingStartedContainer .category-title', { hasText: 'Heatline' }).first().waitFor();
    await workbench.statusBarItem('Heatline demo').waitFor();
    await workbench.paletteRows('Heatline: ');
    // With the keyboard: Enter also presses the walkthrough's step, which takes the focus from what is shown too soon.
    await workbench.page.keyboard.press('F1');
    await workbench.quick.type('>Heatline: Diagnose Service…');
    await workbench.quick.focusedRow('Heatline: Diagnose Service…').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.quick.waitTitle('Diagnose Service');
    await workbench.page.keyboard.type('127.0.0.1:1');
    await workbench.quick.rowLabelled('127.0.0.1:1').waitFor();
    await workbench.quick.cancel();
  } catch (error) {
    console.error(server.extensionHostLog());
    throw error;
  } finally {
    await workbench.screenshot(inRepo('out', 'demo.png'));
  }
  console.log('The demo works: out/demo.png');
}

let ending = false;
beforeEnd(() => {
  ending = true;
  console.log('\nStopping …');
});
main().then(
  () => leave(0),
  (error: unknown) => {
    // What fails because everything is being stopped is no news.
    if (!ending) console.error(error instanceof Error ? error.message : error);
    leave(1);
  },
);
