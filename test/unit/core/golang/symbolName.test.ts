// Names are from real binaries (Go 1.16 to 1.27), profiles of the corpus and the compiler's own naming rules.
import assert from 'node:assert/strict';
import { type GoSymbol, parseSymbolName } from '../../../../src/core/golang/symbolName';

/** One line a symbol: package, `?` where uncertain, part, readings, path of literals. */
function show(symbol: GoSymbol | undefined): string {
  if (symbol === undefined) return '-';
  const names = symbol.readings.map(({ receiver, pointer, name }) =>
    receiver === undefined ? name : `${pointer ? `(*${receiver})` : receiver}.${name}`,
  );
  const path = symbol.literalPath.length === 0 ? '' : ` ${symbol.literalPath.join('.')}`;
  const readings = names.length === 0 ? '' : ` ${names.join('|')}`;
  return `${symbol.package}${symbol.isPackageCertain ? '' : '?'} ${symbol.part}${readings}${path}`;
}

const groups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'functions and methods': {
    'main.main': 'main declaration main',
    'runtime.mcall.abi0': 'runtime declaration mcall',
    'net/http.(*conn).serve': 'net/http declaration (*conn).serve',
    'net/http.serverHandler.ServeHTTP': 'net/http declaration serverHandler.ServeHTTP',
    'example.com/x_test.BenchmarkExt': 'example.com/x_test declaration BenchmarkExt',
    'vendor/golang.org/x/net/http2/hpack.(*Decoder).Write':
      'vendor/golang.org/x/net/http2/hpack declaration (*Decoder).Write',
    'main.func1': 'main declaration func1',
    'example.com/orders/internal/store.Größe': 'example.com/orders/internal/store declaration Größe',
  },
  generics: {
    'main.Map[...]': 'main declaration Map',
    'main.Map[go.shape.int,go.shape.string]': 'main declaration Map',
    'main.(*G[go.shape.int]).Block': 'main declaration (*G).Block',
    'main.G[...].Vee': 'main declaration G.Vee',
    'main.(*G[go.shape.string]).Conv[go.shape.int]': 'main declaration (*G).Conv',
    'main.F[go.shape.struct { example.com/a/b.X int "json:\\"x[.\\""; Y []func(int) (bool) }].func1':
      'main literal F 1',
    'slices.pdqsortCmpFunc[go.shape.*uint8]': 'slices declaration pdqsortCmpFunc',
    'sync/atomic.(*Pointer[go.shape.struct { net/http.h int }]).Load': 'sync/atomic declaration (*Pointer).Load',
    'gopkg.in/yaml%2ev3.D[...].M': 'gopkg.in/yaml.v3 declaration D.M',
  },
  'package paths': {
    'gopkg.in/yaml%2ev3.(*parser).parse': 'gopkg.in/yaml.v3 declaration (*parser).parse',
    'github.com/BigCorp/Lib%2ego.Do': 'github.com/BigCorp/Lib.go declaration Do',
    'example.com/sp%c3%a4t.Run': 'example.com/spät declaration Run',
    'example.com/shapes/sub/yaml%252ev3.Run.func1': 'example.com/shapes/sub/yaml.v3 literal Run 1',
  },
  'literals, up to 1.26': {
    'main.closures.func1': 'main literal closures 1',
    'main.closures.func1.1': 'main literal closures 1.1',
    'main.closures.func1.1.1': 'main literal closures 1.1.1',
    'main.(*G[...]).Walk.func1': 'main literal (*G).Walk 1',
    'main.init.0.func1': 'main literal init 1',
    'net/http.(*persistConn).addTLS.func2': 'net/http literal (*persistConn).addTLS 2',
  },
  'literals, from 1.27': {
    'main.closures.func1.func1': 'main literal closures 1.1',
    'main.closures.func1.func1.func2': 'main literal closures 1.1.2',
    'main.wraps.func3.func1': 'main literal wraps 3.1',
  },
  'literals that were inlined': {
    'main.callInl.Do.func6': 'main? literal callInl.Do|Do 6',
    'main.main.Map[...].func5': 'main? literal main.Map|Map 5',
    'main.main.(*G[...]).Walk.func4': 'main? literal (*G).Walk 4',
    'main.callInl.small.Each.func7': 'main? literal small.Each|Each 7',
    'main.closures.closures.func1.func4': 'main? literal closures.closures|closures 1.4',
    'main.closures.closures.func1.closures.closures.func1.func4.func6':
      'main? literal closures.closures|closures 1.4.6',
    'k8s.io/client-go/tools/cache.(*controller).Run.(*Group).StartWithChannel.func2':
      'k8s.io/client-go/tools/cache? literal (*Group).StartWithChannel 2',
    'main.small.Each.func1': 'main? literal small.Each|Each 1',
  },
  'range over functions': {
    'main.seq-range1': 'main rangeBody seq',
    'main.ranges.func1-range1': 'main rangeBody ranges 1',
    'main.ranges.func1.seq.ranges.func1-range2.3': 'main? literal seq.ranges|ranges 1.3',
    'main.ranges-range2-range1.1': 'main literal ranges 1',
    'main.ranges-range1.1-range1-range1.1': 'main literal ranges 1.1',
    'main.Map[go.shape.int]-range1': 'main rangeBody Map',
  },
  'wrappers and method values': {
    'main.wraps.gowrap1': 'main wrapper wraps',
    'main.wraps.func1.deferwrap2': 'main wrapper wraps 1',
    'main.(*T).Ptr-fm': 'main wrapper (*T).Ptr',
    'main.T.Val-fm': 'main wrapper T.Val',
    'main.main·dwrap·1': 'main wrapper main',
  },
  'package-level code': {
    'main.init': 'main initializer',
    'main.init.0': 'main declaration init',
    'main.init.11': 'main declaration init',
    'main.init.func1': 'main initializer 1',
    'main.init.func3.1': 'main initializer 3.1',
    'main.glob..func1': 'main initializer 1',
    'main.map.init.0': 'main initializer',
    'main.(*T).init': 'main declaration (*T).init',
    'main.T.init': 'main declaration T.init',
    'main.glob.func1': 'main literal glob 1',
  },
  'what is not a Go function': {
    '': '-',
    runtime: '-',
    aeshashbody: '-',
    '0x46f2a0': '-',
    'type:.eq.[2]string': '-',
    'type..eq.main.T': '-',
    'std::vector<int>::push_back(int const&)': '-',
    'main.(*T': '-',
    'main.': '-',
  },
};

describe('parseSymbolName', () => {
  for (const [group, cases] of Object.entries(groups)) {
    it(`reads ${group}`, () => {
      const actual = Object.fromEntries(Object.keys(cases).map((name) => [name, show(parseSymbolName(name))]));
      assert.deepEqual(actual, cases);
    });
  }
});
