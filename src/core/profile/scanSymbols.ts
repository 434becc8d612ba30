// Locations, their lines, functions and strings. In: one message's bytes. Out: a row in the state's columns.
// Invariant: the message is read to its exact end, or this throws.
//
// What these messages mostly hold, small numbers, is read by one short loop for all of them, which each calls in one place:
// V8 compiles it again wherever it is called, and while it is busy with these, the loop over the stacks waits.

import { truncated } from '../wire/errors';
import { readInt64, readLength, readWords } from '../wire/varint';
import { readId, readIndex, readSmallNumbers, skipField } from './scanNumbers';
import { growFunctions, growLines, growLocations, growStrings, growText, type ScanState } from './scanState';

export function scanLocation(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.locationCount;
  if (row === s.locationRoom) growLocations(s, start);
  const { numbers, lineNumbers } = s;
  numbers[1] = numbers[2] = numbers[3] = 0;
  // Of the location or, in turn, of one of its lines.
  let out = numbers;
  let stop = end;
  let p = start;
  for (;;) {
    p = readSmallNumbers(out, b, p, stop, 3);
    if (!(p < stop)) {
      if (out === numbers) break;
      if (p !== stop) throw truncated(s.base + start, 'A line');
      addLine(s, p);
      out = numbers;
      stop = end;
    } else if (out === lineNumbers) p = lineField(s, b, p);
    else if (b[p] === 0x22 && b[p + 1] < 128 && p + 2 + b[p + 1] <= end) {
      stop = p + 2 + b[p + 1];
      p += 2;
      out = lineNumbers;
      out[1] = out[2] = out[3] = 0;
    } else p = locationField(s, b, p, end, row);
  }
  if (p !== end) throw truncated(s.base + start, 'A location');
  if (numbers[1] !== row + 1) s.locationsAreDense = false;
  s.locationId[row] = numbers[1];
  if (numbers[2] >>> 0 > s.mappingMax) s.mappingMax = numbers[2] >>> 0;
  s.locationMapping[row] = numbers[2] - 1;
  s.locationAddress[2 * row] = numbers[3];
  s.lineOffset[row + 1] = s.lineCount;
  s.locationCount = row + 1;
}

/** What is rare: long lines, large numbers, and what folded functions share. */
function locationField(s: ScanState, b: Uint8Array, at: number, end: number, row: number): number {
  const p = at + 1;
  switch (b[at]) {
    case 0x22: {
      const length = readLength(s, b, p);
      const start = s.end;
      if (!(start + length <= end)) throw truncated(s.base + start, 'A location');
      scanLine(s, b, start, start + length);
      return start + length;
    }
    case 0x18:
      readWords(s, b, p);
      s.numbers[3] = s.low;
      s.locationAddress[2 * row + 1] = s.high;
      return s.end;
    case 0x08:
      s.numbers[1] = readId(s, b, p);
      return s.end;
    case 0x10:
      s.numbers[2] = readId(s, b, p);
      return s.end;
    case 0x28:
      s.locationFolded[row] = readInt64(s, b, p) === 0 ? 0 : 1;
      return s.end;
    default:
      return skipField(s, b, at, 5);
  }
}

function scanLine(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const { lineNumbers } = s;
  lineNumbers[1] = lineNumbers[2] = lineNumbers[3] = 0;
  let p = start;
  while (p < end) p = lineField(s, b, p);
  if (p !== end) throw truncated(s.base + start, 'A line');
  addLine(s, start);
}

function addLine(s: ScanState, at: number): void {
  const row = s.lineCount;
  if (row === s.lineRoom) growLines(s, at);
  const { lineNumbers } = s;
  const id = lineNumbers[1] - 1;
  if (id >>> 0 > s.lineMax) s.lineMax = id >>> 0;
  s.lineFunction[row] = id;
  s.lineNumber[row] = lineNumbers[2];
  s.lineColumn[row] = lineNumbers[3];
  s.lineCount = row + 1;
}

function lineField(s: ScanState, b: Uint8Array, at: number): number {
  const tag = b[at];
  if (tag === 0x08) s.lineNumbers[1] = readId(s, b, at + 1);
  else if (tag === 0x10 || tag === 0x18) s.lineNumbers[tag >> 3] = readInt64(s, b, at + 1);
  else return skipField(s, b, at, 3);
  return s.end;
}

export function scanFunction(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.functionCount;
  if (row === s.functionRoom) growFunctions(s, start);
  const { numbers } = s;
  numbers[1] = numbers[2] = numbers[3] = numbers[4] = numbers[5] = 0;
  let p = start;
  while (p < end) {
    p = readSmallNumbers(numbers, b, p, end, 5);
    if (p < end) p = functionField(s, b, p);
  }
  if (p !== end) throw truncated(s.base + start, 'A function');
  if (numbers[1] !== row + 1) s.functionsAreDense = false;
  const names = Math.max(numbers[2] >>> 0, numbers[3] >>> 0, numbers[4] >>> 0);
  if (names > s.nameMax) s.nameMax = names;
  s.functionId[row] = numbers[1];
  s.functionName[row] = numbers[2];
  s.functionSystemName[row] = numbers[3];
  s.functionFile[row] = numbers[4];
  s.functionStart[row] = numbers[5];
  s.functionCount = row + 1;
}

function functionField(s: ScanState, b: Uint8Array, at: number): number {
  const tag = b[at];
  if (tag === 0x08) s.numbers[1] = readId(s, b, at + 1);
  else if (tag === 0x10 || tag === 0x18 || tag === 0x20) s.numbers[tag >> 3] = readIndex(s, b, at + 1);
  else if (tag === 0x28) s.numbers[5] = readInt64(s, b, at + 1);
  else return skipField(s, b, at, 5);
  return s.end;
}

export function scanString(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.stringCount;
  makeRoomForStrings(s, 1, end - start, end);
  const o = s.stringOffset[row];
  s.stringBytes.set(b.subarray(start, end), o);
  s.stringOffset[row + 1] = o + (end - start);
  s.stringCount = row + 1;
}

/**
 * Complete messages with one-byte tags, `count` of them in b[start..end). All are copied at once, with what stands
 * between the strings, and then moved together: `copyWithin` is a fast way to copy a few bytes, too, when V8 has not
 * compiled anything yet, and for a small file a loop over the bytes took a seventh of the scan.
 */
export function scanStringRun(s: ScanState, b: Uint8Array, start: number, end: number, count: number): void {
  makeRoomForStrings(s, count, end - start, end);
  const { stringOffset, stringBytes } = s;
  let row = s.stringCount;
  let o = stringOffset[row];
  const shift = o - start;
  stringBytes.set(b.subarray(start, end), o);
  for (let p = start; p < end;) {
    let length = b[p + 1];
    p += 2;
    if (length > 127) {
      length = readLength(s, b, p - 1);
      p = s.end;
    }
    stringBytes.copyWithin(o, p + shift, p + length + shift);
    p += length;
    o += length;
    stringOffset[++row] = o;
  }
  s.stringCount = row;
}

/** @param p position up to which they are read */
function makeRoomForStrings(s: ScanState, count: number, bytes: number, p: number): void {
  if (s.stringCount + count >= s.stringOffset.length) growStrings(s, s.stringCount + count + 1, p);
  const after = s.stringOffset[s.stringCount] + bytes;
  if (after > s.stringBytes.length) growText(s, after, p);
}
