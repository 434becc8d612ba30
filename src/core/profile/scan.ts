// Protobuf bytes → raw columns, in one pass. In: the uncompressed profile, in one piece or in chunks.
// Out: a ScanState whose columns hold what the file says: ids not yet resolved, strings as bytes.
// Invariants: every message is read to its exact end or the scan throws; no object is made per sample.
//
// Field numbers are those of google/pprof proto/profile.proto. Hot messages (sample, location, line,
// function, label, string) are read by hand; the rare ones go through protobufjs in rareFields.ts.

import { type Cursor, readInt64, readLength, readWords } from '../wire/varint';
import { malformed, truncated } from '../wire/errors';
import { Growth, grown } from './growing';
import { newRareFields, type RareFields, readRareMessage, readRareNumber } from './rareFields';

export class ScanState implements Cursor {
  end = 0;
  low = 0;
  high = 0;
  inexact = false;
  readonly growth = new Growth();
  /** Bytes of all earlier chunks, for offsets in errors. */
  base = 0;

  sampleCount = 0;
  stackOffset = new Uint32Array(1 << 10);
  /** Location ids less one, which is the row where a writer numbers from 1; ids beyond 31 bits as codes of `wide`. */
  stackId = new Int32Array(1 << 14);
  /** Largest entry of `stackId` as an unsigned number, so that id 0 and codes count as out of range. */
  stackMax = 0;
  stackCount = 0;
  /** Values of all samples, interleaved. */
  value = new Float64Array(1 << 11);
  valueCount = 0;
  /** Values a sample has; -1 until the first sample, -2 when samples disagree. */
  stride = -1;
  labelOffset = new Uint32Array(1 << 10);

  labelCount = 0;
  labelKey = new Int32Array(64);
  labelText = new Int32Array(64);
  /** Low and high words. */
  labelNumber = new Int32Array(128);
  labelUnit = new Int32Array(64);

  locationCount = 0;
  locationId = new Int32Array(1 << 10);
  locationMapping = new Int32Array(1 << 10);
  /** Low and high words. */
  locationAddress = new Int32Array(1 << 11);
  locationFolded = new Uint8Array(1 << 10);
  lineOffset = new Uint32Array(1 << 10);
  lineCount = 0;
  lineFunction = new Int32Array(1 << 10);
  lineNumber = new Int32Array(1 << 10);
  lineColumn = new Int32Array(1 << 10);

  functionCount = 0;
  functionId = new Int32Array(1 << 10);
  functionName = new Int32Array(1 << 10);
  functionSystemName = new Int32Array(1 << 10);
  functionFile = new Int32Array(1 << 10);
  functionStart = new Int32Array(1 << 10);

  stringCount = 0;
  stringOffset = new Uint32Array(1 << 10);
  stringBytes = new Uint8Array(1 << 14);

  readonly rare: RareFields = newRareFields();
  /** Ids above 2^31 - 1, in order of first sight; id k has the code -2 - k. */
  readonly wide = new Map<bigint, number>();

  /** The cursor's words as an id that fits an Int32Array: itself, or a code of `wide`. */
  idOfWords(): number {
    if (this.high === 0 && this.low >= 0) return this.low;
    const id = (BigInt(this.high >>> 0) << 32n) | BigInt(this.low >>> 0);
    const known = this.wide.get(id);
    if (known !== undefined) return known;
    const code = -2 - this.wide.size;
    this.wide.set(id, code);
    return code;
  }
}

/**
 * Reads the complete top-level fields of b[0..n) into `s`.
 * @returns the position of the first field that is not complete, n when all were
 */
