// Locations, their lines, functions and strings. In: one message's bytes. Out: a row in the state's columns.
// Invariant: the message is read to its exact end, or this throws.
//
// A file of ten thousand samples has as many locations and functions, so numbers of one byte are read in place: a call
// costs several times the work before the compiler has seen the code often enough.

import { truncated } from '../wire/errors';
import { readInt64, readLength, readWords } from '../wire/varint';
import { readId, readIndex, skipField } from './scanNumbers';
import { growFunctions, growLines, growLocations, growStrings, growText, type ScanState } from './scanState';

export function scanLocation(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.locationCount;
  if (row === s.locationRoom) growLocations(s, start);
  let p = start;
  while (p < end) {
    const at = p;
    const tag = b[p++];
    let x = b[p++];
    if (tag === 0x22) {
      if (x > 127) {
        x = readLength(s, b, p - 1);
        p = s.end;
      }
      if (!(p + x <= end)) throw truncated(s.base + p, 'A location');
      scanLine(s, b, p, p + x);
      p += x;
    } else if (tag === 0x08 || tag === 0x10) {
      if (x > 127) {
        x = readId(s, b, p - 1);
        p = s.end;
      }
      if (tag === 0x08) s.locationId[row] = x;
      else s.locationMapping[row] = x;
    } else if (tag === 0x18) {
      readWords(s, b, p - 1);
      s.locationAddress[2 * row] = s.low;
      s.locationAddress[2 * row + 1] = s.high;
      p = s.end;
    } else if (tag === 0x28) {
      s.locationFolded[row] = readInt64(s, b, p - 1) === 0 ? 0 : 1;
      p = s.end;
    } else p = skipField(s, b, at, 5);
  }
  if (p !== end) throw truncated(s.base + start, 'A location');
  s.lineOffset[row + 1] = s.lineCount;
  s.locationCount = row + 1;
}

function scanLine(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.lineCount;
  if (row === s.lineRoom) growLines(s, start);
  let id = 0;
  let p = start;
  while (p < end) {
    const at = p;
    const tag = b[p++];
    let x = b[p++];
    if (tag === 0x08) {
      if (x > 127) {
        x = readId(s, b, p - 1);
        p = s.end;
      }
      id = x;
    } else if (tag === 0x10 || tag === 0x18) {
      if (x > 127) {
        x = readInt64(s, b, p - 1);
        p = s.end;
      }
      if (tag === 0x10) s.lineNumber[row] = x;
      else s.lineColumn[row] = x;
    } else p = skipField(s, b, at, 3);
  }
  if (p !== end) throw truncated(s.base + start, 'A line');
  id -= 1;
  if (id >>> 0 > s.lineMax) s.lineMax = id >>> 0;
  s.lineFunction[row] = id;
  s.lineCount = row + 1;
}

export function scanFunction(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.functionCount;
  if (row === s.functionRoom) growFunctions(s, start);
  let p = start;
  while (p < end) {
    const at = p;
    const tag = b[p++];
    let x = b[p++];
    if (x > 127) {
      x = functionNumber(s, b, p - 1, tag);
      p = s.end;
    }
    if (tag === 0x10) s.functionName[row] = x;
    else if (tag === 0x18) s.functionSystemName[row] = x;
    else if (tag === 0x20) s.functionFile[row] = x;
    else if (tag === 0x08) s.functionId[row] = x;
    else if (tag === 0x28) s.functionStart[row] = x;
    else p = skipField(s, b, at, 5);
  }
  if (p !== end) throw truncated(s.base + start, 'A function');
  s.functionCount = row + 1;
}

/** A number of more than one byte. */
function functionNumber(s: ScanState, b: Uint8Array, p: number, tag: number): number {
  if (tag === 0x08) return readId(s, b, p);
  if (tag === 0x28) return readInt64(s, b, p);
  if (tag === 0x10 || tag === 0x18 || tag === 0x20) return readIndex(s, b, p);
  return 0;
}

export function scanString(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.stringCount;
  if (row + 1 === s.stringOffset.length) growStrings(s, start);
  let o = s.stringOffset[row];
  const after = o + (end - start);
  if (after > s.stringBytes.length) growText(s, after, start);
  const out = s.stringBytes;
  // A call to `set` costs more than copying the few bytes of a name.
  if (end - start < 64) for (let p = start; p < end; p++) out[o++] = b[p];
  else out.set(b.subarray(start, end), o);
  s.stringOffset[row + 1] = after;
  s.stringCount = row + 1;
}
