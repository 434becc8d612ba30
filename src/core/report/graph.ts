// The rows a report shows, and their edges. In: a prepared profile and how much to leave out. Out: rows in order.
// Invariants, from google/pprof internal/report newTrimmedGraph: first rows below a share of the total go, then all
// but the first so many; what is left keeps its flat and cum; edges below a share go last. Sorting and cut-offs look
// at magnitudes and at sums that are not divided for means.

import { sumsOf, type Sums } from '../analyze/totals';
import { divideWhole } from '../profile/unitsInt';
import { edgesOf, type Edges } from './edges';
import type { Trimming } from './options';
import type { Prepared } from './prepare';
import { forRows, type ValueFormat } from './valueFormat';

export interface Graph {
  /** Rows (FrameIndex of `Prepared.rows`) in the order of the report. */
  readonly order: readonly number[];
  /** By row, divided for means. */
  readonly flat: (row: number) => number;
  readonly cum: (row: number) => number;
  /** Rows left after the first cut, before the second. */
  readonly originalCount: number;
  readonly droppedCount: number;
  readonly trimming: Trimming;
  /** With the unit chosen for these rows. */
  readonly format: ValueFormat;
  /** Edges between the rows that are left. Made on demand: it costs as much as all the rest. */
  readonly edges: () => Edges;
}

export interface GraphOptions {
  readonly trimming: Trimming;
  readonly cum?: boolean | undefined;
  readonly dropNegative?: boolean | undefined;
}

export function buildGraph(prepared: Prepared, options: GraphOptions): Graph {
  const { profile, rows, measure: what } = prepared;
  const { trimming } = options;
  const sums = sumsOf(profile, rows, what);
  const all = listedRows(sums, options.dropNegative === true);

  // 1. The total of what is listed decides what is too small.
  let totalFlat = 0;
  for (const row of all) totalFlat += sums.flat[row];
  const nodeCutoff = Math.abs(Math.trunc(totalFlat * trimming.nodeFraction));
  const edgeCutoff = Math.abs(Math.trunc(totalFlat * trimming.edgeFraction));
  const large = nodeCutoff > 0 ? all.filter((row) => Math.abs(sums.cum[row]) >= nodeCutoff) : all;

  // 2. The order decides which are first.
  large.sort(rowOrder(sums, rows.name, options.cum === true));
  const order = trimming.nodeCount > 0 ? large.slice(0, trimming.nodeCount) : large;

  // 3. Edges are rebuilt over the gaps, if there are any; else rows that sum up to 0 still have theirs.
  const isTrimmed = order.length < all.length;
  const kept = (): Uint8Array | undefined => (isTrimmed ? flagged(order, rows.count) : undefined);
  const value = (sum: Float64Array, divisor: Float64Array, row: number): number =>
    what.divisors === undefined || divisor[row] === 0 ? sum[row] : divideWhole(sum[row], divisor[row]);
  const flat = (row: number): number => value(sums.flat, sums.flatDivisor, row);
  const cum = (row: number): number => value(sums.cum, sums.cumDivisor, row);
  return {
    order,
    flat,
    cum,
    originalCount: large.length,
    droppedCount: all.length - large.length,
    trimming,
    format: order.length === 0 ? prepared.format : forRows(prepared.format, smallest(order, flat, cum), prepared.total),
    edges: () => largeEdges(edgesOf(profile, rows, what, kept()), flagged(order, rows.count), edgeCutoff),
  };
}

function listedRows(sums: Sums, dropNegative: boolean): number[] {
  const out: number[] = [];
  for (let row = 0; row < sums.cum.length; row++) {
    const flat = sums.flat[row];
    const cum = sums.cum[row];
    if (flat === 0 && cum === 0) continue;
    if (dropNegative && (flat < 0 || (flat === 0 && cum < 0))) continue;
    out.push(row);
  }
  return out;
}

/** By magnitude of flat (or cum), then by name, then by the other number. */
function rowOrder(sums: Sums, names: readonly string[], byCum: boolean): (a: number, b: number) => number {
  const first = byCum ? sums.cum : sums.flat;
  const second = byCum ? sums.flat : sums.cum;
  return (a, b) =>
    Math.abs(first[b]) - Math.abs(first[a]) ||
    compareText(names[a], names[b]) ||
    Math.abs(second[b]) - Math.abs(second[a]) ||
    a - b;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function flagged(rows: readonly number[], count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (const row of rows) out[row] = 1;
  return out;
}

function smallest(rows: readonly number[], flat: (row: number) => number, cum: (row: number) => number): number {
  let least = 0;
  for (const row of rows) {
    const size = Math.abs(flat(row)) || Math.abs(cum(row));
    if (size > 0 && (least === 0 || size < least)) least = size;
  }
  return least;
}

/** Without edges into listed rows that are below the cut-off. */
function largeEdges(edges: Edges, isListed: Uint8Array, cutoff: number): Edges {
  if (cutoff === 0) return edges;
  const kept: number[] = [];
  for (let e = 0; e < edges.count; e++) {
    if (isListed[edges.callee[e]] === 0 || Math.abs(edges.weight[e]) >= cutoff) kept.push(e);
  }
  return {
    count: kept.length,
    caller: Int32Array.from(kept, (e) => edges.caller[e]),
    callee: Int32Array.from(kept, (e) => edges.callee[e]),
    weight: Float64Array.from(kept, (e) => edges.weight[e]),
    isResidual: Uint8Array.from(kept, (e) => edges.isResidual[e]),
    isInline: Uint8Array.from(kept, (e) => edges.isInline[e]),
  };
}
