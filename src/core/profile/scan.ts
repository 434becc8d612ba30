// Protobuf bytes → raw columns, in one pass. In: the uncompressed profile, in one piece or in chunks.
// Out: a ScanState whose columns hold what the file says: ids not yet resolved, strings as bytes.
// Invariants: every message is read to its exact end or the scan throws; no object is made per sample.
//
// Field numbers are those of google/pprof proto/profile.proto. The messages there are many of are in scanSamples.ts and
// scanSymbols.ts, the others in rareFields.ts.

import { malformed } from '../wire/errors';
import { readLength } from '../wire/varint';
import { readRareMessage, readRareNumber } from './rareFields';
import { skipValue } from './scanNumbers';
import { scanSample } from './scanSamples';
import type { ScanState } from './scanState';
import { scanFunction, scanLocation, scanString, scanStringRun } from './scanSymbols';

const string = 0x32;

type Scanner = (s: ScanState, b: Uint8Array, start: number, end: number, tag: number) => void;

/** By tag, the messages there are many of; the others are `scanRare`'s. */
const scanners: (Scanner | undefined)[] = [];
scanners[0x12] = scanSample;
scanners[0x22] = scanLocation;
scanners[0x2a] = scanFunction;
scanners[string] = scanString;

/**
 * Reads the complete top-level fields of b[0..n) into `s`.
 *
 * The scanners are called by way of a table because V8 does not copy them into this loop then, once it has seen two: it
 * compiles each of them once, and throws nothing away when another kind of message follows. For a small file V8's own
 * work takes longer than ours.
 * @returns the position of the first field that is not complete, n when all were
 */
export function scanFields(s: ScanState, b: Uint8Array, n: number): number {
  let p = 0;
  while (p < n) {
    const tag = b[p];
    if ((tag & 7) === 2 && tag > 7 && tag < 128) {
      let length = b[p + 1];
      let start = p + 2;
      if (length > 127) {
        length = readLength(s, b, p + 1);
        start = s.end;
      }
      const end = start + length;
      if (end <= n) {
        if (tag === string) p = scanStrings(s, b, p, n);
        else {
          (scanners[tag] ?? scanRare)(s, b, start, end, tag);
          p = end;
        }
        continue;
      }
    }
    const end = scanOther(s, b, p, n);
    if (end < 0) return p;
    p = end;
  }
  return p;
}

/** Complete strings, one after the other, from `at` on: out is where they end. */
function scanStrings(s: ScanState, b: Uint8Array, at: number, n: number): number {
  let p = at;
  let count = 0;
  while (b[p] === string) {
    let length = b[p + 1];
    let start = p + 2;
    if (length > 127) {
      length = readLength(s, b, p + 1);
      start = s.end;
    }
    if (!(start + length <= n)) break;
    p = start + length;
    count++;
  }
  scanStringRun(s, b, at, p, count);
  return p;
}

/** Any field at `at`, its tag of any length. Out: its end, -1 where it is not complete. */
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
  else if (wire === 2) (scanners[tag] ?? scanRare)(s, b, end - readLength(s, b, p), end, tag);
  else if (field <= 15) throw malformed(`field ${field} of an unexpected wire type`, s.base + at);
  return end;
}

function scanRare(s: ScanState, b: Uint8Array, start: number, end: number, tag: number): void {
  readRareMessage(s, Math.floor(tag / 8), b, start, end);
}

/** NaN comes from a varint without an end: no further bytes can mend it. */
function refuseEndless(s: ScanState, at: number, end: number, n: number): void {
  if (Number.isNaN(end) && n - at > 20) throw malformed('a number of more than ten bytes', s.base + at);
}
