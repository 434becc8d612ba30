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
  /** The sample that is being made. */
  private locations = new Int32Array(128);

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

  /** Adds a sample with a stack of the scan, -1 for an empty one. */
  addSample(stack: number): SampleIndex {
    const { stacks } = this.scan;
    const { alone } = this;
    const codes = stacks.pool.data;
    const from = stack < 0 ? 0 : stacks.starts.data[stack];
    const to = stack < 0 ? 0 : stacks.starts.data[stack + 1];
    if (to - from > this.locations.length) this.locations = new Int32Array(2 * (to - from));
    const { locations } = this;
    let length = 0;
    let inlinedFrom = from;
    for (let i = from; i < to; i++) {
      const code = codes[i];
      // An inlined frame comes before the one it was inlined into.
      if ((code & 1) !== 0 && i < to - 1) continue;
      if (i > inlinedFrom) locations[length++] = this.locationOfRun(inlinedFrom, i + 1);
      else {
        const known = alone[code >>> 1];
        locations[length++] = known < 0 ? this.locationOf(code >>> 1) : known;
      }
      inlinedFrom = i + 1;
    }
    return this.builder.addSample(locations, 0, length);
  }

  /** The location of several frames, whose codes are `[from, to)` of the stacks. */
  private locationOfRun(from: number, to: number): number {
    const { run, inlined, builder } = this;
    const codes = this.scan.stacks.pool.data;
    run.length = 0;
    for (let i = from; i < to; i++) run.push(codes[i] >>> 1);
    const known = inlined.count;
    const id = inlined.intern(run.data, 0, run.length);
    if (id === known) {
      this.inlinedLocation.push(builder.addLocation(this.addressOf(run.data[run.length - 1])));
      for (let i = 0; i < run.length; i++) this.addLine(run.data[i]);
    }
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
