// What a dump's scan collects. In: rows and distinct texts, from dumpScan.ts. Out: the same, for
// dumpParts.ts and dumpProfile.ts. Invariants: the goroutine columns are equally long; memory is that of
// the distinct frames, stacks and headers plus some 50 bytes a goroutine.

import { ByteTable } from '../profile/legacy/byteTable';
import { IntTable } from '../profile/legacy/intTable';
import { Float64List, Int32List } from '../profile/legacy/lists';
import { isDigit } from './dumpLines';

const space = 0x20;
const comma = 0x2c;
const colon = 0x3a;
/** ` minutes]:` as numbers. */
const minutesEnd = { length: 10, min: 0x6e696d20, utes: 0x73657475, close: 0x3a5d } as const;
/** More digits than a wait has. */
const mostDigits = 9;

export const rowFlag = { elided: 1, unavailable: 2 } as const;

export class DumpScan {
  /** Names and files; the first one is ''. */
  readonly strings = new ByteTable();
  /** Rows of three: function, file, line. Instead of a file that nobody knows: -1 - a row of `addresses`. */
  readonly frames = new IntTable();
  /** `pc=0x…` of frames that are not Go's. */
  readonly addresses = new ByteTable();
  /** From the bracket to the colon, e.g. `[syscall, locked to thread]:`, or to the minutes at the end: `[chan send`. */
  readonly headers = new ByteTable();
  /** Codes of frames, innermost first: a frame × 2, + 1 where it was inlined. */
  readonly stacks = new IntTable();

  readonly id = new Float64List();
  /** Where the header's line starts, in the text. */
  readonly at = new Float64List();
  readonly header = new Int32List();
  /** Minutes that stood at the end of the header, -1 where none did. */
  readonly wait = new Int32List();
  /** A row of `stacks`, -1 for an empty one. */
  readonly stack = new Int32List();
  /** A frame, -1 for none. */
  readonly creator = new Int32List();
  /** Goroutine number, -1 for unknown. */
  readonly parent = new Float64List();
  /** Bits of `rowFlag`. */
  readonly flags = new Int32List();
  /** The text ends inside a goroutine. */
  truncated = false;

  /** The goroutine being read, where there is one: what is known of it so far. */
  isOpen = false;
  readonly openStack = new Int32List();
  openCreator = -1;
  openParent = -1;
  openFlags = 0;

  private readonly row = new Int32Array(3);

  constructor() {
    this.strings.intern(new DataView(new ArrayBuffer(0)), 0, 0);
  }

  get count(): number {
    return this.id.length;
  }

  /** Begins a goroutine whose header, from the bracket on, is `[from, to)` of the text. */
  open(id: number, at: number, view: DataView, from: number, to: number): void {
    this.id.push(id);
    this.at.push(at);
    this.header.push(this.headers.intern(view, from, this.takeWait(view, from, to)));
    this.openStack.length = 0;
    this.openCreator = this.openParent = -1;
    this.openFlags = 0;
    this.isOpen = true;
  }

  /**
   * Notes the minutes at the end of `[chan send, 3 minutes]:`, which would make a header of their own of every number.
   * Out: where the header ends without them.
   */
  private takeWait(view: DataView, from: number, to: number): number {
    const { length, min, utes, close } = minutesEnd;
    const digitsTo = to - length;
    let p = digitsTo;
    let minutes = 0;
    if (
      p > from &&
      view.getInt32(p, true) === min &&
      view.getInt32(p + 4, true) === utes &&
      view.getUint16(p + 8, true) === close
    ) {
      for (let digit = 1; p > from && isDigit(view.getUint8(p - 1)); digit *= 10) {
        minutes += digit * (view.getUint8(--p) - 0x30);
      }
    }
    const digits = digitsTo - p;
    const isWait =
      digits > 0 &&
      digits <= mostDigits &&
      p > from + 2 &&
      view.getUint8(p - 1) === space &&
      view.getUint8(p - 2) === comma;
    this.wait.push(isWait ? minutes : -1);
    return isWait ? p - 2 : to;
  }

  close(): void {
    const { openStack } = this;
    this.stack.push(openStack.length === 0 ? -1 : this.stacks.intern(openStack.data, 0, openStack.length));
    this.creator.push(this.openCreator);
    this.parent.push(this.openParent);
    this.flags.push(this.openFlags);
    this.isOpen = false;
  }

  /** The frame of a name and a place `FILE:LINE`, which may be empty. */
  frame(view: DataView, nameFrom: number, nameTo: number, placeFrom: number, placeTo: number): number {
    let fileTo = placeTo - 1;
    let line = 0;
    for (let digit = 1; fileTo > placeFrom && view.getUint8(fileTo) !== colon; fileTo--, digit *= 10) {
      line += digit * (view.getUint8(fileTo) - 0x30);
    }
    const name = this.strings.intern(view, nameFrom, nameTo);
    const file = fileTo <= placeFrom ? 0 : this.strings.intern(view, placeFrom, fileTo);
    return this.frameOf(name, file, Math.min(line, 2 ** 31 - 1));
  }

  /** The frame of a name, a file and a line number. */
  frameOf(name: number, file: number, line: number): number {
    const { row } = this;
    row[0] = name;
    row[1] = file;
    row[2] = line;
    return this.frames.intern(row, 0, 3);
  }

  /** The frame of a name and an address, which is all there is to know of code that is not Go's. */
  foreignFrame(view: DataView, nameFrom: number, nameTo: number, from: number, to: number): number {
    const { row } = this;
    row[0] = this.strings.intern(view, nameFrom, nameTo);
    row[1] = -1 - this.addresses.intern(view, from, to);
    row[2] = 0;
    return this.frames.intern(row, 0, 3);
  }
}
