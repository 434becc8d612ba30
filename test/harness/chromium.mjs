// In: the machine. Out: the path of a Chromium to drive, or a sentence that says how to get one.
// Invariant: a browser is installed only where that is ours to do (root on a Debian-like system, so a container).
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const fixed = [
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const inPlaywrightCache = [
  'chrome-linux/chrome',
  'chrome-linux64/chrome',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  'chrome-win/chrome.exe',
];

/** Playwright keeps one folder per browser build; the newest is the last by number. */
function fromPlaywrightCache() {
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    path.join(os.homedir(), '.cache', 'ms-playwright'),
    path.join(os.homedir(), 'Library', 'Caches', 'ms-playwright'),
    process.env.LOCALAPPDATA && path.join(process.env.LOCALAPPDATA, 'ms-playwright'),
  ];
  return caches
    .filter((cache) => cache && fs.existsSync(cache))
    .flatMap((cache) =>
      fs
        .readdirSync(cache)
        .filter((name) => /^chromium-\d+$/.test(name))
        .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
        .flatMap((name) => inPlaywrightCache.map((file) => path.join(cache, name, file))),
    );
}

function find() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).concat('/usr/bin', '/usr/local/bin');
  const candidates = [
    ...folders.flatMap((folder) => onPath.map((name) => path.join(folder, name))),
    ...fixed,
    ...fromPlaywrightCache(),
  ];
  return candidates.find((file) => fs.existsSync(file));
}

export function ensureChromium() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (fs.existsSync(named)) return named;
    throw new Error(`CHROMIUM names ${named}, which does not exist.`);
  }
  const found = find();
  if (found) return found;
  if (process.getuid?.() === 0 && fs.existsSync('/etc/debian_version')) {
    process.stdout.write('No Chromium here; installing it with apt-get …\n');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    apt('update');
    apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
    const installed = find();
    if (installed) return installed;
  }
  throw new Error(
    'No Chromium was found. Install one (Debian or Ubuntu: sudo apt-get install chromium; macOS: brew install ' +
      '--cask chromium; anywhere: npx playwright install chromium) or set CHROMIUM=/path/to/it, then run this again.',
  );
}
