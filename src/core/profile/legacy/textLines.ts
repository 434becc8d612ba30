// A text file as lines, and a line as words. In: bytes. Out: the bounds of one line after the other, and a
// cursor over each. Invariants: no JavaScript string unless asked for; each line is trimmed of blanks and
// carriage returns; every method moves forward or stays, so reading a file is linear in its size.

import { malformed } from '../../wire/errors';

const space = 0x20;
const tab = 0x09;

export class TextLines {
  /** Bounds of the current line, without blanks around it. */
  from = 0;
  to = 0;
  /** Cursor in the current line. */
  p = 0;
  /** Whether the current line ends the file without a newline, as when the file was cut off. */
  isLast = false;
  private next = 0;

  constructor(readonly bytes: Uint8Array) {}

  /** Goes to the next line; false at the end of the file. */
  advance(): boolean {
    const { bytes, next } = this;
    if (next >= bytes.length) {
      this.from = this.to = this.p = bytes.length;
      return false;
    }
    const newline = bytes.indexOf(0x0a, next);
    this.isLast = newline < 0;
    let to = this.isLast ? bytes.length : newline;
    this.next = to + 1;
    let from = next;
    while (from < to && isBlank(bytes[from])) from++;
    while (to > from && isBlank(bytes[to - 1])) to--;
    this.from = this.p = from;
    this.to = to;
    return true;
  }

  /** Steps back, so that the next `advance` gives the current line again. */
  again(): this {
    this.next = this.from;
    return this;
  }

  get isBlankOrComment(): boolean {
    return this.from === this.to || this.bytes[this.from] === 0x23;
  }

  startsWith(text: string): boolean {
    return this.hasAt(this.from, text);
  }

  hasAt(at: number, text: string): boolean {
    if (this.to - at < text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.bytes[at + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  includes(text: string): boolean {
    for (let at = this.from; at + text.length <= this.to; at++) if (this.hasAt(at, text)) return true;
    return false;
  }

  /** The line, or what follows the cursor, as text. Not for the lines that make up most of a file. */
  text(from = this.from, to = this.to): string {
    return decoder.decode(this.bytes.subarray(from, to));
  }

  skipBlanks(): void {
    while (this.p < this.to && (this.bytes[this.p] === space || this.bytes[this.p] === tab)) this.p++;
  }

  /** Passes over `text` if it stands at the cursor. */
  take(text: string): boolean {
    if (!this.hasAt(this.p, text)) return false;
    this.p += text.length;
    return true;
  }

  /** A decimal number at the cursor, undefined for none; refuses what 64 bits cannot hold, as pprof does. */
  integer(): number | undefined {
    const { bytes, to } = this;
    let p = this.p;
    const negative = bytes[p] === 0x2d;
    if (negative) p++;
    const first = p;
    let value = 0;
    while (p < to && bytes[p] >= 0x30 && bytes[p] <= 0x39) value = value * 10 + bytes[p++] - 0x30;
    if (p === first) return undefined;
    if (value >= 2 ** 63) throw malformed('a number too large', this.p);
    this.p = p;
    return negative ? -value : value;
  }
}

const decoder = new TextDecoder();

function isBlank(byte: number): boolean {
  return byte === space || (byte >= tab && byte <= 0x0d);
}
