// The fast way through a dump. In: bytes that stand at a line of a goroutine, and what is known of it so far. Out: where
// the first line starts that it leaves to others, with the goroutines up to there in the scan. Invariant: what it takes
// is what dumpScan.ts would have taken line by line; in doubt it takes nothing.
//
// It knows what Go prints for nearly every goroutine: a header, frames of two lines each, the creator's two lines, a
// blank line. Frames are guessed: after the same two frames the same one mostly follows, and a guess only has to be
// compared (quickFrames.ts).

import { ascii, hasText, isDigit } from './dumpLines';
import type { DumpScan } from './dumpTables';
import { QuickFrames } from './quickFrames';
import { lineEnd } from './wordSearch';

const newline = 0x0a;
const tab = 0x09;
const space = 0x20;
const colon = 0x3a;
const bracket = 0x5b;
const lower = { c: 0x63, g: 0x67 } as const;
const words = { createdBy: ascii('created by '), goroutine: ascii('goroutine '), parent: ascii(' in goroutine ') };

/** Guesses, at most: fewer for a short text, which should not pay for them. */
const mostGuesses = 1 << 16;

export class QuickGoroutines {
  private readonly frames: QuickFrames;
  /** By a hash of the two frames before: the frame that came next the last time, -1 for none. */
  private readonly next: Int32Array;
  /** What stands for the frame before the innermost one: the start of the state. */
  private state = 0;

  constructor(
    private readonly scan: DumpScan,
    private readonly bytes: Uint8Array,
    private readonly view: DataView,
  ) {
    const room = 2 ** Math.ceil(Math.log2(bytes.length / 64 + 16));
    this.frames = new QuickFrames(scan, bytes, view);
    this.next = new Int32Array(Math.min(mostGuesses, room)).fill(-1);
  }

  /** Takes as many lines as it can: the rest of the goroutine that is open, and those that follow. */
  take(from: number): number {
    const { bytes, scan } = this;
    let p = from;
    for (;;) {
      p = this.stack(p);
      if (bytes[p] === lower.c) p = this.creator(p);
      if (bytes[p] !== newline) return p;
      scan.close();
      p++;
      const opened = p < bytes.length && bytes[p] === lower.g ? this.header(p) : -1;
      if (opened < 0) return p;
      p = opened;
    }
  }

  /** Takes frames, as many as there are. */
  private stack(from: number): number {
    const { bytes, frames, next } = this;
    const { openStack } = this.scan;
    const mask = next.length - 1;
    let before = openStack.length > 1 ? openStack.data[openStack.length - 2] : this.state;
    let last = openStack.length > 0 ? openStack.data[openStack.length - 1] : -1;
    let p = from;
    for (;;) {
      const first = bytes[p];
      // No function's name begins like these; dumpScan.ts knows what does.
      if (!(first > space) || first === bracket || (first === lower.c && this.isCreator(p))) return p;
      const hash = Math.imul(before, 0x9e3779b1) ^ Math.imul(last, 0x85ebca6b);
      const slot = (hash ^ (hash >>> 15)) & mask;
      const guess = next[slot];
      let end = guess < 0 ? -1 : frames.compare(guess, p);
      if (end < 0) {
        end = frames.call(p);
        if (end < 0) return p;
        next[slot] = frames.frame;
      }
      before = last;
      last = 2 * frames.frame + (frames.isInlined ? 1 : 0);
      openStack.push(last);
      p = end;
    }
  }

  private isCreator(p: number): boolean {
    return hasText(this.bytes, p, this.bytes.length, words.createdBy);
  }

  /** Takes the two lines that say who started the goroutine. Out: `p` if there are no such lines. */
  private creator(p: number): number {
    const { bytes, view, scan, frames } = this;
    if (!this.isCreator(p)) return p;
    const from = p + words.createdBy.length;
    const to = lineEnd(view, from, bytes.length);
    let nameEnd = to;
    let parent = 0;
    for (let digit = 1; isDigit(bytes[nameEnd - 1]); digit *= 10) parent += digit * (bytes[--nameEnd] - 0x30);
    nameEnd -= words.parent.length;
    const hasParent = nameEnd > from && bytes[to - 1] !== space && hasText(bytes, nameEnd, to, words.parent);
    if (!hasParent) nameEnd = to;
    if (nameEnd <= from || bytes[to - 1] === 0x0d || bytes[to + 1] !== tab) return p;
    const end = frames.find(from, nameEnd, to + 2);
    if (end < 0) return p;
    scan.openCreator = frames.frame;
    if (hasParent) scan.openParent = parent;
    return end;
  }

  /** Opens the goroutine whose header stands at `p`, if it has a number and a bracket and no more. */
  private header(p: number): number {
    const { bytes, view, scan } = this;
    if (!hasText(bytes, p, bytes.length, words.goroutine)) return -1;
    const digits = p + words.goroutine.length;
    let q = digits;
    let id = 0;
    while (isDigit(bytes[q])) id = id * 10 + bytes[q++] - 0x30;
    if (q === digits || bytes[q] !== space || bytes[q + 1] !== bracket) return -1;
    const to = lineEnd(view, q, bytes.length);
    if (to === bytes.length || bytes[to - 1] !== colon || (bytes[to - 2] !== 0x5d && bytes[to - 2] !== 0x7d)) return -1;
    scan.open(id, p, view, q + 1, to);
    this.state = q + 10 > to ? 0 : view.getInt32(q + 2) ^ view.getInt32(q + 6);
    return to + 1;
  }
}
