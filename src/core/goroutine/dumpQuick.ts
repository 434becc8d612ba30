// The fast way through a dump's frames. In: bytes that stand at a frame, and the stack so far. Out: where the first line
// starts that it leaves to others, with the stack grown up to there. Invariant: what it takes is what dumpScan.ts would
// have taken line by line; in doubt it takes nothing.
//
// First the child that the stack's node had last time is expected (dumpRepeat.ts). Where it is another one, the two lines
// are read as Go writes them: `NAME(…)` and a tab with `FILE:LINE +0x…`. Which function that is says a small cache by the
// end of the name, so the file need only be compared with the function's; a wrong guess costs time only.

import { sameBytes } from '../profile/legacy/byteTable';
import { ascii, hasText } from './dumpLines';
import { repeatedFrames } from './dumpRepeat';
import type { DumpScan } from './dumpTables';

const newline = 0x0a;
const tab = 0x09;
const space = 0x20;
const plus = 0x2b;
const open = 0x28;
const close = 0x29;
const colon = 0x3a;
const createdBy = ascii('created by ');
const address = ascii('pc=');
const inlinedArguments = ascii('(...)');

/** Entries of the caches, at most: fewer for a short text, which should not pay for them. */
const mostNames = 1 << 14;
const mostFrames = 1 << 16;
/** More digits than a line number has. */
const mostDigits = 9;

export class QuickFrames {
  /** A frame of the function, by a hash of the name's end; -1 for none. */
  private readonly byName: Int32Array;
  /** Frames by a hash of name and line, -1 for none. */
  private readonly byLine: Int32Array;
  /** Line number and its end, of the place read last. */
  private line = 0;
  private lineTo = 0;

  constructor(
    private readonly scan: DumpScan,
    private readonly bytes: Uint8Array,
    private readonly view: DataView,
  ) {
    const room = 2 ** Math.ceil(Math.log2(bytes.length / 64 + 16));
    this.byName = new Int32Array(Math.min(mostNames, room)).fill(-1);
    this.byLine = new Int32Array(Math.min(mostFrames, room)).fill(-1);
  }

  /** Takes as many frames as it can. */
  take(from: number): number {
    const { scan, bytes, view } = this;
    let p = from;
    for (;;) {
      p = repeatedFrames(scan, bytes, view, p);
      const next = this.pair(p);
      if (next === p) return p;
      p = next;
    }
  }

  /** Takes the two lines of a frame. Out: where the next line starts, `p` if these are not as Go writes them. */
  private pair(p: number): number {
    const { bytes, view, byName } = this;
    if (!(bytes[p] > space) || (bytes[p] === 0x63 && hasText(bytes, p, bytes.length, createdBy))) return p;
    const callEnd = bytes.indexOf(newline, p);
    if (callEnd < 0 || bytes[callEnd - 1] !== close || bytes[callEnd + 1] !== tab) return p;
    let nameEnd = callEnd - 2;
    while (nameEnd > p && bytes[nameEnd] !== open) nameEnd--;
    if (nameEnd <= p) return p;
    // A goroutine's header stands before, so there are bytes in front of short names as well.
    let hash = Math.imul(view.getInt32(nameEnd - 8, true) ^ (nameEnd - p), 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15) ^ view.getInt32(nameEnd - 4, true), 0x85ebca6b);
    const slot = (hash ^ (hash >>> 13)) & (byName.length - 1);
    const guess = byName[slot];
    let frame = guess < 0 ? -1 : this.frameLike(guess, p, nameEnd, callEnd + 2);
    if (frame < 0) {
      frame = byName[slot] = this.newFrame(p, nameEnd, callEnd + 2);
      if (frame < 0) return p;
    }
    let end = this.lineTo;
    // With a colon in the rest, what stands before it is no line number.
    while (end < bytes.length && bytes[end] !== newline && bytes[end] !== colon) end++;
    if (bytes[end] !== newline) return p;
    const isInlined = this.lineTo === end && hasText(bytes, nameEnd, callEnd, inlinedArguments);
    this.scan.stacks.push(2 * frame + (isInlined ? 1 : 0));
    return end + 1;
  }

  /** The frame of a function and a place, if these are the function and the file of another frame; else -1. */
  private frameLike(other: number, from: number, nameEnd: number, place: number): number {
    const { view, scan, bytes, byLine } = this;
    const rows = scan.frames.pool.data;
    const { starts, poolView } = scan.strings;
    const name = rows[3 * other];
    const nameAt = starts.data[name];
    const file = rows[3 * other + 1];
    const fileAt = starts.data[file];
    const fileLength = starts.data[file + 1] - fileAt;
    const fileEnd = place + fileLength;
    if (starts.data[name + 1] - nameAt !== nameEnd - from || file <= 0 || fileEnd >= bytes.length) return -1;
    if (bytes[fileEnd] !== colon || !sameBytes(view, from, poolView, nameAt, nameEnd - from)) return -1;
    if (!sameBytes(view, place, poolView, fileAt, fileLength) || !this.readLine(fileEnd + 1)) return -1;
    const { line } = this;
    const hash = Math.imul(name, 0x9e3779b1) ^ Math.imul(line, 0x85ebca6b);
    const slot = (hash ^ (hash >>> 16)) & (byLine.length - 1);
    const guess = byLine[slot];
    if (guess >= 0 && rows[3 * guess] === name && rows[3 * guess + 1] === file && rows[3 * guess + 2] === line)
      return guess;
    return (byLine[slot] = scan.frameOf(name, file, line));
  }

  /** The frame of a function and a place that nobody has guessed, -1 for lines that are not Go's. */
  private newFrame(from: number, nameEnd: number, place: number): number {
    const { bytes } = this;
    const first = bytes[place];
    if (first === space || first === tab || hasText(bytes, place, bytes.length, address)) return -1;
    const end = bytes.indexOf(newline, place);
    let fileEnd = end - 1;
    while (fileEnd > place && bytes[fileEnd] !== colon) fileEnd--;
    if (fileEnd <= place || !this.readLine(fileEnd + 1)) return -1;
    return this.scan.frame(this.view, from, nameEnd, place, this.lineTo);
  }

  /** Notes the number of `LINE` or `LINE +0x…`; false where something else stands. */
  private readLine(from: number): boolean {
    const { bytes } = this;
    let p = from;
    let line = 0;
    let byte = bytes[p];
    while (byte >= 0x30 && byte <= 0x39) {
      line = line * 10 + byte - 0x30;
      byte = bytes[++p];
    }
    this.line = line;
    this.lineTo = p;
    return p > from && p - from <= mostDigits && (byte === newline || (byte === space && bytes[p + 1] === plus));
  }
}
