// What of a file `go test` would run, by its syntax.

import assert from 'node:assert/strict';
import { testAt, testExpression, testsIn } from '../../../../src/core/golang/goTests';
import type { Line1 } from '../../../../src/core/profile/profile';
import { goParser } from './parser';

const text = `package cart_test

import "testing"

func TestMain(m *testing.M) { m.Run() }

func Test(t *testing.T) {}
func TestÉté(t *testing.T) {}
func Testify(t *testing.T) {}
func Testété(t *testing.T) {}
func Test_small(t *testing.T) {}
func (s suite) TestMethod(t *testing.T) {}
var TestValue = func(t *testing.T) {}

func BenchmarkQuote(b *testing.B) {
	b.Run("empty cart", func(b *testing.B) {
		b.Run(\`n=1/2 (a+b)\`, func(b *testing.B) {
			_ = 1
		})
	})
	for _, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			_ = 2
		})
	}
}

func FuzzQuote(f *testing.F) {}

func ExampleQuote() {
	fmt.Println("Output: none")
}

func ExampleCart() {
	fmt.Println(1)
	// Unordered output: 1
}
`;

const lineOf = (part: string): Line1 => text.slice(0, text.indexOf(part)).split('\n').length as Line1;

describe('tests of a Go file', () => {
  it('are those that go test finds', async () => {
    const found = testsIn((await goParser()).parse(text), text);
    assert.deepEqual(
      found.map(({ kind, path, line }) => `${kind} ${path.join('/')} ${line}`),
      [
        'test Test 7',
        'test TestÉté 8',
        'test Test_small 11',
        'benchmark BenchmarkQuote 15',
        'fuzz FuzzQuote 28',
        'example ExampleCart 34',
      ],
    );
  });

  it('are found around the cursor, down to a subtest whose name is written out', async () => {
    const code = (await goParser()).parseCode(text);
    const at = (part: string): string => testAt(code, lineOf(part))?.path.join(' > ') ?? 'none';
    assert.equal(at('_ = 1'), 'BenchmarkQuote > empty cart > n=1/2 (a+b)');
    assert.equal(at('b.Run("empty'), 'BenchmarkQuote > empty cart');
    assert.equal(at('_ = 2'), 'BenchmarkQuote');
    assert.equal(at('for _, size'), 'BenchmarkQuote');
    assert.equal(at('func Testify'), 'none');
    assert.equal(at('import'), 'none');
  });

  it('are matched alone, with the names that package testing gives subtests', () => {
    assert.equal(testExpression({ path: ['TestQuote'] }), '^TestQuote$');
    assert.equal(
      testExpression({ path: ['BenchmarkQuote', 'empty cart', 'n=1/2 (a+b)'] }),
      '^BenchmarkQuote$/^empty_cart$/^n=1$/^2_\\(a\\+b\\)$',
    );
  });
});
