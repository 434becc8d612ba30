import assert from 'node:assert/strict';
import { type Arguments, type OptionTable, parseArguments } from '../../../src/cli/args';
import { nearest } from '../../../src/cli/nearest';
import { UsageError } from '../../../src/cli/usageError';

const table: OptionTable = {
  json: { type: 'flag', help: '' },
  cum: { type: 'flag', help: '' },
  focus: { type: 'text', value: 'RE', help: '' },
  sample_index: { type: 'text', help: '' },
  nodecount: { type: 'text', help: '' },
  header: { type: 'text', repeat: true, help: '' },
  out: { type: 'text', short: 'o', help: '' },
};

const parse = (line: string): Arguments =>
  parseArguments(
    line.split(' ').filter((word) => word !== ''),
    table,
  );

describe('parseArguments', () => {
  const cases: readonly (readonly [line: string, positionals: string, options: Record<string, string | boolean>])[] = [
    ['a b', 'a b', {}],
    ['--json a', 'a', { json: true }],
    ['a --json b', 'a b', { json: true, cum: false }],
    ['--focus=x a', 'a', { focus: 'x' }],
    ['a --focus x', 'a', { focus: 'x' }],
    ['--focus=a=b', '', { focus: 'a=b' }],
    ['--focus=', '', { focus: '' }],
    ['-focus=x -cum a', 'a', { focus: 'x', cum: true }],
    ['-focus x', '', { focus: 'x' }],
    ['-cum=true --json=false', '', { cum: true, json: false }],
    ['-o dir', '', { out: 'dir' }],
    ['-o=dir', '', { out: 'dir' }],
    ['--out dir', '', { out: 'dir' }],
    ['--nodecount -1', '', { nodecount: '-1' }],
    ['--focus=-x', '', { focus: '-x' }],
    ['-', '-', {}],
    ['--json - x', '- x', { json: true }],
    ['-- --json -x', '--json -x', { json: false }],
  ];
  for (const [line, positionals, options] of cases) {
    it(`reads ${line}`, () => {
      const args = parse(line);
      assert.equal(args.positionals.join(' '), positionals);
      for (const [name, value] of Object.entries(options)) {
        assert.equal(typeof value === 'boolean' ? args.flag(name) : args.text(name), value);
      }
    });
  }

  it('collects what may be repeated', () => {
    assert.deepEqual(parse('--header a --header=b').texts('header'), ['a', 'b']);
    assert.deepEqual(parse('').texts('header'), []);
  });

  const wrong: readonly (readonly [line: string, says: RegExp])[] = [
    ['--jsn', /no option --jsn\. Did you mean --json/],
    ['--sample-index 1', /Did you mean --sample_index/],
    ['-fcus=x', /Did you mean --focus/],
    ['--node 5', /Did you mean --nodecount/],
    ['--zzz', /^There is no option --zzz\.$/],
    ['--toString', /no option --toString/],
    ['--__proto__=x', /no option/],
    ['-x', /no option -x/],
    ['--focus', /--focus needs a value: --focus RE/],
    ['--focus --json', /"--json" looks like an option.*--focus=--json/],
    ['--json=5', /--json takes no value/],
    ['--focus a --focus b', /given twice/],
  ];
  for (const [line, says] of wrong) {
    it(`refuses ${line}`, () =>
      assert.throws(
        () => parse(line),
        (error) => error instanceof UsageError && says.test(error.sentence) && !error.sentence.includes('undefined'),
      ));
  }

  it('checks numbers', () => {
    assert.equal(parse('--nodecount 0').number('nodecount', { min: 0 }), 0);
    assert.equal(parse('').number('nodecount'), undefined);
    for (const text of ['x', '1x', '0x', 'Infinity', '-1', '1.5', '11']) {
      assert.throws(
        () => parse(`--nodecount=${text}`).number('nodecount', { min: 0, max: 10, whole: true }),
        UsageError,
      );
    }
    assert.throws(() => parse('--nodecount=').number('nodecount'), UsageError);
  });
});

describe('nearest', () => {
  it('finds what was meant, and nothing for what is far', () => {
    const known = ['info', 'capture', 'goroutines', 'tags'];
    const meant = ['inof', 'captrue', 'cap', 'gorutines', 'Info', 'tag', 'x', 'zzzz', ''].map((word) =>
      nearest(word, known),
    );
    assert.deepEqual(meant, [
      'info',
      'capture',
      'capture',
      'goroutines',
      'info',
      'tags',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
