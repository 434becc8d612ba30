// In which form bytes hold a profile, from their beginning alone. In: bytes. Out: a form, or undefined for anything
// else. Invariant: looks at a few bytes only; that the rest is whole and makes sense is for the decoder to say.

export type ProfileForm = 'gzip' | 'proto' | 'text' | 'trace';

/** Extension of a file in that form, as other tools know it. */
export const extensionOf: Readonly<Record<ProfileForm, string>> = {
  gzip: '.pb.gz',
  proto: '.pprof',
  text: '.txt',
  trace: '.trace',
};

const textBeginnings =
  /^(goroutine \d+ |[^\n]{1,200} profile: total \d+\n|heap profile: |--- (contention|mutex|contentionz)|SIGQUIT: |panic: |fatal error: )/;

export function profileForm(bytes: Uint8Array): ProfileForm | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  const head = new TextDecoder().decode(bytes.subarray(0, 512));
  if (/^go 1\.\d+ trace\0/.test(head)) return 'trace';
  if (textBeginnings.test(head)) return 'text';
  return startsLikeProto(bytes) ? 'proto' : undefined;
}

/** By the header or by the beginning: routers that answer everything with their app's page often forget the header. */
export function isHtml(bytes: Uint8Array, contentType: string | undefined): boolean {
  if (profileForm(bytes) !== undefined) return false;
  if (contentType?.toLowerCase().startsWith('text/html') === true) return true;
  return /^\s*(<!doctype html|<html|<head|<\?xml)/i.test(new TextDecoder().decode(bytes.subarray(0, 256)));
}

/**
 * The first field is one of Profile's, what it says fits into the bytes, and they are not plain text: a profile has
 * control characters within its first fields (small numbers), text has none but tabs and line ends.
 */
function startsLikeProto(bytes: Uint8Array): boolean {
  if (bytes.length < 2) return false;
  const field = bytes[0] >> 3;
  const wire = bytes[0] & 7;
  const isText = bytes.subarray(0, 512).every((b) => b >= 0x20 || b === 9 || b === 10 || b === 13);
  if (isText || field < 1 || field > 15) return false;
  if (wire === 0) return true;
  let length = 0;
  let at = 1;
  for (let shift = 0; at < bytes.length && shift < 35; at++, shift += 7) {
    length += (bytes[at] & 0x7f) * 2 ** shift;
    if (bytes[at] < 0x80) break;
  }
  return wire === 2 && length <= bytes.length - at - 1;
}
