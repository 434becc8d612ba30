// What a file's lines cost, on the lines they are on now. In: line totals of a profile, the file's functions tied to
// its declarations, and a threshold. Out: marks by line. Invariants: a line whose function is gone has no mark, a
// line of a function that changed says so; lines inside a function keep their distance from its first line.
//
// A profile has no text to compare with, but first lines. Example: f was at 3 and is there still, g was at 9 and is at
// 11 now: two lines came between, in f or right below it. Lines of f are where they were, or up to two further down.

import { atOnce, type Pieces } from '../../base/pieces';
import type { LineTable, LineTotals } from '../analyze/lineTotals';
import { rowsOfFile } from '../analyze/lineTotals';
import type { FunctionIndex, Line1 } from '../profile/profile';
import { type Anchor, type Anchors, currentLine } from './anchors';
import type { GoFile } from './goFile';
import type { ProfileFile } from './profileFiles';
import type { RevisedLines } from './revisedLines';

export interface HeatMark {
  readonly line: Line1;
  /** Rows of the line table that are on this line. */
  readonly rows: readonly number[];
  readonly doubt: MarkDoubt;
  /** For `changed`: how many lines of the function. */
  readonly changed?: number;
}

/**
 * Why the line may be another one than was measured. `moved`: its function stands elsewhere than when the profile was
 * taken. `resized`: what is below its function stands elsewhere, so lines came or went in it. `outside`: it would lie
 * behind the end of its function. `same`: no doubt at all, for the function's text is that of the build's revision.
 * `changed`: it is not. Worse ones come later.
 */
export type MarkDoubt = 'same' | 'none' | 'moved' | 'changed' | 'resized' | 'outside';

const doubts: readonly MarkDoubt[] = ['same', 'none', 'moved', 'changed', 'resized', 'outside'];

/**
 * Every line of the file that the profile knows, ascending.
 *
 * @param revised what the revision of the build knows better, where there is one
 */
export function heatMarks(
  table: LineTable,
  file: ProfileFile,
  anchors: Anchors,
  syntax: GoFile,
  revised?: Pick<RevisedLines, 'lineOf'>,
): readonly HeatMark[] {
  return atOnce(markingHeat(table, file, anchors, syntax, revised));
}

/** About 5 ms the first time, when nothing is compiled yet. */
const rowsInPiece = 500;

/** The same for a thread on which others wait. */
export function* markingHeat(
  table: LineTable,
  file: ProfileFile,
  anchors: Anchors,
  syntax: GoFile,
  revised?: Pick<RevisedLines, 'lineOf'>,
): Pieces<readonly HeatMark[]> {
  const resized = resizedDeclarations(anchors);
  yield;
  const byLine = new Map<Line1, { line: Line1; readonly rows: number[]; doubt: MarkDoubt; changed?: number }>();
  const [start, end] = rowsOfFile(table, file.filename);
  for (let row = start; row < end; row++) {
    if ((row - start) % rowsInPiece === rowsInPiece - 1) yield;
    const recorded = table.line[row];
    const anchor = anchors.get(table.function[row] as FunctionIndex);
    if (recorded <= 0 || anchor?.state === 'absent') continue;
    const known = revised?.lineOf(table.function[row] as FunctionIndex, recorded);
    if (known !== undefined && known.line === undefined) continue;
    const line = known?.line ?? currentLine(anchor, syntax, recorded);
    const doubt =
      known === undefined ? doubtOf(anchor, line, recorded, resized) : known.changed > 0 ? 'changed' : 'same';
    const changed = known === undefined || known.changed === 0 ? {} : { changed: known.changed };
    const mark = byLine.get(line);
    if (mark === undefined) byLine.set(line, { line, rows: [row], doubt, ...changed });
    else {
      mark.rows.push(row);
      Object.assign(mark, changed);
      if (doubts.indexOf(doubt) > doubts.indexOf(mark.doubt)) mark.doubt = doubt;
    }
  }
  yield;
  return [...byLine.values()].sort((a, b) => a.line - b.line);
}

function doubtOf(anchor: Anchor | undefined, line: number, recorded: number, resized: ReadonlySet<number>): MarkDoubt {
  if (anchor === undefined) return 'none';
  if (line !== recorded + anchor.shift) return 'outside';
  if (resized.has(anchor.declaration)) return 'resized';
  return anchor.state === 'moved' ? 'moved' : 'none';
}

/** Declarations in which lines came or went: what stands in them or right below has moved otherwise than they. */
function resizedDeclarations(anchors: Anchors): ReadonlySet<number> {
  const shifts = new Map<number, number>();
  for (const { declaration, literal, shift, state } of anchors.values()) {
    const isKnown = state === 'exact' || state === 'moved';
    if (isKnown && declaration >= 0 && literal < 0) shifts.set(declaration, shift);
  }
  const resized = new Set<number>();
  for (const [declaration, shift] of shifts) {
    const below = shifts.get(declaration + 1);
    if (below !== undefined && below !== shift) resized.add(declaration);
  }
  for (const { declaration, literal, shift } of anchors.values()) {
    const own = literal < 0 ? undefined : shifts.get(declaration);
    if (own !== undefined && own !== shift) resized.add(declaration);
  }
  return resized;
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
