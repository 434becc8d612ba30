// Rows, one at a time → the model. In: what a text format names, in the order in which it names it.
// Out: a Profile. Invariants: strings and functions are interned, locations and samples are as many as were
// added and in that order; string 0 is ''; indices handed in were handed out by this builder, so the
// Profile needs no check at the door.

import type { FunctionIndex, LocationIndex, MappingIndex, Profile, SampleIndex, StringIndex } from '../profile';
import { StringTable } from '../stringTable';
import { clampInt64 } from '../unitsInt';
import { ByteTable } from './byteTable';
import { IntTable } from './intTable';
import { BigInt64List, BigUint64List, Float64List, Int32List } from './lists';

export interface BuiltMapping {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly file: string;
  readonly buildId: string;
  /** Bits of `mappingFlag`. */
  readonly flags: number;
}

/** What a builder does not collect row by row. */
export type ProfileFacts = Pick<Profile, 'sampleTypes' | 'periodType' | 'period'> &
  Partial<Pick<Profile, 'goroutines' | 'durationNanos' | 'dropFrames' | 'keepFrames'>>;

/** How many of each, at least one. */
export interface ExpectedRows {
  readonly samples: number;
  /** Locations of all samples' stacks. */
  readonly stacks: number;
  readonly labels: number;
}

const encoder = new TextEncoder();

export class ProfileBuilder {
  private readonly functions = new IntTable();
  private readonly row = new Int32Array(2);
  private readonly mappings: BuiltMapping[] = [];
  private readonly mapping = new Int32List();
  /** Locations that have an address, and the addresses: dumps have none. */
  private readonly addressed = new Int32List();
  private readonly address = new BigUint64List();
  private readonly lineOffset = new Int32List();
  private readonly lineFunction = new Int32List();
  private readonly lineNumber = new Int32List();
  private readonly stackOffset: Int32List;
  private readonly stackLocation: Int32List;
  private readonly values: Float64List[];
  private readonly labelOffset: Int32List;
  private readonly labelKey: Int32List;
  private readonly labelText: Int32List;
  /** Labels that are numbers, and the numbers. */
  private readonly numeric = new Int32List();
  private readonly labelNumber = new BigInt64List();

  /**
   * @param strings a table to go on with, in which '' is the first
   * @param expected what may come; room that is not needed costs nothing, growth costs memory that is touched for nothing
   */
  constructor(
    sampleTypeCount: number,
    private readonly strings = new ByteTable(),
    expected: ExpectedRows = { samples: 1024, stacks: 1024, labels: 1024 },
  ) {
    this.values = Array.from({ length: sampleTypeCount }, () => new Float64List(expected.samples));
    this.stackOffset = new Int32List(expected.samples + 1);
    this.labelOffset = new Int32List(expected.samples + 1);
    this.stackLocation = new Int32List(expected.stacks);
    this.labelKey = new Int32List(expected.labels);
    this.labelText = new Int32List(expected.labels);
    this.text('');
  }

  text(text: string): StringIndex {
    const bytes = encoder.encode(text);
    return this.bytes(new DataView(bytes.buffer), 0, bytes.length);
  }

  bytes(view: DataView, from: number, to: number): StringIndex {
    return this.strings.intern(view, from, to) as StringIndex;
  }

  function(name: StringIndex, file: StringIndex): FunctionIndex {
    this.row[0] = name;
    this.row[1] = file;
    return this.functions.intern(this.row, 0, 2) as FunctionIndex;
  }

  addMapping(mapping: BuiltMapping): MappingIndex {
    return (this.mappings.push(mapping) - 1) as MappingIndex;
  }

  /** @param mapping -1 for none */
  addLocation(address: bigint, mapping = -1): LocationIndex {
    this.lineOffset.push(this.lineFunction.length);
    if (address !== 0n) {
      this.addressed.push(this.mapping.length);
      this.address.push(address);
    }
    this.mapping.push(mapping);
    return (this.mapping.length - 1) as LocationIndex;
  }

