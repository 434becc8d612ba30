// The tables of a merged profile: strings, mappings, functions, locations. In: rows of the profiles that are merged,
// as samples need them. Out: rows without repetition, and for each profile a map to them.
// Invariants, from google/pprof profile/merge.go: mappings are equal by build id (or file), offset and size rounded up
// to pages, so that one binary loaded twice is one; addresses move with their mapping; the first mapping stays first.

import type { FunctionColumns, LocationColumns, MappingColumns, Profile } from './profile';
import { StringTable } from './stringTable';

const pageSize = 0x1000n;

/** Where rows of one profile went; -1 while nobody asked. */
export interface TableMap {
  readonly profile: Profile;
  readonly mapping: Int32Array;
  /** By mapping row: what is added to addresses. */
  readonly shift: BigInt64Array;
  readonly functions: Int32Array;
  readonly locations: Int32Array;
}

export class MergedTables {
  private readonly strings: string[] = [''];
  private readonly stringRows = new Map<string, number>([['', 0]]);
  private readonly mappingRows = new Map<string, number>();
  private readonly functionRows = new Map<string, number>();
  private readonly locationRows = new Map<string, number>();
  private readonly mapping = {
    start: [] as bigint[],
    limit: [] as bigint[],
    offset: [] as bigint[],
    row: [] as number[][],
  };
  private readonly functions: number[][] = [];
  private readonly location = { mapping: [] as number[], address: [] as bigint[], isFolded: [] as number[] };
  private readonly lines = { offset: [0], of: [] as number[], number: [] as number[], column: [] as number[] };

  open(profile: Profile): TableMap {
    const map: TableMap = {
      profile,
      mapping: new Int32Array(profile.mappings.count).fill(-1),
      shift: new BigInt64Array(profile.mappings.count),
      functions: new Int32Array(profile.functions.count).fill(-1),
      locations: new Int32Array(profile.locations.count).fill(-1),
    };
    // The first mapping is the main binary, whatever the samples use first.
    if (this.mapping.start.length === 0 && profile.mappings.count > 0) this.mappingRow(map, 0);
    return map;
  }

  string(text: string): number {
    let row = this.stringRows.get(text);
    if (row === undefined) {
      row = this.strings.length;
      this.stringRows.set(text, row);
      this.strings.push(text);
    }
    return row;
  }

  locationRow(map: TableMap, l: number): number {
    const known = map.locations[l];
    if (known >= 0) return known;
    const { locations } = map.profile;
    const from = locations.mapping[l];
    const mapping = from < 0 ? -1 : this.mappingRow(map, from);
    const address = BigInt.asUintN(64, locations.address[l] + (from < 0 ? 0n : map.shift[from]));
    const relative = BigInt.asUintN(64, address - (mapping < 0 ? 0n : this.mapping.start[mapping]));
    let key = `${mapping} ${relative} ${locations.isFolded[l]}`;
    for (let q = locations.lineOffset[l]; q < locations.lineOffset[l + 1]; q++) {
      const f = this.functionRow(map, locations.lineFunction[q]);
      key += ` ${f}:${locations.lineNumber[q]}:${locations.lineColumn[q]}`;
    }
    let row = this.locationRows.get(key);
    if (row === undefined) {
      row = this.addLocation(map, l, mapping, address);
      this.locationRows.set(key, row);
    }
    map.locations[l] = row;
    return row;
  }

  private addLocation(map: TableMap, l: number, mapping: number, address: bigint): number {
    const { locations } = map.profile;
    for (let q = locations.lineOffset[l]; q < locations.lineOffset[l + 1]; q++) {
      this.lines.of.push(this.functionRow(map, locations.lineFunction[q]));
      this.lines.number.push(locations.lineNumber[q]);
      this.lines.column.push(locations.lineColumn[q]);
    }
    this.lines.offset.push(this.lines.of.length);
    this.location.mapping.push(mapping);
    this.location.address.push(address);
    return this.location.isFolded.push(locations.isFolded[l]) - 1;
  }

  private mappingRow(map: TableMap, m: number): number {
    const known = map.mapping[m];
    if (known >= 0) return known;
    const { mappings, strings } = map.profile;
    const start = mappings.start[m];
    const size = BigInt.asUintN(64, mappings.limit[m] - start);
    const pages = BigInt.asUintN(64, size + pageSize - 1n) / pageSize;
    const file = strings.text(mappings.file[m]);
    const buildId = strings.text(mappings.buildId[m]);
    const key = `${pages} ${mappings.offset[m]} ${buildId === '' ? file : buildId}`;
    let row = this.mappingRows.get(key);
    if (row === undefined) {
      row = this.mapping.start.push(start) - 1;
      this.mappingRows.set(key, row);
      this.mapping.limit.push(mappings.limit[m]);
      this.mapping.offset.push(mappings.offset[m]);
      this.mapping.row.push([this.string(file), this.string(buildId), mappings.flags[m]]);
    }
    map.shift[m] = BigInt.asIntN(64, this.mapping.start[row] - start);
    map.mapping[m] = row;
    return row;
  }

  private functionRow(map: TableMap, f: number): number {
    const known = map.functions[f];
    if (known >= 0) return known;
    const { functions, strings } = map.profile;
    const fields = [functions.name[f], functions.systemName[f], functions.filename[f]].map((s) =>
      this.string(strings.text(s)),
    );
    fields.push(functions.startLine[f]);
    const key = fields.join(' ');
    let row = this.functionRows.get(key);
    if (row === undefined) {
      row = this.functions.push(fields) - 1;
      this.functionRows.set(key, row);
    }
    map.functions[f] = row;
    return row;
  }

  columns(): {
    readonly strings: StringTable;
    readonly mappings: MappingColumns;
    readonly functions: FunctionColumns;
    readonly locations: LocationColumns;
  } {
    const { mapping, functions, location, lines } = this;
    const field = (rows: readonly (readonly number[])[], i: number): Int32Array =>
      Int32Array.from(rows, (fields) => fields[i]);
    return {
      strings: StringTable.from(this.strings),
      mappings: {
        count: mapping.start.length,
        start: BigUint64Array.from(mapping.start),
        limit: BigUint64Array.from(mapping.limit),
        offset: BigUint64Array.from(mapping.offset),
        file: field(mapping.row, 0),
        buildId: field(mapping.row, 1),
        flags: Uint8Array.from(mapping.row, (fields) => fields[2]),
      },
      functions: {
        count: functions.length,
        name: field(functions, 0),
        systemName: field(functions, 1),
        filename: field(functions, 2),
        startLine: field(functions, 3),
      },
      locations: {
        count: location.mapping.length,
        mapping: Int32Array.from(location.mapping),
        address: BigUint64Array.from(location.address),
        isFolded: Uint8Array.from(location.isFolded),
        lineOffset: Uint32Array.from(lines.offset),
        lineFunction: Int32Array.from(lines.of),
        lineNumber: Int32Array.from(lines.number),
        lineColumn: Int32Array.from(lines.column),
      },
    };
  }
}
