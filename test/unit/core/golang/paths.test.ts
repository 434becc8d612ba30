import assert from 'node:assert/strict';
import { isAbsolutePath, joinPath, normalizePath, pathAbove, pathBelow } from '../../../../src/core/golang/goPath';
import {
  escapeModulePath,
  moduleCachePath,
  splitVersionedPath,
  unescapeModulePath,
} from '../../../../src/core/golang/modulePath';
import { isStandardPackage } from '../../../../src/core/golang/standardLibrary';

describe('module cache paths', () => {
  const pairs = {
    'github.com/BigCorp/Lib': 'github.com/!big!corp/!lib',
    'gopkg.in/yaml.v3': 'gopkg.in/yaml.v3',
    'v1.2.3-RC1': 'v1.2.3-!r!c1',
    '': '',
  };
  for (const [plain, escaped] of Object.entries(pairs)) {
    it(`escapes ${plain} both ways`, () => {
      assert.equal(escapeModulePath(plain), escaped);
      assert.equal(unescapeModulePath(escaped), plain);
    });
  }

  it('knows what is not escaped', () => {
    for (const text of ['Abc', 'a!', 'a!1', 'a!!b', '!A']) assert.equal(unescapeModulePath(text), undefined, text);
  });

  const splits: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ['github.com/BigCorp/Lib@v1.2.3/sub/d.go', [], 'github.com/BigCorp/Lib v1.2.3 sub/d.go'],
    ['/home/dev/go/pkg/mod/github.com/!big!corp/!lib@v1.2.3/sub/d.go', [], 'github.com/BigCorp/Lib v1.2.3 sub/d.go'],
    ['C:/Users/me/go/pkg/mod/gopkg.in/yaml.v3@v3.0.1/d.go', [], 'gopkg.in/yaml.v3 v3.0.1 d.go'],
    [
      '/cache/github.com/!big!corp/!lib@v1.2.3/sub/d.go',
      ['github.com/BigCorp/Lib/sub'],
      'github.com/BigCorp/Lib v1.2.3 sub/d.go',
    ],
    ['/cache/example.com/lib@v1.2.3/d.go', ['example.com/other', 'example.com/lib'], 'example.com/lib v1.2.3 d.go'],
    ['/cache/example.com/lib@v1.2.3/d.go', [], undefined],
    ['example.com/lib/d.go', [], undefined],
    [
      'golang.org/toolchain@v0.0.1-go1.27.3.linux-amd64/src/runtime/proc.go',
      [],
      'golang.org/toolchain v0.0.1-go1.27.3.linux-amd64 src/runtime/proc.go',
    ],
    ['a@v1.0.0-!r!c1/x.go', [], 'a v1.0.0-RC1 x.go'],
    ['@v1', [], undefined],
  ];
  for (const [path, packages, expected] of splits) {
    it(`splits ${path}`, () => {
      const split = splitVersionedPath(path, packages);
      assert.equal(split === undefined ? undefined : `${split.module} ${split.version} ${split.rest}`, expected);
    });
  }

  it('joins what it split', () => {
    const path = 'github.com/!big!corp/!lib@v1.2.3/sub/d.go';
    assert.equal(moduleCachePath(splitVersionedPath(`/go/pkg/mod/${path}`, []) ?? assert.fail()), path);
  });
});

describe('recorded paths', () => {
  it('reads those of Windows and of Bazel anywhere', () => {
    assert.equal(normalizePath('C:\\src\\app\\main.go'), 'C:/src/app/main.go');
    assert.equal(normalizePath('src\\app\\main.go'), 'src/app/main.go');
    assert.equal(normalizePath('/src/od\\d/main.go'), '/src/od\\d/main.go');
    assert.equal(normalizePath('/proc/self/cwd/pkg/x.go'), 'pkg/x.go');
    assert.ok(isAbsolutePath('C:/x.go') && isAbsolutePath('/x.go') && !isAbsolutePath('x.go') && !isAbsolutePath(''));
  });

  it('compares whole parts only', () => {
    assert.equal(pathBelow('/app2/x.go', '/app'), undefined);
    assert.equal(pathBelow('/app/x.go', '/app'), 'x.go');
    assert.equal(pathBelow('/app/x.go', '/app/'), 'x.go');
    assert.equal(pathBelow('/x.go', '/'), 'x.go');
    assert.equal(pathBelow('/app', '/app'), '');
    assert.equal(pathAbove('/a/myinternal/pool', 'internal/pool'), undefined);
    assert.equal(pathAbove('/a/internal/pool', 'internal/pool'), '/a');
    assert.equal(pathAbove('/a', ''), '/a');
    assert.equal(joinPath('/', 'a'), '/a');
    assert.equal(joinPath('a/', '', '/b'), 'a/b');
  });
});

describe('isStandardPackage', () => {
  it('goes by the first part', () => {
    for (const path of ['runtime', 'net/http', 'vendor/golang.org/x/net', 'cmd/go'])
      assert.ok(isStandardPackage(path), path);
    for (const path of ['main', 'example.com/net', 'orders/net', 'nets', '']) assert.ok(!isStandardPackage(path), path);
  });
});
