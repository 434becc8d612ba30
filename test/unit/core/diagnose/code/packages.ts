// Packages for the tests of the readers. In: Go sources, or a folder of test/service. Out: a GoPackage, and the
// lines that its comments mark.

import fs from 'node:fs';
import path from 'node:path';
import { type CodeLine, GoPackage } from '../../../../../src/core/diagnose/code/goPackage';
import type { Line1 } from '../../../../../src/core/profile/profile';
import { serviceDir } from '../../../../harness/paths';
import { goParser } from '../../golang/parser';

export async function packageOf(files: Readonly<Record<string, string>>): Promise<GoPackage> {
  const parser = await goParser();
  return new GoPackage(Object.entries(files).map(([name, text]) => ({ path: name, code: parser.parseCode(text) })));
}

/** @param folder below test/service/internal; its tests are left out */
export async function servicePackage(folder: string): Promise<GoPackage> {
  const dir = path.join(serviceDir, 'internal', folder);
  const names = fs.readdirSync(dir).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'));
  return packageOf(Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(dir, name), 'utf8')])));
}

/** The lines that end in a comment with this text in it. */
export function marked(pkg: GoPackage, mark: string): readonly CodeLine[] {
  return pkg.files.flatMap(({ path: file, code }) =>
    code.text
      .split('\n')
      .flatMap((text, i) =>
        text.includes('//') && text.includes(mark) ? [{ path: file, line: (i + 1) as Line1 }] : [],
      ),
  );
}

/** The first line of a file with this text in it. */
export function lineOf(pkg: GoPackage, text: string, file = pkg.files[0].path): CodeLine {
  const lines = pkg.file(file)!.code.text.split('\n');
  const at = lines.findIndex((line) => line.includes(text));
  if (at < 0) throw new Error(`no line of ${file} has ${text}`);
  return { path: file, line: (at + 1) as Line1 };
}
