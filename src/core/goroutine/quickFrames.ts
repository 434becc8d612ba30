// Frames of a dump by their text. In: where the lines of a call and its place start. Out: the frame, its number the same
// as DumpScan's, and where the next line starts; -1 for lines that are not as Go writes them: `NAME(…)` and a tab with
// `FILE:LINE +0x…`, without the offset where the frame is inlined. Invariants: what it takes is what dumpScan.ts would
// have taken; nothing is allocated for a frame that is known.
//
// What a frame looks like stands in one row, so that comparing needs few places of memory. Which function a name is says
// a small cache by the name's end, so the file need only be compared with the function's; a wrong guess costs time only.

import { ascii, hasText, isDigit } from './dumpLines';
import { twice } from '../profile/legacy/lists';
import type { DumpScan } from './dumpTables';
import { colonOrNewline, hasZero, lineEnd, parenthesisOrNewline, surelySame } from './wordSearch';

const newline = 0x0a;
const tab = 0x09;
const space = 0x20;
const plus = 0x2b;
const open = 0x28;
const close = 0x29;
const colon = 0x3a;
const address = ascii('pc=');

/** Entries of the caches, at most: fewer for a short text, which should not pay for them. */
const mostNames = 1 << 16;
const mostPlaces = 1 << 16;
/** More digits than a line number has. */
const mostDigits = 9;
const inlinedArguments = ascii('(...)');

/**
 * A row: where name and file stand in the pool of texts and how long they are; the digits of the line number as
 * the word that they are in the text, and how many they are, 0 for more than the four that make a word.
 */
const column = { nameAt: 0, nameLength: 1, fileAt: 2, fileLength: 3, digits: 4, digitCount: 5, width: 8 } as const;

export class QuickFrames {
  /** What was found last. */
  frame = -1;
  isInlined = false;
  /** By frame; a name of no length where it was never read here. */
  private rows = new Int32Array(column.width << 10);
  /** A frame of the function, by a hash of the name's end; -1 for none. */
  private readonly byName: Int32Array;
  /** Frames by a hash of name and line, -1 for none. */
  private readonly byPlace: Int32Array;

  constructor(
    private readonly scan: DumpScan,
    private readonly bytes: Uint8Array,
    private readonly view: DataView,
  ) {
    const room = 2 ** Math.ceil(Math.log2(bytes.length / 64 + 16));
    this.byName = new Int32Array(Math.min(mostNames, room)).fill(-1);
    this.byPlace = new Int32Array(Math.min(mostPlaces, room)).fill(-1);
  }

  /** Whether the two lines at `p` are those of a frame known here, or of the same function at another line. */
  compare(frame: number, p: number): number {
    const { rows, bytes, view } = this;
    const row = column.width * frame;
    const nameLength = rows[row + column.nameLength];
    const from = p + nameLength;
    if (bytes[from] !== open) return -1;
    if (!surelySame(view, p, this.scan.strings.poolView, rows[row], nameLength)) return -1;
    // No parenthesis in the arguments, or the name would go on behind it.
    const to = parenthesisOrNewline(view, from + 1, bytes.length);
    if (bytes[to] !== close || bytes[to + 1] !== newline || bytes[to + 2] !== tab) return -1;
    return this.comparePlace(frame, to + 3, from);
  }

  /** The frame of the two lines at `p`. */
  call(p: number): number {
    const { bytes, view } = this;
    let opened = -1;
    for (let q = p; ; q++) {
      q = parenthesisOrNewline(view, q, bytes.length);
      if (bytes[q] === open) opened = q;
      else if (bytes[q] !== close) return -1;
      else if (bytes[q + 1] === newline) return opened > p && bytes[q + 2] === tab ? this.find(p, opened, q + 3) : -1;
    }
  }

