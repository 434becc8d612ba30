// Decoding off the main thread. In: a file's bytes. Out: a Decoded, or the ProfileError that openProfile
// throws. Invariants: the extension host's thread only copies the bytes once and unpacks views; cancelling
// ends the thread; errors keep their type across threads.

import { Worker } from 'node:worker_threads';
import { CancelledError } from '../base/userError';
import { openProfile } from '../core/open';
import { type Packed, packProfile, unpackProfile } from '../core/profile/pack';
import type { Decoded, Warning } from '../core/profile/profile';
import { ProfileError, type ProfileErrorCode } from '../core/wire/errors';
import { inflateNative } from './inflate';

export interface DecodeRequest {
  readonly bytes: Uint8Array;
  readonly maxInflatedBytes: number;
}

type DecodeAnswer =
  | { readonly kind: 'profile'; readonly packed: Packed; readonly warnings: readonly Warning[] }
  | {
      readonly kind: 'error';
      readonly code: ProfileErrorCode;
      readonly message: string;
      readonly next: string;
      readonly at: number;
    };

/** Smaller files are decoded where they are: starting a thread takes some 30 ms, decoding this much takes 10. */
const threadFromBytes = 256 << 10;

export async function decodeOffThread(
  request: DecodeRequest,
  workerFile: string,
  signal: AbortSignal,
): Promise<Decoded> {
  if (signal.aborted) throw new CancelledError();
  if (request.bytes.length < threadFromBytes) {
    return openProfile(request.bytes, { inflate: inflateNative, maxInflatedBytes: request.maxInflatedBytes });
  }
  // A copy of our own: the caller's array may be a view of something larger, and is moved, not cloned.
  const bytes = request.bytes.slice();
  const worker = new Worker(workerFile, {
    workerData: { ...request, bytes } satisfies DecodeRequest,
    transferList: [bytes.buffer],
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
  if (answer.kind === 'error') throw new ProfileError(answer.code, answer.message, answer.next, answer.at);
  return { profile: unpackProfile(answer.packed), warnings: answer.warnings };
}

/** What the thread posts: the message and the buffers it gives away. */
export function answerDecode(request: DecodeRequest): [DecodeAnswer, ArrayBuffer[]] {
  try {
    const { profile, warnings } = openProfile(request.bytes, {
      inflate: inflateNative,
      maxInflatedBytes: request.maxInflatedBytes,
    });
    const packed = packProfile(profile);
    return [{ kind: 'profile', packed, warnings }, [packed.buffer]];
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    const { code, message, next, at } = error;
    return [{ kind: 'error', code, message, next, at }, []];
  }
}