  /** Adds a line to the location added last, innermost first. */
  addLine(fn: FunctionIndex, line: number): void {
    this.lineFunction.push(fn);
    this.lineNumber.push(line);
  }

  /** Adds a sample whose stack is `stack[from, to)`, leaf first. */
  addSample(stack: Int32Array, from: number, to: number): SampleIndex {
    this.stackOffset.push(this.stackLocation.length);
    this.labelOffset.push(this.labelKey.length);
    this.stackLocation.append(stack, from, to);
    for (let type = 0; type < this.values.length; type++) this.values[type].push(0);
    return (this.stackOffset.length - 1) as SampleIndex;
  }

  addValue(type: number, sample: SampleIndex, value: number): void {
    this.values[type].data[sample] += value;
  }

  /** Adds a label to the sample added last. */
  addTextLabel(key: StringIndex, text: StringIndex): void {
    this.labelKey.push(key);
    this.labelText.push(text);
  }

  addNumberLabel(key: StringIndex, number: bigint): void {
    this.numeric.push(this.labelKey.length);
    this.labelNumber.push(number);
    this.labelKey.push(key);
    this.labelText.push(-1);
  }

  finish(facts: ProfileFacts): Profile {
    const { functions, mappings } = this;
    this.stackOffset.push(this.stackLocation.length);
    this.labelOffset.push(this.labelKey.length);
    this.lineOffset.push(this.lineFunction.length);
    const mappingFile = Int32Array.from(mappings, (m) => this.text(m.file));
    const mappingBuildId = Int32Array.from(mappings, (m) => this.text(m.buildId));
    const functionName = new Int32Array(functions.count);
    const functionFile = new Int32Array(functions.count);
    for (let i = 0; i < functions.count; i++) {
      functionName[i] = functions.pool.data[2 * i]!;
      functionFile[i] = functions.pool.data[2 * i + 1]!;
    }
    const { pool, starts } = this.strings;
    return {
      defaultSampleType: '',
      timeNanos: 0n,
      durationNanos: 0n,
      comments: [],
      docUrl: '',
      dropFrames: '',
      keepFrames: '',
      ...facts,
      strings: new StringTable(pool.slice(0, starts.data[this.strings.count]), starts.toUnsigned()),
      samples: {
        count: this.stackOffset.length - 1,
        stackOffset: this.stackOffset.toUnsigned(),
        stackLocation: this.stackLocation.toArray(),
        values: this.values.map((column) => column.toArray().map(clampInt64)),
        labelOffset: this.labelOffset.toUnsigned(),
      },
      labels: {
        count: this.labelKey.length,
        key: this.labelKey.toArray(),
        text: this.labelText.toArray(),
        number: scattered(new BigInt64Array(this.labelKey.length), this.numeric, this.labelNumber.data),
        unit: new Int32Array(this.labelKey.length),
      },
      locations: {
        count: this.mapping.length,
        mapping: this.mapping.toArray(),
        address: scattered(new BigUint64Array(this.mapping.length), this.addressed, this.address.data),
        isFolded: new Uint8Array(this.mapping.length),
        lineOffset: this.lineOffset.toUnsigned(),
        lineFunction: this.lineFunction.toArray(),
        lineNumber: this.lineNumber.toArray(),
        lineColumn: new Int32Array(this.lineFunction.length),
      },
      functions: {
        count: functions.count,
        name: functionName,
        systemName: functionName.slice(),
        filename: functionFile,
        startLine: new Int32Array(functions.count),
      },
      mappings: {
        count: mappings.length,
        start: BigUint64Array.from(mappings, (m) => m.start),
        limit: BigUint64Array.from(mappings, (m) => m.limit),
        offset: BigUint64Array.from(mappings, (m) => m.offset),
        file: mappingFile,
        buildId: mappingBuildId,
        flags: Uint8Array.from(mappings, (m) => m.flags),
      },
    };
  }
}

/** `column` with each of `values` at its place. */
function scattered<T extends BigInt64Array | BigUint64Array>(column: T, places: Int32List, values: T): T {
  for (let i = 0; i < places.length; i++) column[places.data[i]] = values[i];
  return column;
}
