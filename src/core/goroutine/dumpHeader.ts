// What stands in the brackets of a goroutine's header. In: the bytes from the first bracket or brace to the
// colon. Out: state, wait, flags, synctest bubble and labels. Invariants: every form of Go 1.0 to 1.27 is
// read, labels before, inside or after the brackets; an annotation nobody knows is passed over.
//
//   [chan send (leaked)] {tenant: "a"}:      [select (durable), 3 minutes, synctest bubble 1]:
//   [IO wait labels:{"endpoint": "/a b"}]:   [syscall, 2 minutes, locked to thread]:

import { readGoLabels, type GoLabel } from '../profile/legacy/goLabels';
import { goroutineFlag } from '../profile/profile';
import { ascii, decimalAt, hasText, isDigit, skipBlanks } from './dumpLines';

export interface GoroutineHeader {
  /** Status or wait reason, without annotations: a range of the bytes. */
  stateFrom: number;
  stateTo: number;
  /** -1 where the header does not say. */
  waitMinutes: number;
  /** Bits of `goroutineFlag`. */
  flags: number;
  /** Number of the synctest bubble (1.24: group), a range of the bytes; empty for none. */
  bubbleFrom: number;
  bubbleTo: number;
  readonly labels: GoLabel[];
}

const comma = 0x2c;
const openBrace = 0x7b;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const words = {
  labels: ascii(' labels:{'),
  minutes: ascii(' minutes'),
  locked: ascii('locked'),
  bubble: ascii('synctest bubble '),
  group: ascii('synctest group '),
};

/** (synctest) is what 1.24 called (durable). */
const annotations = [
  { text: ascii(' (scan)'), flag: goroutineFlag.scan },
  { text: ascii(' (leaked)'), flag: goroutineFlag.leaked },
  { text: ascii(' (durable)'), flag: goroutineFlag.durable },
  { text: ascii(' (synctest)'), flag: goroutineFlag.durable },
];

export function readHeader(bytes: Uint8Array): GoroutineHeader {
  const header = { stateFrom: 0, stateTo: 0, waitMinutes: -1, flags: 0, bubbleFrom: 0, bubbleTo: 0, labels: [] };
  const to = bytes.length;
  let wasBracket = false;
  let p = 0;
  while (p < to) {
    if (bytes[p] === openBrace) p = readLabels(header, bytes, p);
    else if (bytes[p] === openBracket && !wasBracket) {
      wasBracket = true;
      p = readBracket(header, bytes, p + 1);
    } else p++;
  }
  return header;
}

function readLabels(header: GoroutineHeader, bytes: Uint8Array, from: number): number {
  const { labels, end } = readGoLabels(bytes, from, bytes.length);
  for (const label of labels) header.labels.push(label);
  return Math.max(end, from + 1);
}

/** Reads fields up to the closing bracket, or to the labels of 1.26, which stand in front of it. */
function readBracket(header: GoroutineHeader, bytes: Uint8Array, from: number): number {
  let start = from;
  for (let p = from; ; p++) {
    const isEnd = p >= bytes.length || bytes[p] === closeBracket || hasText(bytes, p, bytes.length, words.labels);
    if (!isEnd && bytes[p] !== comma) continue;
    if (start === from) readState(header, bytes, from, p);
    else readField(header, bytes, skipBlanks(bytes, start, p), p);
    if (isEnd) return p;
    start = p + 1;
  }
}

function readState(header: GoroutineHeader, bytes: Uint8Array, from: number, to: number): void {
  let end = to;
  for (let i = 0; i < annotations.length; i++) {
    const { text, flag } = annotations[i];
    if (!hasText(bytes, Math.max(from, end - text.length), end, text)) continue;
    header.flags |= flag;
    end -= text.length;
    i = -1;
  }
  header.stateFrom = from;
  header.stateTo = end;
}

function readField(header: GoroutineHeader, bytes: Uint8Array, from: number, to: number): void {
  if (isDigit(bytes[from])) {
    let end = from;
    while (end < to && isDigit(bytes[end])) end++;
    if (hasText(bytes, end, to, words.minutes)) header.waitMinutes = Math.min(decimalAt(bytes, from), 2 ** 31 - 1);
  } else if (hasText(bytes, from, to, words.locked)) header.flags |= goroutineFlag.locked;
  else {
    for (const word of [words.bubble, words.group]) {
      if (!hasText(bytes, from, to, word)) continue;
      header.bubbleFrom = from + word.length;
      header.bubbleTo = to;
    }
  }
}
