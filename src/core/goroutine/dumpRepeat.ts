// The fast way through a dump. In: bytes that stand at a frame, and the stack so far. Out: where the first
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
  const nodes = scan.nodes.pool.data;
  const lastChild = scan.lastChild.data;
  const frames = scan.frames.pool.data;
  const starts = scan.strings.starts.data;
  const { poolView } = scan.strings;
  let node = scan.current;
  let p = from;
  for (;;) {
    const child = lastChild[node + 1];
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
    let byte = bytes[++q];
    while (byte !== close && byte !== open && byte !== newline && ++q < end) byte = bytes[q];
    if (q + fileLength + 4 > end || byte !== close || bytes[++q] !== newline || bytes[++q] !== tab) break;
    const inlined = q === p + nameLength + 6 && bytes[q - 3] === dot;
    if (!sameBytes(view, ++q, poolView, fileAt, fileLength)) break;
    q += fileLength;
    if (bytes[q] !== colon) break;
    let line = 0;
    byte = bytes[++q];
    while (byte >= 0x30 && byte <= 0x39 && ++q < end) {
      line = line * 10 + byte - 0x30;
      byte = bytes[q];
    }
    if (q === end || line !== frames[frame + 2]) break;
    if (((code & 1) === 1) !== (inlined && byte === newline) || (byte !== newline && byte !== space)) break;
    while (byte !== newline && ++q < end) byte = bytes[q];
    if (q === end) break;
    node = child;
    p = q + 1;
  }
  scan.current = node;
  return p;
}
