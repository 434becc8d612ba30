// What stands in the brackets of a goroutine's header. In: the bytes from the first bracket or brace to the
// colon. Out: state, wait, flags, synctest bubble and labels. Invariants: every form of Go 1.0 to 1.27 is
// read, labels before, inside or after the brackets; an annotation nobody knows is passed over.
//
//   [chan send (leaked)] {tenant: "a"}:      [select (durable), 3 minutes, synctest bubble 1]:
//   [IO wait labels:{"endpoint": "/a b"}]:   [syscall, 2 minutes, locked to thread]:

import { readGoLabels, type GoLabel } from '../profile/legacy/goLabels';
import { goroutineFlag } from '../profile/profile';
import { ascii, hasText } from './dumpLines';

export interface GoroutineHeader {
  /** Status or wait reason, without annotations. */
  readonly state: string;
  /** -1 where the header does not say. */
  readonly waitMinutes: number;
  /** Bits of `goroutineFlag`. */
  readonly flags: number;
  /** Number of the synctest bubble (1.24: group), '' for none. */
  readonly bubble: string;
  readonly labels: readonly GoLabel[];
}

const comma = 0x2c;
const openBrace = 0x7b;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const inside = ascii(' labels:{');
const decoder = new TextDecoder();

/** In the order in which the runtime prints them; (synctest) is what 1.24 called (durable). */
const annotations = [
  { text: ' (scan)', flag: goroutineFlag.scan },
  { text: ' (leaked)', flag: goroutineFlag.leaked },
  { text: ' (durable)', flag: goroutineFlag.durable },
  { text: ' (synctest)', flag: goroutineFlag.durable },
];

export function readHeader(bytes: Uint8Array): GoroutineHeader {
  const labels: GoLabel[] = [];
  const fields: string[] = [];
  const to = bytes.length;
  let p = 0;
  while (p < to) {
    if (bytes[p] === openBrace) {
      const read = readGoLabels(bytes, p, to);
      for (const label of read.labels) labels.push(label);
      p = Math.max(read.end, p + 1);
    } else if (bytes[p] === openBracket && fields.length === 0) {
      p++;
      let start = p;
      while (p < to && bytes[p] !== closeBracket) {
        if (bytes[p] === comma) {
          fields.push(decoder.decode(bytes.subarray(start, p)));
          start = p + 1;
        } else if (hasText(bytes, p, to, inside)) break;
        p++;
      }
      fields.push(decoder.decode(bytes.subarray(start, p)));
    } else p++;
  }
  return { ...readFields(fields), labels };
}

function readFields(fields: readonly string[]): Omit<GoroutineHeader, 'labels'> {
  let state = (fields[0] ?? '').trim();
  let flags = 0;
  let waitMinutes = -1;
  let bubble = '';
  for (let found = true; found;) {
    found = false;
    for (const { text, flag } of annotations) {
      if (!state.endsWith(text)) continue;
      state = state.slice(0, -text.length);
      flags |= flag;
      found = true;
    }
  }
  for (const field of fields.slice(1)) {
    const words = field.trim().split(' ');
    const number = Number(words[0]);
    if (words[1] === 'minutes' && number >= 0) waitMinutes = number;
    else if (words[0] === 'locked') flags |= goroutineFlag.locked;
    else if (words[0] === 'synctest') bubble = words[2] ?? '';
  }
  return { state, waitMinutes: Math.min(waitMinutes, 2 ** 31 - 1), flags, bubble };
}
