// Gzip, portable. In: a gzip file of one or more members. Out: its content, or a ProfileError: cut off,
// broken, or larger than allowed. Invariant: never holds more than the limit plus one chunk, so a bomb
// is refused while it unpacks. For a world without Node; where Node is, src/node has its native inflate, four times faster.

import { Inflate as PakoInflate } from 'pako';
import { malformed, ProfileError, tooLarge, truncated } from './errors';
import type { Inflate } from './inflate';
import { joinBytes } from './joinBytes';

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
  return joinBytes(chunks);
};
