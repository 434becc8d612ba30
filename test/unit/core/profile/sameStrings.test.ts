import assert from 'node:assert/strict';
import { firstOfSame } from '../../../../src/core/profile/sameStrings';
import { StringTable } from '../../../../src/core/profile/stringTable';

/** What `firstOfSame` says, by way of texts. */
function check(strings: readonly string[], indices = strings.map((_, i) => i)): void {
  const first = new Map<string, number>();
  indices.forEach((index, place) => {
    if (!first.has(strings[index])) first.set(strings[index], place);
  });
  const expected = indices.map((index) => first.get(strings[index])!);
  assert.deepEqual([...firstOfSame(StringTable.from(strings), Int32Array.from(indices))], expected);
}

/** As its hash, so far as it says where a string comes to lie. */
function hashOf(text: string): number {
  let hash = 0x2545f491;
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return hash ^ (hash >>> 15);
}

describe('firstOfSame', () => {
  it('finds the same bytes at other places, and the same place again', () => {
    check([]);
    check(['', 'main.a', 'main.b', 'main.a', '', 'main.', 'main.ab', 'b.niam']);
    check(['', 'main.a', 'main.a', 'main.b'], [3, 2, 2, 1, 3, 0, 1]);
  });

  it('tells apart what is shown alike, as pprof does', () => {
    const bytes = Uint8Array.of(0xff, 0xfe, 0xff);
    const strings = new StringTable(bytes, Uint32Array.of(0, 1, 2, 3));
    assert.deepEqual([...firstOfSame(strings, Int32Array.of(0, 1, 2))], [0, 1, 0]);
  });

  it('finds them among many', () => {
    check(Array.from({ length: 3000 }, (_, i) => `pkg${i % 37}.f${(i * i) % 1201}`));
  });

  it('finds them where somebody made them collide', () => {
    const strings: string[] = [];
    for (let i = 0; strings.length < 150; i++) if ((hashOf(`f${i}`) & 0x3ff) === 5) strings.push(`f${i}`);
    check([...strings, ...strings]);
  });
});
