// Protocol-buffer varints, read by hand because the sample loop of a profile is little else: a call and
// a Long object per value cost protobufjs four times the whole scan (see test/bench).
//
// In: bytes and a position. Out: the value; the position after it is left in the cursor, which spares an
// object per call. Invariant: reading past the array's end yields zero bytes and stops, so the caller
// notices a truncation by comparing `end` with the message's end, and no loop is unbounded.

export interface Cursor {
  /** Position after the last value read. */
  end: number;
  /** Low and high word of the last value that `readWords` read. */
  low: number;
  high: number;
  /** Set when a signed value left the range that a double holds exactly. */
  inexact: boolean;
}

/** Bytes of the longest varint, as in google/pprof `decodeVarint`. */
const maxVarintBytes = 10;

/** A varint as two 32-bit words, into the cursor. A varint of more than ten bytes leaves `end` at NaN. */
export function readWords(c: Cursor, b: Uint8Array, p: number): void {
  const w = b[p];
  const x = b[p + 1];
  const y = b[p + 2];
  const z = b[p + 3];
  if (w > 127 && x > 127 && y > 127 && z < 128) {
    // Addresses of a program mostly take four bytes.
    c.end = p + 4;
    c.low = (w & 127) | ((x & 127) << 7) | ((y & 127) << 14) | (z << 21);
    c.high = 0;
  } else readLongWords(c, b, p);
}

function readLongWords(c: Cursor, b: Uint8Array, p: number): void {
  let low = 0;
  let high = 0;
  for (let i = 0; i < maxVarintBytes; i++) {
    const x = b[p + i];
    const bits = x & 127;
    const shift = 7 * i;
    if (shift < 28) low |= bits << shift;
    else if (shift === 28) {
      low |= bits << 28;
      high = bits >>> 4;
    } else if (shift < 63) high |= bits << (shift - 32);
    else high |= (bits & 1) << 31;
    if (!(x > 127)) {
      c.end = p + i + 1;
      c.low = low;
      c.high = high;
      return;
    }
  }
  c.end = NaN;
}

/** A signed 64-bit varint as a double. Beyond 2^53 the nearest double, and `inexact` is set. */
export function readInt64(c: Cursor, b: Uint8Array, p: number): number {
  const x = b[p];
  if (x < 128) {
    c.end = p + 1;
    return x;
  }
  const y = b[p + 1];
  if (y < 128) {
    c.end = p + 2;
    return (x & 127) | (y << 7);
  }
  const z = b[p + 2];
  if (z < 128) {
    c.end = p + 3;
    return (x & 127) | ((y & 127) << 7) | (z << 14);
  }
  const w = b[p + 3];
  if (w < 128) {
    c.end = p + 4;
    return (x & 127) | ((y & 127) << 7) | ((z & 127) << 14) | (w << 21);
  }
  const v = b[p + 4];
  if (v < 128) {
    c.end = p + 5;
    return ((x & 127) | ((y & 127) << 7) | ((z & 127) << 14) | ((w & 127) << 21)) + v * 268435456;
  }
  readWords(c, b, p);
  if (c.high >= 0x200000 || c.high < -0x200000) c.inexact = true;
  return c.high * 4294967296 + (c.low >>> 0);
}

/** A length or a tag: an unsigned varint. More than 2^53 comes back as a huge number, never negative. */
export function readLength(c: Cursor, b: Uint8Array, p: number): number {
  const x = b[p];
  if (x < 128) {
    c.end = p + 1;
    return x;
  }
  const y = b[p + 1];
  if (y < 128) {
    c.end = p + 2;
    return (x & 127) | (y << 7);
  }
  readWords(c, b, p);
  // Not as a double where it need not be: every position behind it would be one, too.
  if (c.high === 0 && c.low >= 0) return c.low;
  return (c.high >>> 0) * 4294967296 + (c.low >>> 0);
}
