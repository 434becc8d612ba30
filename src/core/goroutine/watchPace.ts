// How often a service may be asked for its goroutines. In: what asking cost and what came back. Out: milliseconds to wait.
// Invariants: never sooner than the person chose; asking takes up at most a small share of the service's time, whatever
// the number of its goroutines; a service that does not answer is asked less and less.

/** `counts`: stacks with a number each (debug=0). `states`: every goroutine with its state and wait (debug=2). */
export type WatchForm = 'counts' | 'states';

export interface WatchCost {
  /** What the person chose, in milliseconds. */
  readonly interval: number;
  readonly form: WatchForm;
  /** Milliseconds that the answer took. */
  readonly took: number;
}

/**
 * The answer's time is an upper bound of what it cost the service. With `states` the world stands still for most of it
 * (runtime.Stack of all goroutines): 1 % of the time. With `counts` it stands still for a moment only, the rest is one
 * core's work: 5 %.
 */
const share = { counts: 0.05, states: 0.01 } as const;

export const longestPause = 10 * 60_000;
const longestBackOff = 60_000;
/** Nobody looks, but what grows meanwhile is still worth knowing. */
const unwatchedInterval = 30_000;

/** @param isLookedAt somebody may see the answers: the window has the focus */
export function intervalFor(chosen: number, isLookedAt: boolean): number {
  return isLookedAt ? chosen : Math.max(chosen, unwatchedInterval);
}

export function pauseAfterAnswer({ interval, form, took }: WatchCost): number {
  return Math.min(longestPause, Math.max(interval, took / share[form]));
}

/** @param failures how many in a row, at least 1: twice as long each time, and a minute at most */
export function pauseAfterFailure(interval: number, failures: number): number {
  return Math.max(interval, Math.min(longestBackOff, interval * 2 ** Math.min(failures, 20)));
}
