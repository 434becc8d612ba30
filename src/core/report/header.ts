// The lines above a report. In: a profile and what is reported. Out: lines of text, as `go tool pprof` prints them.
// Invariant: core has no clock and no time zone, so the caller says how a time reads.

import { formatPercent, formatValue, scaleValue } from '../profile/units';
import type { Graph } from './graph';
import { baseName } from './goText';
import { activeFilters, type ReportOptions } from './options';
import type { Prepared } from './prepare';

/** @param nanos since 1970 */
export type FormatTime = (nanos: bigint) => string;

/** File, build, type, time and duration. */
export function profileLines({ profile, measure, total, format }: Prepared, formatTime: FormatTime): readonly string[] {
  const { mappings, strings } = profile;
  const lines: string[] = [];
  if (mappings.count > 0) {
    const file = strings.text(mappings.file[0]);
    const buildId = strings.text(mappings.buildId[0]);
    if (file !== '') lines.push(`File: ${baseName(file)}`);
    if (buildId !== '') lines.push(`Build ID: ${buildId}`);
  }
  // A comment that begins with '#' is for machines.
  lines.push(...profile.comments.filter((comment) => !comment.startsWith('#')));
  if (measure.type !== '') lines.push(`Type: ${measure.type}`);
  if (profile.docUrl !== '') lines.push(`Doc: ${profile.docUrl}`);
  if (profile.timeNanos !== 0n) lines.push(`Time: ${formatTime(profile.timeNanos)}`);
  if (profile.durationNanos !== 0n) {
    const nanos = Number(profile.durationNanos);
    const scaled = scaleValue(total, measure.unit, 'nanoseconds');
    const share =
      scaled.unit === 'ns' && scaled.value !== 0 ? `(${formatPercent(Math.trunc(scaled.value), nanos)})` : '';
    const duration = formatValue(nanos, 'nanoseconds');
    lines.push(`Duration: ${duration}, Total samples = ${format.text(total)} ${share}`);
  }
  return lines;
}

/** All lines above the rows of top, tree and peek. */
export function reportLines(
  prepared: Prepared,
  graph: Graph,
  options: ReportOptions,
  formatTime: FormatTime,
): readonly string[] {
  const { total } = prepared;
  const { format, trimming, order, originalCount, droppedCount } = graph;
  const shown: Prepared = { ...prepared, format };
  const lines = options.compactLabels === true ? [] : [...profileLines(shown, formatTime)];
  const filters = activeFilters(options);
  if (filters.length > 0) lines.push('Active filters:', ...filters.map((filter) => `   ${shortened(filter)}`));

  let accounted = 0;
  for (const row of order) accounted += graph.flat(row);
  const share = formatPercent(accounted, total).trim();
  lines.push(`Showing nodes accounting for ${format.text(accounted)}, ${share} of ${format.text(total)} total`);
  if (total !== 0) {
    if (droppedCount > 0) {
      const cutoff = format.text(Math.abs(Math.trunc(total * trimming.nodeFraction)));
      lines.push(`Dropped ${droppedCount} node${droppedCount > 1 ? 's' : ''} (cum <= ${cutoff})`);
    }
    if (order.length > 0 && order.length < originalCount) {
      lines.push(`Showing top ${order.length} nodes out of ${originalCount}`);
    }
  }
  return lines;
}

function shortened(filter: string): string {
  return filter.length > 80 ? `${filter.slice(0, 80)}…` : filter;
}
