// The messages a profile has few of, read with protobufjs: value types, mappings and the header's
// numbers. In: one message's bytes. Out: entries of RareFields. Invariant: string fields hold indices,
// resolved later; 64-bit numbers are exact.

import { Reader, type Long } from 'protobufjs/minimal';
import { type Cursor, readInt64, readWords } from '../wire/varint';
import { malformed } from '../wire/errors';

export interface RawMapping {
  id: bigint;
  start: bigint;
  limit: bigint;
  offset: bigint;
  file: number;
  buildId: number;
  flags: number;
}

export interface RawValueType {
  type: number;
  unit: number;
}

export interface RareFields {
  readonly sampleTypes: RawValueType[];
  readonly mappings: RawMapping[];
  /** String indices. */
  readonly comments: number[];
  dropFrames: number;
  keepFrames: number;
  docUrl: number;
  defaultSampleType: number;
  timeNanos: bigint;
  durationNanos: bigint;
  period: bigint;
  periodType: RawValueType | undefined;
}

export function newRareFields(): RareFields {
  return {
    sampleTypes: [],
    mappings: [],
    comments: [],
    dropFrames: 0,
    keepFrames: 0,
    docUrl: 0,
    defaultSampleType: 0,
    timeNanos: 0n,
    durationNanos: 0n,
    period: 0n,
    periodType: undefined,
  };
}

/** A top-level number at `p`. Unknown fields are skipped. */
export function readRareNumber(rare: RareFields, field: number, c: Cursor, b: Uint8Array, p: number): void {
  switch (field) {
    case 7:
      rare.dropFrames = readInt64(c, b, p);
      return;
    case 8:
      rare.keepFrames = readInt64(c, b, p);
      return;
    case 9:
      rare.timeNanos = readBigInt(c, b, p);
      return;
    case 10:
      rare.durationNanos = readBigInt(c, b, p);
      return;
    case 12:
      rare.period = readBigInt(c, b, p);
      return;
    case 13:
      rare.comments.push(readInt64(c, b, p));
      return;
    case 14:
      rare.defaultSampleType = readInt64(c, b, p);
      return;
    case 15:
      rare.docUrl = readInt64(c, b, p);
      return;
    default:
      if (field <= 11) throw malformed(`field ${field} of an unexpected wire type`, p);
  }
}

function readBigInt(c: Cursor, b: Uint8Array, p: number): bigint {
  readWords(c, b, p);
  return BigInt.asIntN(64, (BigInt(c.high) << 32n) | BigInt(c.low >>> 0));
}

/** A top-level message. Unknown fields are skipped. */
export function readRareMessage(rare: RareFields, field: number, bytes: Uint8Array, at: number): void {
  try {
    switch (field) {
      case 1:
        rare.sampleTypes.push(readValueType(Reader.create(bytes)));
        return;
      case 3:
        rare.mappings.push(readMapping(Reader.create(bytes)));
        return;
      case 11:
        rare.periodType = readValueType(Reader.create(bytes));
        return;
      case 13: {
        const reader = Reader.create(bytes);
        while (reader.pos < reader.len) rare.comments.push(toNumber(reader.int64()));
        return;
      }
      default:
        if (field <= 15) throw new Error(`field ${field} of an unexpected wire type`);
    }
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error), at);
  }
}

function readValueType(reader: Reader): RawValueType {
  const out: RawValueType = { type: 0, unit: 0 };
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === 0x08) out.type = toNumber(reader.int64());
    else if (tag === 0x10) out.unit = toNumber(reader.int64());
    else skipUnknown(reader, tag, 2);
  }
  return out;
}

function readMapping(reader: Reader): RawMapping {
  const out: RawMapping = { id: 0n, start: 0n, limit: 0n, offset: 0n, file: 0, buildId: 0, flags: 0 };
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const field = tag >>> 3;
    if ((tag & 7) !== 0 || field === 0 || field > 10) {
      skipUnknown(reader, tag, 10);
      continue;
    }
    const value = toBigInt(reader.uint64());
    if (field === 1) out.id = value;
    else if (field === 2) out.start = value;
    else if (field === 3) out.limit = value;
    else if (field === 4) out.offset = value;
    else if (field === 5) out.file = Number(value);
    else if (field === 6) out.buildId = Number(value);
    // Fields 7 to 10 are the four flags, in the order of `mappingFlag`.
    else if (value !== 0n) out.flags |= 1 << (field - 7);
  }
  return out;
}

function skipUnknown(reader: Reader, tag: number, known: number): void {
  if (tag >>> 3 <= known) throw new Error(`field ${tag >>> 3} of an unexpected wire type`);
  reader.skipType(tag & 7);
}

function toBigInt(value: number | Long): bigint {
  if (typeof value === 'number') return BigInt(value);
  return (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0);
}

function toNumber(value: number | Long): number {
  return typeof value === 'number' ? value : value.high * 4294967296 + (value.low >>> 0);
}
