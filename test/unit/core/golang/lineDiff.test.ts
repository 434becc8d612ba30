import assert from 'node:assert/strict';
import { atOnce } from '../../../../src/base/pieces';
import { findingSurvivors } from '../../../../src/core/golang/lineDiff';
import { Random } from '../../../bench/generate/random';

describe('findingSurvivors', () => {
  const survivors = (before: readonly string[], now: readonly string[]): Int32Array | undefined =>
    atOnce(findingSurvivors(before, now));
  const places = (before: string, now: string): string => {
    const found = survivors(Array.from(before), Array.from(now)) ?? assert.fail();
    return [...found].map((place) => (place < 0 ? '-' : String(place))).join(' ');
  };

  it('finds what is still there', () => {
    assert.equal(places('abc', 'abc'), '0 1 2');
    assert.equal(places('abc', 'xabc'), '1 2 3');
    assert.equal(places('abc', 'axbyc'), '0 2 4');
    assert.equal(places('abcd', 'ad'), '0 - - 1');
    assert.equal(places('abc', 'xyz'), '- - -');
    assert.equal(places('', 'abc'), '');
    assert.equal(places('abc', ''), '- - -');
    assert.equal(places('abXcd', 'abYZcd'), '0 1 - 4 5');
  });

  it('keeps as many lines as can be kept, in order, on any two texts', () => {
    const random = new Random(5);
    const text = (): string[] =>
      Array.from({ length: Math.floor(random.unit() * 14) }, () => 'abcd'[random.word() & 3]);
    for (let i = 0; i < 500; i++) {
      const [before, now] = [text(), text()];
      const found = survivors(before, now) ?? assert.fail();
      const kept = [...found].filter((place) => place >= 0);
      found.forEach((place, line) => assert.ok(place < 0 || now[place] === before[line]));
      assert.deepEqual(
        kept,
        [...new Set(kept)].sort((a, b) => a - b),
      );
      assert.equal(kept.length, longestCommon(before, now), `${before.join('')} ${now.join('')}`);
    }
  });

  it('gives up on texts that have little in common', () => {
    const lines = (name: string): string[] => Array.from({ length: 1000 }, (_, i) => `${name}${i}`);
    assert.equal(survivors(lines('a'), lines('b')), undefined);
    assert.equal(survivors(lines('a'), [...lines('a'), ...lines('b')])?.[999], 999);
  });

  it('leaves everything else its turn, however different files of 20 thousand lines are', () => {
    const length = 20_000;
    const before = Array.from({ length }, (_, i) => `line ${i}`);
    for (const now of [
      before.map((line, i) => (i % 27 === 5 ? `${line} edited` : line)), // As many edits as are looked for.
      before.map((line) => `${line} edited`),
      before.map((line, i) => (i === 5 || i === length - 5 ? `${line} edited` : line)),
    ]) {
      let [read, most, pieces] = [0, 0, 0];
      const counted = new Proxy(before, {
        get: (lines, key) => {
          read++;
          return Reflect.get(lines, key) as unknown;
        },
      });
      for (const work = findingSurvivors(counted, now); work.next().done !== true; read = 0) {
        pieces++;
        most = Math.max(most, read);
      }
      most = Math.max(most, read);
      // What is the same at both ends is compared at once: twice the file, its length included.
      assert.ok(most <= 150_000, `${most} lines were read in one of ${pieces} turns`);
    }
  });
});

/** By the book: a table of all prefixes. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      table[i][j] = a[i - 1] === b[j - 1] ? table[i - 1][j - 1] + 1 : Math.max(table[i - 1][j], table[i][j - 1]);
    }
  }
  return table[a.length][b.length];
}
