// The door to the formats that came before protobuf. In: uncompressed bytes. Out: a Profile, or a
// ProfileError. Invariant: what `go tool pprof` reads is read, and in case of doubt as the format that
// pprof tries first.

import { emptyInput, ProfileError } from '../../wire/errors';
import type { Decoded } from '../profile';
import { looksLikeContentionText, parseContentionText } from './contentionText';
import { looksLikeCpuBinary, parseCpuBinary } from './cpuBinary';
import { looksLikeHeapText, parseHeapText } from './heapText';
import { looksLikeJavaText, parseJavaText } from './javaText';
import { looksLikeThreadText, parseThreadText } from './threadText';
import { utf8Of } from './utf8';

const formats = [
  { looksLike: looksLikeCpuBinary, parse: parseCpuBinary },
  { looksLike: looksLikeHeapText, parse: parseHeapText },
  { looksLike: looksLikeThreadText, parse: parseThreadText },
  { looksLike: looksLikeContentionText, parse: parseContentionText },
  { looksLike: looksLikeJavaText, parse: parseJavaText },
] as const;

export function looksLikeLegacy(bytes: Uint8Array): boolean {
  const text = utf8Of(bytes);
  return formats.some(({ looksLike }) => looksLike(text));
}

/** Count profiles are not among them: goroutine/countText.ts has those. */
export function parseLegacy(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) throw emptyInput();
  const text = utf8Of(bytes);
  const format = formats.find(({ looksLike }) => looksLike(text));
  if (format !== undefined) return format.parse(text);
  throw new ProfileError('not-a-profile', 'The file is in none of the formats that go tool pprof reads.', '');
}
