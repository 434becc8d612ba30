// `npm run test:desktop [-- --grep RE --code PATH --version V]`. In: the same tests as the workbench tier, and a desktop
// VS Code, downloaded once by @vscode/test-electron or named with --code. Out: as npm test.
// Invariant: the same entry, workspace and environment as on the harness's workbench; where no VS Code can be had, that
// is a failure with a sentence.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { delveExtension } from './harness/delve';
import { inRepo, repoRoot } from './harness/paths';
import type { TestCounts } from './harness/testEvents';
import { bundle } from './harness/vsix';
import { hostEntry, prepareHostTests, type HostTests } from './run/hostTests';
import { follow } from './run/mochaTier';
import { exitWith, runTiers } from './run/runTiers';
import type { TierContext } from './run/tier';

const { values: options } = parseArgs({
  options: { grep: { type: 'string' }, code: { type: 'string' }, version: { type: 'string', default: 'stable' } },
});

async function run(context: TierContext): Promise<TestCounts> {
  const executable = options.code ?? (await download(options.version));
  await bundle({ tests: true, signal: context.signal });
  const tests = await prepareHostTests(context);
  try {
    return await follow(tests.results, true, context, () => runOnDesktop(executable, tests, context.scratch));
  } finally {
    await tests.end();
  }
}

async function download(version: string): Promise<string> {
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: inRepo('.vscode-test') });
  } catch (error) {
    throw new Error(
      `VS Code ${version} could not be downloaded from update.code.visualstudio.com (${String(error)}). ` +
        'Where it is installed already, name it: npm run test:desktop -- --code /path/to/code. ' +
        'The same tests run in a VS Code from npm with: npm test -- workbench.',
      { cause: error },
    );
  }
}

async function runOnDesktop(vscodeExecutablePath: string, tests: HostTests, scratch: string) {
  const code = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: [repoRoot, delveExtension],
    extensionTestsPath: hostEntry,
    extensionTestsEnv: tests.env,
    launchArgs: [
      tests.folder,
      '--disable-extensions', // Those of the user; ours is loaded by its folder.
      '--disable-workspace-trust',
      '--user-data-dir',
      path.join(scratch, 'user'),
    ],
  });
  return { code, output: `VS Code ended with ${code}` };
}

exitWith(runTiers([{ name: 'desktop', limitSeconds: 600, greppable: true, run }], options.grep));
