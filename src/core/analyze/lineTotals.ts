// What each source line costs. In: a profile, and one value a sample. Out: per file and line the value of samples
// that end there (self) and that pass through it (total). Invariants: a line counts once a sample, however often
// the stack passes it (recursion) and in however many functions (literals, inlined calls) it is; an inlined frame
// has its own line, so does the call it was inlined into; rows are by file, then by line.
//
// Example: main.go:5 calls work, inlined, which leaves at work.go:9. Self: work.go:9. Total: both.

import { firstIndex } from '../../base/bisect';
import type { Profile } from '../profile/profile';

/** What totals are counted by: each location line belongs to a row, or to none. */
export interface RowTable {
  readonly count: number;
  /** Row of each of the profile's location lines (as `locations.lineFunction`), -1 for lines that count nowhere. */
  readonly rowOfLine: Int32Array;
}

/** The lines of a profile, the same for every sample type and refinement. */
export interface LineTable extends RowTable {
  /** StringIndex of the file's name, ascending. */
  readonly file: Int32Array;
  /** Line1, ascending within a file; 0 where the profile does not say. */
  readonly line: Int32Array;
  /** A FunctionIndex that has the line: the first one found. */
  readonly function: Int32Array;
}

/** The files of a profile, by their names. */
export interface FileTable extends RowTable {
  /** StringIndex of the file's name, in the order in which the profile's functions name them. */
  readonly file: Int32Array;
}

export interface LineTotals {
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** Over the samples that count. */
  readonly sum: number;
}

/** Which samples count, and which of their lines; a SampleFilter (refine/sampleFilter.ts) is one. */
export interface CountedSamples {
  /** By location line, 1 where it is shown; undefined where all are. */
  readonly keepLine: Uint8Array | undefined;
  /** By LocationIndex, 1 where nothing of it is shown; undefined where all are. */
  readonly hidden: Uint8Array | undefined;
  keeps(sample: number): boolean;
}

export function buildFileTable({ functions, locations }: Profile): FileTable {
  const rowOfFile = new Map<number, number>();
  for (const name of functions.filename) if (!rowOfFile.has(name)) rowOfFile.set(name, rowOfFile.size);
  const rowOfFunction = functions.filename.map((name) => rowOfFile.get(name)!);
  return {
    count: rowOfFile.size,
    file: Int32Array.from(rowOfFile.keys()),
    rowOfLine: locations.lineFunction.map((f) => (f < 0 ? -1 : rowOfFunction[f])),
  };
}

export function buildLineTable(profile: Profile): LineTable {
  const { lineFunction, lineNumber } = profile.locations;
  const { filename } = profile.functions;
  const lines = lineFunction.length;

  // 1. Location lines in the order of the rows to be: gathered by file, then sorted inside each file. A key holds
  // line and index, exact in a double up to 4 million location lines (2^31 lines of source times 2^22).
  const keys = new Float64Array(lines);
  const fileEnd = new Map<number, number>();
  for (let l = 0; l < lines; l++) {
    if (lineFunction[l] < 0) continue;
    const name = filename[lineFunction[l]];
    fileEnd.set(name, (fileEnd.get(name) ?? 0) + 1);
  }
  let used = 0;
  const files = [...fileEnd].sort(([a], [b]) => a - b);
  for (const [name, size] of files) {
    fileEnd.set(name, used);
    used += size;
  }
  for (let l = 0; l < lines; l++) {
    if (lineFunction[l] < 0) continue;
    const name = filename[lineFunction[l]];
    const at = fileEnd.get(name) ?? 0;
    keys[at] = lineNumber[l] * lines + l;
    fileEnd.set(name, at + 1);
  }
  for (const [name, size] of files) {
    const end = fileEnd.get(name) ?? 0;
    keys.subarray(end - size, end).sort();
  }

  // 2. Equal neighbours are one row.
  const rowOfLine = new Int32Array(lines).fill(-1);
  const file = new Int32Array(used);
  const line = new Int32Array(used);
  const rowFunction = new Int32Array(used);
  let count = 0;
  for (let i = 0; i < used; i++) {
    const l = keys[i] - Math.floor(keys[i] / lines) * lines;
    const f = lineFunction[l];
    const isSame = count > 0 && file[count - 1] === filename[f] && line[count - 1] === lineNumber[l];
    if (!isSame) {
      file[count] = filename[f];
      line[count] = lineNumber[l];
      rowFunction[count] = f;
      count++;
    }
    rowOfLine[l] = count - 1;
  }
  return {
    count,
    file: file.slice(0, count),
    line: line.slice(0, count),
    function: rowFunction.slice(0, count),
    rowOfLine,
  };
}

/** @param values one a sample, in the profile's order */
export function lineTotals(profile: Profile, table: RowTable, values: Float64Array): LineTotals {
  const pass = new LineTotalsPass(profile, table, values);
  pass.advance(profile.samples.count);
  return pass;
}

/** The same in parts, for a thread that has other things to do. What it holds is complete when `advance` says so. */
export class LineTotalsPass implements LineTotals {
  readonly self: Float64Array;
  readonly total: Float64Array;
  sum = 0;
  private next = 0;
  /** The last sample that counted the row. */
  private readonly counted: Int32Array;

  constructor(
    private readonly profile: Profile,
    private readonly table: RowTable,
    private readonly values: Float64Array,
    private readonly filter?: CountedSamples,
  ) {
    this.self = new Float64Array(table.count);
    this.total = new Float64Array(table.count);
    this.counted = new Int32Array(table.count).fill(-1);
  }

  /** True when all samples are counted. */
  advance(samples: number): boolean {
    const { stackOffset, stackLocation, count } = this.profile.samples;
    const { lineOffset } = this.profile.locations;
    const { rowOfLine } = this.table;
    const { self, total, counted, values, filter } = this;
    const keepLine = filter?.keepLine;
    const hidden = filter?.hidden;
    const stop = Math.min(count, this.next + samples);
    for (let s = this.next; s < stop; s++) {
      const value = values[s];
      if (value === 0) continue;
      if (filter?.keeps(s) === false) continue;
      this.sum += value;
      let leaf = -1;
      const end = stackOffset[s + 1];
      for (let i = stackOffset[s]; i < end; i++) {
        const location = stackLocation[i];
        const last = lineOffset[location + 1];
        for (let l = lineOffset[location]; l < last; l++) {
          if (keepLine !== undefined && keepLine[l] === 0) continue;
          const row = rowOfLine[l];
          if (leaf === -1) leaf = row < 0 ? -2 : row;
          if (row < 0 || counted[row] === s) continue;
          counted[row] = s;
          total[row] += value;
        }
        // What is shown first has no lines: nobody's own.
        if (leaf === -1 && hidden?.[location] !== 1) leaf = -2;
      }
      if (leaf >= 0) self[leaf] += value;
    }
    this.next = stop;
    return stop === count;
  }
}

/** The rows of a file as [start, end), by bisection. */
export function rowsOfFile({ file: files }: LineTable, file: number): readonly [start: number, end: number] {
  const start = firstIndex(0, files.length, (i) => files[i] >= file);
  return [start, firstIndex(start, files.length, (i) => files[i] > file)];
}
