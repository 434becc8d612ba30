import assert from 'node:assert/strict';
import { ByteTable } from '../../../../../src/core/profile/legacy/byteTable';
import { IntTable } from '../../../../../src/core/profile/legacy/intTable';
import { random } from '../randomProfile';

const bytesOf = (table: ByteTable, id: number): string =>
  Buffer.from(table.pool.subarray(table.starts.data[id], table.starts.data[id + 1])).toString('latin1');

function intern(table: ByteTable, text: string): number {
  // Not at the start of its buffer, so that a wrong offset shows.
  const bytes = Buffer.from(`xx${text}yy`, 'latin1');
  return table.intern(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 2, bytes.length - 2);
}

const multiplier = 0x9e3779b1;

/** Texts of eight bytes whose hashes are all the same: the second word undoes what the first one does. */
function colliding(count: number): string[] {
  const inverse = inverseOf(0x85ebca6b);
  return Array.from({ length: count }, (_, i) => {
    const one = Math.imul(8 ^ 0x2545f491 ^ i, multiplier);
    const two = (one << 16) | (one >>> 16);
    const words = Buffer.alloc(8);
    words.writeInt32LE(i, 0);
    words.writeInt32LE(Math.imul(two, inverse) ^ 0x1b873593, 4);
    return words.toString('latin1');
  });
}

/** Of an odd number, modulo 2^32. */
function inverseOf(odd: number): number {
  let inverse = odd;
  for (let step = 0; step < 5; step++) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse;
}

describe('ByteTable', () => {
  it('gives equal bytes the same number, in the order in which they came', () => {
    const next = random(3);
    const table = new ByteTable();
    const known = new Map<string, number>();
    for (let i = 0; i < 40_000; i++) {
      const text = 'abcdefghij'.slice(0, Math.floor(next() * 10)) + String(Math.floor(next() * 9000));
      const expected = known.get(text) ?? known.size;
      known.set(text, expected);
      assert.equal(intern(table, text), expected);
    }
    assert.equal(table.count, known.size);
    for (const [text, id] of known) assert.equal(bytesOf(table, id), text);
  });

  it('has an empty string, and strings of every length', () => {
    const table = new ByteTable();
    for (let length = 0; length < 40; length++) assert.equal(intern(table, 'z'.repeat(length)), length);
    for (let length = 0; length < 40; length++) assert.equal(intern(table, 'z'.repeat(length)), length);
  });

  it('stays right, and quick, where all hashes are the same', () => {
    const table = new ByteTable();
    const texts = colliding(20_000);
    for (const round of [1, 2, 3]) texts.forEach((text, i) => assert.equal(intern(table, text), i, `round ${round}`));
    for (let i = 0; i < 5000; i++) assert.equal(intern(table, `other ${i}`), texts.length + i);
    texts.forEach((text, i) => assert.equal(intern(table, text), i));
  }).timeout(20_000);
});

describe('IntTable', () => {
  it('gives equal rows the same number, in the order in which they came', () => {
    const next = random(4);
    const table = new IntTable();
    const known = new Map<string, number>();
    for (let i = 0; i < 40_000; i++) {
      const row = Int32Array.from({ length: Math.floor(next() * 6) }, () => Math.floor(next() * 12) - 3);
      const expected = known.get(row.join()) ?? known.size;
      known.set(row.join(), expected);
      assert.equal(table.intern(row, 0, row.length), expected);
    }
    assert.equal(table.count, known.size);
  });

  it('tells rows apart by length as well', () => {
    const table = new IntTable(1000);
    const zeros = new Int32Array(10);
    for (let length = 0; length <= 10; length++) assert.equal(table.intern(zeros, 0, length), length);
  });

  it('stays right, and quick, where all hashes are the same', () => {
    const table = new IntTable();
    const rows = Array.from({ length: 20_000 }, (_, i) => {
      let hash = Math.imul(2 ^ i, multiplier);
      hash ^= hash >>> 15;
      return Int32Array.of(i, hash ^ 77);
    });
    for (const round of [1, 2]) rows.forEach((row, i) => assert.equal(table.intern(row, 0, 2), i, `round ${round}`));
    for (let i = 0; i < 5000; i++) assert.equal(table.intern(Int32Array.of(i, 1, 2), 0, 3), rows.length + i);
    rows.forEach((row, i) => assert.equal(table.intern(row, 0, 2), i));
  }).timeout(20_000);
});
