// Programs of others, for `npm run accuracy -- DIR`. In: a folder. Out: a case for each folder in it, itself included, that
// has a Go program. Invariant: what must be found is what its `// want` comments say (marks.ts), and nothing else.
//
// Such a program is sick, or healthy, by itself. Its first line on stdout is JSON that says where its profiles are:
// {"pprof": "http://127.0.0.1:6060/debug/pprof/"}.

import fs from 'node:fs';
import path from 'node:path';
import type { Case } from './cases';
import { marksOf } from './marks';

export function programsIn(root: string): readonly Case[] {
  const below = fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
  const folders = [root, ...below.map((entry) => path.join(entry.parentPath, entry.name))];
  return folders.filter(hasMain).map((folder) => {
    const subject = { folder: path.resolve(folder), name: path.relative(root, folder) || path.basename(folder) };
    const empty: Case = { subject, diseases: [], fixed: false };
    return { ...empty, diseases: [...marksOf(empty).keys()] };
  });
}

function hasMain(folder: string): boolean {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'));
  return names.some((name) => /^package main\b/m.test(fs.readFileSync(path.join(folder, name), 'utf8')));
}
