// The entry that VS Code calls inside its extension host, on the workbench of test/harness and on a desktop alike.
// In: environment variables (below). Out: test events in HEATLINE_TEST_RESULTS; run() rejects when a test failed.
// Invariant: tests are found, never listed: esbuild bundles all that match the pattern of the import() below; nothing is
// printed into VS Code.
import fs from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { reportTo } from '../harness/mochaEvents';

const output = process.env['HEATLINE_TEST_OUTPUT'] ?? '';
const grep = process.env['HEATLINE_TEST_GREP'] ?? '';

export async function run(): Promise<void> {
  const results = required('HEATLINE_TEST_RESULTS');
  if (output !== '') replaceConsole(output);
  // After the console is replaced: mocha keeps the console.log it finds. As an import(), since mocha is an ES module.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    timeout: 60_000, // More than one wait of support/host.ts, so that it is the wait that says what it was for.
    forbidOnly: true,
    ...(grep === '' ? {} : { grep: new RegExp(grep) }),
  });
  mocha.suite.emit('pre-require', globalThis, '', mocha); // Puts describe and it where the test files look for them.
  for (const name of findTests()) await import(`./${name}.test.ts`);
  const failed = await new Promise<number>((resolve) => {
    reportTo(results, mocha.run(resolve));
  });
  if (failed > 0) throw new Error(`${failed} failed`);
}

/**
 * By the checkout's folder, not by what is in the bundle: a test that is missing there (a bundle that was not rebuilt)
 * fails to import instead of being left out.
 */
function findTests(): string[] {
  const folder = path.join(required('HEATLINE_TEST_REPO'), 'test', 'workbench');
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .map((file) => file.slice(0, -'.test.ts'.length).replaceAll(path.sep, '/'));
}

/**
 * What the host prints comes back mixed with the workbench's own log, and its console's methods cannot be reassigned
 * (VS Code defines them with a setter that does nothing). So the console object itself is replaced.
 */
function replaceConsole(file: string): void {
  const write = (...values: unknown[]) => fs.appendFileSync(file, `${format(...values)}\n`);
  const value = { value: write, configurable: true, writable: true };
  globalThis.console = Object.create(console, { log: value, info: value, warn: value, error: value }) as Console;
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; start with npm test -- workbench`);
  return value;
}
