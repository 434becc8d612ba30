// `top`. In: a prepared profile. Out: one result, for text in pprof's layout and for JSON.
// Invariant: rows, their order and every character of the text are those of `go tool pprof -top` with the same options.

import { formatPercent } from '../profile/units';
import { buildGraph, compareText, type Graph } from './graph';
import { padLeft } from './goText';
import { reportLines, type FormatTime } from './header';
import { headJson, type HeadJson } from './json';
import { noTrimming, trimmingOf, type ReportOptions } from './options';
import type { Prepared } from './prepare';

export interface TopRow {
  readonly name: string;
  /** Where the granularity has files. */
  readonly file?: string;
  /** Line1, where the granularity has lines. */
  readonly line?: number;
  readonly flat: number;
  readonly cum: number;
}

/** The contract of `top --json`, without the file's name. */
export interface TopJson extends HeadJson {
  readonly rows: readonly TopRow[];
}

/**
 * Every row, unless the options say otherwise: a program can leave out what it does not want. Sorted by value, not by
 * magnitude as the text is: what a difference lost comes last.
 */
export function topJson(prepared: Prepared, options: ReportOptions): TopJson {
  const isTrimmed = options.nodeFraction !== undefined || options.nodeCount !== undefined;
  const trimming = isTrimmed ? trimmingOf({ nodeFraction: 0, ...options }, 0) : noTrimming;
  const graph = buildGraph(prepared, { ...options, trimming });
  const by = options.cum === true ? 'cum' : 'flat';
  const rows = graph.order.map((row) => rowOf(prepared, graph, row));
  return { ...headJson(prepared), rows: rows.sort((a, b) => b[by] - a[by] || compareText(a.name, b.name)) };
}

function rowOf({ profile, rows, format }: Prepared, graph: Graph, row: number): TopRow {
  const f = rows.function[row];
  const hasFile = rows.granularity !== 'functions' && f >= 0;
  return {
    name: rows.name[row],
    ...(hasFile ? { file: profile.strings.text(profile.functions.filename[f]) } : {}),
    ...(rows.line[row] > 0 ? { line: rows.line[row] } : {}),
    flat: format.number(graph.flat(row)),
    cum: format.number(graph.cum(row)),
  };
}

export function topText(prepared: Prepared, options: ReportOptions, formatTime: FormatTime): string {
  const graph = buildGraph(prepared, { ...options, trimming: trimmingOf(options, 0) });
  const { rows, total } = prepared;
  const { format } = graph;
  const inlined = inlineMarks(graph, rows.count);
  const lines = [...reportLines(prepared, graph, options, formatTime)];
  lines.push('      flat  flat%   sum%        cum   cum%');
  let sum = 0;
  for (const row of graph.order) {
    const flat = graph.flat(row);
    const cum = graph.cum(row);
    sum += flat;
    lines.push(
      `${padLeft(format.text(flat), 10)} ${formatPercent(flat, total)} ${formatPercent(sum, total)} ` +
        `${padLeft(format.text(cum), 10)} ${formatPercent(cum, total)}  ${rows.name[row]}${inlined[row]}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** By row: whether its callers have it inlined, all of them or some. */
function inlineMarks(graph: Graph, count: number): readonly string[] {
  const isInline = new Uint8Array(count);
  const isCalled = new Uint8Array(count);
  const edges = graph.edges();
  for (let e = 0; e < edges.count; e++) (edges.isInline[e] === 1 ? isInline : isCalled)[edges.callee[e]] = 1;
  return Array.from(isInline, (inline, row) =>
    inline === 0 ? '' : isCalled[row] === 1 ? ' (partial-inline)' : ' (inline)',
  );
}
