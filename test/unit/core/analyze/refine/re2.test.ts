import assert from 'node:assert/strict';
import { Pattern } from '../../../../../src/core/analyze/refine/re2';
import { PatternError } from '../../../../../src/core/analyze/refine/re2Reader';

// Every answer here is that of Go's regexp package.
describe('patterns', () => {
  const matching: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['foo', ['foo', 'xfooy'], ['fo', 'Foo']],
    ['^main\\.', ['main.foo'], ['xmain.']],
    ['(?i)kelvin', ['KELVIN', '\u212aelvin'], ['kelv']],
    ['(?i)s', ['ſ', 'S'], ['ß']],
    ['(?i)σ', ['Σ', 'ς'], ['s']],
    ['(?i:AB)c', ['abc', 'ABc'], ['abC']],
    ['a(?i)b|c', ['aB', 'C'], ['Ab']],
    ['(?-i)x', ['x'], ['X']],
    ['\\bgo\\b', ['let go now', 'go'], ['goroutine']],
    ['\\Bo', ['go'], ['o go'.slice(0, 1)]],
    ['a{2,3}$', ['xaaa'], ['a', 'aab']],
    ['a{,2}', ['a{,2}'], ['aa']],
    ['a{2', ['a{2'], ['aa']],
    ['[[:alpha:]]+\\d', ['abc1'], ['1', 'abc']],
    ['^[[:^alpha:]]$', ['1'], ['a']],
    ['[]a]', [']', 'a'], ['b']],
    ['[^]a]', ['b'], [']', 'a']],
    ['[\\d-x]', ['-', 'x', '5'], ['y']],
    ['(?P<n>x|y)z', ['xz', 'yz'], ['z']],
    ['(?<n>x)', ['x'], ['n']],
    ['\\Qa.b\\E', ['a.b'], ['axb']],
    ['\\Qa.b', ['a.b'], ['axb']],
    ['\\pL', ['é', 'a'], ['1']],
    ['\\p{Greek}', ['σ'], ['s']],
    ['\\P{Greek}', ['s'], ['σ']],
    ['\\p{^Greek}', ['s'], ['σ']],
    ['^$', [''], ['x']],
    ['(?m)^b$', ['a\nb'], ['ab']],
    ['^b$', ['b'], ['a\nb', 'b\n']],
    ['b\\z', ['ab'], ['b\n']],
    ['a.b', ['axb', 'a\u2028b', 'a\rb'], ['a\nb']],
    ['(?s)a.b', ['a\nb'], ['ab']],
    ['a|', ['', 'b'], []],
    ['\\x41\\x{1F600}\\101', ['A😀A'], ['A😀']],
    ['\\/\\_', ['/_'], ['/']],
    ['(a*)*b', ['b', 'aab'], ['a']],
    ['a*?b', ['b'], ['a']],
    ['runtime\\.(mallocgc|gc.*)$', ['runtime.gcDrain'], ['runtime.mallocgcX']],
    ['\\(\\*\\w+\\)', ['main.(*T).Do'], ['main.T.Do']],
  ];
  for (const [source, yes, no] of matching) {
    it(`${source} matches what it should`, () => {
      const pattern = new Pattern(source);
      for (const text of yes) assert.ok(pattern.test(text), `should match ${JSON.stringify(text)}`);
      for (const text of no) assert.ok(!pattern.test(text), `should not match ${JSON.stringify(text)}`);
    });
  }

  const refused: readonly (readonly [string, string])[] = [
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a*+', 'invalid nested repetition operator: `*+`'],
    ['*a', 'missing argument to repetition operator: `*`'],
    ['{2}', 'missing argument to repetition operator: `{2}`'],
    ['(?=x)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?<=x)', 'invalid or unsupported Perl syntax: `(?<`'],
    ['\\1', 'invalid escape sequence: `\\1`'],
    ['\\q', 'invalid escape sequence: `\\q`'],
    ['\\Z', 'invalid escape sequence: `\\Z`'],
    ['x{1001}', 'invalid repeat count: `{1001}`'],
    ['x{3,2}', 'invalid repeat count: `{3,2}`'],
    ['[z-a]', 'invalid character class range: `z-a`'],
    ['[[:foo:]]', 'invalid character class range: `[:foo:]`'],
    ['\\p{Foo}', 'invalid character class range: `\\p{Foo}`'],
    ['[a', 'missing closing ]: `[a`'],
    ['(a', 'missing closing ): `(a`'],
    ['a)', 'unexpected ): `a)`'],
    ['(?P<>x)', 'invalid named capture: `(?P<>`'],
    ['((a{100}){100}){100}', 'expression too large: `((a{100}){100}){100}`'],
  ];
  for (const [source, message] of refused) {
    it(`${source} is refused`, () => {
      assert.throws(
        () => new Pattern(source),
        (error) => error instanceof PatternError && error.message === message,
      );
    });
  }

  it('takes time in proportion to the text, whatever the pattern', () => {
    const text = 'a'.repeat(20_000);
    for (const source of ['(a+)+$b', '(a|a)*c', '(.*a){20}b', '.*.*.*.*x']) {
      assert.ok(!new Pattern(source).test(text));
    }
  });

  it('gives the same answers after it forgot its states', () => {
    // This pattern has a state for each of the last 14 characters: far more than are kept.
    const pattern = new Pattern('a.{13}$');
    let seed = 1;
    for (let i = 0; i < 300; i++) {
      let text = '';
      for (let k = 0; k < 60; k++) text += (seed = (seed * 48_271) % 2_147_483_647) % 2 === 0 ? 'a' : 'b';
      assert.equal(pattern.test(text), text.at(-14) === 'a');
    }
  });
});
