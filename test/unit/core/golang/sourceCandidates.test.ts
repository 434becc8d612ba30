// Places that recorded paths lead to, as data: nothing is looked up here.

import assert from 'node:assert/strict';
import type { GoMod } from '../../../../src/core/golang/goMod';
import { LearnedRoots } from '../../../../src/core/golang/learnedRoots';
import { emptyModuleIndex, type Folder, type ModuleIndex } from '../../../../src/core/golang/moduleIndex';
import { ProfileFiles } from '../../../../src/core/golang/profileFiles';
import { sourceCandidates } from '../../../../src/core/golang/sourceCandidates';
import { drawnProfile } from './drawnProfile';

const folder = (name: string): Folder => name as Folder;
const module = (path: string, at: string, more: Partial<GoMod> & { readonly hasVendor?: boolean } = {}) => ({
  path,
  folder: folder(at),
  requires: more.requires ?? [],
  replaces: more.replaces ?? [],
  hasVendor: more.hasVendor ?? false,
});

const orders = module('example.com/orders', 'ORDERS');
const withOrders: ModuleIndex = { ...emptyModuleIndex, modules: [orders], openFolders: [orders.folder] };
const withGo: ModuleIndex = {
  ...withOrders,
  standardLibrary: [folder('GOROOT/src'), folder('OTHER/src')],
  moduleCaches: [folder('CACHE')],
};

/**
 * `reason: place`, best first. The first frame is the one asked about, the others are the rest of the profile.
 * Endings are left out: they are the last resort of every path.
 */
function places(index: ModuleIndex, ...frames: readonly string[]): string[] {
  const files = new ProfileFiles(drawnProfile(`1 ${frames.join(' ')}`));
  const file = files.fileOf(0) ?? assert.fail();
  return sourceCandidates(file, index, LearnedRoots.from(files, index))
    .filter(({ reason }) => reason !== 'path ending' && reason !== 'module root')
    .map(({ folder: at, path, reason }) => `${reason}: ${at ?? ''}|${path}`);
}

