// A profile as one buffer and a small JSON-safe header, to cross threads and into the page.
// In: a Profile. Out: { header, buffer }, and back. Invariant: unpack(pack(p)) has the same columns,
// byte for byte, as views into the one buffer; nothing in the header needs more than JSON.

import type { GoroutineColumns, Profile, ValueType } from './profile';
import { StringTable } from './stringTable';

type Column = Uint8Array | Int32Array | Uint32Array | Float64Array | BigInt64Array | BigUint64Array;
type ColumnType = 'u8' | 'i32' | 'u32' | 'f64' | 'i64' | 'u64';

interface PackedColumn {
  readonly type: ColumnType;
  /** In bytes from the start of the buffer, a multiple of 8. */
  readonly at: number;
  /** In elements. */
  readonly length: number;
}

export interface PackedHeader {
  readonly columns: Readonly<Record<string, PackedColumn | undefined>>;
  readonly sampleTypes: readonly ValueType[];
  readonly defaultSampleType: string;
  /** 64-bit numbers travel as decimal text. */
  readonly timeNanos: string;
  readonly durationNanos: string;
  readonly period: string;
  readonly periodType: ValueType | null;
  readonly comments: readonly string[];
  readonly docUrl: string;
  readonly dropFrames: string;
  readonly keepFrames: string;
}

export interface Packed {
  readonly header: PackedHeader;
  readonly buffer: ArrayBuffer;
}

const constructors = {
  u8: Uint8Array,
  i32: Int32Array,
  u32: Uint32Array,
  f64: Float64Array,
  i64: BigInt64Array,
  u64: BigUint64Array,
} as const;

function typeOf(column: Column): ColumnType {
  if (column instanceof Uint8Array) return 'u8';
  if (column instanceof Int32Array) return 'i32';
  if (column instanceof Uint32Array) return 'u32';
  if (column instanceof Float64Array) return 'f64';
  return column instanceof BigInt64Array ? 'i64' : 'u64';
}

export function packProfile(profile: Profile): Packed {
  const columns = columnsOf(profile);
  const packed = new Map<string, PackedColumn>();
  let size = 0;
  for (const [name, column] of columns) {
    packed.set(name, { type: typeOf(column), at: size, length: column.length });
    size += Math.ceil(column.byteLength / 8) * 8;
  }
  const buffer = new ArrayBuffer(size);
  const bytes = new Uint8Array(buffer);
  for (const [name, column] of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), packed.get(name)?.at);
  }
  const { sampleTypes, defaultSampleType, comments, docUrl, dropFrames, keepFrames } = profile;
  return {
    buffer,
    header: {
      columns: Object.fromEntries(packed),
      sampleTypes,
      defaultSampleType,
      comments,
      docUrl,
      dropFrames,
      keepFrames,
      timeNanos: String(profile.timeNanos),
      durationNanos: String(profile.durationNanos),
      period: String(profile.period),
      periodType: profile.periodType ?? null,
    },
  };
}

function columnsOf(p: Profile): (readonly [string, Column])[] {
  const out: (readonly [string, Column])[] = [
    ['strings.bytes', p.strings.bytes],
    ['strings.offsets', p.strings.offsets],
  ];
  for (const table of ['samples', 'labels', 'locations', 'functions', 'mappings', 'goroutines'] as const) {
    for (const [name, value] of Object.entries(p[table] ?? {}) as [string, unknown][]) {
      if (ArrayBuffer.isView(value)) out.push([`${table}.${name}`, value as Column]);
    }
  }
  p.samples.values.forEach((column, i) => out.push([`samples.values.${i}`, column]));
  return out;
}

export function unpackProfile({ header, buffer }: Packed): Profile {
  const column = <T extends ColumnType>(name: string, type: T): InstanceType<(typeof constructors)[T]> => {
    const at = header.columns[name];
    if (at?.type !== type) throw new Error(`no column ${name} of type ${type}`);
    return new constructors[type](buffer, at.at, at.length) as InstanceType<(typeof constructors)[T]>;
  };
  const i32 = (name: string): Int32Array => column(name, 'i32');
  const ids = (table: string): { readonly id?: BigUint64Array } =>
    header.columns[`${table}.id`] === undefined ? {} : { id: column(`${table}.id`, 'u64') };
  const stackOffset = column('samples.stackOffset', 'u32');
  const goroutines = header.columns['goroutines.id'] === undefined ? undefined : unpackGoroutines(column);
  return {
    strings: new StringTable(column('strings.bytes', 'u8'), column('strings.offsets', 'u32')),
    sampleTypes: header.sampleTypes,
    defaultSampleType: header.defaultSampleType,
    samples: {
      count: stackOffset.length - 1,
      stackOffset,
      stackLocation: i32('samples.stackLocation'),
      values: header.sampleTypes.map((_, i) => column(`samples.values.${i}`, 'f64')),
      labelOffset: column('samples.labelOffset', 'u32'),
    },
    labels: {
      count: i32('labels.key').length,
      key: i32('labels.key'),
      text: i32('labels.text'),
      number: column('labels.number', 'i64'),
      unit: i32('labels.unit'),
    },
    locations: {
      count: i32('locations.mapping').length,
      ...ids('locations'),
      mapping: i32('locations.mapping'),
      address: column('locations.address', 'u64'),
      isFolded: column('locations.isFolded', 'u8'),
      lineOffset: column('locations.lineOffset', 'u32'),
      lineFunction: i32('locations.lineFunction'),
      lineNumber: i32('locations.lineNumber'),
      lineColumn: i32('locations.lineColumn'),
    },
    functions: {
      count: i32('functions.name').length,
      name: i32('functions.name'),
      systemName: i32('functions.systemName'),
      filename: i32('functions.filename'),
      startLine: i32('functions.startLine'),
    },
    mappings: {
      count: i32('mappings.file').length,
      ...ids('mappings'),
      start: column('mappings.start', 'u64'),
      limit: column('mappings.limit', 'u64'),
      offset: column('mappings.offset', 'u64'),
      file: i32('mappings.file'),
      buildId: i32('mappings.buildId'),
      flags: column('mappings.flags', 'u8'),
    },
    ...(goroutines === undefined ? {} : { goroutines }),
    timeNanos: BigInt(header.timeNanos),
    durationNanos: BigInt(header.durationNanos),
    period: BigInt(header.period),
    periodType: header.periodType ?? undefined,
    comments: header.comments,
    docUrl: header.docUrl,
    dropFrames: header.dropFrames,
    keepFrames: header.keepFrames,
  };
}

function unpackGoroutines(
  column: <T extends ColumnType>(name: string, type: T) => InstanceType<(typeof constructors)[T]>,
): GoroutineColumns {
  const id = column('goroutines.id', 'f64');
  return {
    count: id.length,
    id,
    sample: column('goroutines.sample', 'i32'),
    state: column('goroutines.state', 'i32'),
    waitMinutes: column('goroutines.waitMinutes', 'i32'),
    createdBy: column('goroutines.createdBy', 'i32'),
    parent: column('goroutines.parent', 'f64'),
    flags: column('goroutines.flags', 'u8'),
  };
}
