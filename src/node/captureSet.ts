// Takes several profiles of one service. In: requests. Out: what was had and what is missing, each with its reason.
// Invariants: one at a time, in the order that disturbs the next least (kinds.ts) or in the caller's; each is handed over
// (`keep`) as soon as it is there, so that a later failure or a cancel loses nothing; only `keep`'s own failure and a
// cancel end the set early.

import { UserError } from '../base/userError';
import { type CaptureOptions, type CaptureProgress, capture, type CapturedProfile } from './capture';
import { hopelessCodes } from './connectionErrors';
import { captureOrder } from './kinds';
import type { Target } from './target';

export interface SetRequest {
  /** The name in the URL. */
  readonly kind: string;
  readonly seconds?: number;
  readonly debug?: number;
  readonly gc?: boolean;
}

export interface Missing {
  readonly kind: string;
  readonly reason: UserError;
}

export interface SetOptions extends Omit<CaptureOptions, 'onProgress'> {
  /** `done` and `count` are requests, not bytes. */
  readonly onProgress?: (progress: CaptureProgress & { kind: string; done: number; count: number }) => void;
  /** Keep the order of the requests, for a caller who takes the same kind twice. */
  readonly inGivenOrder?: boolean;
  /** Stores the profile; awaited before the next one is asked for. */
  keep(captured: CapturedProfile): Promise<void>;
}

/** Throws CancelledError, and what `keep` throws. */
export async function captureSet(
  target: Target,
  requests: readonly SetRequest[],
  tool: string,
  options: SetOptions,
): Promise<readonly Missing[]> {
  const missing: Missing[] = [];
  const ordered = options.inGivenOrder === true ? requests : captureOrder(requests);
  let hopeless: UserError | undefined;
  for (const [done, request] of ordered.entries()) {
    const { kind } = request;
    if (hopeless !== undefined) {
      missing.push({ kind, reason: hopeless });
      continue;
    }
    let captured: CapturedProfile;
    try {
      captured = await capture({ ...request, target }, tool, {
        ...options,
        onProgress: (progress) => options.onProgress?.({ ...progress, kind, done, count: ordered.length }),
      });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      missing.push({ kind, reason: error });
      if (UserError.is(error, ...hopelessCodes)) hopeless = error;
      continue;
    }
    await options.keep(captured);
  }
  return missing;
}
