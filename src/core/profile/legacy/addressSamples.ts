// Stacks of addresses → the model. In: samples as program counters, names for some of them, and a table of
// mappings. Out: a Profile with the rows, the order and the numbers that `go tool pprof` reads from the
// same file. Invariants: one sample a record, one location an address, in the order in which samples first
// use them; a location is in the first mapping that covers it, as in mappings.ts.

import { mappingFlag, type LocationIndex, type Profile, type StringIndex } from '../profile';
import { IntTable } from './intTable';
import { BigInt64List, Float64List, Int32List } from './lists';
import { assignMappings, type MemoryMapping } from './mappings';
import { ProfileBuilder, type ProfileFacts } from './profileBuilder';

export interface SymbolLine {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

export interface TextLabel {
  readonly key: Uint8Array<ArrayBuffer>;
  readonly value: Uint8Array<ArrayBuffer>;
}

/** What a format says about its addresses. */
export interface AddressFacts {
  readonly mappings: readonly MemoryMapping[];
  /** By address id: lines, innermost first. */
  readonly symbols?: ReadonlyMap<number, readonly SymbolLine[]>;
  /**
   * The handler that takes a sample may find the leaf twice, where the program was and on the stack: the
   * second time lowered by one, as all but the first are.
   */
  readonly dropRepeatedLeaf?: boolean;
  /** Java's locations are numbers without meaning once they have names. */
  readonly withoutAddresses?: boolean;
}

export class AddressSamples {
  /** Rows of two: the high and the low half of an address. */
  private readonly addresses = new IntTable();
  private readonly half = new Int32Array(2);
  readonly stackOffset = new Int32List();
  /** Ends of stacks, for formats that shorten them afterwards. */
  readonly stackEnd = new Int32List();
  /** Address ids, leaf first. */
  readonly stack = new Int32List();
  readonly values: Float64List[];
  /** The label `bytes`, where the format has one. */
  readonly blockSize = new BigInt64List();
  private readonly labels = new Map<number, readonly TextLabel[]>();

  constructor(private readonly typeCount: number) {
    this.values = Array.from({ length: typeCount }, () => new Float64List());
  }

  get count(): number {
    return this.stackOffset.length;
  }

  get addressCount(): number {
    return this.addresses.count;
  }

  /** The id of an address `by` below the one whose halves are given. */
  addressId(high: number, low: number, by = 0): number {
    const less = (low >>> 0) - by;
    this.half[0] = less < 0 ? high - 1 : high;
    this.half[1] = less;
    return this.addresses.intern(this.half, 0, 2);
  }

  address(id: number): bigint {
    const { data } = this.addresses.pool;
    return (BigInt(data[2 * id] >>> 0) << 32n) | BigInt(data[2 * id + 1] >>> 0);
  }

  /** Ends a sample whose address ids were pushed to `stack` since `from`. */
  addSample(from: number, values: readonly number[]): void {
    this.stackOffset.push(from);
    this.stackEnd.push(this.stack.length);
    for (let type = 0; type < this.typeCount; type++) this.values[type].push(values[type]);
  }

  /** For the sample added last. */
  addLabels(labels: readonly TextLabel[]): void {
    if (labels.length > 0) this.labels.set(this.count - 1, labels);
  }

  build(rest: ProfileFacts, facts: AddressFacts): Profile {
    const builder = new ProfileBuilder(this.typeCount);
    const locations = this.addLocations(builder, facts);
    const bytesKey = builder.text('bytes');
    const row = new Int32List(64);
    for (let i = 0; i < this.count; i++) {
      row.length = 0;
      const from = this.stackOffset.data[i];
      const repeats = facts.dropRepeatedLeaf === true && this.repeatsLeaf(i);
      for (let at = from; at < this.stackEnd.data[i]; at++) {
        if (at !== from + 1 || !repeats) row.push(locations[this.stack.data[at]]);
      }
      const sample = builder.addSample(row.data, 0, row.length);
      for (let type = 0; type < this.typeCount; type++) builder.addValue(type, sample, this.values[type].data[i]);
      if (this.blockSize.length > 0) builder.addNumberLabel(bytesKey, this.blockSize.data[i]);
      for (const { key, value } of this.labels.get(i) ?? []) {
        builder.addTextLabel(textOf(builder, key), textOf(builder, value));
      }
    }
    return builder.finish(rest);
  }

  private repeatsLeaf(sample: number): boolean {
    const at = this.stackOffset.data[sample];
    if (this.stackEnd.data[sample] - at < 2) return false;
    return this.address(this.stack.data[at]) === BigInt.asUintN(64, this.address(this.stack.data[at + 1]) + 1n);
  }

  /** Adds mappings and the locations that samples use. Out: location by address id, -1 where unused. */
  private addLocations(builder: ProfileBuilder, facts: AddressFacts): Int32Array {
    const { symbols } = facts;
    const used = this.usedAddresses();
    const locations = new Int32Array(this.addresses.count).fill(-1);
    const assigned = assignMappings(
      facts.mappings,
      used.map((id) => (facts.withoutAddresses === true && symbols?.has(id) === true ? 0n : this.address(id))),
    );
    const flags = symbols === undefined || facts.withoutAddresses === true || symbols.size === 0 ? 0 : named;
    for (const mapping of assigned.mappings) builder.addMapping({ ...mapping, flags });
    used.forEach((id, i) => {
      locations[id] = addLocation(builder, facts.withoutAddresses === true ? 0n : this.address(id), assigned.of[i]);
      for (const { name, file, line } of symbols?.get(id) ?? []) {
        builder.addLine(builder.function(builder.text(name), builder.text(file)), line);
      }
    });
    return locations;
  }

  private usedAddresses(): number[] {
    const used: number[] = [];
    const seen = new Uint8Array(this.addresses.count);
    for (let i = 0; i < this.count; i++) {
      for (let at = this.stackOffset.data[i]; at < this.stackEnd.data[i]; at++) {
        const id = this.stack.data[at];
        if (seen[id] === 0) used.push(id);
        seen[id] = 1;
      }
    }
    return used;
  }
}

const named = mappingFlag.functions | mappingFlag.filenames | mappingFlag.lineNumbers;

function addLocation(builder: ProfileBuilder, address: bigint, mapping: number): LocationIndex {
  return builder.addLocation(address, mapping);
}

function textOf(builder: ProfileBuilder, bytes: Uint8Array<ArrayBuffer>): StringIndex {
  return builder.bytes(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.length);
}