  /** The frame whose name is `[from, nameEnd)`, with its arguments behind it; a creator has none. */
  find(from: number, nameEnd: number, place: number): number {
    const { bytes, view, byName, rows } = this;
    const nameLength = nameEnd - from;
    // A goroutine's header stands before, so there are bytes in front of short names as well.
    let hash = Math.imul(view.getInt32(nameEnd - 8, true) ^ nameLength, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15) ^ view.getInt32(nameEnd - 4, true), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13) ^ view.getInt32(from + (nameLength >> 1) - 4, true), 0x9e3779b1);
    const slot = (hash ^ (hash >>> 15)) & (byName.length - 1);
    const guess = byName[slot];
    const row = column.width * guess;
    if (
      guess >= 0 &&
      rows[row + column.nameLength] === nameLength &&
      surelySame(view, from, this.scan.strings.poolView, rows[row + column.nameAt], nameLength)
    ) {
      const end = this.comparePlace(guess, place, nameEnd);
      if (end >= 0) return end;
    }
    const first = bytes[place];
    if (first === space || first === tab || hasText(bytes, place, bytes.length, address)) return -1;
    const to = lineEnd(view, place, bytes.length);
    let colonAt = to - 1;
    while (colonAt > place && bytes[colonAt] !== colon) colonAt--;
    if (colonAt <= place) return -1;
    const end = this.readLine(colonAt + 1, nameEnd);
    if (end < 0) return -1;
    this.frame = this.learn(this.scan.frame(view, from, nameEnd, place, this.lineTo));
    byName[slot] = this.frame;
    return end;
  }

  private line = 0;
  private lineTo = 0;

  private comparePlace(frame: number, p: number, nameEnd: number): number {
    const { rows, bytes, view } = this;
    const row = column.width * frame;
    const fileLength = rows[row + column.fileLength];
    const lineAt = p + fileLength + 1;
    if (bytes[lineAt - 1] !== colon) return -1;
    if (!surelySame(view, p, this.scan.strings.poolView, rows[row + column.fileAt], fileLength)) return -1;
    const digitCount = rows[row + column.digitCount];
    if (
      digitCount > 0 &&
      lineAt + 4 <= bytes.length &&
      (view.getInt32(lineAt, true) ^ rows[row + column.digits]) << (32 - 8 * digitCount) === 0 &&
      !isDigit(bytes[lineAt + digitCount])
    ) {
      this.frame = frame;
      return this.readRest(lineAt + digitCount, nameEnd);
    }
    const end = this.readLine(lineAt, nameEnd);
    if (end >= 0) this.frame = this.frameAt(frame, this.line);
    return end;
  }

  /** The frame of another one's function at another line. */
  private frameAt(sibling: number, line: number): number {
    const { byPlace } = this;
    const rows = this.scan.frames.pool.data;
    const name = rows[3 * sibling];
    const file = rows[3 * sibling + 1];
    const hash = Math.imul(name, 0x9e3779b1) ^ Math.imul(line, 0x85ebca6b);
    const slot = (hash ^ (hash >>> 16)) & (byPlace.length - 1);
    const guess = byPlace[slot];
    if (guess >= 0 && rows[3 * guess + 2] === line && rows[3 * guess] === name && rows[3 * guess + 1] === file)
      return guess;
    return (byPlace[slot] = this.learn(this.scan.frameOf(name, file, line)));
  }

  /** Reads on from the line number to the next line; -1 where something else stands. */
  private readLine(from: number, nameEnd: number): number {
    const { bytes } = this;
    let p = from;
    let line = 0;
    let byte = bytes[p];
    while (byte >= 0x30 && byte <= 0x39) {
      line = line * 10 + byte - 0x30;
      byte = bytes[++p];
    }
    if (p === from || p - from > mostDigits) return -1;
    this.line = line;
    this.lineTo = p;
    return this.readRest(p, nameEnd);
  }

  /** Reads on from behind the line number. */
  private readRest(p: number, nameEnd: number): number {
    const { bytes, view } = this;
    const byte = bytes[p];
    this.isInlined = byte === newline && hasText(bytes, nameEnd, bytes.length, inlinedArguments);
    if (byte === newline) return p + 1;
    if (byte !== space || bytes[p + 1] !== plus) return -1;
    // With a colon in the rest, what stands before it is no line number.
    const end = colonOrNewline(view, p + 2, bytes.length);
    return bytes[end] === newline ? end + 1 : -1;
  }

  /** Notes what a frame looks like; one with a byte 0 has a name's length that no text has (see `surelySame`). */
  private learn(frame: number): number {
    const at = column.width * frame;
    while (at >= this.rows.length) this.rows = twice(this.rows, new Int32Array(2 * this.rows.length));
    const { rows, scan } = this;
    const { poolView, starts } = scan.strings;
    const frames = scan.frames.pool.data;
    const name = frames[3 * frame];
    const file = frames[3 * frame + 1];
    const [nameAt, nameTo] = [starts.data[name], starts.data[name + 1]];
    const [fileAt, fileTo] = [starts.data[file], starts.data[file + 1]];
    rows[at + column.nameAt] = nameAt;
    rows[at + column.nameLength] =
      hasZero(poolView, nameAt, nameTo) || hasZero(poolView, fileAt, fileTo) ? -1 : nameTo - nameAt;
    rows[at + column.fileAt] = fileAt;
    rows[at + column.fileLength] = fileTo - fileAt;
    this.learnLine(at, frames[3 * frame + 2]);
    return frame;
  }

  private learnLine(row: number, line: number): void {
    let digits = 0;
    let count = 0;
    for (let rest = line; count === 0 || rest > 0; rest = Math.floor(rest / 10)) {
      digits = (digits << 8) | (0x30 + (rest % 10));
      count++;
    }
    this.rows[row + column.digits] = digits;
    this.rows[row + column.digitCount] = count > 4 ? 0 : count;
  }
}
