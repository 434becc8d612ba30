// `tree` and `peek`. In: a prepared profile, for peek a pattern. Out: every row with its callers above and its callees
// below, as one result for text in pprof's layout and for JSON. Invariant: google/pprof internal/report printTree;
// edges are by magnitude, then by name.

import { UserError } from '../../base/userError';
import type { Pattern } from '../analyze/refine/re2';
import { formatPercent } from '../profile/units';
import type { Edges } from './edges';
import { buildGraph, compareText, type Graph } from './graph';
import { padLeft } from './goText';
import { reportLines, type FormatTime } from './header';
import { headJson, type HeadJson } from './json';
import { noTrimming, trimmingOf, type ReportOptions } from './options';
import type { Prepared } from './prepare';

export interface TreeEdge {
  readonly name: string;
  readonly value: number;
  readonly inline: boolean;
}

export interface TreeRow {
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
  readonly callers: readonly TreeEdge[];
  readonly callees: readonly TreeEdge[];
}

export interface TreeReport {
  readonly graph: Graph;
  /** Values as they are, not divided by `divideBy`. */
  readonly rows: readonly TreeRow[];
}

const separator = '----------------------------------------------------------+-------------';
const legend = '      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ';
const defaultNodeCount = 80;

/**
 * @param peek rows to show; without it all, trimmed
 * @throws UserError `no-match` when `peek` matches no row
 */
export function treeReport(prepared: Prepared, options: ReportOptions, peek?: Pattern): TreeReport {
  const trimming = peek === undefined ? trimmingOf(options, defaultNodeCount) : noTrimming;
  const graph = buildGraph(prepared, { ...options, trimming });
  const edges = graph.edges();
  const byCallee = groupEdges(edges, edges.callee, edges.caller, prepared.rows.name);
  const byCaller = groupEdges(edges, edges.caller, edges.callee, prepared.rows.name);
  const { name } = prepared.rows;
  const rows: TreeRow[] = [];
  for (const row of graph.order) {
    if (peek !== undefined && !peek.test(name[row])) continue;
    rows.push({
      name: name[row],
      flat: graph.flat(row),
      cum: graph.cum(row),
      callers: byCallee.get(row) ?? [],
      callees: byCaller.get(row) ?? [],
    });
  }
  if (peek !== undefined && rows.length === 0) throw noMatch(peek.source);
  return { graph, rows };
}

export function noMatch(pattern: string): UserError {
  return new UserError(
    'no-match',
    `No function matches "${pattern}".`,
    'Look at the names that `heatline top` prints; a pattern need not match the whole name.',
  );
}

/** The edges of each row at `own`, heaviest first, named after the row at `other`. */
function groupEdges(
  edges: Edges,
  own: Int32Array,
  other: Int32Array,
  names: readonly string[],
): ReadonlyMap<number, readonly TreeEdge[]> {
  const out = new Map<number, TreeEdge[]>();
  for (let e = 0; e < edges.count; e++) {
    const edge = { name: names[other[e]], value: edges.weight[e], inline: edges.isInline[e] === 1 };
    const known = out.get(own[e]);
    if (known === undefined) out.set(own[e], [edge]);
    else known.push(edge);
  }
  for (const list of out.values()) {
    list.sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || compareText(a.name, b.name));
  }
  return out;
}

export function treeText(
  prepared: Prepared,
  { graph, rows }: TreeReport,
  options: ReportOptions,
  formatTime: FormatTime,
): string {
  const { total } = prepared;
  const { format } = graph;
  const lines = [...reportLines(prepared, graph, options, formatTime), separator, legend];
  const edgeLine = (edge: TreeEdge, cum: number): string =>
    `${padLeft(format.text(edge.value), 50)} ${formatPercent(edge.value, cum)} |   ${edge.name}${edge.inline ? ' (inline)' : ''}`;
  let sum = 0;
  for (const { name, flat, cum, callers, callees } of rows) {
    sum += flat;
    lines.push(separator, ...callers.map((edge) => edgeLine(edge, cum)));
    lines.push(
      `${padLeft(format.text(flat), 10)} ${formatPercent(flat, total)} ${formatPercent(sum, total)} ` +
        `${padLeft(format.text(cum), 10)} ${formatPercent(cum, total)}                | ${name}`,
    );
    lines.push(...callees.map((edge) => edgeLine(edge, cum)));
  }
  if (graph.order.length > 0) lines.push(separator);
  return `${lines.join('\n')}\n`;
}

export interface TreeJson extends HeadJson {
  readonly rows: readonly TreeRow[];
}

export function treeJson(prepared: Prepared, { rows }: TreeReport): TreeJson {
  const { number } = prepared.format;
  const edge = (e: TreeEdge): TreeEdge => ({ ...e, value: number(e.value) });
  return {
    ...headJson(prepared),
    rows: rows.map((row) => ({
      ...row,
      flat: number(row.flat),
      cum: number(row.cum),
      callers: row.callers.map(edge),
      callees: row.callees.map(edge),
    })),
  };
}
