// Who leads to a line and where it leads. In: a profile, some of its rows (lines on one line of the code), one value a
// sample. Out: the functions that call into the line and those that it calls, by value. Invariants: a sample counts
// once for each; the caller is the first frame outside of the outermost visit that is another function, the callee the
// first inside of the innermost one; the line's own function is neither, so recursion leads out of it.

import type { Profile } from '../profile/profile';
import type { CountedSamples, RowTable } from './lineTotals';

export interface Neighbour {
  /** FunctionIndex. */
  readonly function: number;
  /** Line1 of the call: in the caller, or of the frame inside the callee that came first. */
  readonly line: number;
  readonly value: number;
}

export interface Neighbours {
  readonly callers: readonly Neighbour[];
  readonly callees: readonly Neighbour[];
}

interface Sum {
  value: number;
  readonly line: number;
}

export class LineNeighboursPass {
  private readonly isRow: Uint8Array;
  private readonly callers = new Map<number, Sum>();
  private readonly callees = new Map<number, Sum>();
  private next = 0;

  constructor(
    private readonly profile: Profile,
    private readonly table: RowTable,
    rows: readonly number[],
    private readonly values: Float64Array,
    private readonly filter?: CountedSamples,
  ) {
    this.isRow = new Uint8Array(table.count);
    for (const row of rows) this.isRow[row] = 1;
  }

  /** True when all samples are counted. */
  advance(samples: number): boolean {
    const { count } = this.profile.samples;
    const stop = Math.min(count, this.next + samples);
    for (let s = this.next; s < stop; s++) {
      if (this.values[s] !== 0 && this.filter?.keeps(s) !== false) this.count(s);
    }
    this.next = stop;
    return stop === count;
  }

  private count(sample: number): void {
    const { stackOffset, stackLocation } = this.profile.samples;
    const { lineOffset, lineFunction } = this.profile.locations;
    const { rowOfLine } = this.table;
    const keepLine = this.filter?.keepLine;
    let inside = -1; // The frame just inside of the one looked at.
    let callee = -1;
    let own = -1;
    let isOutside = false;
    let caller = -1;
    const end = stackOffset[sample + 1];
    for (let i = stackOffset[sample]; i < end; i++) {
      const location = stackLocation[i];
      for (let l = lineOffset[location]; l < lineOffset[location + 1]; l++) {
        if (keepLine !== undefined && keepLine[l] === 0) continue;
        const row = rowOfLine[l];
        if (row >= 0 && this.isRow[row] === 1) {
          if (own < 0) callee = inside;
          own = lineFunction[l];
          isOutside = true;
        } else if (isOutside && lineFunction[l] !== own) {
          caller = l;
          isOutside = false;
        }
        inside = l;
      }
    }
    if (own < 0) return;
    const value = this.values[sample];
    this.add(this.callers, caller, value);
    if (callee >= 0 && lineFunction[callee] !== own) this.add(this.callees, callee, value);
  }

  private add(sums: Map<number, Sum>, line: number, value: number): void {
    const { lineFunction, lineNumber } = this.profile.locations;
    const f = line < 0 ? -1 : lineFunction[line];
    if (f < 0) return;
    const known = sums.get(f);
    if (known === undefined) sums.set(f, { value, line: lineNumber[line] });
    else known.value += value;
  }

  /** The largest first. */
  result(limit: number): Neighbours {
    const top = (sums: Map<number, Sum>): Neighbour[] =>
      [...sums]
        .map(([f, { value, line }]) => ({ function: f, line, value }))
        .sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || a.function - b.function)
        .slice(0, limit);
    return { callers: top(this.callers), callees: top(this.callees) };
  }
}
