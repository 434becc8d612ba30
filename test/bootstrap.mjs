// In: a verb and its arguments, in a fresh clone as well as in an old one. Out: what the verb prints, its exit code.
// Invariant: needs nothing but Node and npm; what is missing is installed first, what is there is never fetched again,
// and no process of ours outlives this one.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './harness/chromium.mjs';
import { installHarness, installPeers, installRoot } from './harness/install.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** `harness`: needs a VS Code; `browser`: needs a Chromium; `peers`: other readers. All may depend on the arguments. */
const verbs = {
  test: {
    entry: 'test/run.ts',
    harness: picksOneOf('workbench', 'e2e'),
    browser: picksOneOf('webview', 'workbench', 'e2e'),
  },
  desktop: { entry: 'test/desktop.ts' },
  demo: { entry: 'test/demo.ts', harness: () => true, browser: (args) => args.includes('--check') },
  parity: { entry: 'test/parity/run.ts' },
  fuzz: { entry: 'test/fuzz/run.ts' },
  accuracy: { entry: 'test/accuracy/run.ts' },
  bench: { entry: 'test/bench/run.ts', peers: (args) => !args.join(' ').includes('--peers none') },
  screenshots: { entry: 'test/screenshots.ts', harness: () => true, browser: () => true },
  package: { entry: 'test/run/packageVerb.ts' },
};

/** `npm test -- unit` must not wait for a VS Code; without tier names all tiers run. */
function picksOneOf(...tiers) {
  return (args) => {
    const words = args.filter((word, i) => !word.startsWith('-') && args[i - 1] !== '--grep');
    return words.length === 0 || words.some((word) => tiers.includes(word));
  };
}

async function main() {
  const [verb, ...args] = process.argv.slice(2);
  const task = Object.hasOwn(verbs, verb ?? '') ? verbs[verb] : undefined;
  if (!task) return fail(`Usage: node test/bootstrap.mjs ${Object.keys(verbs).join('|')} [arguments]`, verb, 2);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    return fail(`Heatline's tools need Node 20.19 or newer; this is ${process.version}.`, verb);
  }

  const env = { ...process.env };
  try {
    await installRoot(root);
  } catch (error) {
    return fail(error.message, verb);
  }
  try {
    if (task.harness?.(args)) await installHarness(path.join(root, 'test', 'harness'));
  } catch (error) {
    if (verb !== 'test') return fail(error.message, verb);
    env.HEATLINE_NO_HARNESS = error.message; // The tiers that need it fail with this sentence, the others run.
  }
  try {
    if (task.browser?.(args)) env.CHROMIUM = ensureChromium();
  } catch (error) {
    if (verb !== 'test') return fail(error.message, verb);
    env.HEATLINE_NO_CHROMIUM = error.message;
  }
  try {
    if (task.peers?.(args)) await installPeers(path.join(root, 'test', 'bench', 'peers'));
  } catch (error) {
    env.HEATLINE_NO_PEERS = error.message; // They are named as missing.
  }
  run(task.entry, args, env);
}

function run(entry, args, env) {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, entry), ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  // A terminal sends Ctrl-C to both of us, `kill` only to this one: pass it on, the child takes it once. It cleans up
  // and ends by itself; this process waits for it, so that whoever waits for us knows that everything is gone.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm does not pass SIGTERM on, it just dies; an orphan has another parent.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 1000).unref();
  child.once('error', (error) => fail(`Could not start ${entry}: ${error.message}`));
  child.once('exit', (code, signal) => {
    if (signal) process.stderr.write(`${entry} was ended by ${signal}.\n`);
    process.exitCode = code ?? 1;
  });
}

/** The last line of `npm test` is a count, whatever happened. */
function fail(message, verb, code = 1) {
  process.stderr.write(`${message}\n`);
  if (verb === 'test') process.stdout.write('0 passed, 1 failed, 0 skipped\n');
  process.exitCode = code;
}

await main();
