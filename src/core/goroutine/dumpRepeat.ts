// Frames that repeat. In: bytes that stand at a frame, and the stack so far. Out: where the first
// line starts that is not the frame expected, with the stack grown up to there. Invariant: what it takes
// is what dumpScan.ts would have taken line by line; in doubt it takes nothing.
//
// Expected is the child that the stack's node had last time. Its function and place are compared with the
// bytes four at a time, and only the arguments and offsets between them are looked at byte by byte.

import { sameBytes } from '../profile/legacy/byteTable';
import type { DumpScan } from './dumpTables';

const newline = 0x0a;
const tab = 0x09;
const space = 0x20;
const dot = 0x2e;
const open = 0x28;
const close = 0x29;
const colon = 0x3a;

export function repeatedFrames(scan: DumpScan, bytes: Uint8Array, view: DataView, from: number): number {
  const end = bytes.length;
  const { stacks } = scan;
  const nodes = stacks.rows.data;
  const children = stacks.children.data;
  const frames = scan.frames.pool.data;
  const starts = scan.strings.starts.data;
  const { poolView } = scan.strings;
  let node = stacks.current;
  let p = from;
  for (;;) {
    const child = children[2 * node + 3];
    if (child < 0) break;
    const code = nodes[2 * child + 1];
    const frame = 3 * (code >>> 1);
    const name = frames[frame];
    const nameAt = starts[name];
    const nameLength = starts[name + 1] - nameAt;
    const file = frames[frame + 1];
    if (file <= 0) break;
    const fileAt = starts[file];
    const fileLength = starts[file + 1] - fileAt;
    let q = p + nameLength;
    if (q + fileLength > end || bytes[q] !== open || !sameBytes(view, p, poolView, nameAt, nameLength)) break;
    // The arguments: no parenthesis in them, or the name would go on behind it.
    q = parenthesisOrNewline(view, q + 1, end);
    if (q + fileLength + 4 > end || bytes[q] !== close || bytes[++q] !== newline || bytes[++q] !== tab) break;
    const inlined = q === p + nameLength + 6 && bytes[q - 3] === dot;
    if (!sameBytes(view, ++q, poolView, fileAt, fileLength)) break;
    q += fileLength;
    if (bytes[q] !== colon) break;
    let line = 0;
    let byte = bytes[++q];
    while (byte >= 0x30 && byte <= 0x39 && ++q < end) {
      line = line * 10 + byte - 0x30;
      byte = bytes[q];
    }
    if (q === end || line !== frames[frame + 2]) break;
    if (((code & 1) === 1) !== (inlined && byte === newline) || (byte !== newline && byte !== space)) break;
    while (byte !== newline && byte !== colon && ++q < end) byte = bytes[q];
    if (q === end || byte !== newline) break;
    node = child;
    p = q + 1;
  }
  stacks.current = node;
  return p;
}

/** The first `(`, `)` or newline, four bytes a step; `end` or a little less where there is none. */
function parenthesisOrNewline(view: DataView, from: number, end: number): number {
  const last = end - 4;
  for (let q = from; q <= last; q += 4) {
    const word = view.getInt32(q, true);
    // A byte of these is 0 where it is what is looked for; subtracting finds the first of them.
    const parenthesis = (word & ~0x01010101) ^ 0x28282828;
    const newlines = word ^ 0x0a0a0a0a;
    const found = (((parenthesis - 0x01010101) & ~parenthesis) | ((newlines - 0x01010101) & ~newlines)) & ~0x7f7f7f7f;
    if (found !== 0) return q + ((31 - Math.clz32(found & -found)) >> 3);
  }
  return end;
}
