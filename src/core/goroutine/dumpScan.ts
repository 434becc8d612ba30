// Dump text → numbers, in one pass. In: the bytes of a file that holds goroutine dumps among other text.
// Out: a DumpScan: one row a goroutine, and tables of the distinct frames, stacks and headers they name.
// Invariants: a line costs no JavaScript string; memory is that of the distinct content plus some 50 bytes
// a goroutine; lines that are no part of a dump are passed over.
//
// Goroutines that look as Go prints nearly all of them are read by dumpQuick.ts. Only what looks otherwise is
// taken apart line by line here: what stands before, remarks, ancestors, lines of a log. On 100 thousand
// goroutines that is several times the speed of taking all apart.

import {
  argumentsStart,
  ascii,
  decimalAt,
  findHeader,
  hasText,
  headerRest,
  isCall,
  isCallStart,
  isDigit,
  placeEnd,
  skipBlanks,
} from './dumpLines';
import { DumpScan, rowFlag } from './dumpTables';
import { QuickGoroutines } from './dumpQuick';
import { LogPrefix } from './logPrefix';

const newline = 0x0a;
const carriageReturn = 0x0d;
const tab = 0x09;
const space = 0x20;
const dot = 0x2e;
const colon = 0x3a;

const words = {
  goroutine: ascii('goroutine '),
  createdBy: ascii('created by '),
  inGoroutine: ascii(' in goroutine '),
  origin: ascii('[originating from goroutine '),
  elided: ascii('elided...'),
  nonGo: ascii('non-Go function'),
  atPc: ascii(' at pc='),
  pc: ascii('pc='),
  pcField: ascii(' pc='),
  unavailable: ascii('stack unavailable'),
  inlinedArguments: ascii('(...)'),
};

type Pending = 'nothing' | 'frame' | 'creator';

/** How far to look for a second line of a log's prefix. */
const linesAhead = 32;
const longestCall = 2048;

