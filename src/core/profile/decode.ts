// Protobuf profiles. In: uncompressed bytes, whole or in chunks. Out: a Profile and warnings, or a
// ProfileError with the byte where reading stopped. Invariant: every input ends in one of the two, in
// time proportional to its length.

import { emptyInput, truncated } from '../wire/errors';
import { joinBytes } from '../wire/joinBytes';
import type { Decoded } from './profile';
import { rehearse } from './rehearsal';
import { resolve } from './resolve';
import { scanFields } from './scan';
import { ScanState } from './scanState';

/** What is smaller is nearly read before V8 has compiled anything. */
const worthRehearsing = 1 << 20;

/** Decodes a profile that lies in memory, uncompressed. */
export function decodeProfile(bytes: Uint8Array): Decoded {
  if (bytes.length > worthRehearsing) rehearse();
  const decoder = new ProfileDecoder(bytes.length);
  decoder.push(bytes);
  return decoder.finish();
}

/** Decodes a profile as it arrives, so that its uncompressed form is never held whole. */
export class ProfileDecoder {
  private readonly state: ScanState;
  /** The beginning of a field whose end has not arrived. */
  private carry: Uint8Array[] = [];
  private carried = 0;
  /** No use in scanning again before this many bytes are there. */
  private wanted = 0;

  /** @param expectedBytes uncompressed size if known, 0 if not; sizes the columns, nothing else */
  constructor(expectedBytes = 0) {
    this.state = new ScanState(expectedBytes);
  }

  /** The chunk's bytes may be reused by the caller afterwards, unless a later call throws. */
  push(chunk: Uint8Array): void {
    if (this.carried > 0) {
      this.carry.push(chunk.slice());
      this.carried += chunk.length;
      if (this.carried < this.wanted) return;
      this.scan(joinBytes(this.carry));
    } else this.scan(chunk);
  }

  private scan(bytes: Uint8Array): void {
    const used = scanFields(this.state, plain(bytes), bytes.length);
    this.state.base += used;
    this.carried = bytes.length - used;
    this.carry = this.carried > 0 ? [bytes.slice(used)] : [];
    // Doubling bounds the copying when one field spans many chunks.
    this.wanted = 2 * this.carried;
  }

  finish(): Decoded {
    const { state } = this;
    if (this.carried > 0) {
      this.scan(joinBytes(this.carry));
      if (this.carried > 0) throw truncated(state.base + this.carried);
    }
    if (state.base === 0) throw emptyInput();
    return resolve(state);
  }
}

/** V8 makes the scan for one class of array; a Buffer of Node's is another one. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
