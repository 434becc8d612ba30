// Samples and their labels, the bulk of every profile. In: one message's bytes. Out: a row in the state's columns.
// Invariant: the message is read to its exact end, or this throws.
//
// Small functions with what is rare in others: V8 compiles a function the sooner the shorter it is, and in a file of
// ten thousand samples most of the time goes by before it does.

import { truncated } from '../wire/errors';
import { readInt64, readLength, readWords } from '../wire/varint';
import { readId, readIndex, skipField } from './scanNumbers';
import { growLabels, growSamples, growStacks, growValues, settleValues, type ScanState } from './scanState';

export function scanSample(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.sampleCount;
  if (row === s.sampleRoom) growSamples(s, start);
  const valuesBefore = s.valueCount;
  let p = start;
  while (p < end) {
    const tag = b[p];
    if (tag !== 0x12 && tag !== 0x0a) {
      p = tag === 0x10 ? oneValue(s, b, p + 1) : scanRest(s, b, p, end);
      continue;
    }
    let length = b[p + 1];
    p += 2;
    if (length > 127) {
      length = readLength(s, b, p - 1);
      p = s.end;
    }
    const stop = p + length;
    if (!(stop <= end)) throw truncated(s.base + p, 'A sample');
    if (tag === 0x0a) packedIds(s, b, p, stop);
    else packedValues(s, b, p, stop);
    p = stop;
  }
  if (p !== end) throw truncated(s.base + start, 'A sample');
  if (s.valueCount - valuesBefore !== s.stride) settleValues(s, s.valueCount - valuesBefore);
  s.stackOffset[row + 1] = s.stackCount;
  // Zero already; most profiles have no labels, and a page that is never written costs no memory.
  if (s.labelCount > 0) s.labelOffset[row + 1] = s.labelCount;
  s.sampleCount = row + 1;
}

function packedIds(s: ScanState, b: Uint8Array, start: number, end: number): void {
  let o = s.stackCount;
  // One byte is at least one id, so the length bounds what it can add.
  if (o + (end - start) > s.stackId.length) growStacks(s, o + (end - start), start);
  const out = s.stackId;
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
          x = readId(s, b, p - 3);
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
  const before = s.valueCount;
  let step = s.sampleRoom;
  let o = (before - s.sampleCount * s.columns) * step + s.sampleCount;
  if (s.columns === 0) {
    if (before + (end - start) > s.value.length) growValues(s, before + (end - start), start);
    step = 1;
    o = before;
  }
  const out = s.value;
  let count = before;
  let p = start;
  while (p < end) {
    let x = b[p++];
    if (x > 127) {
      x = readInt64(s, b, p - 1);
      p = s.end;
    }
    // A value too many may be lost, or fall into another's place; the profile is refused for it in the end.
    out[o] = x;
    o += step;
    count++;
  }
  if (p !== end) throw truncated(s.base + start, 'A sample');
  s.valueCount = count;
}

/** google/pprof writes up to two values one by one, more of them packed. */
function oneValue(s: ScanState, b: Uint8Array, p: number): number {
  let o = s.valueCount;
  if (s.columns > 0) o = (o - s.sampleCount * s.columns) * s.sampleRoom + s.sampleCount;
  else if (o === s.value.length) growValues(s, o + 1, p);
  s.value[o] = readInt64(s, b, p);
  s.valueCount++;
  return s.end;
}

/** Any other field of a sample: a label, or ids one by one. */
function scanRest(s: ScanState, b: Uint8Array, at: number, end: number): number {
  const tag = b[at];
  const p = at + 1;
  if (tag === 0x1a) {
    const length = readLength(s, b, p);
    const start = s.end;
    if (!(start + length <= end)) throw truncated(s.base + start, 'A sample');
    scanLabel(s, b, start, start + length);
    return start + length;
  }
  if (tag === 0x08) {
    if (s.stackCount === s.stackId.length) growStacks(s, s.stackCount + 1, at);
    const row = readId(s, b, p) - 1;
    if (row >>> 0 > s.stackMax) s.stackMax = row >>> 0;
    s.stackId[s.stackCount++] = row;
    return s.end;
  }
  return skipField(s, b, at, 3);
}

function scanLabel(s: ScanState, b: Uint8Array, start: number, end: number): void {
  const row = s.labelCount;
  if (row === s.labelRoom) growLabels(s, start);
  let p = start;
  while (p < end) {
    const tag = b[p++];
    if (tag === 0x08) s.labelKey[row] = readIndex(s, b, p);
    else if (tag === 0x10) s.labelText[row] = readIndex(s, b, p);
    else if (tag === 0x18) {
      readWords(s, b, p);
      s.labelNumber[2 * row] = s.low;
      s.labelNumber[2 * row + 1] = s.high;
    } else if (tag === 0x20) s.labelUnit[row] = readIndex(s, b, p);
    else s.end = skipField(s, b, p - 1, 4);
    p = s.end;
  }
  if (p !== end) throw truncated(s.base + start, 'A label');
  s.labelCount = row + 1;
}
