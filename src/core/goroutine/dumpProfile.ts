// Scanned dump → Profile. In: a DumpScan. Out: a Profile of type goroutine/count and its goroutines.
// Invariants: goroutines that agree in stack, state, creator and labels share one sample, whose value is
// their number; an inlined frame shares a location with the frame it was inlined into, as in a protobuf
// profile; frames that Go elided leave a gap that only the label `elided` tells of.
//
// Labels of a sample, in this order: `state`, `created by`, then where they apply `leaked`, `locked`,
// `elided`, `synctest bubble`, `dump number` (only in a file of several), and behind them the program's own.

import { IntTable } from '../profile/legacy/intTable';
import { Int32List } from '../profile/legacy/lists';
import { ProfileBuilder } from '../profile/legacy/profileBuilder';
import {
  goroutineFlag,
  type GoroutineColumns,
  type Profile,
  type SampleIndex,
  type StringIndex,
} from '../profile/profile';
import { readHeader } from './dumpHeader';
import { DumpFrames } from './dumpFrames';
import { rowFlag, type DumpScan } from './dumpTables';
import type { DumpParts } from './dumpParts';
import { isRuntimeState } from './waitReason';

const decoder = new TextDecoder();

/** Keys of the labels that come from the dump's own words, not from the program. */
export const dumpLabel = {
  state: 'state',
  createdBy: 'created by',
  leaked: 'leaked',
  locked: 'locked',
  elided: 'elided',
  bubble: 'synctest bubble',
  dump: 'dump number',
} as const;

/** A header, with its texts in the profile's string table. */
interface Header {
  readonly state: StringIndex;
  readonly waitMinutes: number;
  readonly flags: number;
  /** Nothing of the program that somebody would have to wake. */
  readonly isRuntime: boolean;
  readonly bubble: StringIndex;
  /** A row of `labelRows`: key, text, key, text … */
  readonly labels: number;
}

/**
 * @param isDeadlock the runtime has said of the first dump that nothing can wake its goroutines: all are marked leaked but
 * the runtime's own (and a thread's scheduling stack, number 0), which a crash shows with GOTRACEBACK=system
 */
export function profileOfDump(scan: DumpScan, parts: DumpParts, isDeadlock: boolean): Profile {
  return new DumpBuilder(scan, parts, isDeadlock).build();
}

class DumpBuilder {
  private readonly builder: ProfileBuilder;
  private readonly labelRows = new IntTable();
  private readonly frames: DumpFrames;
  private readonly keys: Readonly<Record<keyof typeof dumpLabel, StringIndex>>;
  private readonly yes: StringIndex;
  private readonly headers: readonly Header[];
  private readonly samples: IntTable;
  private readonly columns: GoroutineColumns;
  /** What a sample stands for. */
  private readonly key = new Int32Array(7);

  constructor(
    private readonly scan: DumpScan,
    private readonly parts: DumpParts,
    private readonly isDeadlock: boolean,
  ) {
    const count = parts.rows.length;
    const builder = new ProfileBuilder(1, scan.strings, {
      samples: count,
      stacks: Math.max(1, scan.stacks.pool.length),
      labels: 3 * count,
    });
    this.builder = builder;
    this.frames = new DumpFrames(scan, builder);
    this.yes = builder.text('true');
    this.keys = {
      state: builder.text(dumpLabel.state),
      createdBy: builder.text(dumpLabel.createdBy),
      leaked: builder.text(dumpLabel.leaked),
      locked: builder.text(dumpLabel.locked),
      elided: builder.text(dumpLabel.elided),
      bubble: builder.text(dumpLabel.bubble),
      dump: builder.text(dumpLabel.dump),
    };
    this.headers = this.readHeaders();
    this.samples = new IntTable(count, this.key.length);
    this.columns = {
      count,
      id: new Float64Array(count),
      sample: new Int32Array(count),
      state: new Int32Array(count),
      waitMinutes: new Int32Array(count),
      createdBy: new Int32Array(count),
      parent: new Float64Array(count),
      flags: new Uint8Array(count),
    };
  }

