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

export function numbersOf({ before: capture, trend, isWanted }: Shown, counted: Counted): Numbers {
  const { count, leaked, longestWait, before, keys } = counted;
  // With a filter a group holds less than it did when nothing was filtered.
  const change = capture === undefined || before === undefined || isWanted !== undefined ? undefined : count - before;
  if (trend === undefined || keys === undefined) {
    return { count, leaked, longestWait, change, perMinute: undefined, spark: '' };
  }
  const perMinute = trend.perMinute(keys);
  return { count, leaked, longestWait, change, perMinute, spark: sparkline(trend.numbers(keys)) };
}

/** `3 leaked · oldest 12 min · +15`; the count itself stands in front of the name. */
export function numbersText(numbers: Numbers): string {
  const { count, leaked, longestWait, change, perMinute, spark } = numbers;
  return [
    leaked === 0 ? '' : leaked === count ? 'leaked' : `${leaked.toLocaleString('en')} leaked`,
    longestWait < 0 ? '' : `oldest ${longestWait} min`,
    change === undefined || change === 0 ? '' : changeText(change),
    perMinute === undefined ? '' : perMinuteText(perMinute),
    spark,
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

export function changeText(change: number): string {
  return change < 0 ? `−${(-change).toLocaleString('en')}` : `+${change.toLocaleString('en')}`;
}