export function scanFields(s: ScanState, b: Uint8Array, n: number): number {
  let p = 0;
  while (p < n) {
    const at = p;
    s.growth.read = s.base + p;
    const tag = readLength(s, b, p);
    p = s.end;
    const wire = tag & 7;
    const field = Math.floor(tag / 8);
    if (field === 0) throw malformed('a field without a number', s.base + at);
    if (wire !== 2) {
      const end = skipValue(s, b, p, wire, s.base + at);
      if (!(end <= n)) return incomplete(s, at, end, n);
      if (wire === 0) readRareNumber(s.rare, field, s, b, p);
      else if (field <= 15) throw malformed(`field ${field} of an unexpected wire type`, s.base + at);
      p = end;
      continue;
    }
    const length = readLength(s, b, p);
    p = s.end;
    const end = p + length;
    if (!(end <= n)) return incomplete(s, at, end, n);
    if (field === 2) scanSample(s, b, p, end);
    else if (field === 4) scanLocation(s, b, p, end);
    else if (field === 5) scanFunction(s, b, p, end);
    else if (field === 6) scanString(s, b, p, end);
    else readRareMessage(s.rare, field, b.subarray(p, end), s.base + at);
    p = end;
  }
  return p;
}

function incomplete(s: ScanState, at: number, end: number, n: number): number {
  // NaN comes from a varint without an end: no further bytes can mend it.
  if (Number.isNaN(end) && n - at > 20) throw malformed('a number of more than ten bytes', s.base + at);
  return at;
}

function scanSample(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.sampleCount;
  if (row + 2 > s.stackOffset.length) s.stackOffset = grown(s.stackOffset, row + 2, s.growth, Uint32Array);
  if (row + 2 > s.labelOffset.length) s.labelOffset = grown(s.labelOffset, row + 2, s.growth, Uint32Array);
  // One byte is at least one id, so the message's length bounds what it can add.
  if (s.stackCount + (end - start) > s.stackId.length)
    s.stackId = grown(s.stackId, s.stackCount + (end - start), s.growth, Int32Array);
  const valuesBefore = s.valueCount;
  let p = start;
  while (p < end) {
    const tag = b[p++];
    if (tag === 0x0a) {
      const length = readLength(s, b, p);
      p = s.end;
      if (!(p + length <= end)) throw truncated(s.base + p, 'A sample');
      packedIds(s, b, p, p + length);
      p += length;
    } else if (tag === 0x12) {
      const length = readLength(s, b, p);
      p = s.end;
      if (!(p + length <= end)) throw truncated(s.base + p, 'A sample');
      if (s.valueCount + length > s.value.length)
        s.value = grown(s.value, s.valueCount + length, s.growth, Float64Array);
      packedValues(s, b, p, p + length);
      p += length;
    } else if (tag === 0x1a) {
      const length = readLength(s, b, p);
      p = s.end;
      if (!(p + length <= end)) throw truncated(s.base + p, 'A sample');
      scanLabel(s, b, p, p + length);
      p += length;
    } else if (tag === 0x08) {
      readWords(s, b, p);
      p = s.end;
      const row = s.idOfWords() - 1;
      if (row >>> 0 > s.stackMax) s.stackMax = row >>> 0;
      s.stackId[s.stackCount++] = row;
    } else if (tag === 0x10) {
      if (s.valueCount + 1 > s.value.length) s.value = grown(s.value, s.valueCount + 1, s.growth, Float64Array);
      s.value[s.valueCount++] = readInt64(s, b, p);
      p = s.end;
    } else p = skipField(s, b, p - 1, 3);
  }
  if (p !== end) throw truncated(s.base + start, 'A sample');
  const values = s.valueCount - valuesBefore;
  if (s.stride === -1) s.stride = values;
  else if (s.stride !== values) s.stride = -2;
  s.sampleCount = row + 1;
  s.stackOffset[row + 1] = s.stackCount;
  s.labelOffset[row + 1] = s.labelCount;
}

function packedIds(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const out = s.stackId;
  let o = s.stackCount;
  let max = s.stackMax;
  let p = start;
  while (p < end) {
    let x = b[p++];
    if (x > 127) {
      const y = b[p++];
      x = (x & 127) | ((y & 127) << 7);
      if (y > 127) {
        const z = b[p++];
        x |= (z & 127) << 14;
        if (z > 127) {
          readWords(s, b, p - 3);
          x = s.idOfWords();
          p = s.end;
        }
      }
    }
    x -= 1;
    if (x >>> 0 > max) max = x >>> 0;
    out[o++] = x;
  }
  if (p !== end) throw truncated(s.base + start, 'A stack');
  s.stackMax = max;
  s.stackCount = o;
}

