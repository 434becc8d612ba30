// The shapes of single lines in a dump. In: bytes and a line's bounds. Out: where its parts begin and end.
// Invariant: every function looks at its line once and allocates nothing.

const tab = 0x09;
const space = 0x20;
const colon = 0x3a;

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Whether `text` (ASCII) stands at `at`, before `to`. */
export function hasText(bytes: Uint8Array, at: number, to: number, text: Uint8Array): boolean {
  if (to - at < text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

const goroutine = ascii('goroutine ');
const nextField = ascii(' gp=');
/** ` gp=0x… m=… mp=0x…` with three numbers of 64 bits in hexadecimal is 65 bytes. */
const longestFields = 80;

/**
 * Where the interesting part of a goroutine's header starts, -1 if `[from, to)` is no header. Headers end
 * in `]:` or, with Go 1.27's labels, in `}:`; what stands between the number and the part returned are the
 * addresses that a crash prints (` gp=0x… m=0 mp=0x…`), of no use without the process.
 */
export function headerRest(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[to - 1] !== colon || !hasText(bytes, from, to, goroutine)) return -1;
  const last = bytes[to - 2];
  if (last !== 0x5d && last !== 0x7d) return -1;
  let p = from + goroutine.length;
  const digits = p;
  while (isDigit(bytes[p])) p++;
  if (p === digits || bytes[p] !== space) return -1;
  if (hasText(bytes, p, to, nextField)) {
    const limit = Math.min(to, p + longestFields);
    while (p < limit && !(bytes[p] === space && (bytes[p + 1] === 0x5b || bytes[p + 1] === 0x7b))) p++;
  }
  p++;
  return bytes[p] === 0x5b || bytes[p] === 0x7b ? p : -1;
}

/** The first goroutine's header at or after `from`: where it and its line start. */
export function findHeader(bytes: Uint8Array, from: number): { lineStart: number; from: number } | undefined {
  const end = bytes.length;
  let lineStart = from;
  let lineEnd = from - 1;
  for (let p = from; p < end; p++) {
    const byte = bytes[p];
    if (byte === 0x0a) lineStart = p + 1;
    else if (byte === 0x67 && hasText(bytes, p, end, goroutine) && isDigit(bytes[p + goroutine.length])) {
      // Once a line, however often the word stands in it.
      if (lineEnd < p) lineEnd = bytes.indexOf(0x0a, p);
      if (lineEnd < 0) lineEnd = end;
      if (headerRest(bytes, p, bytes[lineEnd - 1] === 0x0d ? lineEnd - 1 : lineEnd) >= 0) return { lineStart, from: p };
    }
  }
  return undefined;
}

/** The decimal number that starts at `at`, -1 for none. Not exact beyond 2^53, which no counter of Go's reaches. */
export function decimalAt(bytes: Uint8Array, at: number): number {
  if (!isDigit(bytes[at])) return -1;
  let value = 0;
  for (let p = at; isDigit(bytes[p]); p++) value = value * 10 + bytes[p] - 0x30;
  return value;
}

/** Where the argument list at the end of a function's line opens, `to` if the line has none. */
export function argumentsStart(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[to - 1] !== 0x29) return to;
  let p = to - 2;
  while (p > from && bytes[p] !== 0x28) p--;
  return p > from ? p : to;
}

/** Where `FILE:LINE` ends in a line like `FILE:LINE +0x1d fp=0x…`, -1 if there is no such thing in it. */
export function placeEnd(bytes: Uint8Array, from: number, to: number): number {
  let p = to - 1;
  // The last colon: paths on Windows have one too, what follows the line number has none.
  while (p > from && bytes[p] !== colon) p--;
  if (p <= from || !isDigit(bytes[p + 1])) return -1;
  p++;
  while (p < to && isDigit(bytes[p])) p++;
  return p === to || bytes[p] === space ? p : -1;
}

export function skipBlanks(bytes: Uint8Array, from: number, to: number): number {
  let p = from;
  while (p < to && (bytes[p] === space || bytes[p] === tab)) p++;
  return p;
}

/** Whether a line is `NAME(…)`. Names that Go prints have no blanks, which log lines in between mostly have. */
export function isCall(bytes: Uint8Array, from: number, to: number): boolean {
  const nameEnd = argumentsStart(bytes, from, to);
  return nameEnd < to && isCallStart(bytes, from, nameEnd);
}

/** Whether a line can go on to be a call: no blank before the first parenthesis. */
export function isCallStart(bytes: Uint8Array, from: number, to: number): boolean {
  for (let p = from; p < to && bytes[p] !== 0x28; p++) if (bytes[p] === space || bytes[p] === tab) return false;
  return true;
}
