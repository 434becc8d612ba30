// What a scan collects. In: rows, from scan.ts and its neighbours. Out: the same, for resolve.ts.
// Invariants: columns of one kind have room for the same rows; ids are not resolved, strings are bytes.
//
// Room is looked after for all columns of a kind at once: one comparison a row instead of five.

import type { Cursor } from '../wire/varint';
import { Growth, grown } from './growing';
import { newRareFields, type RareFields } from './rareFields';

export class ScanState implements Cursor {
  end = 0;
  low = 0;
  high = 0;
  inexact = false;
  readonly growth: Growth;
  /** Bytes of all earlier chunks, for offsets in errors. */
  base = 0;
  /** By field, of the location or function that is being read. */
  readonly numbers = new Int32Array(6);
  /** By field, of the line that is being read. */
  readonly lineNumbers = new Int32Array(4);

  sampleCount = 0;
  sampleRoom: number;
  stackOffset: Uint32Array<ArrayBuffer>;
  labelOffset: Uint32Array<ArrayBuffer>;
  /** Location ids less one, which is the row where a writer numbers from 1; ids beyond 31 bits as codes of `wide`. */
  stackId: Int32Array<ArrayBuffer>;
  /** Largest entry of `stackId` as an unsigned number, so that id 0 and codes count as out of range. */
  stackMax = 0;
  stackCount = 0;
  /** Values of the samples: `columns` columns of `sampleRoom` entries; where `columns` is 0, interleaved. */
  value = new Float64Array(64);
  columns = 0;
  valueCount = 0;
  /** Values a sample has; -1 until the first sample, -2 when samples disagree. */
  stride = -1;

  labelCount = 0;
  labelRoom = 64;
  labelKey = new Int32Array(64);
  labelText = new Int32Array(64);
  /** Low and high words. */
  labelNumber = new Int32Array(128);
  labelUnit = new Int32Array(64);

  locationCount = 0;
  locationRoom: number;
  locationId: Int32Array<ArrayBuffer>;
  /** Mapping ids less one, as `stackId`. */
  locationMapping: Int32Array<ArrayBuffer>;
  /** Largest id in it as an unsigned number, so that codes count as out of range. */
  mappingMax = 0;
  /** Low and high words. */
  locationAddress: Int32Array<ArrayBuffer>;
  locationFolded: Uint8Array<ArrayBuffer>;
  lineOffset: Uint32Array<ArrayBuffer>;

  lineCount = 0;
  lineRoom: number;
  /** Function ids less one, as `stackId`. */
  lineFunction: Int32Array<ArrayBuffer>;
  /** As `stackMax`. */
  lineMax = 0;
  lineNumber: Int32Array<ArrayBuffer>;
  lineColumn: Int32Array<ArrayBuffer>;

  functionCount = 0;
  /** Ids are 1, 2, 3, … in the order of the rows, so far; the same for locations. */
  functionsAreDense = true;
  locationsAreDense = true;
  /** Largest string index in the columns of functions as an unsigned number, so that -1 counts as out of range. */
  nameMax = 0;
  functionRoom: number;
  functionId: Int32Array<ArrayBuffer>;
  functionName: Int32Array<ArrayBuffer>;
  functionSystemName: Int32Array<ArrayBuffer>;
  functionFile: Int32Array<ArrayBuffer>;
  functionStart: Int32Array<ArrayBuffer>;

  stringCount = 0;
  stringOffset: Uint32Array<ArrayBuffer>;
  stringBytes: Uint8Array<ArrayBuffer>;

  readonly rare: RareFields = newRareFields();
  /** Ids above 2^31 - 1, in order of first sight; id k has the code -2 - k. */
  readonly wide = new Map<bigint, number>();

  /** @param expected uncompressed size if known, 0 if not */
  constructor(expected: number) {
    this.growth = new Growth(expected);
    const rows = firstRoom(expected, 64);
    this.sampleRoom = rows;
    this.stackOffset = new Uint32Array(rows + 1);
    this.labelOffset = new Uint32Array(rows + 1);
    this.stackId = new Int32Array(firstRoom(expected, 2));
    // Large programs have some ten thousand functions, however long they are profiled.
    const symbols = firstRoom(Math.min(expected, 1 << 22), 64);
    this.locationRoom = symbols;
    this.locationId = new Int32Array(symbols);
    this.locationMapping = new Int32Array(symbols);
    this.locationAddress = new Int32Array(2 * symbols);
    this.locationFolded = new Uint8Array(symbols);
    this.lineOffset = new Uint32Array(symbols + 1);
    // Half of the locations have a second line, of an inlined call.
    this.lineRoom = 2 * symbols;
    this.lineFunction = new Int32Array(this.lineRoom);
    this.lineNumber = new Int32Array(this.lineRoom);
    this.lineColumn = new Int32Array(this.lineRoom);
    this.functionRoom = symbols;
    this.functionId = new Int32Array(symbols);
    this.functionName = new Int32Array(symbols);
    this.functionSystemName = new Int32Array(symbols);
    this.functionFile = new Int32Array(symbols);
    this.functionStart = new Int32Array(symbols);
    this.stringOffset = new Uint32Array(symbols + 1);
    this.stringBytes = new Uint8Array(firstRoom(Math.min(expected, 1 << 22), 4));
  }
}

