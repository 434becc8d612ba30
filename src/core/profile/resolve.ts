// Raw columns → the model. In: what scan.ts collected. Out: a Profile whose every index is in range.
// Invariant: this is the door; the rules are those of google/pprof `postDecode` and `CheckValid`, and
// after it nobody checks again. Where pprof drops (a mapping id that leads nowhere) so do we.

import { invalid, malformed } from '../wire/errors';
import { mappingFlag, type Decoded, type Profile, type ValueType, type Warning } from './profile';
import type { RawValueType } from './rareFields';
import type { ScanState } from './scanState';
import { StringTable } from './stringTable';

export function resolve(s: ScanState): Decoded {
  const strings = resolveStrings(s);
  const text = (index: number): string => strings.text(checked(index, strings.count));
  const valueType = (raw: RawValueType): ValueType => ({ type: text(raw.type), unit: text(raw.unit) });
  const { rare } = s;
  const sampleTypes = rare.sampleTypes.map(valueType);

  checkValues(s, sampleTypes.length);
  const mappings = resolveMappings(s, strings.count);
  const functionOf = resolveIds('function', s.functionId, s.functionCount, s.functionsAreDense, s.wide);
  const locationOf = resolveIds('location', s.locationId, s.locationCount, s.locationsAreDense, s.wide);
  const lineFunction = s.lineFunction.subarray(0, s.lineCount);
  if (!makeRows(functionOf, lineFunction, s.lineMax)) throw invalid('a location has a line with no function');
  const stackLocation = s.stackId.subarray(0, s.stackCount);
  if (!makeRows(locationOf, stackLocation, s.stackMax)) throw invalid('a sample names a location that is not there');
  const mapping = s.locationMapping.subarray(0, s.locationCount);
  mappings.replace(mapping);
  if (s.functionCount > 0) checked(s.nameMax, strings.count);
  const indices = (column: Int32Array, count: number): Int32Array =>
    checkedColumn(column.subarray(0, count), strings.count);

  const profile: Profile = {
    strings,
    sampleTypes,
    defaultSampleType: text(rare.defaultSampleType),
    samples: {
      count: s.sampleCount,
      stackOffset: s.stackOffset.subarray(0, s.sampleCount + 1),
      stackLocation,
      values: valuesOf(s, sampleTypes.length),
      labelOffset: s.labelOffset.subarray(0, s.sampleCount + 1),
    },
    labels: {
      count: s.labelCount,
      key: indices(s.labelKey, s.labelCount),
      text: textOrNone(indices(s.labelText, s.labelCount)),
      number: new BigInt64Array(s.labelNumber.buffer, 0, s.labelCount),
      unit: indices(s.labelUnit, s.labelCount),
    },
    locations: {
      count: s.locationCount,
      ...(s.locationsAreDense ? {} : { id: locationIds(s) }),
      mapping,
      address: new BigUint64Array(s.locationAddress.buffer, 0, s.locationCount),
      isFolded: s.locationFolded.subarray(0, s.locationCount),
      lineOffset: s.lineOffset.subarray(0, s.locationCount + 1),
      lineFunction,
      lineNumber: s.lineNumber.subarray(0, s.lineCount),
      lineColumn: s.lineColumn.subarray(0, s.lineCount),
    },
    functions: {
      count: s.functionCount,
      name: s.functionName.subarray(0, s.functionCount),
      systemName: s.functionSystemName.subarray(0, s.functionCount),
      filename: s.functionFile.subarray(0, s.functionCount),
      startLine: s.functionStart.subarray(0, s.functionCount),
    },
    mappings: mappings.columns,
    timeNanos: rare.timeNanos,
    durationNanos: rare.durationNanos,
    period: rare.period,
    periodType: rare.periodType === undefined ? undefined : valueType(rare.periodType),
    comments: rare.comments.map(text),
    docUrl: text(rare.docUrl),
    dropFrames: text(rare.dropFrames),
    keepFrames: text(rare.keepFrames),
  };
  return { profile, warnings: warningsOf(s, profile) };
}

function resolveStrings(s: ScanState): StringTable {
  if (s.stringCount === 0) throw malformed('it has no string table', -1);
  if (s.stringOffset[1] !== 0) throw invalid('the first string of its string table is not empty');
  return new StringTable(
    s.stringBytes.subarray(0, s.stringOffset[s.stringCount]),
    s.stringOffset.subarray(0, s.stringCount + 1),
  );
}

function checked(index: number, count: number): number {
  if (!(index >= 0 && index < count))
    throw malformed(`a name points outside the string table (${index} of ${count})`, -1);
  return index;
}

function checkedColumn(column: Int32Array, count: number): Int32Array {
  for (let i = 0; i < column.length; i++) if (!(column[i] >= 0 && column[i] < count)) checked(column[i], count);
  return column;
}

/** Index 0 of a text label means "this label is a number" (proto/profile.proto, Label.str). */
function textOrNone(column: Int32Array): Int32Array {
  for (let i = 0; i < column.length; i++) if (column[i] === 0) column[i] = -1;
  return column;
}

function checkValues(s: ScanState, types: number): void {
  if (s.sampleCount === 0) return;
  if (types === 0) throw invalid('it has samples but no sample types');
  if (s.stride !== types) throw invalid(`a sample does not have ${types} values, one for each sample type`);
}

/** One column a sample type. */
function valuesOf(s: ScanState, types: number): Float64Array[] {
  const { value, sampleCount, sampleRoom } = s;
  return Array.from({ length: types }, (_, t) => {
    if (s.columns > 0) return value.subarray(t * sampleRoom, t * sampleRoom + sampleCount);
    const column = new Float64Array(sampleCount);
    for (let i = 0, v = t; i < sampleCount; i++, v += types) column[i] = value[v];
    return column;
  });
}

