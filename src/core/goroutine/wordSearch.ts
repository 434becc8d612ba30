// Single characters of a dump, four bytes a step. In: a text and where to start. Out: where the first one stands, the
// text's length where there is none. Invariant: nothing is read beyond the text.
//
// `indexOf` is faster on long stretches, but the lines of a dump are shorter than what it costs to call it.

const newline = 0x0a;
const colon = 0x3a;
const parenthesis = 0x28;
const newlines = 0x0a0a0a0a;
const colons = 0x3a3a3a3a;
/** Both parentheses are this, but for the lowest bit. */
const parentheses = 0x28282828;
const ones = 0x01010101;
const highBits = ~0x7f7f7f7f;

// A byte of `word ^ sought` is 0 where it is what is looked for. Subtracting one from each sets the highest bit of those,
// and of bytes that are not ASCII, so the byte found is looked at; of the true ones the first is found.

export function lineEnd(view: DataView, from: number, end: number): number {
  let p = from;
  while (p <= end - 4) {
    const found = ((view.getInt32(p, true) ^ newlines) - ones) & highBits;
    if (found === 0) p += 4;
    else {
      p += firstByte(found);
      if (view.getUint8(p) === newline) return p;
      p++;
    }
  }
  while (p < end && view.getUint8(p) !== newline) p++;
  return p;
}

/** The first `(`, `)` or newline. */
export function parenthesisOrNewline(view: DataView, from: number, end: number): number {
  let p = from;
  while (p <= end - 4) {
    const word = view.getInt32(p, true);
    const found = ((((word & ~ones) ^ parentheses) - ones) | ((word ^ newlines) - ones)) & highBits;
    if (found === 0) p += 4;
    else {
      p += firstByte(found);
      if (isParenthesisOrNewline(view.getUint8(p))) return p;
      p++;
    }
  }
  while (p < end && !isParenthesisOrNewline(view.getUint8(p))) p++;
  return p;
}

function isParenthesisOrNewline(byte: number): boolean {
  return byte === newline || (byte & 0xfe) === parenthesis;
}

/** The first colon or newline. */
export function colonOrNewline(view: DataView, from: number, end: number): number {
  let p = from;
  while (p <= end - 4) {
    const word = view.getInt32(p, true);
    const found = (((word ^ colons) - ones) | ((word ^ newlines) - ones)) & highBits;
    if (found === 0) p += 4;
    else {
      p += firstByte(found);
      const byte = view.getUint8(p);
      if (byte === newline || byte === colon) return p;
      p++;
    }
  }
  for (; p < end; p++) {
    const byte = view.getUint8(p);
    if (byte === newline || byte === colon) break;
  }
  return p;
}

/**
 * Whether bytes are the same, eight a step; false also where they are, but are not text. Numbers are compared instead of
 * bytes, and equal ones are the same bytes but for the two zeros: so `b` must not hold a byte that is 0.
 */
export function surelySame(a: DataView, from: number, b: DataView, from2: number, length: number): boolean {
  const last = length - 8;
  if (last < 0) return sameShort(a, from, b, from2, length);
  for (let i = 0; i < last; i += 8) if (a.getFloat64(from + i, true) !== b.getFloat64(from2 + i, true)) return false;
  return a.getFloat64(from + last, true) === b.getFloat64(from2 + last, true);
}

function sameShort(a: DataView, from: number, b: DataView, from2: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a.getUint8(from + i) !== b.getUint8(from2 + i)) return false;
  return true;
}

export function hasZero(view: DataView, from: number, to: number): boolean {
  for (let p = from; p < to; p++) if (view.getUint8(p) === 0) return true;
  return false;
}

/** Of four bytes, the first whose highest bit is set. */
function firstByte(bits: number): number {
  return (31 - Math.clz32(bits & -bits)) >> 3;
}
