// What a file's lines cost, on the lines they are on now. In: line totals of a profile, the file's functions tied to
// its declarations, and a threshold. Out: marks by line. Invariants: a line whose function is gone has no mark, a
// line of a function that moved says so; lines inside a function keep their distance from its first line.

import type { LineTable, LineTotals } from '../analyze/lineTotals';
import { rowsOfFile } from '../analyze/lineTotals';
import type { FunctionIndex, Line1 } from '../profile/profile';
import { type Anchors, currentLine } from './anchors';
import type { GoFile } from './goFile';
import type { ProfileFile } from './profileFiles';

export interface HeatMark {
  readonly line: Line1;
  /** Rows of the line table that are on this line. */
  readonly rows: readonly number[];
  /** Whether the function stands elsewhere than when the profile was taken. */
  readonly isMoved: boolean;
}

/** Every line of the file that the profile knows, ascending. */
export function heatMarks(table: LineTable, file: ProfileFile, anchors: Anchors, syntax: GoFile): readonly HeatMark[] {
  const byLine = new Map<Line1, { readonly rows: number[]; isMoved: boolean }>();
  const [start, end] = rowsOfFile(table, file.filename);
  for (let row = start; row < end; row++) {
    const recorded = table.line[row];
    const anchor = anchors.get(table.function[row] as FunctionIndex);
    if (recorded <= 0 || anchor?.state === 'absent') continue;
    const line = currentLine(anchor, syntax, recorded);
    const isMoved = anchor?.state === 'moved';
    const mark = byLine.get(line);
    if (mark === undefined) byLine.set(line, { rows: [row], isMoved });
    else {
      mark.rows.push(row);
      mark.isMoved ||= isMoved;
    }
  }
  return [...byLine].map(([line, mark]) => ({ line, ...mark })).sort((a, b) => a.line - b.line);
}

export interface Cost {
  readonly self: number;
  readonly total: number;
}

/** Rows on one line after an edit may have samples in common: their largest total is what is certain. */
export function costOf(rows: readonly number[], { self, total }: LineTotals): Cost {
  return {
    self: rows.reduce((sum, row) => sum + self[row], 0),
    total: rows.reduce((largest, row) => (Math.abs(total[row]) > Math.abs(largest) ? total[row] : largest), 0),
  };
}

/** Whether the line's share reaches the threshold, in percent of all samples. */
export function isHot(cost: Cost, sum: number, thresholdPercent: number): boolean {
  return sum !== 0 && cost.total !== 0 && Math.abs(cost.total / sum) * 100 >= thresholdPercent;
}
