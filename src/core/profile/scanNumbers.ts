// Numbers and unknown fields inside messages. In: a position in the bytes. Out: the value; where it ends is left in
// the state. Invariants: those of wire/varint.ts; a field that should not be there is told from one nobody knows yet.

import { malformed } from '../wire/errors';
import { readInt64, readLength, readWords } from '../wire/varint';
import type { ScanState } from './scanState';

/** An id that fits an Int32Array: itself, or a code of `wide`. */
export function readId(s: ScanState, b: Uint8Array, p: number): number {
  const x = b[p];
  if (x < 128) {
    s.end = p + 1;
    return x;
  }
  const y = b[p + 1];
  if (y < 128) {
    s.end = p + 2;
    return (x & 127) | (y << 7);
  }
  const z = b[p + 2];
  if (z < 128) {
    s.end = p + 3;
    return (x & 127) | ((y & 127) << 7) | (z << 14);
  }
  readWords(s, b, p);
  return idOfWords(s);
}

function idOfWords(s: ScanState): number {
  if (s.high === 0 && s.low >= 0) return s.low;
  const id = (BigInt(s.high >>> 0) << 32n) | BigInt(s.low >>> 0);
  const known = s.wide.get(id);
  if (known !== undefined) return known;
  const code = -2 - s.wide.size;
  s.wide.set(id, code);
  return code;
}

/**
 * Reads numbers of up to 28 bits of the fields 1 to `last` into out[field].
 * @returns `end`, or the first field that is something else
 */
export function readSmallNumbers(out: Int32Array, b: Uint8Array, start: number, end: number, last: number): number {
  let p = start;
  while (p < end) {
    const tag = b[p];
    const field = tag >> 3;
    if ((tag & 7) !== 0 || field > last || field === 0) return p;
    let x = b[p + 1];
    if (x > 127) {
      const y = b[p + 2];
      x = (x & 127) | ((y & 127) << 7);
      if (y > 127) {
        const z = b[p + 3];
        x |= (z & 127) << 14;
        if (z > 127) {
          const w = b[p + 4];
          if (w > 127) return p;
          x |= w << 21;
          p++;
        }
        p++;
      }
      p++;
    }
    p += 2;
    out[field] = x;
  }
  return p;
}

/** A string-table index; one that no table can hold becomes -1, which the validity check refuses. */
export function readIndex(s: ScanState, b: Uint8Array, p: number): number {
  const index = readInt64(s, b, p);
  return index >= 0 && index < 0x7fffffff ? index : -1;
}

/** Skips the field whose tag stands at `p`; a field up to `known` cannot come in another wire type. */
export function skipField(s: ScanState, b: Uint8Array, p: number, known: number): number {
  const at = s.base + p;
  const tag = readLength(s, b, p);
  const field = Math.floor(tag / 8);
  if (field === 0 || field <= known) throw malformed(`field ${field} of an unexpected wire type`, at);
  return skipValue(s, b, s.end, tag & 7, at);
}

export function skipValue(s: ScanState, b: Uint8Array, p: number, wire: number, at: number): number {
  switch (wire) {
    case 0:
      readWords(s, b, p);
      return s.end;
    case 1:
      return p + 8;
    case 2: {
      const length = readLength(s, b, p);
      return s.end + length;
    }
    case 5:
      return p + 4;
    default:
      throw malformed(`wire type ${wire}`, at);
  }
}
