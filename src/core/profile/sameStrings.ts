// Strings with the same bytes. In: a string table and places that name strings of it. Out: for each place the first one
// whose string has the same bytes. Invariants: nothing is decoded; no input, however chosen, makes a look-up walk more than
// `maxProbes` slots.
//
// Long plain loops, because V8 compiles those at once: with a Map of texts, or byte by byte through a DataView, the names of
// a profile of a few ten thousand functions took longer than its samples.

import type { StringTable } from './stringTable';

/** Beyond this somebody chose the strings so that they collide, and a Map takes over, whose hashes nobody knows. */
const maxProbes = 64;

/** @param indices into the table */
export function firstOfSame(strings: StringTable, indices: Int32Array): Int32Array {
  const { bytes, offsets } = strings;
  const hashes = hashesOf(bytes, offsets, indices);
  let size = 64;
  while (size < 2 * indices.length) size *= 2;
  const slots = new Int32Array(size).fill(-1);
  const crowded = new Map<string, number>();
  const first = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const slot = slotOf(slots, hashes, i, bytes, offsets, indices);
    if (slot < 0) {
      const text = strings.text(indices[i]);
      first[i] = crowded.get(text) ?? i;
      crowded.set(text, first[i]);
    } else {
      if (slots[slot] < 0) slots[slot] = i;
      first[i] = slots[slot];
    }
  }
  return first;
}

function hashesOf(bytes: Uint8Array, offsets: Uint32Array, indices: Int32Array): Int32Array {
  const hashes = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const end = offsets[indices[i] + 1];
    let hash = 0x2545f491;
    for (let p = offsets[indices[i]]; p < end; p++) hash = Math.imul(hash ^ bytes[p], 0x01000193);
    hashes[i] = hash ^ (hash >>> 15);
  }
  return hashes;
}

/** The slot of the place's string, or a free one for it; -1 where it is too crowded. */
function slotOf(
  slots: Int32Array,
  hashes: Int32Array,
  i: number,
  bytes: Uint8Array,
  offsets: Uint32Array,
  indices: Int32Array,
): number {
  const mask = slots.length - 1;
  const first = hashes[i] & mask;
  for (let probe = 0; probe < maxProbes; probe++) {
    const slot = (first + probe) & mask;
    const other = slots[slot];
    if (other < 0) return slot;
    if (hashes[other] === hashes[i] && isSame(bytes, offsets, indices[other], indices[i])) return slot;
  }
  return -1;
}

function isSame(bytes: Uint8Array, offsets: Uint32Array, one: number, other: number): boolean {
  if (one === other) return true;
  const begin = offsets[one];
  const shift = offsets[other] - begin;
  const end = offsets[one + 1];
  if (offsets[other + 1] - shift !== end) return false;
  for (let p = begin; p < end; p++) if (bytes[p] !== bytes[p + shift]) return false;
  return true;
}
