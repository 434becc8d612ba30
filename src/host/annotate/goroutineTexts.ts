// What there is to say about goroutines in the code. In: counts. Out: short texts for lenses and notes. Invariants: what is
// not known is left out, never shown as zero; a wait is "at least", since Go counts it from the first collection on.

import { counted } from '../../base/counted';
import { perMinuteText, sparkline } from '../../core/goroutine/sparkline';
import type { GoStatementCounts } from '../../core/golang/goStatements';
import type { GoroutineTrend } from '../store/goroutineTrends';

export interface FunctionGoroutines {
  readonly inside: number;
  readonly waiting: number;
  /** State and number, largest first. */
  readonly states: readonly (readonly [state: string, count: number])[];
  /** Minutes, -1 for unknown. */
  readonly oldestWait: number;
  /** How many more than in the capture before, undefined without one. */
  readonly change: number | undefined;
  /** While the service is watched: growth and a sparkline; '' otherwise. */
  readonly trend: string;
}

const mostStates = 2;

/** `120 goroutines · 118 right here · chan receive 118, select 2 · oldest 12 min · +5` */
export function functionTitle(of: FunctionGoroutines, what: string): string {
  const states = of.states.slice(0, mostStates).map(([state, count]) => `${state} ${count}`);
  return [
    counted(of.inside, what),
    // A state may be `runnable`: only where none is known, all of them wait.
    of.waiting === 0 ? '' : `${of.waiting} ${states.length === 0 ? 'waiting' : 'right'} here`,
    states.join(', '),
    waitText(of.oldestWait),
    of.change === undefined ? '' : changeText(of.change),
    of.trend,
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

/** `+12/min ▁▂▃▅▇`, '' as long as nothing is known. */
export function trendText(trend: GoroutineTrend, keys: readonly number[]): string {
  const perMinute = trend.perMinute(keys);
  return perMinute === undefined ? '' : `${perMinuteText(perMinute)} ${sparkline(trend.numbers(keys))}`;
}

export interface StatementGrowth {
  /** How many more than in the capture before, undefined without one. */
  readonly change: number | undefined;
  /** While the service is watched with states. */
  readonly trend: string;
}

/** `40 goroutines started here · 38 blocked · 12 leaked · oldest 9 min · +5` */
export function statementTitle(counts: GoStatementCounts, { change, trend }: StatementGrowth): string {
  const { live, blocked, leaked, oldestWait } = counts;
  return [
    `${counted(live, 'goroutine')} started here`,
    blocked === 0 ? '' : `${blocked} blocked`,
    leaked === 0 ? '' : `${leaked} leaked`,
    waitText(oldestWait),
    change === undefined ? '' : changeText(change),
    trend,
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

/** Minutes are all that Go tells; the first one is not shown as a wait at all. */
export function waitText(minutes: number): string {
  return minutes < 0 ? '' : `oldest ${minutes} min`;
}

function changeText(change: number): string {
  return change === 0 ? '±0' : change > 0 ? `+${change}` : `−${-change}`;
}
