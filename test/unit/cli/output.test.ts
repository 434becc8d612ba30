import assert from 'node:assert/strict';
import { counted } from '../../../src/base/counted';
import { bytesText, jsonText, printable, tableText } from '../../../src/cli/output';

describe('output', () => {
  it('shows control characters instead of sending them to the terminal', () => {
    assert.equal(printable('a\x1b[2Jb\r\n\tc\x7f\x9b'), 'a\\x1b[2Jb\\x0d\\x0a\\x09c\\x7f\\x9b');
    assert.equal(printable('main.\u202enim'), 'main.\\u202enim');
    assert.equal(printable('main.Grüße[go.shape.int]·日本'), 'main.Grüße[go.shape.int]·日本');
  });

  it('aligns columns without blanks at the ends', () => {
    const rows = [
      ['a', '1', 'x'],
      ['bbb', '22', ''],
    ];
    assert.equal(tableText(rows, 'lrl'), 'a     1  x\nbbb  22\n');
    assert.equal(tableText([], 'l'), '');
  });

  it('counts and measures', () => {
    assert.deepEqual(
      [0, 1, 2].map((n) => counted(n, 'sample')),
      ['0 samples', '1 sample', '2 samples'],
    );
    const sizes = [0, 1023, 1024, 1536, 10 * 2 ** 20, 200.4 * 2 ** 20, 3 * 2 ** 40];
    assert.deepEqual(sizes.map(bytesText), ['0 B', '1023 B', '1 KiB', '1.5 KiB', '10 MiB', '200 MiB', '3 TiB']);
  });

  it('prints one JSON object', () => assert.equal(jsonText({ b: 1, a: [] }), '{\n  "b": 1,\n  "a": []\n}\n'));
});
