// Who may import whom. A folder's name is a promise about what it needs; this is where it is kept.

import assert from 'node:assert/strict';
import path from 'node:path';
import { files, importsOf } from './sources';

/** Each folder and what it may import: folders of ours, packages, and whether Node's own modules. */
const rules: readonly { folder: string; may: readonly string[]; packages?: readonly string[]; node?: boolean }[] = [
  { folder: 'src/base', may: [] },
  { folder: 'src/core/wire', may: ['src/base'], packages: ['pako'] },
  { folder: 'src/core/profile', may: ['src/base', 'src/core/wire'], packages: ['protobufjs/minimal'] },
  { folder: 'src/core/goroutine', may: ['src/base', 'src/core/wire', 'src/core/profile'] },
  { folder: 'src/core/analyze', may: ['src/base', 'src/core/wire', 'src/core/profile'] },
  {
    folder: 'src/core/layout',
    may: ['src/base', 'src/core/wire', 'src/core/profile', 'src/core/goroutine', 'src/core/analyze'],
  },
  {
    folder: 'src/core/golang',
    may: ['src/base', 'src/core/wire', 'src/core/profile', 'src/core/goroutine', 'src/core/analyze'],
    packages: ['web-tree-sitter'],
  },
  {
    folder: 'src/core/diagnose',
    may: [
      'src/base',
      'src/core/wire',
      'src/core/profile',
      'src/core/goroutine',
      'src/core/analyze',
      'src/core/layout',
      'src/core/golang',
    ],
  },
  { folder: 'src/core', may: ['src/base', 'src/core'] },
  { folder: 'src/protocol', may: ['src/base', 'src/core'] },
  { folder: 'src/node', may: ['src/base', 'src/core'], node: true },
  { folder: 'src/host', may: ['src/base', 'src/core', 'src/protocol', 'src/ids.ts'], packages: ['vscode'] },
  { folder: 'src/cli', may: ['src/base', 'src/core', 'src/node'], node: true },
  { folder: 'src/ids.ts', may: [] },
  { folder: 'src/worker.ts', may: ['src/node'], node: true },
  { folder: 'src/diagnoser.ts', may: ['src/base', 'src/core', 'src/node'], node: true },
  { folder: 'src/extension.ts', may: ['src'], packages: ['vscode'], node: true },
  {
    folder: 'webview',
    may: ['src/base', 'src/core', 'src/protocol'],
    packages: ['@vscode/webview-ui-toolkit'],
  },
];

/** Features of the host share the store and the source index, never each other. */
const features = ['capture', 'annotate', 'navigate', 'views', 'findings', 'editor', 'goroutines', 'dumps'];

const inside = (file: string, folder: string): boolean => file === folder || file.startsWith(`${folder}/`);

function target(file: string, name: string): string {
  const joined = path.posix.join(path.posix.dirname(file), name);
  return ['src/ids', 'src/worker', 'src/diagnoser', 'src/extension'].includes(joined) ? `${joined}.ts` : joined;
}

function offences(file: string): string[] {
  // The first rule that fits is the narrowest.
  const rule = rules.find((r) => inside(file, r.folder));
  if (rule === undefined) return [`${file} belongs to no folder with a rule`];
  return importsOf(file).flatMap((name) => {
    if (name.startsWith('node:')) return rule.node === true ? [] : [`${file} imports ${name}`];
    if (!name.startsWith('.')) return (rule.packages ?? []).includes(name) ? [] : [`${file} imports ${name}`];
    const to = target(file, name);
    if (name.endsWith('.css') && rule.folder === 'webview') return [];
    const allowed = inside(to, rule.folder) || rule.may.some((folder) => inside(to, folder));
    return allowed && !crossesFeatures(file, to) ? [] : [`${file} imports ${to}`];
  });
}

function crossesFeatures(file: string, to: string): boolean {
  const feature = (f: string): string | undefined => features.find((name) => inside(f, `src/host/${name}`));
  const from = feature(file);
  const other = feature(to);
  return from !== undefined && other !== undefined && from !== other;
}

describe('imports', () => {
  it('stay within what each folder promises', () => {
    const all = files('src/**/*.ts', 'src/*.ts', 'webview/**/*.ts').filter((f) => !f.endsWith('.d.ts'));
    assert.ok(all.length > 50, `only ${all.length} files were found`);
    assert.deepEqual(all.flatMap(offences), []);
  });

  it('name the toolkit for controls in one file only', () => {
    const users = files('webview/**/*.ts', 'webview/*.ts').filter((f) =>
      importsOf(f).includes('@vscode/webview-ui-toolkit'),
    );
    assert.deepEqual(users, ['webview/controls.ts']);
  });
});