function packedValues(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const out = s.value;
  let o = s.valueCount;
  let p = start;
  while (p < end) {
    const x = b[p];
    if (x < 128) {
      out[o++] = x;
      p++;
    } else {
      out[o++] = readInt64(s, b, p);
      p = s.end;
    }
  }
  if (p !== end) throw truncated(s.base + start, 'A sample');
  s.valueCount = o;
}

function scanLabel(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.labelCount;
  if (row + 1 > s.labelKey.length) s.labelKey = grown(s.labelKey, row + 1, s.growth, Int32Array);
  if (row + 1 > s.labelText.length) s.labelText = grown(s.labelText, row + 1, s.growth, Int32Array);
  if (row + 1 > s.labelUnit.length) s.labelUnit = grown(s.labelUnit, row + 1, s.growth, Int32Array);
  if (2 * row + 2 > s.labelNumber.length) s.labelNumber = grown(s.labelNumber, 2 * row + 2, s.growth, Int32Array);
  let p = start;
  while (p < end) {
    const tag = b[p++];
    if (tag === 0x08) s.labelKey[row] = stringIndex(s, b, p);
    else if (tag === 0x10) s.labelText[row] = stringIndex(s, b, p);
    else if (tag === 0x18) {
      readWords(s, b, p);
      s.labelNumber[2 * row] = s.low;
      s.labelNumber[2 * row + 1] = s.high;
    } else if (tag === 0x20) s.labelUnit[row] = stringIndex(s, b, p);
    else s.end = skipField(s, b, p - 1, 4);
    p = s.end;
  }
  if (p !== end) throw truncated(s.base + start, 'A label');
  s.labelCount = row + 1;
}

function scanLocation(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.locationCount;
  if (row + 1 > s.locationId.length) s.locationId = grown(s.locationId, row + 1, s.growth, Int32Array);
  if (row + 1 > s.locationMapping.length) s.locationMapping = grown(s.locationMapping, row + 1, s.growth, Int32Array);
  if (2 * row + 2 > s.locationAddress.length)
    s.locationAddress = grown(s.locationAddress, 2 * row + 2, s.growth, Int32Array);
  if (row + 1 > s.locationFolded.length) s.locationFolded = grown(s.locationFolded, row + 1, s.growth, Uint8Array);
  if (row + 2 > s.lineOffset.length) s.lineOffset = grown(s.lineOffset, row + 2, s.growth, Uint32Array);
  let p = start;
  while (p < end) {
    const tag = b[p++];
    if (tag === 0x22) {
      const length = readLength(s, b, p);
      p = s.end;
      if (!(p + length <= end)) throw truncated(s.base + p, 'A location');
      scanLine(s, b, p, p + length);
      p += length;
      continue;
    }
    if (tag === 0x08 || tag === 0x10) {
      readWords(s, b, p);
      if (tag === 0x08) s.locationId[row] = s.idOfWords();
      else s.locationMapping[row] = s.idOfWords();
    } else if (tag === 0x18) {
      readWords(s, b, p);
      s.locationAddress[2 * row] = s.low;
      s.locationAddress[2 * row + 1] = s.high;
    } else if (tag === 0x28) s.locationFolded[row] = readInt64(s, b, p) === 0 ? 0 : 1;
    else s.end = skipField(s, b, p - 1, 5);
    p = s.end;
  }
  if (p !== end) throw truncated(s.base + start, 'A location');
  s.locationCount = row + 1;
  s.lineOffset[row + 1] = s.lineCount;
}

