// Numbers of a row of the Goroutines view as text. In: counts now and before, a trend. Out: what stands behind the row's
// name. Invariant: what is not known is left out, never shown as zero.

import { perMinuteText, sparkline } from '../../core/goroutine/sparkline';
import type { Shown } from './goroutineModel';

export interface Numbers {
  readonly count: number;
  readonly leaked: number;
  /** Minutes, -1 for unknown. */
  readonly longestWait: number;
  /** More than in the capture before; undefined where there is none to compare with. */
  readonly change: number | undefined;
  /** While the service is watched. */
  readonly perMinute: number | undefined;
  readonly spark: string;
}

export interface Counted {
  readonly count: number;
  readonly leaked: number;
  readonly longestWait: number;
  /** In the capture before, if there is one; undefined where it cannot be told. */
  readonly before: number | undefined;
  /** Kinds' keys, where their numbers over time are the row's. */
  readonly keys: readonly number[] | undefined;
}

/** In front of a name in a side bar; the view's title has room for more. */
const sparkWidth = 5;

export function numbersOf({ before: capture, trend, isWanted }: Shown, counted: Counted): Numbers {
  const { count, leaked, longestWait, before, keys } = counted;
  // With a filter a group holds less than it did when nothing was filtered.
  const change = capture === undefined || before === undefined || isWanted !== undefined ? undefined : count - before;
  if (trend === undefined || keys === undefined) {
    return { count, leaked, longestWait, change, perMinute: undefined, spark: '' };
  }
  const perMinute = trend.perMinute(keys);
  return { count, leaked, longestWait, change, perMinute, spark: sparkline(trend.numbers(keys), sparkWidth) };
}

/** `3 leaked · oldest 12 min`; the count and its growth stand in front of the name, so only that nothing grows is told here. */
export function numbersText(numbers: Numbers): string {
  const { count, leaked, longestWait, perMinute } = numbers;
  return [
    leaked === 0 ? '' : leaked === count ? 'leaked' : `${leaked.toLocaleString('en')} leaked`,
    longestWait < 0 ? '' : `oldest ${longestWait} min`,
    perMinute === undefined || grows(perMinute) ? '' : perMinuteText(perMinute),
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

/** What a number of minutes means, and what it means that there is none; '' for those that wait for nobody. */
export function waitNote(longestWait: number, isBlocked: boolean): string {
  if (longestWait >= 0) return 'A wait counts from the first garbage collection that saw it: it is at least so long.';
  if (!isBlocked) return '';
  return 'For how long is not known: Go tells waits of a minute and longer, in full dumps; debuggers tell none.';
}

/** `+15 +12/min ▁▂▃▅▇`, '' where nothing changes or nobody knows. */
export function growthText({ change, perMinute, spark }: Numbers): string {
  return [
    change === undefined || change === 0 ? '' : changeText(change),
    ...(perMinute !== undefined && grows(perMinute) ? [perMinuteText(perMinute), spark] : []),
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** By what is shown: what rounds to nothing is none. */
function grows(perMinute: number): boolean {
  return perMinuteText(perMinute) !== perMinuteText(0);
}

export function changeText(change: number): string {
  return change < 0 ? `−${(-change).toLocaleString('en')}` : `+${change.toLocaleString('en')}`;
}