describe('sourceCandidates', () => {
  it('reads trimmed paths of the main module, of its commands and of its tests', () => {
    assert.deepEqual(places(withOrders, 'example.com/orders/a.F@example.com/orders/a/x.go:1'), [
      'module: ORDERS|a/x.go',
    ]);
    assert.deepEqual(places(withOrders, 'main.main@example.com/orders/cmd/srv/main.go:1'), [
      'module: ORDERS|cmd/srv/main.go',
    ]);
    assert.deepEqual(places(withOrders, 'example.com/orders/a_test.F@example.com/orders/a/x_test.go:1'), [
      'module: ORDERS|a/x_test.go',
    ]);
    assert.deepEqual(places(withOrders, 'example.com/orders2/a.F@example.com/orders2/a/x.go:1'), []);
  });

  it('takes the longest of nested modules first', () => {
    const nested = module('example.com/orders/tools', 'TOOLS');
    const index = { ...withOrders, modules: [orders, nested] };
    assert.deepEqual(places(index, 'main.main@example.com/orders/tools/gen/main.go:1'), [
      'module: TOOLS|gen/main.go',
      'module: ORDERS|tools/gen/main.go',
    ]);
  });

  it('reads paths of another machine by the package of their functions', () => {
    const inContainer = 'example.com/orders/internal/pool.(*Pool).Run.func1@/app/internal/pool/pool.go:7';
    assert.deepEqual(places(withOrders, inContainer), [
      'recorded path: |/app/internal/pool/pool.go',
      'module: ORDERS|internal/pool/pool.go',
    ]);
    const onWindows = 'example.com/orders/internal/pool.Run@C:\\src\\orders\\internal\\pool\\pool.go:7';
    assert.deepEqual(places(withOrders, onWindows), [
      'recorded path: |C:/src/orders/internal/pool/pool.go',
      'module: ORDERS|internal/pool/pool.go',
    ]);
    const byBazel = 'example.com/orders/internal/pool.Run@/proc/self/cwd/internal/pool/pool.go:7';
    assert.deepEqual(places(withOrders, byBazel), ['module: ORDERS|internal/pool/pool.go']);
  });

  it('learns the build folder from other functions of the profile', () => {
    const teacher = 'example.com/orders/internal/pool.Run@/app/internal/pool/pool.go:7';
    assert.deepEqual(places(withOrders, 'main.main@/app/cmd/srv/main.go:3', teacher), [
      'recorded path: |/app/cmd/srv/main.go',
      'build folder: ORDERS|cmd/srv/main.go',
    ]);
    assert.deepEqual(places(withOrders, 'main.main@/app2/cmd/srv/main.go:3', teacher), [
      'recorded path: |/app2/cmd/srv/main.go',
    ]);
    // A literal that was inlined elsewhere says the wrong package, so it teaches nothing.
    const uncertain = 'main.run.Do.func1@/app/internal/pool/pool.go:7';
    assert.deepEqual(places(withOrders, 'main.main@/app/cmd/srv/main.go:3', uncertain), [
      'recorded path: |/app/cmd/srv/main.go',
    ]);
  });

  it('finds the standard library, whatever folder Go was in', () => {
    const expected = [
      'standard library: GOROOT/src|net/http/server.go',
      'standard library: OTHER/src|net/http/server.go',
    ];
    assert.deepEqual(places(withGo, 'net/http.(*conn).serve@net/http/server.go:1'), expected);
    assert.deepEqual(places(withGo, 'net/http.(*conn).serve@/opt/go/src/net/http/server.go:1'), [
      'recorded path: |/opt/go/src/net/http/server.go',
      ...expected,
    ]);
    const toolchain = '/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.27.3.linux-amd64/src/net/http/server.go';
    assert.deepEqual(places(withGo, `net/http.(*conn).serve@${toolchain}:1`), [
      `recorded path: |${toolchain}`,
      'module cache: CACHE|golang.org/toolchain@v0.0.1-go1.27.3.linux-amd64/src/net/http/server.go',
      ...expected,
    ]);
    assert.deepEqual(places(withGo, 'main.main@/opt/go/src/cmd/go/main.go:1'), [
      'recorded path: |/opt/go/src/cmd/go/main.go',
      'standard library: GOROOT/src|cmd/go/main.go',
      'standard library: OTHER/src|cmd/go/main.go',
    ]);
  });

  it('finds dependencies in the cache, escaped', () => {
    const expected = 'module cache: CACHE|github.com/!big!corp/!lib@v1.2.3/sub/d.go';
    assert.deepEqual(places(withGo, 'github.com/BigCorp/Lib/sub.F@github.com/BigCorp/Lib@v1.2.3/sub/d.go:1'), [
      expected,
    ]);
    const plain = '/go/pkg/mod/github.com/!big!corp/!lib@v1.2.3/sub/d.go';
    assert.deepEqual(places(withGo, `github.com/BigCorp/Lib/sub.F@${plain}:1`), [`recorded path: |${plain}`, expected]);
  });

  it('takes the version that is required where the path names none', () => {
    const requires = [
      { path: 'example.com/dep', version: 'v1.0.0' },
      { path: 'example.com/dep/sub', version: 'v0.3.0' },
    ];
    const index = { ...withGo, modules: [module('example.com/orders', 'ORDERS', { requires })] };
    assert.deepEqual(places(index, 'example.com/dep/sub/x.F@/src/vendor/example.com/dep/sub/x/d.go:1'), [
      'recorded path: |/src/vendor/example.com/dep/sub/x/d.go',
      'module cache: CACHE|example.com/dep/sub@v0.3.0/x/d.go',
    ]);
  });

  it('follows replacements of the right version, and looks into vendor before', () => {
    const replaces = [
      { path: 'example.com/dep', version: 'v1.0.0', target: { kind: 'folder', folder: '../dep' } },
      { path: 'example.com/dep', version: 'v2.0.0', target: { kind: 'folder', folder: '../wrong' } },
      { path: 'example.com/abs', version: undefined, target: { kind: 'folder', folder: '/abs' } },
      {
        path: 'example.com/old',
        version: undefined,
        target: { kind: 'module', path: 'example.com/New', version: 'v3.0.0' },
      },
    ] as const;
    const index = { ...withGo, modules: [module('example.com/orders', 'ORDERS', { replaces, hasVendor: true })] };
    assert.deepEqual(places(index, 'example.com/dep/x.F@example.com/dep@v1.0.0/x/d.go:1'), [
      'vendor: ORDERS|vendor/example.com/dep/x/d.go',
      'replace: ORDERS|../dep/x/d.go',
      'module cache: CACHE|example.com/dep@v1.0.0/x/d.go',
    ]);
    assert.ok(places(index, 'example.com/abs.F@example.com/abs@v0.0.0/d.go:1').includes('replace: |/abs/d.go'));
    assert.ok(
      places(index, 'example.com/old.F@example.com/old@v1.0.0/d.go:1').includes(
        'replace: CACHE|example.com/!new@v3.0.0/d.go',
      ),
    );
  });

  it('applies the longest prefix rule first, by whole parts, before anything else', () => {
    const prefixRules = [
      { from: '/app', to: folder('A') },
      { from: '/app/sub/', to: folder('B') },
      { from: '/ap', to: folder('C') },
      { from: 'example.com/orders', to: folder('D') },
    ];
    const index = { ...emptyModuleIndex, prefixRules };
    assert.deepEqual(places(index, 'main.main@/app/sub/x.go:1'), [
      'prefix map: B|x.go',
      'prefix map: A|sub/x.go',
      'recorded path: |/app/sub/x.go',
    ]);
    assert.deepEqual(places(index, 'main.main@example.com/orders/x.go:1'), ['prefix map: D|x.go']);
  });

  it('proposes no place by a base name alone', () => {
    for (const frame of [
      'a.F@/x/util.go:1',
      'a.F@util.go:1',
      'main.main@/elsewhere/main.go:1',
      'x.F@../../util.go:1',
    ]) {
      const files = new ProfileFiles(drawnProfile(`1 ${frame}`));
      const file = files.fileOf(0) ?? assert.fail();
      const guesses = sourceCandidates(file, withOrders, LearnedRoots.from(files, withOrders)).filter(
        ({ path, proof }) => !path.includes('/') && proof !== 'all',
      );
      assert.deepEqual(guesses, [], frame);
    }
  });
});
