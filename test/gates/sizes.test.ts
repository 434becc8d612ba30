// Files stay small enough to be read at once: past 300 lines look for the seam, 500 is the wall
// (800 for tests). And what no file may hold, wherever it stands.

import assert from 'node:assert/strict';
import { files, read } from './sources';

const code = (): string[] =>
  files('src/**', 'src/*', 'webview/**', 'test/**', '*.mjs').filter((f) => /\.(?:ts|mjs|css)$/.test(f));

describe('files', () => {
  it('are shorter than 500 lines, tests shorter than 800', () => {
    const tooLong = code().filter((f) => read(f).split('\n').length > (f.startsWith('test/') ? 800 : 500));
    assert.deepEqual(tooLong, []);
  });

  it('hold no switched-off checks and no exclusive tests', () => {
    // `any` is the linter's to find: it knows code from prose.
    const forbidden = /@ts-(?:ignore|nocheck)|eslint-disable|\b(?:it|test|describe|suite)\.only\b/;
    const offenders = code().filter((f) => f !== 'test/gates/sizes.test.ts' && forbidden.test(read(f)));
    assert.deepEqual(offenders, []);
  });

  it('have no default exports and no barrels', () => {
    const offenders = files('src/**/*.ts', 'src/*.ts', 'webview/**/*.ts').filter((f) =>
      /^export (?:default|\*)/m.test(read(f)),
    );
    assert.deepEqual(offenders, []);
  });
});
