// A tree that follows edits says the same as one that is read anew, whatever is typed; and it does so in a fraction of the
// time, since typing must cost nothing.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { serviceDir } from '../../../harness/paths';
import { random } from '../profile/randomProfile';
import { goParser } from './parser';

const snippets = [
  '\n',
  '\t',
  'x',
  '}',
  '{',
  '"',
  '`',
  '/*',
  '// a\n',
  '\n\n\n',
  'func added() {\n\tgo func() {}()\n}\n',
  'go work()\n',
  'func() { f() }()',
  'for i := range xs {\n}\n',
  'var v = func() {}\n',
  'package other\n',
  'é😀',
];

describe('a tree that follows edits', function () {
  this.timeout(60_000);

  const files = fs
    .readdirSync(serviceDir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.go'))
    .sort();

  for (const file of files.filter((_, i) => i % 4 === 0)) {
    it(`is the same as one read anew: ${file}`, async () => {
      const parser = await goParser();
      let text = fs.readFileSync(path.join(serviceDir, file), 'utf8');
      const tree = parser.open(text);
      const next = random(text.length);
      for (let round = 0; round < 60; round++) {
        const edits = Array.from({ length: next() < 0.2 ? 2 : 1 }, () => {
          const offset = Math.floor(next() * text.length);
          const length = next() < 0.5 ? 0 : Math.floor(next() * Math.min(40, text.length - offset));
          const inserted = next() < 0.3 ? '' : snippets[Math.floor(next() * snippets.length)];
          text = text.slice(0, offset) + inserted + text.slice(offset + length);
          return { offset, length, text: inserted };
        });
        // What was not looked at in between is made up for.
        if (next() < 0.8) assert.ok(tree.file.declarations);
        tree.edit(edits);
        assert.deepEqual(tree.file, parser.parse(text), `after round ${round}`);
      }
      tree.dispose();
    });
  }

  it('reads what an edit has touched, not the whole of a large file', async () => {
    const parser = await goParser();
    const body = '(a []int) (s int) {\n\tfor _, x := range a {\n\t\ts += x\n\t}\n\treturn s\n}\n';
    const functions = Array.from({ length: 4000 }, (_, i) => `func f${i}${body}`);
    let text = `package p\n\n${functions.join('')}`;
    const tree = parser.open(text);
    const time = (work: () => unknown): number => {
      const start = performance.now();
      work();
      return performance.now() - start;
    };
    const whole = time(() => tree.file);
    const offset = text.indexOf('s += x', text.length / 2);
    const edited: number[] = [];
    for (let i = 0; i < 5; i++) {
      text = `${text.slice(0, offset)}y${text.slice(offset)}`;
      tree.edit([{ offset, length: 0, text: 'y' }]);
      edited.push(time(() => tree.file));
    }
    const median = edited.sort((a, b) => a - b)[2];
    console.log(`      24 000 lines: read in ${whole.toFixed(0)} ms, after an edit in ${median.toFixed(1)} ms`);
    assert.ok(median < whole / 4, `${median} of ${whole} ms`);
    tree.dispose();
  });
});
