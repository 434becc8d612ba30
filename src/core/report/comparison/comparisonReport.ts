// What every form of a comparison is made from. In: what was compared, the rows, the limits. Out: the object of `heatline
// diff --json` with repeated profiles or limits. Invariants: a function is over a limit only when its difference is
// certain, and over all limits that were given; without a limit nothing is.

import type { ComparedBy, ComparedRow, Comparison } from '../../analyze/compareRuns';
import type { ValueType } from '../../profile/profile';

export interface Limits {
  /** Percentage points. */
  readonly increase: number | undefined;
  /** Percent of what it was. */
  readonly growth: number | undefined;
}

export interface ReportedRow extends ComparedRow {
  /** Where the function begins, where that is known. */
  readonly location: { readonly file: string; readonly line: number } | null;
  readonly isOverLimit: boolean;
}

export interface ComparisonReport {
  readonly base: readonly string[];
  readonly now: readonly string[];
  readonly sampleType: ValueType;
  readonly by: ComparedBy;
  readonly measured: 'flat' | 'cum';
  readonly confidence: number;
  readonly limits: Limits;
  /** See Comparison. */
  readonly spread: number;
  readonly rows: readonly ReportedRow[];
}

export function isOverLimit(row: ComparedRow, { increase, growth }: Limits): boolean {
  if (increase === undefined && growth === undefined) return false;
  if (!row.isCertain || row.difference <= 0) return false;
  const isMore = increase === undefined || row.difference >= increase;
  // What is new has grown without end.
  const isRelativelyMore = growth === undefined || row.growth === null || row.growth >= growth;
  return isMore && isRelativelyMore;
}

/** @param placeOf by the row's name */
export function reportedRows(
  { rows }: Comparison,
  limits: Limits,
  placeOf: (name: string) => ReportedRow['location'],
): readonly ReportedRow[] {
  return rows.map((row) => ({ ...row, location: placeOf(row.name), isOverLimit: isOverLimit(row, limits) }));
}

export function comparisonJson({
  base,
  now,
  sampleType,
  by,
  measured,
  confidence,
  limits,
  rows,
}: ComparisonReport): object {
  return {
    base,
    now,
    sampleType,
    by,
    measured,
    confidence,
    limits: { increase: limits.increase ?? null, growth: limits.growth ?? null },
    rows: rows.map((row) => ({
      name: row.name,
      file: row.location?.file ?? null,
      line: row.location?.line ?? null,
      base: rounded(row.base),
      now: rounded(row.now),
      difference: rounded(row.difference),
      low: Number.isFinite(row.low) ? rounded(row.low) : null,
      high: Number.isFinite(row.high) ? rounded(row.high) : null,
      growth: row.growth === null ? null : rounded(row.growth),
      isCertain: row.isCertain,
      isOverLimit: row.isOverLimit,
    })),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
