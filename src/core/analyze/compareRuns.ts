// Several profiles of before against several of now. In: for each profile what each function costs, and how many events
// of the profiler stand behind that. Out: a row a function with its difference and the interval it is known to.
//
// Invariants: the same runs give the same rows; what is noise is not certain, whatever its size; all intervals hold at
// once with the asked confidence, so that a profile of a hundred functions raises no more false alarms than one.
//
// Two kinds of noise: a profiler sees a sample, and no two runs of a service are alike. The first is known from the
// number of events (n of them are known to about ±1/√n). The second is what repeated profiles differ by beyond that;
// three profiles tell it badly for one function and well for all together. So the variance of a function is its own,
// drawn towards what the number of its events lets expect, times what all functions' variances show to be usual (a
// moderated t-test with a prior worth `priorFreedom` profiles; Smyth, "Linear models and empirical Bayes methods", 2004).

import { upperQuantile } from './studentT';

/** One profile. */
export interface Run {
  readonly total: number;
  /** In the unit of the total. */
  readonly values: ReadonlyMap<string, number>;
  /** What the profiler recorded, e.g. samples; empty where nobody knows. */
  readonly events: ReadonlyMap<string, number>;
}

/** `share`: of each profile's own total; `value`: as recorded, for runs that do the same work in the same time. */
export type ComparedBy = 'share' | 'value';

export interface CompareOptions {
  readonly by: ComparedBy;
  /** Percent, e.g. 99: of a hundred comparisons without a change, so many raise no alarm. */
  readonly confidence: number;
  /** Percent: functions that are smaller on both sides are not tested, for they cannot matter. */
  readonly smallest: number;
}

/** Percentages of the total (`share`), or of the mean total of the base (`value`). */
export interface ComparedRow {
  readonly name: string;
  readonly base: number;
  readonly now: number;
  /** now − base. */
  readonly difference: number;
  /** The interval of the difference. */
  readonly low: number;
  readonly high: number;
  /** Percent of the base; null for what is new. */
  readonly growth: number | null;
  /** Zero is outside of the interval. */
  readonly isCertain: boolean;
}

export interface Comparison {
  /** Largest difference first, then by name. */
  readonly rows: readonly ComparedRow[];
  /** How much more the runs of a side differ than the profiler's sampling explains; 1: not more. */
  readonly spread: number;
}

const priorFreedom = 8;
/** Without repetition: what one profile a side is taken to differ by, as if it were known. */
const assumed = { spread: 4, freedom: 1e6 };

interface Series {
  readonly name: string;
  readonly base: readonly number[];
  readonly now: readonly number[];
  /** Of one observation, from the number of events; 0 where nobody knows. */
  readonly sampling: number;
  /** Of one observation, as the runs show it; 0 without repetition. */
  readonly seen: number;
}

export function compareRuns(base: readonly Run[], now: readonly Run[], options: CompareOptions): Comparison {
  const freedom = base.length + now.length - 2;
  const series = seriesOf(base, now, options).filter(
    (one) => Math.max(mean(one.base), mean(one.now)) >= options.smallest,
  );
  const spread = freedom === 0 ? assumed.spread : spreadOf(series, freedom);
  const tail = (1 - options.confidence / 100) / 2 / Math.max(1, series.length);
  // A quantile costs more than all the rest, and there are two of them at most.
  const quantiles = new Map<number, number>();
  const quantile = (all: number): number => {
    const known = quantiles.get(all) ?? upperQuantile(tail, all);
    quantiles.set(all, known);
    return known;
  };
  const rows = series.map((one) => rowOf(one, freedom, spread, quantile));
  rows.sort((a, b) => b.difference - a.difference || (a.name < b.name ? -1 : 1));
  return { rows, spread };
}

function seriesOf(base: readonly Run[], now: readonly Run[], { by }: CompareOptions): readonly Series[] {
  const runs = [...base, ...now];
  const whole = mean(base.map(({ total }) => total));
  const percent = (run: Run, name: string): number => {
    const of = by === 'share' ? run.total : whole;
    return of === 0 ? 0 : ((run.values.get(name) ?? 0) / of) * 100;
  };
  const names = new Set(runs.flatMap(({ values }) => [...values.keys()]));
  return [...names].map((name) => {
    const [a, b] = [base, now].map((side) => side.map((run) => percent(run, name)));
    const events = mean(runs.map((run) => run.events.get(name) ?? 0));
    const center = mean([...a, ...b]);
    // A share of everything cannot vary, a share of nearly nothing varies like a count.
    const rest = by === 'share' ? Math.max(0, 1 - center / 100) : 1;
    return {
      name,
      base: a,
      now: b,
      sampling: events > 0 ? (center * center * rest) / events : 0,
      seen: runs.length > 2 ? (squares(a) + squares(b)) / (runs.length - 2) : 0,
    };
  });
}

/** The middle one of all functions' ratios, so that a few that really changed between runs do not count. */
function spreadOf(series: readonly Series[], freedom: number): number {
  const ratios = series.filter(({ sampling }) => sampling > 0).map(({ seen, sampling }) => seen / sampling);
  if (ratios.length === 0) return 1;
  ratios.sort((a, b) => a - b);
  const middle = (ratios[Math.floor((ratios.length - 1) / 2)] + ratios[Math.ceil((ratios.length - 1) / 2)]) / 2;
  // The median of a variance estimate lies below its mean (Wilson and Hilferty).
  return Math.max(1, middle / (1 - 2 / (9 * freedom)) ** 3);
}

function rowOf(one: Series, freedom: number, spread: number, quantile: (freedom: number) => number): ComparedRow {
  const [base, now] = [mean(one.base), mean(one.now)];
  const difference = now - base;
  const prior = one.sampling > 0 ? (freedom === 0 ? assumed.freedom : priorFreedom) : 0;
  const all = prior + freedom;
  const variance = all === 0 ? Infinity : (prior * spread * one.sampling + freedom * one.seen) / all;
  const error = Math.sqrt(Math.max(variance, one.sampling) * (1 / one.base.length + 1 / one.now.length));
  const reach = Number.isFinite(error) ? error * quantile(all) : Infinity;
  return {
    name: one.name,
    base,
    now,
    difference,
    low: difference - reach,
    high: difference + reach,
    growth: base === 0 ? null : (difference / base) * 100,
    isCertain: Math.abs(difference) > reach,
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sum of squared distances from the mean. */
function squares(values: readonly number[]): number {
  const center = mean(values);
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0);
}
