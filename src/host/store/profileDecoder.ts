// What the store needs to read a profile; src/extension.ts hands in an object of src/node that has this shape.
// In: the bytes of a file, whatever it is. Out: the profile, ready for both the host and a page.
// Invariants: a large file is decoded off the host's main thread; the unreadable is a UserError that says
// what and where; an aborted signal ends the work with a CancelledError.

import type { Profile, Warning } from '../../core/profile/profile';

export interface ProfileDecoder {
  decode(bytes: Uint8Array, options: DecodeOptions): Promise<DecodedProfile>;
}

export interface DecodeOptions {
  readonly signal: AbortSignal;
  /** Bytes that may come out of inflating; more is refused. */
  readonly maxInflatedSize: number;
  /** Bytes of another profile: then what comes out is the difference, with shares of the base (pprof's diff_base). */
  readonly base?: Uint8Array | undefined;
  /** Scale to the sums of the base first. */
  readonly normalize?: boolean;
}

export interface DecodedProfile {
  readonly profile: Profile;
  readonly warnings: readonly Warning[];
}