/**
 * Room to begin with, where a row mostly takes `bytes` bytes or more, so that columns of most files never grow. Pages
 * that are never written cost no memory; still, not more than 64 million rows on somebody's word.
 */
function firstRoom(expected: number, bytes: number): number {
  return Math.min(1 << 26, Math.max(1 << 10, Math.ceil(expected / bytes)));
}

/** Real profiles have one to six sample types; a column each is more room than a hostile one should get. */
const maxColumns = 32;

/** Once it is known how many values a sample has: those of the first one move into columns. */
export function settleValues(s: ScanState, count: number): void {
  if (s.stride !== -1) {
    s.stride = -2;
    return;
  }
  s.stride = count;
  if (count === 0 || count > maxColumns) return;
  const columns = new Float64Array(count * s.sampleRoom);
  for (let t = 0; t < count; t++) columns[t * s.sampleRoom] = s.value[t];
  s.value = columns;
  s.columns = count;
}

/** @param p position of the field that needs the room */
export function growSamples(s: ScanState, p: number): void {
  const room = s.growth.capacity(s.sampleRoom, s.sampleCount + 1, s.base + p);
  const columns = new Float64Array(s.columns * room);
  for (let t = 0; t < s.columns; t++) columns.set(s.value.subarray(t * s.sampleRoom, (t + 1) * s.sampleRoom), t * room);
  if (s.columns > 0) s.value = columns;
  s.sampleRoom = room;
  s.stackOffset = grown(s.stackOffset, room + 1, Uint32Array);
  s.labelOffset = grown(s.labelOffset, room + 1, Uint32Array);
}

export function growStacks(s: ScanState, need: number, p: number): void {
  s.stackId = grown(s.stackId, s.growth.capacity(s.stackId.length, need, s.base + p), Int32Array);
}

export function growValues(s: ScanState, need: number, p: number): void {
  s.value = grown(s.value, s.growth.capacity(s.value.length, need, s.base + p), Float64Array);
}

export function growLabels(s: ScanState, p: number): void {
  const room = s.growth.capacity(s.labelRoom, s.labelCount + 1, s.base + p);
  s.labelRoom = room;
  s.labelKey = grown(s.labelKey, room, Int32Array);
  s.labelText = grown(s.labelText, room, Int32Array);
  s.labelNumber = grown(s.labelNumber, 2 * room, Int32Array);
  s.labelUnit = grown(s.labelUnit, room, Int32Array);
}

export function growLocations(s: ScanState, p: number): void {
  const room = s.growth.capacity(s.locationRoom, s.locationCount + 1, s.base + p);
  s.locationRoom = room;
  s.locationId = grown(s.locationId, room, Int32Array);
  s.locationMapping = grown(s.locationMapping, room, Int32Array);
  s.locationAddress = grown(s.locationAddress, 2 * room, Int32Array);
  s.locationFolded = grown(s.locationFolded, room, Uint8Array);
  s.lineOffset = grown(s.lineOffset, room + 1, Uint32Array);
}

export function growLines(s: ScanState, p: number): void {
  const room = s.growth.capacity(s.lineRoom, s.lineCount + 1, s.base + p);
  s.lineRoom = room;
  s.lineFunction = grown(s.lineFunction, room, Int32Array);
  s.lineNumber = grown(s.lineNumber, room, Int32Array);
  s.lineColumn = grown(s.lineColumn, room, Int32Array);
}

export function growFunctions(s: ScanState, p: number): void {
  const room = s.growth.capacity(s.functionRoom, s.functionCount + 1, s.base + p);
  s.functionRoom = room;
  s.functionId = grown(s.functionId, room, Int32Array);
  s.functionName = grown(s.functionName, room, Int32Array);
  s.functionSystemName = grown(s.functionSystemName, room, Int32Array);
  s.functionFile = grown(s.functionFile, room, Int32Array);
  s.functionStart = grown(s.functionStart, room, Int32Array);
}

export function growStrings(s: ScanState, need: number, p: number): void {
  s.stringOffset = grown(s.stringOffset, s.growth.capacity(s.stringOffset.length, need, s.base + p), Uint32Array);
}

export function growText(s: ScanState, need: number, p: number): void {
  s.stringBytes = grown(s.stringBytes, s.growth.capacity(s.stringBytes.length, need, s.base + p), Uint8Array);
}
