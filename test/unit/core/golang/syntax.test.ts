import assert from 'node:assert/strict';
import { atOnce } from '../../../../src/base/pieces';
import { declarationAt, type GoFile, literalAt } from '../../../../src/core/golang/goFile';
import type { GoParser } from '../../../../src/core/golang/syntax';
import { goParser } from './parser';

/** One line a declaration, literal and `go` statement. */
function show(file: GoFile): string[] {
  const owner = (index: number): string => file.declarations[index]?.name ?? '-';
  return [
    ...file.declarations.map((d) => {
      const receiver = d.receiver === undefined ? '' : `(${d.pointer ? '*' : ''}${d.receiver}).`;
      return `${d.startLine}-${d.endLine} ${receiver}${d.name}`;
    }),
    ...file.literals.map((l) => `${l.startLine}-${l.endLine} literal ${owner(l.declaration)} ${l.path.join('.')}`),
    ...file.goStatements.map((g) => `${g.startLine}-${g.endLine} go in ${owner(g.declaration)} literal ${g.literal}`),
    ...file.rangeLines.map((line) => `${line} range`),
  ];
}

describe('the Go parser', () => {
  let parser: GoParser;
  before(async () => {
    parser = await goParser();
  });

  it('finds functions, methods and their receivers', () => {
    const file = parser.parse(`package store

type G[K comparable, V any] struct{}

func New() *G[int, string] { return nil }
func (*G[K, V]) Walk(f func(K)) {
}
func (g G[K, V]) Vee() {}
func (t (*T)) Odd() {}
func Map[A, B any](a []A) []B {
	return nil
}
func declaredInAssembly(x int) int
`);
    assert.equal(file.packageName, 'store');
    assert.deepEqual(show(file), [
      '5-5 New',
      '6-7 (*G).Walk',
      '8-8 (G).Vee',
      '9-9 (*T).Odd',
      '10-12 Map',
      '13-13 declaredInAssembly',
    ]);
  });

  it('numbers literals as the compiler does, and finds go statements', () => {
    const file = parser.parse(`package p

var v = func() int { return func() int { return 1 }() }()
var w = map[string]func(){"a": func() {}}

func f() {
	go func() {
		defer func() {}()
		func() {
			go work(func() {})
		}()
	}()
	for range seq {
		func() {}()
	}
}
`);
    assert.deepEqual(show(file), [
      '6-16 f',
      '3-3 literal - 1',
      '3-3 literal - 1.1',
      '4-4 literal - 2',
      '7-12 literal f 1',
      '8-8 literal f 1.1',
      '9-11 literal f 1.2',
      '10-10 literal f 1.2.1',
      '14-14 literal f 2',
      '7-12 go in f literal -1',
      '10-10 go in f literal 5',
      '13 range',
    ]);
    assert.equal(declarationAt(file, 5), -1);
    assert.equal(declarationAt(file, 6), 0);
    assert.equal(declarationAt(file, 16), 0);
    assert.equal(declarationAt(file, 17), -1);
    assert.equal(literalAt(file, 10), 6);
    assert.equal(literalAt(file, 11), 5);
    assert.equal(literalAt(file, 15), -1);
  });

  it('reads methods with type parameters of their own, which the grammar does not know', () => {
    const file = parser.parse(`package p

// func (t T) not[A any]() in a comment
var s = "func (t T) nor[A any]() here" + \`
func (t T) nor[A any]() there
\`

func (t *T[A]) M[B any,
	C interface{ ~[]B }](x B) (r int) {
	defer func() { go work() }()
	return int(rune('{'))
}

func after() {}
`);
    assert.deepEqual(show(file), ['8-12 (*T).M', '14-14 after', '10-10 literal M 1', '10-10 go in M literal 0']);
  });

  it('keeps what surrounds broken code', () => {
    const file = parser.parse('package p\n\nfunc a() {}\n\nfunc b( {\n\nfunc c() { x := }\n\nfunc d() {}\n');
    const names = file.declarations.map((d) => d.name);
    assert.ok(names.includes('a') && names.includes('d'), names.join(' '));
  });

  for (const text of ['', '\0\0', 'package', '}}}}', 'func', '"', '/*', 'func (', '((((((((((((((((((((('.repeat(20)]) {
    it(`survives ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.deepEqual(parser.parse(text).declarations, []);
    });
  }

  it('follows edits', () => {
    let text = 'package p\r\n\r\nfunc a() {\r\n}\r\n\r\nfunc b() {\r\n}\r\n';
    const tree = parser.open(text);
    const edit = (at: string, length: number, inserted: string): string[] => {
      const offset = text.indexOf(at);
      text = text.slice(0, offset) + inserted + text.slice(offset + length);
      tree.edit([{ offset, length, text: inserted }]);
      assert.deepEqual(atOnce(tree.read()), parser.parse(text));
      return show(atOnce(tree.read()));
    };
    assert.deepEqual(show(atOnce(tree.read())), ['3-4 a', '6-7 b']);
    assert.deepEqual(edit('func b', 0, '// one\r\n// two\r\n'), ['3-4 a', '8-9 b']);
    assert.deepEqual(edit('a()', 1, 'renamed'), ['3-4 renamed', '8-9 b']);
    assert.deepEqual(edit('func b', 6, 'func (t T) m[A any]'), ['3-4 renamed', '8-9 (T).m']);
    assert.deepEqual(edit('\r\n}', 0, '\r\n\tgo work()'), [
      '3-5 renamed',
      '9-10 (T).m',
      '4-4 go in renamed literal -1',
    ]);
    assert.deepEqual(edit('func (t T) m[A any]', 19, 'func b'), [
      '3-5 renamed',
      '9-10 b',
      '4-4 go in renamed literal -1',
    ]);
    tree.dispose();
  });
});