  build(): Profile {
    const { builder, columns } = this;
    for (let i = 0; i < columns.count; i++) this.addGoroutine(i);
    const type = { type: 'goroutine', unit: 'count' };
    return builder.finish({ sampleTypes: [type], periodType: type, period: 1n, goroutines: columns });
  }

  /** One call for each, because V8 compiles a function that was called often sooner than a loop that runs for long. */
  private addGoroutine(i: number): void {
    const { scan, parts, samples, columns, key } = this;
    const row = parts.rows[i];
    const header = this.headers[scan.header.data[row]];
    const wait = scan.wait.data[row];
    const creator = scan.creator.data[row];
    const elided = (scan.flags.data[row] & rowFlag.elided) !== 0;
    const isMarked = this.isDeadlock && parts.dump[i] <= 1 && scan.id.data[row] !== 0 && !header.isRuntime;
    const flags = header.flags | (elided ? goroutineFlag.elided : 0) | (isMarked ? goroutineFlag.leaked : 0);
    key[0] = scan.stack.data[row];
    key[1] = creator;
    key[2] = header.state;
    key[3] = flags & (goroutineFlag.leaked | goroutineFlag.locked | goroutineFlag.elided);
    key[4] = header.bubble;
    key[5] = header.labels;
    key[6] = parts.dump[i];
    const known = samples.count;
    const sample = samples.intern(key, 0, key.length) as SampleIndex;
    if (sample === known) this.addSample(key);
    this.builder.addValue(0, sample, 1);
    columns.id[i] = scan.id.data[row];
    columns.sample[i] = sample;
    columns.state[i] = header.state;
    columns.waitMinutes[i] = wait < 0 ? header.waitMinutes : wait;
    columns.createdBy[i] = creator < 0 ? -1 : this.frames.locationOf(creator);
    columns.parent[i] = scan.parent.data[row];
    columns.flags[i] = flags;
  }

  private readHeaders(): Header[] {
    const { builder } = this;
    const { pool, poolView, starts, count } = this.scan.headers;
    const row = new Int32List(64);
    return Array.from({ length: count }, (_, i) => {
      const at = starts.data[i];
      const header = readHeader(pool.subarray(at, starts.data[i + 1]));
      row.length = 0;
      for (const { key, value } of header.labels) {
        row.push(builder.bytes(new DataView(key.buffer), 0, key.length));
        row.push(builder.bytes(new DataView(value.buffer), 0, value.length));
      }
      return {
        state: builder.bytes(poolView, at + header.stateFrom, at + header.stateTo),
        waitMinutes: header.waitMinutes,
        flags: header.flags,
        isRuntime:
          this.isDeadlock && isRuntimeState(decoder.decode(pool.subarray(at + header.stateFrom, at + header.stateTo))),
        bubble: builder.bytes(poolView, at + header.bubbleFrom, at + header.bubbleTo),
        labels: this.labelRows.intern(row.data, 0, row.length),
      };
    });
  }

  private addSample(key: Int32Array): void {
    const { builder, keys, yes } = this;
    const [creator, flags, bubble, dump] = [key[1], key[3], key[4], key[6]];
    this.frames.addSample(key[0]);
    builder.addTextLabel(keys.state, key[2] as StringIndex);
    if (creator >= 0) builder.addTextLabel(keys.createdBy, this.frames.nameOf(creator));
    if ((flags & goroutineFlag.leaked) !== 0) builder.addTextLabel(keys.leaked, yes);
    if ((flags & goroutineFlag.locked) !== 0) builder.addTextLabel(keys.locked, yes);
    if ((flags & goroutineFlag.elided) !== 0) builder.addTextLabel(keys.elided, yes);
    if (bubble !== 0) builder.addTextLabel(keys.bubble, bubble as StringIndex);
    if (dump > 0) builder.addTextLabel(keys.dump, builder.text(String(dump)));
    const { pool, starts } = this.labelRows;
    const labels = key[5];
    for (let i = starts.data[labels]; i < starts.data[labels + 1]; i += 2) {
      builder.addTextLabel(pool.data[i] as StringIndex, pool.data[i + 1] as StringIndex);
    }
  }
}