interface IdTable {
  /** Ids are 1, 2, 3, … in the order of the rows; there are so many. */
  readonly dense: boolean;
  readonly count: number;
  /** The row of an id (or code of a wide id), -1 for none. */
  rowOf(id: number): number;
}

/** Ids less one to rows, in place. @param max the largest of them @returns false when an id leads nowhere */
function makeRows(table: IdTable, column: Int32Array, max: number): boolean {
  // Where ids are dense the scan has made rows of them already and only the largest needs a look.
  if (table.dense) return column.length === 0 || max < table.count;
  let outside = 0;
  for (let i = 0; i < column.length; i++) {
    const row = table.rowOf(column[i] + 1);
    if (row < 0) outside = 1;
    column[i] = row;
  }
  return outside === 0;
}

/** A table from the file's ids (or codes of wide ids) to rows. Writers number from 1, so that case is free. */
function resolveIds(
  what: string,
  ids: Int32Array,
  count: number,
  dense: boolean,
  wide: ReadonlyMap<bigint, number>,
): IdTable {
  if (dense) return { dense, count, rowOf: (id) => (id > 0 && id <= count ? id - 1 : -1) };
  let largest = 0;
  for (let i = 0; i < count; i++) {
    if (ids[i] === 0) throw invalid(`a ${what} has the reserved id 0`);
    if (ids[i] > largest) largest = ids[i];
  }
  const twice = (): never => {
    throw invalid(`two ${what}s have the same id`);
  };
  const wideRow = new Int32Array(wide.size).fill(-1);
  // A flat table while it stays in proportion to the rows (four bytes an id), a Map for hostile or sparse ids.
  if (largest <= 64 * count + (1 << 20)) {
    const table = new Int32Array(largest + 1).fill(-1);
    for (let i = 0; i < count; i++) {
      const id = ids[i];
      const slot = id > 0 ? table : wideRow;
      const key = id > 0 ? id : -2 - id;
      if (slot[key] !== -1) twice();
      slot[key] = i;
    }
    return { dense, count, rowOf: (id) => (id >= 0 ? (id <= largest ? table[id] : -1) : wideRow[-2 - id]) };
  }
  const rows = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    if (rows.has(ids[i])) twice();
    rows.set(ids[i], i);
  }
  return { dense, count, rowOf: (id) => rows.get(id) ?? -1 };
}

function locationIds({ locationId, locationCount, wide }: ScanState): BigUint64Array {
  const wideIds = [...wide.keys()];
  const out = new BigUint64Array(locationCount);
  for (let l = 0; l < locationCount; l++) out[l] = idOf(locationId[l], wideIds);
  return out;
}

/** What a scanned id stands for. */
function idOf(id: number, wideIds: readonly bigint[]): bigint {
  return id >= 0 ? BigInt(id) : (wideIds[-2 - id] ?? 0n);
}

function resolveMappings(
  s: ScanState,
  stringCount: number,
): { columns: Profile['mappings']; replace: (column: Int32Array) => void } {
  const { mappings } = s.rare;
  const rows = new Map<bigint, number>();
  mappings.forEach((m, i) => {
    if (m.id === 0n) throw invalid('a mapping has the reserved id 0');
    if (rows.has(m.id)) throw invalid('two mappings have the same id');
    rows.set(m.id, i);
  });
  const wideIds = [...s.wide.keys()];
  const areInOrder = mappings.every((m, i) => m.id === BigInt(i + 1));
  const columns = {
    count: mappings.length,
    ...(areInOrder ? {} : { id: BigUint64Array.from(mappings, (m) => m.id) }),
    start: BigUint64Array.from(mappings, (m) => m.start),
    limit: BigUint64Array.from(mappings, (m) => m.limit),
    offset: BigUint64Array.from(mappings, (m) => m.offset),
    file: Int32Array.from(mappings, (m) => checked(m.file, stringCount)),
    buildId: Int32Array.from(mappings, (m) => checked(m.buildId, stringCount)),
    flags: Uint8Array.from(mappings, (m) => m.flags),
  };
  const rowOf = (id: number): number => rows.get(idOf(id, wideIds)) ?? -1;
  // As with other ids: where they are dense the scan has made rows of them, and -1 of 0, which is none.
  if (areInOrder && s.mappingMax <= mappings.length) return { columns, replace: () => undefined };
  return { columns, replace: (column) => replaceMappings(column, rowOf) };
}

/** Ids less one to rows, in place. Neighbouring locations mostly lie in the same mapping. */
function replaceMappings(column: Int32Array, rowOf: (id: number) => number): void {
  let lastId = 0;
  let lastRow = -1;
  for (let i = 0; i < column.length; i++) {
    const id = column[i] + 1;
    if (id !== lastId) {
      lastId = id;
      lastRow = rowOf(id);
    }
    column[i] = lastRow;
  }
}

function warningsOf(s: ScanState, profile: Profile): Warning[] {
  const out: Warning[] = [];
  if (s.inexact) {
    out.push({ code: 'inexact', message: 'Some values are beyond 2^53 and are shown rounded.' });
  }
  if (profile.locations.count > 0 && profile.functions.count === 0) {
    const named = profile.mappings.flags.some((f) => (f & mappingFlag.functions) !== 0);
    out.push({
      code: 'unsymbolized',
      message: named
        ? 'The profile has no functions although it claims to.'
        : 'The profile has addresses but no function names; symbolize it with `go tool pprof -proto BINARY FILE`.',
    });
  }
  return out;
}
