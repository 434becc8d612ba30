// Bytes of unknown kind → text, where they are text. In: what a file holds. Out: the text as UTF-8, without what
// terminals, editors and logs put around it (byte order marks, UTF-16, colours, rsyslog's `#011` for a tab); undefined
// for anything binary. Invariant: bytes that need no change are handed back as they are, at the cost of looking for two
// characters.

import { utf8Of } from './profile/legacy/utf8';

/** How much of a file decides whether it is text. */
const windowBytes = 512;

const bell = 0x07;
const escape = 0x1b;
const hash = 0x23;
const tab = 0x09;
const newline = 0x0a;
const carriageReturn = 0x0d;

export function textOf(bytes: Uint8Array): Uint8Array | undefined {
  const text = utf8Of(bytes);
  // A file in UTF-16 is text if its mark is no accident.
  return isText(text) ? withoutEscapes(withNewlines(text)) : undefined;
}

/** Where lines end with carriage returns alone, as copied from some terminals, with newlines instead. */
function withNewlines(bytes: Uint8Array): Uint8Array {
  if (bytes.includes(newline) || !bytes.includes(carriageReturn)) return bytes;
  return bytes.map((byte) => (byte === carriageReturn ? newline : byte));
}

/** Printable characters of any encoding, white space, and what the escape sequences of terminals are made of. */
function isText(bytes: Uint8Array): boolean {
  return bytes.subarray(0, windowBytes).every((byte) => {
    const isBlank = byte >= tab && byte <= 0x0d && byte !== 0x0b;
    return (byte >= 0x20 && byte !== 0x7f) || isBlank || byte === escape || byte === bell;
  });
}

/** Drops escape sequences of terminals, and puts back tabs and line ends that rsyslog wrote as `#011` and `#012`. */
export function withoutEscapes(bytes: Uint8Array): Uint8Array {
  if (!mayHold(bytes, escape) && !(mayHold(bytes, hash) && hasOctal(bytes))) return bytes;
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let p = 0; p < bytes.length; p++) {
    const octal = bytes[p] === hash ? octalAt(bytes, p) : 0;
    if (bytes[p] === escape) p = sequenceEnd(bytes, p) - 1;
    else if (octal === 0) out[length++] = bytes[p];
    else {
      out[length++] = octal;
      p += 3;
    }
  }
  return out.subarray(0, length);
}

/**
 * Whether a character is in the text; of a large one, a sixteenth is looked at. What colours lines colours them all,
 * and looking at every byte twice would cost a seventh of reading a large dump.
 */
function mayHold(bytes: Uint8Array, byte: number): boolean {
  if (bytes.length <= 16 * blockBytes) return bytes.includes(byte);
  for (let at = 0; at < bytes.length; at += 16 * blockBytes) {
    if (bytes.subarray(at, at + blockBytes).includes(byte)) return true;
  }
  return false;
}

const blockBytes = 1 << 16;

function hasOctal(bytes: Uint8Array): boolean {
  for (let p = bytes.indexOf(hash); p >= 0; p = bytes.indexOf(hash, p + 1)) if (octalAt(bytes, p) !== 0) return true;
  return false;
}

/** The character that `#011` or `#012` at `at` stands for, 0 for another text. */
function octalAt(bytes: Uint8Array, at: number): number {
  if (bytes[at + 1] !== 0x30 || bytes[at + 2] !== 0x31) return 0;
  return bytes[at + 3] === 0x31 ? tab : bytes[at + 3] === 0x32 ? newline : 0;
}

/** Longer than any sequence that sets a colour, a title or a link; a lone escape must not eat the file. */
const longestSequence = 2048;

/** Where the sequence at `at` ends: `ESC [ … letter`, `ESC ] … BEL` (or `ESC \`), or the escape and one character. */
function sequenceEnd(bytes: Uint8Array, at: number): number {
  const kind = bytes[at + 1];
  const end = Math.min(bytes.length, at + longestSequence);
  if (kind === 0x5b) {
    let p = at + 2;
    while (p < end && bytes[p] >= 0x20 && bytes[p] <= 0x3f) p++;
    return p < end && bytes[p] >= 0x40 && bytes[p] <= 0x7e ? p + 1 : p;
  }
  if (kind === 0x5d) {
    for (let p = at + 2; p < end && bytes[p] !== newline; p++) {
      if (bytes[p] === bell) return p + 1;
      if (bytes[p] === escape && bytes[p + 1] === 0x5c) return p + 2;
    }
    return at + 2;
  }
  return kind >= 0x40 && kind <= 0x7e ? at + 2 : at + 1;
}
