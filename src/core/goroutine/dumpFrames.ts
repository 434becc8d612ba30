// Frames of a dump → functions and locations. In: a DumpScan's frames and stacks, and the builder to add to.
// Out: locations and samples in that builder. Invariants: frames with the same function, file, line and
// inlining are one location; names compare with those of a protobuf profile: the runtime prints
// `runtime.gopanic` as `panic`, which is undone. (Type arguments it prints as `[...]`, which cannot be; the
// protobuf has them in full.)

import { IntTable } from '../profile/legacy/intTable';
import { Int32List } from '../profile/legacy/lists';
import type { ProfileBuilder } from '../profile/legacy/profileBuilder';
import type { FunctionIndex, LocationIndex, SampleIndex, StringIndex } from '../profile/profile';
import { ascii, hasText } from './dumpLines';
import type { DumpScan } from './dumpTables';

const pc = ascii('pc=0x');
const panicFile = ascii('/panic.go');

export class DumpFrames {
  /** By frame: its FunctionIndex, -1 before anybody asked. */
  private readonly fn: Int32Array;
  private readonly panic: StringIndex;
  /** By frame: its location where it stands alone. */
  private readonly alone: Int32Array;
  /** Locations of several frames: frames, innermost first → location. */
  private readonly inlined = new IntTable();
  private readonly inlinedLocation = new Int32List();
  private readonly run = new Int32List(64);
  private stack = new Int32Array(128);

  constructor(
    private readonly scan: DumpScan,
    private readonly builder: ProfileBuilder,
  ) {
    const { count } = scan.frames;
    this.panic = builder.text('panic');
    this.fn = new Int32Array(count).fill(-1);
    this.alone = new Int32Array(count).fill(-1);
  }

  nameOf(frame: number): StringIndex {
    const { data } = this.scan.frames.pool;
    const name = data[3 * frame] as StringIndex;
    return name === this.panic && this.isInPanicFile(data[3 * frame + 1]) ? this.builder.text('runtime.gopanic') : name;
  }

  locationOf(frame: number): LocationIndex {
    if (this.alone[frame] < 0) {
      this.alone[frame] = this.builder.addLocation(this.addressOf(frame));
      this.addLine(frame);
    }
    return this.alone[frame] as LocationIndex;
  }

  /** Adds a sample with the stack whose outermost frame is at `node`. */
  addSample(node: number): SampleIndex {
    const nodes = this.scan.stacks.rows.data;
    const { run } = this;
    let at = this.stack.length;
    run.length = 0;
    // Nodes go from the root inwards: an inlined frame comes after the one it was inlined into.
    for (let n = node; n >= 0; n = nodes[2 * n]!) {
      const code = nodes[2 * n + 1];
      if ((code & 1) === 0 && run.length > 0) at = this.put(at, this.locationOfRun());
      run.push(code >>> 1);
    }
    if (run.length > 0) at = this.put(at, this.locationOfRun());
    return this.builder.addSample(this.stack, at, this.stack.length);
  }

  /** Stacks are filled from their end, so more room has to be made at the start. */
  private put(at: number, location: number): number {
    let free = at;
    if (free === 0) {
      const larger = new Int32Array(2 * this.stack.length);
      free = larger.length - this.stack.length;
      larger.set(this.stack, free);
      this.stack = larger;
    }
    this.stack[--free] = location;
    return free;
  }

  /** The location of the frames in `run`, which are outermost first, and forgets them. */
  private locationOfRun(): number {
    const { run, inlined, builder } = this;
    const { length } = run;
    if (length === 1) {
      run.length = 0;
      return this.locationOf(run.data[0]);
    }
    run.data.subarray(0, length).reverse();
    const known = inlined.count;
    const id = inlined.intern(run.data, 0, length);
    if (id === known) {
      this.inlinedLocation.push(builder.addLocation(this.addressOf(run.data[length - 1])));
      for (let i = 0; i < length; i++) this.addLine(run.data[i]);
    }
    run.length = 0;
    return this.inlinedLocation.data[id];
  }

  private addLine(frame: number): void {
    const { data } = this.scan.frames.pool;
    if (this.fn[frame] < 0) {
      this.fn[frame] = this.builder.function(this.nameOf(frame), Math.max(0, data[3 * frame + 1]) as StringIndex);
    }
    this.builder.addLine(this.fn[frame] as FunctionIndex, data[3 * frame + 2]);
  }

  private isInPanicFile(file: number): boolean {
    const { pool, starts } = this.scan.strings;
    const to = starts.data[file + 1];
    return (
      file > 0 &&
      hasText(pool.subarray(starts.data[file], to), to - starts.data[file] - panicFile.length, to, panicFile)
    );
  }

  private addressOf(frame: number): bigint {
    const address = -1 - this.scan.frames.pool.data[3 * frame + 1];
    if (address < 0) return 0n;
    const { pool, starts } = this.scan.addresses;
    const from = starts.data[address];
    const to = starts.data[address + 1];
    return hasText(pool, from, to, pc) ? BigInt(`0x${hexDigits(pool, from + pc.length, to)}`) : 0n;
  }
}

/** Up to 64 bits of them. */
function hexDigits(bytes: Uint8Array, from: number, to: number): string {
  let text = '0';
  for (let p = from; p < to && text.length <= 16; p++) {
    const char = String.fromCharCode(bytes[p]);
    if (!/[0-9a-f]/.test(char)) break;
    text += char;
  }
  return text;
}
