// The kinds of profile a Go service offers, by the name in the URL (`profile` is the CPU, `heap`, a custom name).
// In: names. Out: what can be asked of each, and in which order. Source: net/http/pprof, Go 1.21 to 1.27.

import { UserError } from '../base/userError';

/** Pages of net/http/pprof that hold no profile. */
const notProfiles = ['cmdline', 'symbol'];
/** Measured over a time, always: without `seconds` Go takes a default of its own. In seconds. */
const timed: Readonly<Record<string, number>> = { profile: 30, trace: 1, fgprof: 30 };
const builtIn = ['allocs', 'block', 'goroutine', 'goroutineleak', 'heap', 'mutex', 'threadcreate'];

/**
 * Why this order: a leak run is a garbage collection, so the heap right after it is fresh and a goroutine dump carries
 * its `(leaked)` marks; contention next, before our own measuring adds to it; what takes time comes last.
 */
const order = ['goroutineleak', 'heap', 'allocs', 'goroutine', 'mutex', 'block', 'threadcreate'];

/** A day: longer is a typing mistake, and Node's timers end at 24.8 days. */
const maxSeconds = 86_400;

/** `cpu` and `CPU` are what people say; the endpoint is called `profile`. */
export function endpointName(kind: string): string {
  return kind.toLowerCase() === 'cpu' ? 'profile' : kind;
}

/** The word for a kind in file names and reports. */
export function shownKind(kind: string): string {
  return kind === 'profile' ? 'cpu' : kind;
}

export function isWellKnown(name: string): boolean {
  return builtIn.includes(name) || isTimed(name) || notProfiles.includes(name);
}

/** Built-in profiles whose existence can be asked for without starting a profiler. */
export function probeableKinds(): readonly string[] {
  return builtIn;
}

export function holdsProfile(name: string): boolean {
  return !notProfiles.includes(name);
}

/** Whether the kind is always measured over a time, so that two of them cannot be taken at once. */
export function isTimed(kind: string): boolean {
  return Object.hasOwn(timed, kind);
}

/**
 * The seconds to ask for, undefined for a snapshot. Throws UserError for numbers Go would misread:
 * `profile?seconds=0.5` silently runs 30 s, `heap?seconds=0` is refused; only a trace takes fractions.
 */
export function secondsFor(kind: string, seconds: number | undefined): number | undefined {
  if (seconds === undefined) return isTimed(kind) ? timed[kind] : undefined;
  const next =
    kind === 'trace' ? `Give a number above 0, at most ${maxSeconds}.` : `Give a whole number from 1 to ${maxSeconds}.`;
  if (!(seconds > 0 && seconds <= maxSeconds)) {
    throw new UserError('bad-seconds', `${seconds} seconds cannot be measured.`, next);
  }
  if (!Number.isInteger(seconds) && kind !== 'trace') {
    throw new UserError('bad-seconds', `Go measures whole seconds, and would take its default for ${seconds}.`, next);
  }
  return seconds;
}

/** The kinds in the order in which one disturbs the next least; custom ones before those that take time. */
export function captureOrder<T extends { readonly kind: string }>(requests: readonly T[]): T[] {
  const rank = ({ kind }: T): number => {
    if (kind === 'trace') return order.length + 2;
    if (isTimed(kind)) return order.length + 1;
    const known = order.indexOf(kind);
    return known < 0 ? order.length : known;
  };
  return [...requests].sort((a, b) => rank(a) - rank(b));
}
