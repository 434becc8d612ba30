// Long texts to stdout. In: text, whole or in pieces. Out: the same on stdout, in writes of some size.
// Invariant: tabs and line ends stay, other control characters become visible, so that a name from a profile or a
// line of a source file cannot steer the terminal.

import type { Io } from './io';
import { printable } from './output';

const writeSize = 1 << 16;

export function printText(io: Io, pieces: Iterable<string>): void {
  let buffer = '';
  for (const piece of pieces) {
    buffer += piece;
    if (buffer.length < writeSize) continue;
    io.out(visible(buffer));
    buffer = '';
  }
  io.out(visible(buffer));
}

function visible(text: string): string {
  return text.replace(/[^\t\n\x20-\x7e]+/g, printable);
}
