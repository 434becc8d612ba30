// Gzip, portable. In: a gzip file of one or more members. Out: its content, or a ProfileError: cut off,
// broken, or larger than allowed. Invariant: never holds more than the limit plus one chunk, so a bomb
// is refused while it unpacks. Where Node is, src/node hands in its native inflate, four times faster.

import { Inflate as PakoInflate } from 'pako';
import { malformed, ProfileError, tooLarge, truncated } from './errors';

/** @param maxBytes refuse to unpack to more */
export type Inflate = (bytes: Uint8Array, maxBytes: number) => Uint8Array;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Two GiB, which no honest profile of a service reaches. */
export const defaultMaxInflatedBytes = 2 ** 31;

const chunkBytes = 1 << 20;

export const inflatePortable: Inflate = (bytes, maxBytes) => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const inflate = new PakoInflate({ chunkSize: chunkBytes });
  inflate.onData = (chunk) => {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  };
  let finished: boolean;
  try {
    finished = inflate.push(bytes, true);
  } catch (error) {
    if (error instanceof ProfileError) throw error;
    throw malformed(`its gzip data is broken (${String(error)})`, -1);
  }
  // Z_BUF_ERROR: it wants more input than there is.
  if (inflate.err === -5) throw truncated(bytes.length, 'The compressed profile');
  if (inflate.err !== 0) throw malformed(`its gzip data is broken (${inflate.msg})`, -1);
  if (!finished) throw truncated(bytes.length, 'The compressed profile');
  const out = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
};
