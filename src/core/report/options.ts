// What a person may ask of a report. In: options of the command line or the page. Out: the same with pprof's
// defaults filled in. Invariant: names and defaults are those of `go tool pprof` (internal/driver/config.go,
// commands.go applyCommandOverrides), so that the same words give the same numbers.

import type { Granularity } from '../analyze/frames';
import type { RefineOptions } from '../analyze/refine/refine';

export interface ReportOptions extends RefineOptions {
  readonly sampleIndex?: string | undefined;
  readonly granularity?: Granularity | undefined;
  readonly noInlines?: boolean | undefined;
  /** Divide sums by those of the first sample type. */
  readonly mean?: boolean | undefined;
  /** Divide every value, e.g. by the number of cores; not 0. */
  readonly divideBy?: number | undefined;
  /** Function names exactly as they stand in the profile, as with pprof's -symbolize=none. */
  readonly keepsNames?: boolean | undefined;
  /** Sort by cum instead of flat. */
  readonly cum?: boolean | undefined;
  /** At most this many rows; 0 for all. */
  readonly nodeCount?: number | undefined;
  /** Rows below this share of the total are left out. */
  readonly nodeFraction?: number | undefined;
  /** Edges below this share of the total are left out. */
  readonly edgeFraction?: number | undefined;
  /** False: no row and no edge is left out. */
  readonly trim?: boolean | undefined;
  /** Leave out rows with negative values, for differences. */
  readonly dropNegative?: boolean | undefined;
  /** Percentages of what the filters leave instead of everything. */
  readonly relativePercentages?: boolean | undefined;
  /** `minimum`: one unit for all rows, small enough for the smallest; `auto`: each its own; or a unit. */
  readonly unit?: string | undefined;
  /** No lines about the file above the rows. */
  readonly compactLabels?: boolean | undefined;
  /** Where sources are searched, separated by colons; names below are shown relative to it. */
  readonly sourcePath?: string | undefined;
  /** Prefixes cut off file names, separated by colons. */
  readonly trimPath?: string | undefined;
}

export interface Trimming {
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
}

const defaultFraction = { node: 0.005, edge: 0.001 };

export const noTrimming: Trimming = { nodeCount: 0, nodeFraction: 0, edgeFraction: 0 };

/** @param defaultCount rows when the user does not say: 0 (all) for top, 80 for tree */
export function trimmingOf(options: ReportOptions, defaultCount: number): Trimming {
  if (options.trim === false) return noTrimming;
  return {
    nodeCount: options.nodeCount ?? defaultCount,
    nodeFraction: options.nodeFraction ?? defaultFraction.node,
    edgeFraction: options.edgeFraction ?? defaultFraction.edge,
  };
}

/** The filters in force, as a report's header lists them. */
export function activeFilters(options: ReportOptions): readonly string[] {
  const given: readonly (readonly [string, string | undefined])[] = [
    ['focus', options.focus],
    ['ignore', options.ignore],
    ['hide', options.hide],
    ['show', options.show],
    ['show_from', options.showFrom],
    ['tagfocus', options.tagFocus],
    ['tagignore', options.tagIgnore],
    ['tagshow', options.tagShow],
    ['taghide', options.tagHide],
  ];
  return given.flatMap(([name, text]) => (text === undefined || text === '' ? [] : [`${name}=${text}`]));
}
