/** Text of others for one line: it must not be able to break out of its line, nor look like another. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '\ufffd');
}
