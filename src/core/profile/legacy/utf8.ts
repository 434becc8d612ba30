// Text of any encoding a terminal or editor leaves behind → UTF-8. In: a file's bytes. Out: the same bytes
// without a byte order mark; transcoded where the mark says UTF-16, which is what `>` of Windows
// PowerShell writes. Invariant: bytes without a mark are handed back as they are, not copied.

export function utf8Of(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3);
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!little && !(bytes[0] === 0xfe && bytes[1] === 0xff)) return bytes;
  return new TextEncoder().encode(new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes));
}
