// Decoding off the main thread. In: a file's bytes. Out: a Decoded, or the ProfileError that openProfile
// throws. Invariants: the extension host's thread only copies the bytes once and unpacks views; cancelling
// ends the thread; errors keep their type across threads.

import { Worker } from 'node:worker_threads';
import { CancelledError, UserError } from '../base/userError';
import { openProfile } from '../core/open';
import { type Packed, packProfile, unpackProfile } from '../core/profile/pack';
import { subtractProfile } from '../core/profile/diff';
import type { Decoded, Warning } from '../core/profile/profile';
import { ProfileError, type ProfileErrorCode } from '../core/wire/errors';
import { inflateNative } from './inflate';

export interface DecodeRequest {
  readonly bytes: Uint8Array;
  readonly maxInflatedBytes: number;
  /** Another profile that is taken away: then the answer is the difference. */
  readonly base?: Uint8Array | undefined;
  /** Scale to the sums of the base first. */
  readonly normalize?: boolean | undefined;
}

type DecodeAnswer =
  | { readonly kind: 'profile'; readonly packed: Packed; readonly warnings: readonly Warning[] }
  | {
      readonly kind: 'error';
      readonly code: ProfileErrorCode;
      readonly message: string;
      readonly next: string;
      readonly at: number;
    }
  | { readonly kind: 'userError'; readonly code: string; readonly message: string; readonly next: string };

/** Smaller files are decoded where they are: starting a thread takes some 30 ms, decoding this much takes 10. */
const threadFromBytes = 256 << 10;

export async function decodeOffThread(
  request: DecodeRequest,
  workerFile: string,
  signal: AbortSignal,
): Promise<Decoded> {
  if (signal.aborted) throw new CancelledError();
  if (request.bytes.length + (request.base?.length ?? 0) < threadFromBytes) return decodeHere(request);
  // A copy of our own: the caller's array may be a view of something larger, and is moved, not cloned.
  const bytes = request.bytes.slice();
  const base = request.base?.slice();
  const worker = new Worker(workerFile, {
    workerData: { ...request, bytes, base } satisfies DecodeRequest,
    transferList: base === undefined ? [bytes.buffer] : [bytes.buffer, base.buffer],
    // Columns are outside V8's heap; the heap holds little more than names.
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  });
  const answer = await new Promise<DecodeAnswer>((resolve, reject) => {
    const stop = (): void => reject(new CancelledError());
    signal.addEventListener('abort', stop, { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the decoding thread ended without an answer')));
  }).finally(() => void worker.terminate());
  if (answer.kind === 'userError') throw new UserError(answer.code, answer.message, answer.next);
  if (answer.kind === 'error') throw new ProfileError(answer.code, answer.message, answer.next, answer.at);
  return { profile: unpackProfile(answer.packed), warnings: answer.warnings };
}

/** What the thread posts: the message and the buffers it gives away. */
export function answerDecode(request: DecodeRequest): [DecodeAnswer, ArrayBuffer[]] {
  try {
    const { profile, warnings } = decodeHere(request);
    const packed = packProfile(profile);
    return [{ kind: 'profile', packed, warnings }, [packed.buffer]];
  } catch (error) {
    if (!UserError.is(error)) throw error;
    const { code, message, next } = error;
    if (!(error instanceof ProfileError)) return [{ kind: 'userError', code, message, next }, []];
    const { at } = error;
    return [{ kind: 'error', code: error.code, message, next, at }, []];
  }
}

/** @throws ProfileError what cannot be read, UserError `incompatible` for two profiles of different things */
function decodeHere({ bytes, base, normalize, maxInflatedBytes }: DecodeRequest): Decoded {
  const options = { inflate: inflateNative, maxInflatedBytes };
  const decoded = openProfile(bytes, options);
  if (base === undefined) return decoded;
  const before = openProfile(base, options);
  const profile = subtractProfile(decoded.profile, before.profile, { kind: 'diff_base', normalize });
  return { profile, warnings: [...decoded.warnings, ...before.warnings] };
}
