// Names that Delve shortens, in full again.

import assert from 'node:assert/strict';
import { fullSymbol, standardLibraryOf } from '../../../../src/core/golang/fullSymbol';

const places = {
  standardLibrary: '/usr/local/go/src',
  modules: [
    { path: 'example.com/orders', folder: '/code/orders' },
    { path: 'example.com/orders/tools', folder: '/code/orders/tools' },
    { path: 'example.com/cart/v2', folder: '/code/shopping' },
  ],
};

const cases: readonly (readonly [string, string, string])[] = [
  ['http.(*conn).serve', '/usr/local/go/src/net/http/server.go', 'net/http.(*conn).serve'],
  ['sync.runtime_SemacquireMutex', '/usr/local/go/src/runtime/sema.go', 'sync.runtime_SemacquireMutex'],
  ['poll.runtime_pollWait', '/usr/local/go/src/runtime/netpoll.go', 'internal/poll.runtime_pollWait'],
  ['runtime.gopark', '/usr/local/go/src/runtime/proc.go', 'runtime.gopark'],
  ['main.run', '/code/orders/cmd/orders/main.go', 'main.run'],
  [
    'httpapi.(*API).watch',
    '/code/orders/internal/httpapi/context.go',
    'example.com/orders/internal/httpapi.(*API).watch',
  ],
  ['lint.Run', '/code/orders/tools/lint/lint.go', 'example.com/orders/tools/lint.Run'],
  ['v2.Total', '/code/shopping/total.go', 'example.com/cart/v2.Total'],
  [
    'worker_test.TestPool',
    '/code/orders/internal/worker/x_test.go',
    'example.com/orders/internal/worker_test.TestPool',
  ],
  ['dep.F', '/home/me/go/pkg/mod/github.com/!acme/dep@v1.2.3/f.go', 'github.com/Acme/dep.F'],
  ['sub.F', '/home/me/go/pkg/mod/github.com/acme/dep/v2@v2.0.1/sub/f.go', 'github.com/acme/dep/v2/sub.F'],
  ['yaml%2ev3.Node', '/home/me/go/pkg/mod/gopkg.in/yaml.v3@v3.0.1/yaml.go', 'gopkg.in/yaml%2ev3.Node'],
  ['dep.F', '/code/orders/vendor/github.com/acme/dep/f.go', 'github.com/acme/dep.F'],
  ['httpapi.F', 'example.com/orders/internal/httpapi/f.go', 'example.com/orders/internal/httpapi.F'],
  ['dep.F', 'github.com/Acme/dep@v1.2.3/f.go', 'github.com/Acme/dep.F'],
  ['http.Serve', 'net/http/server.go', 'net/http.Serve'],
  ['http.F', '/elsewhere/http/f.go', '_/elsewhere/http.F'],
  [
    'cache.(*Cache[go.shape.struct { A int }]).Get',
    '/code/orders/cache/c.go',
    'example.com/orders/cache.(*Cache[go.shape.struct { A int }]).Get',
  ],
  ['???', '/x/y.c', '???'],
  ['http.F', '', 'http.F'],
];

describe('a name that Delve shortened', () => {
  for (const [name, file, full] of cases) {
    it(`is ${full} for ${name} in ${file === '' ? 'no file' : file}`, () => {
      assert.equal(fullSymbol(name, file, places), full);
    });
  }

  it('tells where the standard library is', () => {
    assert.equal(standardLibraryOf('runtime.gopark', '/usr/local/go/src/runtime/proc.go'), '/usr/local/go/src');
    assert.equal(standardLibraryOf('runtime.gopark', 'runtime/proc.go'), undefined);
    assert.equal(standardLibraryOf('main.main', '/x/src/runtime/main.go'), undefined);
  });
});
