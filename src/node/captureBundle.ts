// Takes what a diagnosis reads: every kind a service has, twice where the difference tells more than the state. In: a
// target. Out: a folder of profiles and a note (bundleFolder.ts). Invariants: one request at a time; a failure or a
// cancel keeps what is there; what the service does not have is in `missing`, with the reason.
//
// The order, and why (net/http/pprof and runtime/pprof of Go 1.21 to 1.27):
//  1. goroutineleak, a collection, so that the marks in the dump and the heap behind it are fresh;
//  2. heap, then the full dump, which stops the world, then what only counts: allocs, mutex, block, threads, own kinds;
//  3. CPU, which takes the time over which the rest is compared;
//  4. the same again in another order: contention first, before our own collection adds to it, then heap?gc=1, and behind
//     that collection allocs, which tell what was allocated up to it, and the second dump.

import { rm } from 'node:fs/promises';
import { CancelledError, sentenceOf, UserError } from '../base/userError';
import type { Access } from './access';
import { type Bundle, newBundle, writeNote } from './bundleFolder';
import type { CaptureProgress } from './capture';
import { captureSet, type SetRequest } from './captureSet';
import { storeCapture } from './captureStore';
import { isTimed, shownKind } from './kinds';
import { type OfferedKind, preflight, type Preflight } from './preflight';
import type { Target } from './target';

export interface BundleRequest {
  readonly target: Target;
  /** Length of the CPU profile, and what lies between the two looks at everything else. */
  readonly seconds: number;
  /** Where the bundle's folder is made. */
  readonly parent: string;
  /** `heatline 0.1.0`. */
  readonly tool: string;
}

export interface BundleOptions {
  readonly access?: Access | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A cancel ends the bundle with what it has by then, instead of throwing; one without a profile still throws. */
  readonly keepOnCancel?: boolean;
  /** `done` and `count` are requests. */
  readonly onProgress?: (progress: CaptureProgress & { kind: string; done: number; count: number }) => void;
}

/**
 * Adds one more look at the goroutines to a bundle, with a collection before it, so that what could end has ended; heap,
 * since that collection is made for it.
 */
export async function lookAgain(
  folder: string,
  target: Target,
  tool: string,
  options: Omit<BundleOptions, 'keepOnCancel'> = {},
): Promise<void> {
  let stored = 0;
  const requests = [
    { kind: 'heap', gc: true },
    { kind: 'goroutine', debug: 2 },
  ];
  const failed = await captureSet(target, requests, tool, {
    ...options,
    inGivenOrder: true,
    keep: async (profile) => {
      await storeCapture(folder, profile);
      stored++;
    },
  });
  if (stored === 0) throw failed[0].reason;
}

export interface TakenBundle extends Bundle {
  /** Cancelled before everything was taken. */
  readonly isCut: boolean;
}

/** Throws UserError when the service cannot be looked at or nothing was had, and CancelledError. */
export async function captureBundle(request: BundleRequest, options: BundleOptions = {}): Promise<TakenBundle> {
  const { access, signal, keepOnCancel = false } = options;
  const found = await preflight(request.target, { access, signal });
  const requests = bundleRequests(found, request.seconds);
  const started = new Date();
  const folder = await newBundle(request.parent, found.target, started);
  const missing = absentKinds(found);
  let stored = 0;
  let isCut = false;
  const write = (): Promise<void> =>
    writeNote(folder, { target: found.target.url, startedAt: started.toISOString(), tool: request.tool, missing });
  try {
    const failed = await captureSet(found.target, requests, request.tool, {
      access,
      signal,
      inGivenOrder: true,
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
      keep: async (profile) => {
        await storeCapture(folder, profile);
        stored++;
      },
    });
    for (const { kind, reason } of failed) {
      const profile = shownKind(kind);
      if (!missing.some((one) => one.profile === profile)) missing.push({ profile, reason: reason.sentence });
    }
    if (stored === 0) throw failed[0]?.reason ?? new UserError('no-pprof', 'The service gave no profile.', '');
  } catch (error) {
    isCut = stored > 0 && error instanceof CancelledError;
    if (stored > 0) missing.push({ profile: 'rest', reason: isCut ? cutShort : `Not taken: ${sentenceOf(error)}` });
    if (!isCut || !keepOnCancel) throw error;
  } finally {
    // Nothing to keep: a folder with a note alone is in the way.
    if (stored > 0) await write();
    else await rm(folder, { recursive: true, force: true });
  }
  return { folder, target: found.target.url, missing, isCut };
}

const cutShort = 'Not taken: the capture was cancelled.';

/** Kinds that count waits: the difference over the time tells about them. */
const comparable = ['mutex', 'block'];

export function bundleRequests(found: Pick<Preflight, 'kinds'>, seconds: number): readonly SetRequest[] {
  const names = found.kinds.map(({ name }) => name).filter((name) => name !== 'trace' && name !== 'fgprof');
  const has = (name: string): boolean => names.includes(name);
  const known = ['goroutineleak', 'heap', 'allocs', 'goroutine', 'threadcreate', 'profile', ...comparable];
  const own = names.filter((name) => !known.includes(name) && !isTimed(name)).map((kind) => ({ kind }));
  const counted = comparable.filter(has).map((kind) => ({ kind }));
  const first = (kind: string, request: Omit<SetRequest, 'kind'> = {}): readonly SetRequest[] =>
    has(kind) ? [{ kind, ...request }] : [];
  return [
    ...first('goroutineleak'),
    ...first('heap', { gc: !has('goroutineleak') }),
    ...first('allocs'),
    ...first('goroutine', { debug: 2 }),
    ...counted,
    ...own,
    ...first('profile', { seconds }),
    ...counted,
    ...own,
    ...first('threadcreate'),
    ...first('heap', { gc: true }),
    ...first('allocs'),
    ...first('goroutine', { debug: 2 }),
  ];
}

const expected = ['profile', 'heap', 'allocs', 'goroutine', 'goroutineleak', 'mutex', 'block', 'threadcreate'];

function absentKinds(found: Preflight): { profile: string; reason: string }[] {
  return expected
    .filter((kind) => !found.kinds.some(({ name }) => name === kind))
    .map((kind) => ({ profile: shownKind(kind), reason: whyAbsent(kind) }))
    .concat(found.kinds.filter(isOff).map(({ name, hint = '' }) => ({ profile: shownKind(name), reason: hint })));
}

function isOff({ name, count }: OfferedKind): boolean {
  return count === 0 && (name === 'block' || name === 'mutex');
}

function whyAbsent(kind: string): string {
  if (kind === 'goroutineleak') {
    return 'The service does not offer it: Go 1.27 has it always, Go 1.26 when built with GOEXPERIMENT=goroutineleakprofile.';
  }
  return 'The service does not offer it.';
}
