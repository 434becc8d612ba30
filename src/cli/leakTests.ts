// `--leak-tests DIR` of `heatline diagnose`. In: findings as the profiles name their files, the sources here. Out: a Go test
// for each that is about goroutines that stay, below DIR where its package lies below the working folder; so with `.` beside
// the code. Invariant: a file that is there is left as it is.

import { access, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { GoPackage } from '../core/diagnose/code/goPackage';
import type { Finding } from '../core/diagnose/finding';
import type { ModuleFacts } from '../core/diagnose/fixes/fix';
import { leakRules, leakTest } from '../core/diagnose/leakTest/leakTest';
import { parseGoMod } from '../core/golang/goMod';
import type { GoParser } from '../core/golang/syntax';
import type { Line1 } from '../core/profile/profile';
import type { LocalSources } from '../node/localSources';
import type { Io } from './io';
import { writeResult } from './writeResult';

export async function writeLeakTests(
  findings: readonly Finding[],
  dir: string,
  sources: LocalSources,
  parser: GoParser,
  io: Io,
): Promise<void> {
  const written = new Set<string>();
  for (const { rule, title, location } of findings) {
    if (location === null || !leakRules.includes(rule)) continue;
    const files = await sources.packageOf(location.file);
    const local = files?.find(({ recorded }) => recorded === location.file)?.path;
    if (files === undefined || local === undefined) continue;
    const pkg = new GoPackage(files.map(({ recorded, text }) => ({ path: recorded, code: parser.parseCode(text) })));
    const at = { path: location.file, line: location.line as Line1 };
    const test = leakTest(pkg, { title, rule, at }, await moduleOf(path.dirname(local)));
    if (test === undefined) continue;
    const file = path.join(dir, folderBelow(path.dirname(local)), test.fileName);
    if (written.has(file)) continue;
    written.add(file);
    if (await isThere(file)) {
      io.note(`${file} is there already and was left as it is.`);
      continue;
    }
    await mkdir(path.dirname(file), { recursive: true });
    await writeResult(file, new TextEncoder().encode(test.text), io);
    io.note(`${file} was written${test.isComplete ? '' : '; fill in the values to call with'}.`);
  }
}

/** Below the working folder; just the folder's name for one that is elsewhere. */
function folderBelow(folder: string): string {
  const relative = path.relative('.', folder);
  const isOutside = relative.startsWith('..') || path.isAbsolute(relative);
  return isOutside ? path.basename(folder) : relative;
}

async function moduleOf(folder: string): Promise<ModuleFacts> {
  for (let at = folder; ; at = path.dirname(at)) {
    const text = await readFile(path.join(at, 'go.mod'), 'utf8').catch(() => undefined);
    if (text !== undefined) {
      const { go, requires } = parseGoMod(text);
      return { go, requires: requires.map((one) => one.path) };
    }
    if (at === path.dirname(at)) return { go: undefined, requires: [] };
  }
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
