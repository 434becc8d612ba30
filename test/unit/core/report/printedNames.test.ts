// Names as pprof prints them. The expectations are what `go tool pprof -symbolize=remote` printed for these names; test/parity
// compares whole reports.

import assert from 'node:assert/strict';
import { printedName, printedNames } from '../../../../src/core/report/printedNames';
import { profileFromText } from '../../profileText';

const cases: readonly (readonly [string, string])[] = [
  ['main.work', 'main.work'],
  ['main.(*Server).ServeHTTP.func1', 'main.(*Server).ServeHTTP.func1'],
  ['main.(*G[go.shape.int]).Block', 'main.(*G[go.shape.int]).Block'],
  [
    'hmac.New[go.shape.interface { BlockSize() int; Reset() }]',
    'hmac.New[go.shape.interface { BlockSize int; Reset }]',
  ],
  ['std::vector<int, std::allocator<int> >::push_back(int const&)', 'std::vector::push_back'],
  ['operator new[](unsigned long)', 'operator new[]'],
  ['Foo.<init>(I)', 'Foo.<init>(I)'],
  ['a::b)c(d)', 'a::b)c(d)'],
  ['a::f(x)b)c', 'a::fb)c'],
  ['a::f(x', 'a::f(x'],
  ['_start', '_start'],
];

describe('names as printed', () => {
  for (const [name, printed] of cases) {
    it(`${name} is ${printed}`, () => assert.equal(printedName(name), printed));
  }

  it('are the same profile where nothing changes', () => {
    const profile = profileFromText('main.main\nmain.work');
    assert.equal(printedNames(profile), profile);
  });

  it('leave names that their writer demangled', () => {
    const profile = profileFromText('main.main\nmain.work');
    const { functions, strings } = profile;
    const system = functions.systemName.map((index) => (strings.text(index) === 'main.work' ? 0 : index));
    const own = { ...profile, functions: { ...functions, systemName: system } };
    assert.equal(printedNames(own), own);
  });
});