function scanLine(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.lineCount;
  if (row + 1 > s.lineFunction.length) s.lineFunction = grown(s.lineFunction, row + 1, s.growth, Int32Array);
  if (row + 1 > s.lineNumber.length) s.lineNumber = grown(s.lineNumber, row + 1, s.growth, Int32Array);
  if (row + 1 > s.lineColumn.length) s.lineColumn = grown(s.lineColumn, row + 1, s.growth, Int32Array);
  let p = start;
  while (p < end) {
    const tag = b[p++];
    if (tag === 0x08) {
      readWords(s, b, p);
      s.lineFunction[row] = s.idOfWords();
    } else if (tag === 0x10) s.lineNumber[row] = readInt64(s, b, p);
    else if (tag === 0x18) s.lineColumn[row] = readInt64(s, b, p);
    else s.end = skipField(s, b, p - 1, 3);
    p = s.end;
  }
  if (p !== end) throw truncated(s.base + start, 'A line');
  s.lineCount = row + 1;
}

function scanFunction(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.functionCount;
  if (row + 1 > s.functionId.length) s.functionId = grown(s.functionId, row + 1, s.growth, Int32Array);
  if (row + 1 > s.functionName.length) s.functionName = grown(s.functionName, row + 1, s.growth, Int32Array);
  if (row + 1 > s.functionSystemName.length)
    s.functionSystemName = grown(s.functionSystemName, row + 1, s.growth, Int32Array);
  if (row + 1 > s.functionFile.length) s.functionFile = grown(s.functionFile, row + 1, s.growth, Int32Array);
  if (row + 1 > s.functionStart.length) s.functionStart = grown(s.functionStart, row + 1, s.growth, Int32Array);
  let p = start;
  while (p < end) {
    const tag = b[p++];
    if (tag === 0x08) {
      readWords(s, b, p);
      s.functionId[row] = s.idOfWords();
    } else if (tag === 0x10) s.functionName[row] = stringIndex(s, b, p);
    else if (tag === 0x18) s.functionSystemName[row] = stringIndex(s, b, p);
    else if (tag === 0x20) s.functionFile[row] = stringIndex(s, b, p);
    else if (tag === 0x28) s.functionStart[row] = readInt64(s, b, p);
    else s.end = skipField(s, b, p - 1, 5);
    p = s.end;
  }
  if (p !== end) throw truncated(s.base + start, 'A function');
  s.functionCount = row + 1;
}

function scanString(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.stringCount;
  const at = s.stringOffset[row];
  const after = at + (end - start);
  if (row + 2 > s.stringOffset.length) s.stringOffset = grown(s.stringOffset, row + 2, s.growth, Uint32Array);
  if (after > s.stringBytes.length) s.stringBytes = grown(s.stringBytes, after, s.growth, Uint8Array);
  // A call to `set` costs more than copying the few bytes of a name.
  if (end - start < 64) for (let i = start, o = at; i < end; i++) s.stringBytes[o++] = b[i];
  else s.stringBytes.set(b.subarray(start, end), at);
  s.stringCount = row + 1;
  s.stringOffset[row + 1] = after;
}

/** A string-table index; one that no table can hold becomes -1, which the validity check refuses. */
function stringIndex(s: ScanState, b: Uint8Array, p: number): number {
  const index = readInt64(s, b, p);
  return index >= 0 && index < 0x7fffffff ? index : -1;
}

/** Skips the field whose tag stands at `p`; a field up to `known` cannot come in another wire type. */
function skipField(s: ScanState, b: Uint8Array, p: number, known: number): number {
  const at = s.base + p;
  const tag = readLength(s, b, p);
  const field = Math.floor(tag / 8);
  if (field === 0 || field <= known) throw malformed(`field ${field} of an unexpected wire type`, at);
  return skipValue(s, b, s.end, tag & 7, at);
}

function skipValue(s: ScanState, b: Uint8Array, p: number, wire: number, at: number): number {
  switch (wire) {
    case 0:
      readWords(s, b, p);
      return s.end;
    case 1:
      return p + 8;
    case 2: {
      const length = readLength(s, b, p);
      return s.end + length;
    }
    case 5:
      return p + 4;
    default:
      throw malformed(`wire type ${wire}`, at);
  }
}
