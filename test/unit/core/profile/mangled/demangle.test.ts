// Readable names for mangled ones. The expectations are what `go tool pprof` shows for these names; test/parity compares
// thousands of the names that this machine's programs have.

import assert from 'node:assert/strict';
import { demangled } from '../../../../../src/core/profile/mangled/demangle';
import { withReadableNames } from '../../../../../src/core/profile/readableNames';
import { profileFromText } from '../../../profileText';

const cases: readonly (readonly [string, string])[] = [
  ['_ZN3foo3bar3bazEi', 'foo::bar::baz'],
  ['_ZN9__gnu_cxxeqIcEEbRKSt6vectorIcSaIcEES5_', '__gnu_cxx::operator=='],
  ['_ZNKSt6vectorIiSaIiEE4sizeEv', 'std::vector::size'],
  ['_ZNSsC1ERKSs', 'std::basic_string::basic_string'],
  ['_ZN3FooD0Ev', 'Foo::~Foo'],
  ['_ZZN4pool3runEvENKUlPKcT_E_clIiEEDaS1_S2_', 'pool::run()::{lambda(char const*, auto:1)#1}::operator()'],
  ['_ZZ4mainE3buf', 'main::buf'],
  ['_ZThn16_N6Stream4readEPcm', 'non-virtual thunk to Stream::read(char*, unsigned long)'],
  ['_ZTv0_n24_NSoD1Ev', 'virtual thunk to std::basic_ostream::~basic_ostream()'],
  ['_ZGVZ4mainE5cache', 'guard variable for main::cache'],
  ['_ZN12_GLOBAL__N_15cleanEv', '(anonymous namespace)::clean'],
  ['_ZNK4ViewcvPKcEv', 'View::operator char const*'],
  ['_ZN4ViewcvT_IiEEv', 'View::operator int'],
  ['_Znwm', 'operator new'],
  ['_ZN4pool3runB5cxx11Ev', 'pool::run[abi:cxx11]'],
  ['_ZN4pool3runEv.isra.0.cold', 'pool::run'],
  [
    '_ZThn8_N1A1fEPFvPA3_KiEM1BFiRKcOdE',
    'non-virtual thunk to A::f(void (*)(int const (*) [3]), int (B::*)(char const&, double&&))',
  ],
  ['_ZThn8_N1A1fIJiRcEEEvDpT_', 'non-virtual thunk to void A::f(int, char&)'],
  ['_GLOBAL__I_main', 'global constructors keyed to _I_main'],
  ['__ZN3foo3barEv', 'foo::bar'],
  ['___ZN3foo3barEv_block_invoke_2', 'invocation function for block in foo::bar'],
  ['_ZN4core3fmt9Formatter3pad17h0123456789abcdefE', 'core::fmt::Formatter::pad'],
  ['_ZN4core3ptr24drop_in_place$LT$u8$GT$.17h0123456789abcdefE.llvm.1', 'core::ptr::drop_in_place<u8>.'],
  ['_RNvNtCs1234_7mycrate3foo3bar', 'mycrate::foo::bar'],
  ['_RINvNtC7mycrate3foo3barhE', 'mycrate::foo::bar::<>'],
  ['_RNCNvC7mycrate4main0', 'mycrate::main::{closure#0}'],
  ['_RNvC7mycrateu8gdel_5qa', 'mycrate::gödel'],
];

const plain = ['main.work', '_start', '__libc_start_main', '_Z', '_ZN', '_ZN3fo', '_R', '_GLOBAL__sub_I_main.cc', ''];

describe('mangled names', () => {
  for (const [name, readable] of cases) it(`${name} is ${readable}`, () => assert.equal(demangled(name), readable));

  it('are no others', () =>
    assert.deepEqual(
      plain.map(demangled),
      plain.map(() => undefined),
    ));

  it('may be cut anywhere', () => {
    for (const [name] of cases) for (let end = 0; end < name.length; end++) demangled(name.slice(0, end));
  });

  it('cost no more than their length allows', () => {
    const doubled = `_Z1fI1AE${Array.from({ length: 60 }, (_, i) => `1tIS${i.toString(36).toUpperCase()}_S_E`).join('')}`;
    const grown = `_ZThn8_N1AC1E${'SaIS_S_E'.repeat(200)}`;
    const deep = [`_ZTI${'P'.repeat(100_000)}i`, `_Z${'N1a'.repeat(50_000)}`, `_R${'Nv'.repeat(50_000)}`];
    const back = `_RINvC1a1b${'T'.repeat(3)}${'B7_'.repeat(400)}${'E'.repeat(4)}`;
    for (const name of [doubled, grown, ...deep, back]) {
      const started = process.cpuUsage();
      demangled(name);
      assert.ok(process.cpuUsage(started).user < 2_000_000, name.slice(0, 40));
    }
  });
});

describe('names of a profile', () => {
  it('are readable, and those of symbols stay', () => {
    const profile = profileFromText('main.main  main.main\n_ZN3foo3barEv  _ZN3foo3barEv');
    const { functions, strings } = withReadableNames({ profile, warnings: [] }).profile;
    assert.deepEqual([...functions.name].map((i) => strings.text(i)).sort(), ['foo::bar', 'main.main']);
    assert.deepEqual([...functions.systemName].map((i) => strings.text(i)).sort(), ['_ZN3foo3barEv', 'main.main']);
  });

  it('are the same profile where none is mangled', () => {
    const profile = profileFromText('main.main\n_cgo_init');
    assert.equal(withReadableNames({ profile, warnings: [] }).profile, profile);
  });

  it('stay where their writer has made them readable', () => {
    const profile = profileFromText('main.main\n_ZN3foo3barEv');
    const { functions, strings } = profile;
    const name = functions.name.map((i) => (strings.text(i) === 'main.main' ? i : functions.name[0]));
    const own = { ...profile, functions: { ...functions, name } };
    assert.equal(withReadableNames({ profile: own, warnings: [] }).profile, own);
  });
});
