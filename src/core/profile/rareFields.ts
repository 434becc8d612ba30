// The messages a profile has few of: value types, mappings and the header's numbers. In: one message's bytes. Out:
// entries of RareFields. Invariants: the message is read to its exact end, or this throws; string fields hold indices,
// resolved later; 64-bit numbers are exact.
//
// By hand, like the others: protobufjs, which writes profiles (encode.ts), took 1.3 ms and 1 MB for these few messages,
// as it makes a WebAssembly module for 64-bit numbers when it is loaded.

import { type Cursor, readInt64, readWords } from '../wire/varint';
import { malformed, truncated } from '../wire/errors';
import { skipField } from './scanNumbers';
import type { ScanState } from './scanState';

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
  return BigInt.asIntN(64, readUnsigned(c, b, p));
}

function readUnsigned(c: Cursor, b: Uint8Array, p: number): bigint {
  readWords(c, b, p);
  return (BigInt(c.high >>> 0) << 32n) | BigInt(c.low >>> 0);
}

/** A top-level message. Unknown fields are skipped. */
export function readRareMessage(s: ScanState, field: number, b: Uint8Array, start: number, end: number): void {
  const { rare } = s;
  if (field === 1) rare.sampleTypes.push(readValueType(s, b, start, end));
  else if (field === 3) rare.mappings.push(readMapping(s, b, start, end));
  else if (field === 11) rare.periodType = readValueType(s, b, start, end);
  else if (field === 13) readPacked(rare.comments, s, b, start, end);
  else if (field <= 15) throw malformed(`field ${field} of an unexpected wire type`, s.base + start);
}

function readPacked(out: number[], s: ScanState, b: Uint8Array, start: number, end: number): void {
  let p = start;
  while (p < end) {
    out.push(readInt64(s, b, p));
    p = s.end;
  }
  if (p !== end) throw truncated(s.base + start, 'A list of comments');
}

function readValueType(s: ScanState, b: Uint8Array, start: number, end: number): RawValueType {
  const out: RawValueType = { type: 0, unit: 0 };
  let p = start;
  while (p < end) {
    if (b[p] === 0x08) out.type = readInt64(s, b, p + 1);
    else if (b[p] === 0x10) out.unit = readInt64(s, b, p + 1);
    else s.end = skipField(s, b, p, 2);
    p = s.end;
  }
  if (p !== end) throw truncated(s.base + start, 'A sample type');
  return out;
}

function readMapping(s: ScanState, b: Uint8Array, start: number, end: number): RawMapping {
  const out: RawMapping = { id: 0n, start: 0n, limit: 0n, offset: 0n, file: 0, buildId: 0, flags: 0 };
  let p = start;
  while (p < end) {
    const field = b[p] >> 3;
    if ((b[p] & 7) !== 0 || field === 0 || field > 10) s.end = skipField(s, b, p, 10);
    else setMappingField(out, field, readUnsigned(s, b, p + 1));
    p = s.end;
  }
  if (p !== end) throw truncated(s.base + start, 'A mapping');
  return out;
}

function setMappingField(out: RawMapping, field: number, value: bigint): void {
  if (field === 1) out.id = value;
  else if (field === 2) out.start = value;
  else if (field === 3) out.limit = value;
  else if (field === 4) out.offset = value;
  else if (field === 5) out.file = Number(value);
  else if (field === 6) out.buildId = Number(value);
  // Fields 7 to 10 are the four flags, in the order of `mappingFlag`.
  else if (value !== 0n) out.flags |= 1 << (field - 7);
}
