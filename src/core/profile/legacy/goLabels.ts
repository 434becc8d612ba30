// Labels as Go prints them. In: bytes from a `{` on. Out: keys and values as bytes, and where the list ends.
// Invariants: reads `{"endpoint":"/a b", "tenant":"x\"y"}` (debug=1), `{"endpoint": "/a b"}` (dumps of 1.26)
// and `{endpoint: "/a b"}` (1.27 quotes only what is not [a-zA-Z0-9./_]); `\xff` stays the byte it was;
// what cannot be read ends the list, and what was read before stays.

export interface GoLabel {
  readonly key: Uint8Array<ArrayBuffer>;
  readonly value: Uint8Array<ArrayBuffer>;
}

export interface GoLabels {
  readonly labels: readonly GoLabel[];
  /** Behind the closing brace, or where reading stopped. */
  readonly end: number;
}

const quote = 0x22;
const colon = 0x3a;
const comma = 0x2c;
const space = 0x20;
const closingBrace = 0x7d;

export function readGoLabels(bytes: Uint8Array, from: number, to: number): GoLabels {
  const labels: GoLabel[] = [];
  let p = from + 1;
  while (p < to && bytes[p] !== closingBrace) {
    const key = readWord(bytes, p, to);
    if (key === undefined || bytes[key.end] !== colon) return { labels, end: p };
    p = key.end + 1;
    while (bytes[p] === space) p++;
    const value = readWord(bytes, p, to);
    if (value === undefined) return { labels, end: p };
    labels.push({ key: key.bytes, value: value.bytes });
    p = value.end;
    while (p < to && (bytes[p] === comma || bytes[p] === space)) p++;
  }
  return { labels, end: Math.min(p + 1, to) };
}

interface Word {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly end: number;
}

function readWord(bytes: Uint8Array, from: number, to: number): Word | undefined {
  if (from < to && bytes[from] === quote) return readQuoted(bytes, from + 1, to);
  let p = from;
  while (p < to && bytes[p] !== colon && bytes[p] !== comma && bytes[p] !== closingBrace && bytes[p] !== space) p++;
  return p > from ? { bytes: bytes.slice(from, p), end: p } : undefined;
}

const simpleEscapes: Readonly<Record<string, number | undefined>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
const hexEscapes: Readonly<Record<string, number | undefined>> = { x: 2, u: 4, U: 8 };

/** The rest of a string quoted as strconv.Quote and the runtime's print do; undefined if it does not end. */
function readQuoted(bytes: Uint8Array, from: number, to: number): Word | undefined {
  const out: number[] = [];
  let p = from;
  while (p < to && bytes[p] !== quote) {
    const byte = bytes[p++];
    if (byte !== 0x5c || p === to) {
      out.push(byte);
      continue;
    }
    const letter = String.fromCharCode(bytes[p]);
    const digits = hexEscapes[letter];
    const code = digits === undefined ? NaN : hexAt(bytes, p + 1, Math.min(to, p + 1 + digits));
    if (digits === undefined || Number.isNaN(code)) {
      out.push(simpleEscapes[letter] ?? bytes[p]);
      p++;
    } else {
      if (letter === 'x') out.push(code);
      else pushUtf8(out, code);
      p += 1 + digits;
    }
  }
  return p < to ? { bytes: Uint8Array.from(out), end: p + 1 } : undefined;
}

function hexAt(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let p = from; p < to; p++) {
    const digit = parseInt(String.fromCharCode(bytes[p]), 16);
    if (Number.isNaN(digit)) return NaN;
    value = value * 16 + digit;
  }
  return value;
}

function pushUtf8(out: number[], code: number): void {
  if (code < 0x80) out.push(code);
  else if (code < 0x800) out.push(0xc0 | (code >> 6), 0x80 | (code & 63));
  else if (code < 0x10000) out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  else if (code < 0x110000) {
    out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  } else out.push(0xef, 0xbf, 0xbd);
}
