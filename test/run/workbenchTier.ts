// Tests inside the extension host of the harness's VS Code. In: test/workbench/**/*.test.ts, bundled; the package.
// Out: their counts. Invariant: the extension under test is the unpacked .vsix; a host that never reports, dies or hangs
// is a failure with its log.
import fs from 'node:fs';
import path from 'node:path';
import { launchBrowser } from '../harness/browser';
import { delveExtension } from '../harness/delve';
import { openWorkbench } from '../harness/openWorkbench';
import { outDir } from '../harness/paths';
import { reasonOf } from '../harness/runTool';
import type { TestCounts } from '../harness/testEvents';
import { startServer, type Server } from '../harness/vscodeServer';
import { bundle, unpackVsix } from '../harness/vsix';
import { hostEntry, prepareHostTests, type HostTests } from './hostTests';
import { follow } from './mochaTier';
import { packageOnce } from './packageTier';
import type { Tier, TierContext } from './tier';

export const workbenchTier: Tier = { name: 'workbench', limitSeconds: 900, greppable: true, run };

async function run(context: TierContext): Promise<TestCounts> {
  const { scratch, signal } = context;
  const { vsix } = await packageOnce(signal);
  await bundle({ tests: true, signal });
  const extension = await unpackVsix(vsix, path.join(scratch, 'unpacked'));
  const tests = await prepareHostTests(context);
  try {
    const server = await startServer({ dir: path.join(scratch, 'vscode'), lean: true, env: tests.env });
    try {
      return await follow(tests.results, true, context, () => runInHost(server, extension, tests, signal));
    } finally {
      await server.stop();
      keepLogs(server, tests);
    }
  } finally {
    await tests.end();
  }
}

interface HostRun {
  readonly code: number;
  readonly output: string;
}

async function runInHost(server: Server, extension: string, tests: HostTests, signal: AbortSignal): Promise<HostRun> {
  const { page, close } = await launchBrowser();
  const said: string[] = [];
  try {
    const finished = new Promise<HostRun>((resolve) => {
      const finish = (code: number, why: string) => resolve({ code, output: `${why}\n${said.join('\n')}` });
      signal.addEventListener('abort', () => finish(124, reasonOf(signal)));
      page.on('crash', () => finish(1, "the workbench's page crashed"));
      server.onDeath((reason) => finish(1, reason));
      // VS Code for the web calls these two while it runs extension tests.
      void page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
        if (type === 'error') said.push(args.map(String).join(' '));
      });
      void page.exposeFunction('codeAutomationExit', (code: number) => finish(code, `run() ended with ${code}`));
    });
    await openWorkbench(page, server, {
      folder: tests.folder,
      extensions: [extension, delveExtension],
      tests: hostEntry,
    });
    return await finished;
  } finally {
    await close();
  }
}

/** For reading after a failure; git-ignored, overwritten by the next run. */
function keepLogs(server: Server, tests: HostTests): void {
  const kept = path.join(outDir, 'workbench-logs');
  fs.mkdirSync(kept, { recursive: true });
  fs.writeFileSync(path.join(kept, 'extensionHost.log'), server.extensionHostLog());
  for (const file of [server.logFile, tests.output]) {
    if (fs.existsSync(file)) fs.copyFileSync(file, path.join(kept, path.basename(file)));
  }
}
