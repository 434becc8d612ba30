// The lines of code that a hover in a dump shows.

import assert from 'node:assert/strict';
import { linesAround } from '../../../../src/host/dumps/linesAround';
import { codeFence } from '../../../../src/host/hoverMarkdown';

const shown = (text: string, line: number): string => {
  const lines = text.split('\n');
  return linesAround({ lineCount: lines.length, lineAt: (at) => ({ text: lines[at] }) }, line);
};

describe('the lines around a frame', () => {
  it('are the three before and after, numbered, without the indentation that they share', () => {
    const text = Array.from({ length: 12 }, (_, i) => `\t\tline${i + 1}()`).join('\n');
    assert.equal(
      shown(text, 8),
      '   5  line5()\n   6  line6()\n   7  line7()\n▸  8  line8()\n   9  line9()\n  10  line10()\n  11  line11()',
    );
  });

  it('end where the text does, and keep what is further in', () => {
    assert.equal(shown('\tif ok {\n\n\t\trun()\n\t}', 3), '  1  if ok {\n  2\n▸ 3      run()\n  4  }');
    assert.equal(shown('', 1), '▸ 1');
  });

  it('are short, and nothing in them turns text around', () => {
    assert.equal(shown('x'.repeat(500), 1), `▸ 1  ${'x'.repeat(119)}…`);
    assert.equal(shown('a\u202eb\u2028c\u0007', 1), '▸ 1  a b c');
  });

  it('stay in their block, whatever they hold', () => {
    const text = '// ``` [click](command:evil)\n// ~~~~\n// ````';
    const block = codeFence(text, 'go').split('\n');
    assert.equal(block[0], '`````go');
    assert.equal(block.at(-1), '`````');
    assert.equal(block.slice(1, -1).join('\n'), text);
  });
});
