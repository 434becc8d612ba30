// Protobuf bytes → raw columns, in one pass. In: the uncompressed profile, in one piece or in chunks.
// Out: a ScanState whose columns hold what the file says: ids not yet resolved, strings as bytes.
// Invariants: every message is read to its exact end or the scan throws; no object is made per sample.
//
// Field numbers are those of google/pprof proto/profile.proto. Hot messages are read by hand (scanSamples.ts,
// scanSymbols.ts); the rare ones go through protobufjs in rareFields.ts.

import { malformed } from '../wire/errors';
import { readLength } from '../wire/varint';
import { readRareMessage, readRareNumber } from './rareFields';
import { skipValue } from './scanNumbers';
import { scanSample } from './scanSamples';
import type { ScanState } from './scanState';
import { scanFunction, scanLocation, scanString } from './scanSymbols';

/** Messages there are many of. */
const sample = 0x12;
const location = 0x22;
const fn = 0x2a;
const string = 0x32;

/**
 * Reads the complete top-level fields of b[0..n) into `s`.
 * @returns the position of the first field that is not complete, n when all were
 */
export function scanFields(s: ScanState, b: Uint8Array, n: number): number {
  let p = 0;
  while (p < n) {
    const at = p;
    const tag = b[p];
    if (tag === sample) p = scanSamples(s, b, at, n);
    else if (tag === location) p = scanLocations(s, b, at, n);
    else if (tag === fn) p = scanFunctions(s, b, at, n);
    else if (tag === string) p = scanStrings(s, b, at, n);
    if (p > at) continue;
    p = scanOther(s, b, at, n);
    if (p < 0) return at;
  }
  return p;
}

// Complete messages of one kind, one after the other, from `at` on: out is where they end. Each kind has a loop of its own,
// so that V8 compiles it for that kind and need not throw it away when others follow.

function scanSamples(s: ScanState, b: Uint8Array, at: number, n: number): number {
  let p = at;
  while (b[p] === sample) {
    let length = b[p + 1];
    let start = p + 2;
    if (length > 127) {
      length = readLength(s, b, p + 1);
      start = s.end;
    }
    if (!(start + length <= n)) break;
    p = start + length;
    scanSample(s, b, start, p);
  }
  return p;
}

function scanLocations(s: ScanState, b: Uint8Array, at: number, n: number): number {
  let p = at;
  while (b[p] === location) {
    const length = b[p + 1];
    const start = p + 2;
    // A longer one is met as any other field.
    if (length > 127 || !(start + length <= n)) break;
    p = start + length;
    scanLocation(s, b, start, p);
  }
  return p;
}

function scanFunctions(s: ScanState, b: Uint8Array, at: number, n: number): number {
  let p = at;
  while (b[p] === fn) {
    const length = b[p + 1];
    const start = p + 2;
    if (length > 127 || !(start + length <= n)) break;
    p = start + length;
    scanFunction(s, b, start, p);
  }
  return p;
}

function scanStrings(s: ScanState, b: Uint8Array, at: number, n: number): number {
  let p = at;
  while (b[p] === string) {
    let length = b[p + 1];
    let start = p + 2;
    if (length > 127) {
      length = readLength(s, b, p + 1);
      start = s.end;
    }
    if (!(start + length <= n)) break;
    p = start + length;
    scanString(s, b, start, p);
  }
  return p;
}

/** Any field at `at`. Out: its end, -1 where it is not complete. */
function scanOther(s: ScanState, b: Uint8Array, at: number, n: number): number {
  const tag = readLength(s, b, at);
  const wire = tag & 7;
  const field = Math.floor(tag / 8);
  if (field === 0) throw malformed('a field without a number', s.base + at);
  const p = s.end;
  const end = skipValue(s, b, p, wire, s.base + at);
  if (!(end <= n)) {
    refuseEndless(s, at, end, n);
    return -1;
  }
  if (wire === 0) readRareNumber(s.rare, field, s, b, p);
  else if (wire === 2) {
    const start = end - readLength(s, b, p);
    // A tag may be longer than it need be.
    if (tag === sample) scanSample(s, b, start, end);
    else if (tag === location) scanLocation(s, b, start, end);
    else if (tag === fn) scanFunction(s, b, start, end);
    else if (tag === string) scanString(s, b, start, end);
    else readRareMessage(s.rare, field, b.subarray(start, end), s.base + at);
  } else if (field <= 15) throw malformed(`field ${field} of an unexpected wire type`, s.base + at);
  return end;
}

/** NaN comes from a varint without an end: no further bytes can mend it. */
function refuseEndless(s: ScanState, at: number, end: number, n: number): void {
  if (Number.isNaN(end) && n - at > 20) throw malformed('a number of more than ten bytes', s.base + at);
}
