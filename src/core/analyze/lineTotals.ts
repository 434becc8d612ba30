// What each source line costs. In: a profile, and one value a sample. Out: per file and line the value of samples
// that end there (self) and that pass through it (total). Invariants: a line counts once a sample, however often
// the stack passes it (recursion) and in however many functions (literals, inlined calls) it is; an inlined frame
// has its own line, so does the call it was inlined into; rows are by file, then by line.
//
// Example: main.go:5 calls work, inlined, which leaves at work.go:9. Self: work.go:9. Total: both.

import type { Profile } from '../profile/profile';

/** The lines of a profile, the same for every sample type and refinement. */
export interface LineTable {
  readonly count: number;
  /** StringIndex of the file's name, ascending. */
  readonly file: Int32Array;
  /** Line1, ascending within a file; 0 where the profile does not say. */
  readonly line: Int32Array;
  /** A FunctionIndex that has the line: the first one found. */
  readonly function: Int32Array;
  /** Row of each of the profile's location lines (as `locations.lineFunction`), -1 for lines without a function. */
  readonly rowOfLine: Int32Array;
}

export interface LineTotals {
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** Over all samples. */
  readonly sum: number;
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
export function lineTotals(profile: Profile, table: LineTable, values: Float64Array): LineTotals {
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
    private readonly table: LineTable,
    private readonly values: Float64Array,
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
    const { self, total, counted, values } = this;
    const stop = Math.min(count, this.next + samples);
    for (let s = this.next; s < stop; s++) {
      const value = values[s];
      if (value === 0) continue;
      this.sum += value;
      const start = stackOffset[s];
      const end = stackOffset[s + 1];
      for (let i = start; i < end; i++) {
        const location = stackLocation[i];
        const last = lineOffset[location + 1];
        for (let l = lineOffset[location]; l < last; l++) {
          const row = rowOfLine[l];
          if (row < 0 || counted[row] === s) continue;
          counted[row] = s;
          total[row] += value;
        }
      }
      if (start === end) continue;
      const leaf = lineOffset[stackLocation[start]];
      const row = leaf < lineOffset[stackLocation[start] + 1] ? rowOfLine[leaf] : -1;
      if (row >= 0) self[row] += value;
    }
    this.next = stop;
    return stop === count;
  }
}

/** The rows of a file as [start, end), by bisection. */
export function rowsOfFile(table: LineTable, file: number): readonly [start: number, end: number] {
  return [lowerBound(table.file, file), lowerBound(table.file, file + 1)];
}

function lowerBound(column: Int32Array, value: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
