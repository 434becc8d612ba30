// Single characters of a dump, four bytes a step. In: a text and where to start. Out: where the first one stands, the
// text's length where there is none. Invariant: nothing is read beyond the text.
//
// `indexOf` is faster on long stretches, but the lines of a dump are shorter than what it costs to call it.

const newlines = 0x0a0a0a0a;
/** Both parentheses are this, but for the lowest bit. */
const parentheses = 0x28282828;
const ones = 0x01010101;
const highBits = ~0x7f7f7f7f;

export function lineEnd(view: DataView, from: number): number {
  const end = view.byteLength;
  let p = from;
  for (; p <= end - 4; p += 4) {
    const word = view.getInt32(p, true) ^ newlines;
    // A byte of the word is 0 where it is what is looked for; subtracting finds the first of them.
    const found = (word - ones) & ~word & highBits;
    if (found !== 0) return p + firstByte(found);
  }
  while (p < end && view.getUint8(p) !== 0x0a) p++;
  return p;
}

/** The first `(`, `)` or newline. */
export function parenthesisOrNewline(view: DataView, from: number): number {
  const end = view.byteLength;
  let p = from;
  for (; p <= end - 4; p += 4) {
    const word = view.getInt32(p, true);
    const parenthesis = (word & ~ones) ^ parentheses;
    const newline = word ^ newlines;
    const found = (((parenthesis - ones) & ~parenthesis) | ((newline - ones) & ~newline)) & highBits;
    if (found !== 0) return p + firstByte(found);
  }
  for (; p < end; p++) {
    const byte = view.getUint8(p);
    if (byte === 0x0a || (byte & 0xfe) === 0x28) break;
  }
  return p;
}

/** Of four bytes, the first whose highest bit is set. */
function firstByte(bits: number): number {
  return (31 - Math.clz32(bits & -bits)) >> 3;
}
