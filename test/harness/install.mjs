// In: a folder with a package-lock.json. Out: its node_modules, exactly as locked, or a sentence why not.
// Invariant: no install script of any package ever runs, nothing is downloaded when the tree already matches the
// lock, and two processes never install into the same folder at once. Plain Node: this runs before anything is there.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * `finish` completes a fresh install (links and the like) before it is stamped as whole.
 * Resolves to true when something was installed.
 */
export async function install(folder, { label, finish = () => {} }) {
  const lock = fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8');
  const want = createHash('sha256').update(lock).digest('hex');
  const stamp = path.join(folder, 'node_modules', '.heatline-stamp');
  const stamped = () => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === want;
  if (stamped()) return false;

  const release = await takeLock(path.join(folder, '.install-lock'));
  try {
    if (stamped()) return false; // Another process was faster.
    const fresh = !treeMatches(folder, JSON.parse(lock));
    if (fresh) {
      process.stdout.write(`Installing ${label} (once per package-lock.json) …\n`);
      await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder, label);
    }
    finish();
    fs.writeFileSync(stamp, want);
    return fresh;
  } finally {
    release();
  }
}

/** npm keeps its own record of the tree; somebody who ran `npm install` by hand need not wait for `npm ci`. */
function treeMatches(folder, lock) {
  const record = path.join(folder, 'node_modules', '.package-lock.json');
  if (!fs.existsSync(record)) return false;
  const have = JSON.parse(fs.readFileSync(record, 'utf8')).packages;
  return Object.entries(lock.packages).every(([where, wanted]) => {
    if (where === '' || wanted.optional || wanted.peer || !where.startsWith('node_modules/')) return true;
    return have[where]?.version === wanted.version && have[where]?.integrity === wanted.integrity;
  });
}

function npm(args, cwd, label) {
  const windows = process.platform === 'win32';
  return new Promise((resolve, reject) => {
    const child = spawn(windows ? 'npm.cmd' : 'npm', args, {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: windows,
    });
    const sorry = `Could not install ${label} in ${cwd}. The first run needs the npm registry; later ones work offline.`;
    child.once('error', (error) => reject(new Error(`${sorry} (npm did not start: ${error.message})`)));
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${sorry} (npm ci ended with ${code})`))));
  });
}

/** A lock file with the owner's pid; one left behind by a dead process is taken over. */
async function takeLock(file) {
  for (let told = false; ; told = true) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = Number(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : 0);
    if (owner > 0 && !alive(owner)) fs.rmSync(file, { force: true });
    else if (!told) process.stdout.write(`Waiting for another install (process ${owner}) …\n`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Everything `npm test` needs besides the harness. */
export const installRoot = (root) => install(root, { label: 'the development packages' });

/** Other readers of profiles, which only `npm run bench` needs. */
export const installPeers = (folder) => install(folder, { label: 'the readers to measure against, 2 MB' });

/** VS Code itself (code-server), with the two native modules it lacks replaced by the ones in shims/. */
export function installHarness(folder) {
  return install(folder, {
    label: 'a VS Code for the tests and the demo, about 180 MB',
    finish: () => {
      // VS Code serves some of its dependencies to the browser from <vscode>/node_modules and starts ripgrep from
      // there, while its npm package leaves that folder to a postinstall script. Ours are hoisted next to it.
      const link = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode', 'node_modules');
      fs.rmSync(link, { recursive: true, force: true });
      fs.symlinkSync(path.join('..', '..', '..'), link, 'junction');
    },
  });
}
