// What a service offers, before anything is measured. In: a target. Out: its kinds and what the index tells about
// them, and the place where pprof was really found.
// Invariants: starts no profiler, stops no world; a service that serves only some handlers on a mux of its own is
// found too; the error is about what the user typed, not about a guess of ours.

import { CancelledError, UserError } from '../base/userError';
import { type Access, mergeAccess } from './access';
import { hopelessCodes } from './connectionErrors';
import { type Answer, defaultLimits, httpGet, type Limits } from './httpGet';
import { holdsProfile, probeableKinds } from './kinds';
import { type Asked, pageError, statusError } from './pprofAnswers';
import { type IndexRow, parseIndex } from './pprofIndex';
import { profileUrl, requestUrl, shownUrl, type Target } from './target';

export interface Preflight {
  /** The target with the index where it was found. */
  readonly target: Target;
  /** False when there is no index page and the kinds come from asking for each built-in one. */
  readonly indexServed: boolean;
  /** What can be captured, in the order of the index page. */
  readonly kinds: readonly OfferedKind[];
  readonly goroutines?: number;
  /** The oldest Go that can have written the index, e.g. `go1.26`; absent where it tells nothing. */
  readonly goAtLeast?: string;
}

export interface OfferedKind {
  /** The name in the URL: `profile` is the CPU. */
  readonly name: string;
  /** As the index counts it; absent for what is measured over a time and where there is no index. */
  readonly count?: number;
  /** A sentence to show beside it, e.g. that nothing is recorded. */
  readonly hint?: string;
}

export interface PreflightOptions {
  readonly access?: Access | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<Limits>;
}

/** Someone asks who we are before anything else: no other path will be open. */
const closedCodes = ['unauthorized', 'login-page', 'proxy-auth', 'timeout'];

/** An index page has a few KiB. */
const indexLimits: Limits = { ...defaultLimits, idleMs: 10_000, totalMs: 20_000, maxBytes: 4 * 2 ** 20 };

/** Throws UserError (connectionErrors.ts, pprofAnswers.ts, or `no-pprof`), CancelledError. */
export async function preflight(target: Target, options: PreflightOptions = {}): Promise<Preflight> {
  // What stood in the way at the first place that had more to say than "nothing here".
  let obstacle: UserError | undefined;
  for (const url of [target.url, ...(target.alternatives ?? [])]) {
    const place: Target = { ...target, url, alternatives: [] };
    for (const look of [fromIndex, fromProbes]) {
      try {
        const found = await look(place, options);
        if (found !== undefined) return found;
      } catch (error) {
        if (!UserError.is(error) || UserError.is(error, ...hopelessCodes, ...closedCodes)) throw error;
        if (!UserError.is(error, 'not-found', 'web-page')) obstacle ??= error;
      }
    }
  }
  throw obstacle ?? noPprof(target);
}

async function fromIndex(target: Target, options: PreflightOptions): Promise<Preflight | undefined> {
  const url = requestUrl(target.url);
  const answer = await get(url, target, options);
  const asked: Asked = { url, kind: 'index' };
  const refused = statusError(answer, asked);
  if (refused !== undefined) throw refused;
  const rows = parseIndex(new TextDecoder().decode(answer.body));
  if (rows === undefined) {
    const page = pageError(answer, asked);
    if (page !== undefined) throw page;
    return undefined;
  }
  const goroutines = rows.find(({ name }) => name === 'goroutine')?.count;
  const goAtLeast = oldestGo(rows);
  return {
    target: { ...target, url: whereFound(target, answer) },
    indexServed: true,
    kinds: rows.filter(({ name }) => holdsProfile(name)).map(offered),
    ...(goroutines === undefined ? {} : { goroutines }),
    ...(goAtLeast === undefined ? {} : { goAtLeast }),
  };
}

/**
 * Asks each built-in profile for an impossible number of seconds: Go refuses with a 400 of its own before it does
 * any work, whatever else is missing. CPU and trace cannot be asked for like that (Go would take its default
 * length), so they are offered unseen.
 */
async function fromProbes(target: Target, options: PreflightOptions): Promise<Preflight | undefined> {
  const wanted = target.kind !== undefined && !['profile', 'trace'].includes(target.kind) ? [target.kind] : [];
  const names = [...new Set([...wanted, ...probeableKinds()])];
  const found: string[] = [];
  for (const name of names) {
    const url = profileUrl(target.url, name, {});
    url.searchParams.set('seconds', 'x');
    const answer = await get(url, target, options);
    const isGo = answer.headers['x-go-pprof'] !== undefined;
    if (isGo && answer.status === 400) found.push(name);
    // Any handler of net/http/pprof knows which profiles exist; without one, a name tells about itself alone.
  }
  if (found.length === 0) return undefined;
  return {
    target,
    indexServed: false,
    kinds: ['profile', ...found, 'trace'].map((name) => ({ name })),
  };
}

async function get(url: URL, target: Target, options: PreflightOptions): Promise<Answer> {
  if (options.signal?.aborted === true) throw new CancelledError();
  return httpGet({
    url,
    access: mergeAccess(target.access, options.access),
    limits: { ...indexLimits, ...options.limits },
    signal: options.signal,
  });
}

/** Follows `/debug/pprof` → `/debug/pprof/`, but stays with the origin that may see credentials. */
function whereFound(target: Target, answer: Answer): string {
  const asked = requestUrl(target.url);
  if (answer.url.origin !== asked.origin || !answer.url.pathname.endsWith('/')) return target.url;
  return target.url.slice(0, target.url.length - asked.pathname.length) + answer.url.pathname;
}

/** Rows that only newer versions write. 1.26 has goroutineleak with an experiment, 1.27 always. */
function oldestGo(rows: readonly IndexRow[]): string | undefined {
  if (rows.some(({ name }) => name === 'goroutineleak')) return 'go1.26';
  return rows.some(({ name }) => name === 'symbol') ? 'go1.24' : undefined;
}

function offered({ name, count }: IndexRow): OfferedKind {
  const hint = count === 0 ? hintForNothing(name) : undefined;
  return { name, ...(count === undefined ? {} : { count }), ...(hint === undefined ? {} : { hint }) };
}

function hintForNothing(name: string): string | undefined {
  switch (name) {
    case 'block':
      return 'Nothing recorded, most likely because the service does not call runtime.SetBlockProfileRate.';
    case 'mutex':
      return 'Nothing recorded, most likely because the service does not call runtime.SetMutexProfileFraction.';
    case 'goroutineleak':
      return 'No leak at the last leak run, or none was made yet; capturing it makes one.';
    default:
      return undefined;
  }
}

function noPprof(target: Target): UserError {
  const tried = [target.url, ...(target.alternatives ?? [])].map((url) => shownUrl(requestUrl(url)));
  return new UserError(
    'no-pprof',
    `${requestUrl(target.url).host} answers, but serves no pprof at ${tried.join(' or ')}.`,
    'Import net/http/pprof in the service, or give the port and prefix under which it is served.',
  );
}
