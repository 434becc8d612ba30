// Text of any encoding a terminal or editor leaves behind → UTF-8. In: a file's bytes. Out: the same bytes
// without a byte order mark; transcoded where the mark, or without one the first characters, say UTF-16, which is what
// `>` of Windows PowerShell writes. Invariant: other bytes are handed back as they are, not copied.

export function utf8Of(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || isWide(bytes, 0)) return transcoded(bytes, 'utf-16le');
  if ((bytes[0] === 0xfe && bytes[1] === 0xff) || isWide(bytes, 1)) return transcoded(bytes, 'utf-16be');
  return bytes;
}

function transcoded(bytes: Uint8Array, encoding: string): Uint8Array {
  return new TextEncoder().encode(new TextDecoder(encoding).decode(bytes));
}

/** Bytes that are looked at for UTF-16 without a mark: more than other formats have zeros at every other place. */
const windowBytes = 64;

/** Whether the text begins with characters of ASCII at every other byte, from `first` on, and zeros between them. */
function isWide(bytes: Uint8Array, first: number): boolean {
  if (bytes.length < windowBytes) return false;
  for (let p = 0; p < windowBytes; p += 2) {
    const char = bytes[p + first];
    const isPrinted = (char >= 0x20 && char < 0x7f) || (char >= 0x09 && char <= 0x0d);
    if (!isPrinted || bytes[p + 1 - first] !== 0) return false;
  }
  return true;
}
