// Gzip, natively. In: a gzip file, of one or several members. Out: all of its content, at most `maxBytes`; else the
// core's ProfileError. Invariant: a bomb is refused before more than `maxBytes` were unpacked.

import { gunzipSync } from 'node:zlib';
import { malformed, tooLarge, truncated } from '../core/wire/errors';
import type { Inflate } from '../core/wire/inflate';
import { errorCode } from './fileErrors';

/** Deflate cannot do better (a run of 258 bytes in two bits), so a size beyond is a lie. */
const maxRatio = 1032;

/** Synchronous: for a worker thread, the CLI, and what is small. */
export const inflateNative: Inflate = (bytes, maxBytes) => {
  try {
    return gunzipSync(bytes, { maxOutputLength: Math.max(1, maxBytes), chunkSize: chunkSize(bytes, maxBytes) });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    if (errorCode(error) === 'Z_BUF_ERROR') throw truncated(bytes.length, 'The compressed profile');
    throw malformed('its gzip data is broken', -1);
  }
};

/**
 * The size that the last member claims, so that one buffer holds it all and nothing is copied; within what can be
 * true. Pages of it that are never written cost nothing.
 */
function chunkSize(bytes: Uint8Array, maxBytes: number): number {
  const n = bytes.length;
  const claimed = n < 18 ? 0 : new DataView(bytes.buffer, bytes.byteOffset + n - 4, 4).getUint32(0, true);
  const possible = Math.min(claimed + 1, n * maxRatio, maxBytes + 1, 2 ** 30);
  return Math.max(64 * 1024, possible);
}
