// A tree that follows edits says the same as one that is read anew, whatever is typed; and it does so in a fraction of the
// time, since typing must cost nothing.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { atOnce, type Pieces } from '../../../../src/base/pieces';
import type { TextEdit } from '../../../../src/core/golang/goTree';
import { serviceDir } from '../../../harness/paths';
import { random } from '../profile/randomProfile';
import { goParser, parserWith } from './parser';

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

/** Six lines for each function. */
function largeFile(functions: number): string {
  const body = '(a []int) (s int) {\n\tfor _, x := range a {\n\t\ts += x\n\t}\n\treturn s\n}\n';
  return Array.from({ length: functions }, (_, i) => `func f${i}${body}`).join('');
}

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
        if (next() < 0.8) assert.ok(atOnce(tree.read()).declarations);
        tree.edit(edits);
        assert.deepEqual(atOnce(tree.read()), parser.parse(text), `after round ${round}`);
      }
      tree.dispose();
    });
  }

  for (const file of files.filter((_, i) => i % 8 === 1)) {
    it(`is the same read in small pieces, with edits between them: ${file}`, async () => {
      const parser = await goParser();
      const small = await parserWith({ questions: 0, characters: 61 });
      let text = fs.readFileSync(path.join(serviceDir, file), 'utf8');
      const next = random(text.length);
      assert.deepEqual(atOnce(small.reading(text)), parser.parse(text));
      // Where a parse was left decides how it recovers from errors; so the text is without any when it is compared.
      const replace = (offset: number, length: number, inserted: string): TextEdit => {
        text = text.slice(0, offset) + inserted + text.slice(offset + length);
        return { offset, length, text: inserted };
      };
      const added = ['\n\n', '// é😀\n', 'var v = func() { go f() }\n', 'func (t *T) added() {\n\tgo func() {}()\n}\n'];
      const edit = (): TextEdit[] => {
        const offset = text.indexOf('\n}\n', Math.floor(next() * text.length)) + 3;
        if (offset < 3) return [];
        if (next() < 0.7) return [replace(offset, 0, added[Math.floor(next() * added.length)])];
        return [replace(offset - 2, 0, '}`{'), replace(offset - 2, 3, '')];
      };
      const tree = small.open(text);
      for (let round = 0; round < 5; round++) {
        if (round > 0) tree.edit(edit());
        const reading = tree.read();
        let edits = 3;
        for (let step = reading.next(); ; step = reading.next()) {
          if (step.done === true) {
            assert.deepEqual(step.value, parser.parse(text), `after round ${round}`);
            break;
          }
          if (edits > 0 && next() < 0.05) {
            edits--;
            tree.edit(edit());
          }
        }
      }
      tree.dispose();
      // One that is left in the middle leaves no trace.
      const left = small.reading(text);
      left.next();
      left.return(undefined as never);
      assert.deepEqual(atOnce(small.reading('package p\n')), parser.parse('package p\n'));
      small.dispose();
    });
  }

  it('is read in pieces as at once where it is broken', async () => {
    const parser = await goParser();
    const small = await parserWith({ questions: 50, characters: 61 });
    for (const file of files.filter((_, i) => i % 8 === 2)) {
      let text = fs.readFileSync(path.join(serviceDir, file), 'utf8');
      const next = random(text.length);
      for (let round = 0; round < 5; round++) {
        const offset = Math.floor(next() * text.length);
        text = text.slice(0, offset) + snippets[Math.floor(next() * snippets.length)] + text.slice(offset);
        assert.deepEqual(small.parse(text), parser.parse(text), file);
      }
    }
    small.dispose();
  });

  it('takes more pieces for a longer text, not longer ones', async () => {
    const parser = await goParser();
    const count = (work: Pieces<unknown>): number => {
      for (let pieces = 1; ; pieces++) if (work.next().done === true) return pieces;
    };
    const textOf = (functions: number): string => `package p\n\n${largeFile(functions)}`;
    const [small, large] = [count(parser.reading(textOf(200))), count(parser.reading(textOf(2000)))];
    assert.ok(large > 8 * small && large < 12 * small, `${small}, ${large}`);
    // Where a piece took 5 ms when this was written, one of 12 000 lines alone took 250.
    assert.ok(large > 40, String(large));
    const [smallCode, largeCode] = [count(parser.readingCode(textOf(200))), count(parser.readingCode(textOf(2000)))];
    assert.ok(largeCode - large > 8 * (smallCode - small), `${smallCode}, ${largeCode}`);
    // What an edit opens to the end of the file is read in pieces as well.
    const tree = parser.open(`package p\n\n\`${largeFile(2000)}`);
    assert.equal(atOnce(tree.read()).declarations.length, 0);
    tree.edit([{ offset: 11, length: 1, text: '' }]);
    assert.ok(count(tree.read()) > 40);
    assert.equal(atOnce(tree.read()).declarations.length, 2000);
    tree.dispose();
  });

  it('reads what an edit has touched, not the whole of a large file', async () => {
    const parser = await goParser();
    let text = `package p\n\n${largeFile(4000)}`;
    const tree = parser.open(text);
    const time = (work: () => unknown): number => {
      const start = performance.now();
      work();
      return performance.now() - start;
    };
    const whole = time(() => atOnce(tree.read()));
    const offset = text.indexOf('s += x', text.length / 2);
    const edited: number[] = [];
    for (let i = 0; i < 5; i++) {
      text = `${text.slice(0, offset)}y${text.slice(offset)}`;
      tree.edit([{ offset, length: 0, text: 'y' }]);
      edited.push(time(() => atOnce(tree.read())));
    }
    const median = edited.sort((a, b) => a - b)[2];
    console.log(`      24 000 lines: read in ${whole.toFixed(0)} ms, after an edit in ${median.toFixed(1)} ms`);
    assert.ok(median < whole / 4, `${median} of ${whole} ms`);
    tree.dispose();
  });
});
