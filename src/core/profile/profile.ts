// The model. A Profile is columns: typed arrays and one string table; rows are branded indices.
//
// In: what a decoder read. Out: immutable columns that every analysis reads.
// Invariants, checked once at the door (validate.ts) and trusted afterwards:
//  - every index is in range, or -1 where the column says so; rows refer to rows, never by the ids of the file;
//  - `offset` columns have one more entry than rows, start at 0 and never fall (CSR);
//  - `samples.values` has one array per sample type, each as long as there are samples;
//  - stacks are leaf first, and within a location lines are innermost first, as in the file
//    (google/pprof proto/profile.proto).
//
// Example: main calls work, work inlines sum. One sample [sum|work, main]:
//   samples.stackOffset   [0, 2]           samples.stackLocation [0, 1]
//   locations.lineOffset  [0, 2, 3]        locations.lineFunction [sum, work, main]

import type { Brand } from '../../base/brand';
import type { StringTable } from './stringTable';

export type StringIndex = Brand<number, 'StringIndex'>;
export type FunctionIndex = Brand<number, 'FunctionIndex'>;
export type LocationIndex = Brand<number, 'LocationIndex'>;
export type MappingIndex = Brand<number, 'MappingIndex'>;
export type SampleIndex = Brand<number, 'SampleIndex'>;
/** One-based line in a source file; 0 means unknown, as in the format. */
export type Line1 = Brand<number, 'Line1'>;

export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

export interface MappingColumns {
  readonly count: number;
  /** As of LocationColumns. */
  readonly id?: BigUint64Array;
  readonly start: BigUint64Array;
  readonly limit: BigUint64Array;
  readonly offset: BigUint64Array;
  /** StringIndex. */
  readonly file: Int32Array;
  /** StringIndex. */
  readonly buildId: Int32Array;
  /** Bits of `mappingFlag`. */
  readonly flags: Uint8Array;
}

export const mappingFlag = { functions: 1, filenames: 2, lineNumbers: 4, inlineFrames: 8 } as const;

export interface FunctionColumns {
  readonly count: number;
  /** StringIndex. */
  readonly name: Int32Array;
  /** StringIndex. */
  readonly systemName: Int32Array;
  /** StringIndex. */
  readonly filename: Int32Array;
  /** Line1 of the declaration. Go sets it from 1.20 on. */
  readonly startLine: Int32Array;
}

export interface LocationColumns {
  readonly count: number;
  /** The file's own ids, where they are not simply 1, 2, 3, …: for those who look for a row of pprof's. */
  readonly id?: BigUint64Array;
  /** MappingIndex, -1 for none. */
  readonly mapping: Int32Array;
  readonly address: BigUint64Array;
  /** 1 where the linker folded identical functions and the lines name only one of them. */
  readonly isFolded: Uint8Array;
  /** CSR into the three line columns; a location may have no lines (not symbolized). */
  readonly lineOffset: Uint32Array;
  /** FunctionIndex, -1 for none. */
  readonly lineFunction: Int32Array;
  /** Line1. */
  readonly lineNumber: Int32Array;
  /** One-based column, 0 for unknown; Go never sets it. */
  readonly lineColumn: Int32Array;
}

/** What the file, or who writes one, calls a row. */
export function idOfRow({ id }: { readonly id?: BigUint64Array }, row: number): number | bigint {
  return id?.[row] ?? row + 1;
}

export interface SampleColumns {
  readonly count: number;
  /** CSR into stackLocation; a sample may have no locations. */
  readonly stackOffset: Uint32Array;
  /** LocationIndex, leaf first. */
  readonly stackLocation: Int32Array;
  /** Per sample type, one value a sample, in the type's own unit. */
  readonly values: readonly Float64Array[];
  /** CSR into the label columns. */
  readonly labelOffset: Uint32Array;
}

export interface LabelColumns {
  readonly count: number;
  /** StringIndex. */
  readonly key: Int32Array;
  /** StringIndex of a text label, -1 where the label is a number. */
  readonly text: Int32Array;
  /** The number of a numeric label, 0 where it is text. */
  readonly number: BigInt64Array;
  /** StringIndex of the number's unit, 0 for none. */
  readonly unit: Int32Array;
}

/** What a goroutine dump knows beyond stacks; absent for profiles in protobuf form. */
export interface GoroutineColumns {
  readonly count: number;
  /** The runtime's goroutine number. */
  readonly id: Float64Array;
  /** SampleIndex that holds this goroutine's stack. */
  readonly sample: Int32Array;
  /** StringIndex of the status or wait reason, e.g. `chan receive`. */
  readonly state: Int32Array;
  /** Minutes blocked, -1 where the dump does not say (that is not a short wait). */
  readonly waitMinutes: Int32Array;
  /** LocationIndex of the `go` statement, -1 for none. */
  readonly createdBy: Int32Array;
  /** Goroutine number of the creator, -1 for unknown. */
  readonly parent: Float64Array;
  /** Bits of `goroutineFlag`. */
  readonly flags: Uint8Array;
}

export const goroutineFlag = { locked: 1, leaked: 2, scan: 4, durable: 8, elided: 16 } as const;

export interface Profile {
  readonly strings: StringTable;
  readonly sampleTypes: readonly ValueType[];
  /** Type name the writer recommends, '' for none (then the last one counts). */
  readonly defaultSampleType: string;
  readonly samples: SampleColumns;
  readonly labels: LabelColumns;
  readonly locations: LocationColumns;
  readonly functions: FunctionColumns;
  readonly mappings: MappingColumns;
  readonly goroutines?: GoroutineColumns;
  /** Nanoseconds since 1970, 0 for unknown. */
  readonly timeNanos: bigint;
  /** 0 for unknown. */
  readonly durationNanos: bigint;
  readonly periodType: ValueType | undefined;
  readonly period: bigint;
  readonly comments: readonly string[];
  readonly docUrl: string;
  readonly dropFrames: string;
  readonly keepFrames: string;
}

/** What could be shown nevertheless, told to the user. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

export interface Decoded {
  readonly profile: Profile;
  readonly warnings: readonly Warning[];
}

/** Index of the sample type a viewer opens with: the recommended one, else the last (as go tool pprof). */
export function defaultSampleTypeIndex(profile: Pick<Profile, 'sampleTypes' | 'defaultSampleType'>): number {
  const wanted = profile.sampleTypes.findIndex((t) => t.type === profile.defaultSampleType);
  return wanted >= 0 ? wanted : Math.max(0, profile.sampleTypes.length - 1);
}
