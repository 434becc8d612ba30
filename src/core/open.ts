// The door for bytes of unknown kind. In: what a file or a service gave. Out: a Profile and warnings, or
// a ProfileError that says what the bytes are and what to do. Invariant: the content decides, never the
// file's name; every input ends in one of the two; names are readable unless asked otherwise, symbols' names
// are as written.

import { looksLikeCountText, parseCountText } from './goroutine/countText';
import { looksLikeDump, parseDump } from './goroutine/dump';
import { recordedDump } from './goroutine/recordedDump';
import { refuseOtherKinds } from './otherKinds';
import { decodeProfile } from './profile/decode';
import { looksLikeFolded, parseFolded } from './profile/folded';
import { looksLikeLegacy, parseLegacy } from './profile/legacy/legacy';
import type { Decoded } from './profile/profile';
import { withReadableNames, withSystemNames } from './profile/readableNames';
import { textOf, withoutEscapes } from './textInput';
import { emptyInput, ProfileError } from './wire/errors';
import { defaultMaxInflatedBytes, type Inflate, isGzip } from './wire/inflate';

export interface OpenOptions {
  /** src/node's native one, or wire/inflatePortable.ts where there is no Node. */
  readonly inflate: Inflate;
  /** Refuse what unpacks to more. */
  readonly maxInflatedBytes?: number;
  readonly names?: NameForm | undefined;
}

/** Names of functions: mangled ones made readable (the default), all as written, or those of the symbols. */
export type NameForm = 'readable' | 'written' | 'symbols';

interface Form {
  readonly fits: (bytes: Uint8Array) => boolean;
  readonly parse: (bytes: Uint8Array) => Decoded;
}

const textForms: readonly Form[] = [
  { fits: looksLikeDump, parse: parseDump },
  { fits: looksLikeCountText, parse: parseCountText },
  { fits: looksLikeLegacy, parse: parseLegacy },
  { fits: looksLikeFolded, parse: parseFolded },
];

export function openProfile(bytes: Uint8Array, options: OpenOptions): Decoded {
  const written = openAsWritten(bytes, options);
  if (options.names === 'written') return written;
  return options.names === 'symbols' ? withSystemNames(written) : withReadableNames(written);
}

function openAsWritten(bytes: Uint8Array, options: OpenOptions): Decoded {
  if (bytes.length === 0) throw emptyInput();
  const plain = isGzip(bytes) ? options.inflate(bytes, options.maxInflatedBytes ?? defaultMaxInflatedBytes) : bytes;
  if (plain.length === 0) throw emptyInput();
  if (startsAsProfile(plain)) {
    try {
      return decodeProfile(plain);
    } catch {
      // What it is instead, or what is wrong with it, is found out below.
    }
  }
  refuseOtherKinds(plain);
  const text = textOf(plain);
  if (text !== undefined) return openText(text, plain);
  if (looksLikeLegacy(plain)) return parseLegacy(plain);
  try {
    return decodeProfile(plain);
  } catch (error) {
    // Logs have binary rubbish in front, e.g. where logrotate cut a file that was being written.
    if (ProfileError.is(error, ...unreadable) && looksLikeDump(plain)) return parseDump(withoutEscapes(plain));
    throw error;
  }
}

/**
 * Whether the first field is a short sample type that starts with its type, as every writer has it: then nothing else
 * needs to be asked, which for a small file takes a tenth of the time.
 */
function startsAsProfile(bytes: Uint8Array): boolean {
  return bytes[0] === 0x0a && bytes[1] < 0x20 && bytes[2] === 0x08;
}

const unreadable = ['malformed', 'truncated', 'invalid'];

function openText(text: Uint8Array, bytes: Uint8Array): Decoded {
  if (text.length === 0) throw emptyInput();
  const form = textForms.find(({ fits }) => fits(text));
  if (form !== undefined) return form.parse(text);
  const dump = recordedDump(text);
  if (dump !== undefined && looksLikeDump(dump)) return parseDump(dump);
  // A protobuf profile may look like text, when it is small.
  try {
    return decodeProfile(bytes);
  } catch (error) {
    if (ProfileError.is(error, ...unreadable)) throw notAProfile();
    throw error;
  }
}

function notAProfile(): ProfileError {
  return new ProfileError(
    'not-a-profile',
    'This is a text file, not a profile.',
    'Profiles come from net/http/pprof, `go test -cpuprofile`, or runtime/pprof.',
  );
}
