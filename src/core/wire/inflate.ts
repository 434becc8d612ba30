// What unpacks gzip, as each world hands it in. In: a gzip file of one or more members. Out: its content, or a
// ProfileError: cut off, broken, or larger than allowed. Invariant: a bomb is refused before it is unpacked. Handed in and
// not chosen here, so that what Node does natively is not loaded a second time in JavaScript.

/** @param maxBytes refuse to unpack to more */
export type Inflate = (bytes: Uint8Array, maxBytes: number) => Uint8Array;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Two GiB, which no honest profile of a service reaches. */
export const defaultMaxInflatedBytes = 2 ** 31;