class Scanner {
  readonly scan = new DumpScan();
  private readonly view: DataView;
  private readonly end: number;
  private readonly quick: QuickGoroutines;
  private prefix: LogPrefix | undefined;
  private inAncestors = false;
  /** A line whose file and line number are expected on the next. */
  private pending: Pending = 'nothing';
  private pendingFrom = 0;
  private pendingTo = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly isQuick: boolean,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.length;
    this.quick = new QuickGoroutines(this.scan, bytes, this.view);
  }

  run(): DumpScan {
    let p = 0;
    while (p < this.end) {
      if (!this.scan.isOpen) p = this.toNextHeader(p);
      else p = this.line(this.isPlain() ? this.quick.take(p) : p);
    }
    if (this.isCut()) this.scan.truncated = true;
    this.closeGoroutine();
    return this.scan;
  }

  /** Whether the next line is read as it stands, and on its own. */
  private isPlain(): boolean {
    return this.isQuick && this.prefix === undefined && this.pending === 'nothing' && !this.inAncestors;
  }

  /** Whether the text stops inside a line of the dump, or between two that belong together. */
  private isCut(): boolean {
    const { bytes, end, pendingFrom, pendingTo } = this;
    if (this.pending === 'creator') return true;
    if (this.pending === 'frame' && isCall(bytes, pendingFrom, pendingTo)) return true;
    const last = bytes.lastIndexOf(newline) + 1;
    if (last === end) return false;
    if (hasText(words.goroutine, 0, words.goroutine.length, bytes.subarray(last, last + words.goroutine.length))) {
      return headerRest(bytes, last, end) < 0;
    }
    return this.pending === 'frame' && bytes.subarray(last, end).includes(dot) && isCallStart(bytes, last, end);
  }

  /** Reads on to the next header and opens its goroutine; where text holds none, that is the end. */
  private toNextHeader(from: number): number {
    const { bytes, end } = this;
    const found = findHeader(bytes, from);
    if (found === undefined) return end;
    const to = this.lineEnd(found.from);
    this.openGoroutine(found.lineStart, found.from, this.trimmed(found.from, to));
    return Math.min(to + 1, end);
  }

  private lineEnd(from: number): number {
    const at = this.bytes.indexOf(newline, from);
    return at < 0 ? this.end : at;
  }

  private trimmed(from: number, to: number): number {
    return to > from && this.bytes[to - 1] === carriageReturn ? to - 1 : to;
  }

  /** @param lineStart start of the line, before `from` where a log put something in front */
  private openGoroutine(lineStart: number, from: number, to: number): boolean {
    const { bytes, scan } = this;
    const rest = headerRest(bytes, from, to);
    if (rest < 0) return false;
    this.closeGoroutine();
    this.prefix = lineStart === from ? undefined : this.prefixOf(lineStart, from, to);
    scan.open(decimalAt(bytes, from + words.goroutine.length), lineStart, this.view, rest, to);
    this.inAncestors = false;
    this.pending = 'nothing';
    return true;
  }

  /**
   * A log has the prefix on the next lines as well, though lines of others may come in between; a message
   * that ends in a dump ("boom goroutine 1 [running]:") has it on this line only.
   */
  private prefixOf(lineStart: number, from: number, to: number): LogPrefix | undefined {
    const { bytes } = this;
    const prefix = LogPrefix.of(bytes, lineStart, from);
    let next = this.lineEnd(to) + 1;
    for (let i = 0; prefix !== undefined && i < linesAhead && next < this.end; i++) {
      const end = this.lineEnd(next);
      const lineTo = this.trimmed(next, Math.min(end, next + longestCall));
      if (prefix.skip(bytes, next, lineTo) >= 0) return prefix;
      if (isCall(bytes, next, lineTo)) return undefined;
      next = end + 1;
    }
    return prefix;
  }

  private closeGoroutine(): void {
    if (!this.scan.isOpen) return;
    this.giveUpPending();
    this.scan.close();
  }

  /** Takes the line at `p` if it is inside a goroutine. Out: where the next one starts. */
  private line(p: number): number {
    const { bytes } = this;
    if (p === this.end || !this.scan.isOpen) return p;
    const end = this.lineEnd(p);
    const next = Math.min(end + 1, this.end);
    const to = this.trimmed(p, end);
    let from = p;
    if (this.prefix !== undefined) {
      from = this.prefix.skip(bytes, p, to);
      if (from < 0) {
        this.otherLine(p, to);
        return next;
      }
    }
    if (from >= to) this.closeGoroutine();
    else if (bytes[from] === tab || bytes[from] === space)
      this.place(skipBlanks(bytes, from, to), to, end === this.end);
    else this.flushLeft(p, from, to);
    return next;
  }

  /** A line between a prefixed dump's lines: from elsewhere, unless another dump begins on it. */
  private otherLine(from: number, to: number): void {
    const { bytes } = this;
    if (bytes[to - 1] !== colon) return;
    for (let p = from; p < to; p++) {
      if (bytes[p] === 0x67 && hasText(bytes, p, to, words.goroutine) && this.openGoroutine(from, p, to)) return;
    }
  }

  /** A line that is not indented: a header, a function, who created the goroutine, or a remark. */
  private flushLeft(lineStart: number, from: number, to: number): void {
    const { bytes } = this;
    this.giveUpPending();
    if (bytes[from] === 0x67 && this.openGoroutine(lineStart, from, to)) return;
    if (this.inAncestors) return;
    if (hasText(bytes, from, to, words.createdBy)) {
      this.expectPlace('creator', from + words.createdBy.length, to);
    } else if (bytes[from] === dot && hasText(bytes, to - words.elided.length, to, words.elided)) {
      this.scan.openFlags |= rowFlag.elided;
    } else if (hasText(bytes, from, to, words.origin)) {
      this.inAncestors = true;
      if (this.scan.openParent < 0) this.scan.openParent = decimalAt(bytes, from + words.origin.length);
    } else if (bytes[to - 1] === colon) {
      this.otherLine(from, to);
      if (this.pending === 'nothing' && this.scan.isOpen) this.expectPlace('frame', from, to);
    } else this.expectPlace('frame', from, to);
  }

  private expectPlace(what: Pending, from: number, to: number): void {
    this.pending = what;
    this.pendingFrom = from;
    this.pendingTo = to;
  }

  /** An indented line, which says where the line before it is. */
  private place(from: number, to: number, atEnd: boolean): void {
    const { bytes } = this;
    const what = this.pending;
    if (what === 'nothing') {
      if (hasText(bytes, to - words.unavailable.length, to, words.unavailable))
        this.scan.openFlags |= rowFlag.unavailable;
      return;
    }
    const isAddress = hasText(bytes, from, to, words.pc);
    let end = isAddress ? to : placeEnd(bytes, from, to);
    if (end < 0) {
      this.giveUpPending();
      return;
    }
    const { pendingFrom } = this;
    let nameEnd = this.pendingTo;
    let inlined = false;
    if (what === 'creator') nameEnd = this.creatorEnd(pendingFrom, nameEnd);
    else if (!isAddress && !hasText(bytes, end, to, words.pcField)) {
      // Go's own frames have arguments; a C symbolizer's line is the name, parentheses and all.
      nameEnd = argumentsStart(bytes, pendingFrom, nameEnd);
      inlined = end === to && hasText(bytes, nameEnd, this.pendingTo, words.inlinedArguments);
    }
    if (atEnd && end === to && !inlined) {
      // Cut off: `main.go:2` may be the start of `main.go:24 +0x1d`.
      this.scan.truncated = true;
      end = from;
    }
    const frame = isAddress
      ? this.scan.foreignFrame(this.view, pendingFrom, nameEnd, from, end)
      : this.scan.frame(this.view, pendingFrom, nameEnd, from, end);
    this.pending = 'nothing';
    if (what === 'creator') this.scan.openCreator = frame;
    else this.scan.openStack.push(2 * frame + (inlined ? 1 : 0));
  }

  /** Drops `in goroutine N` from the end of a creator's name, and notes N. */
  private creatorEnd(from: number, to: number): number {
    const { bytes } = this;
    let p = to;
    while (p > from && isDigit(bytes[p - 1])) p--;
    const nameEnd = p - words.inGoroutine.length;
    if (p === to || nameEnd <= from || !hasText(bytes, nameEnd, to, words.inGoroutine)) return to;
    this.scan.openParent = decimalAt(bytes, p);
    return nameEnd;
  }

  /** A function's line without a place: a frame if it cannot be anything else, else a stranger among the lines. */
  private giveUpPending(): void {
    const { bytes, pendingFrom: from, pendingTo: to, pending: what } = this;
    this.pending = 'nothing';
    if (what === 'creator') {
      this.scan.openCreator = this.scan.frame(this.view, from, this.creatorEnd(from, to), to, to);
    } else if (what === 'frame') {
      if (hasText(bytes, from, to, words.nonGo)) {
        const nameEnd = from + words.nonGo.length;
        const pc = hasText(bytes, nameEnd, to, words.atPc) ? nameEnd + 4 : to;
        this.scan.openStack.push(2 * this.scan.foreignFrame(this.view, from, nameEnd, pc, to));
      } else if (isCall(bytes, from, to)) {
        this.scan.openStack.push(2 * this.scan.frame(this.view, from, argumentsStart(bytes, from, to), to, to));
      }
    }
  }
}

/** @param isQuick false takes all apart line by line, which comes out the same: for who wants to compare */
export function scanDump(bytes: Uint8Array, isQuick = true): DumpScan {
  return new Scanner(bytes, isQuick).run();
}
