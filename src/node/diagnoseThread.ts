// A diagnosis off the main thread. In: a bundle on disk, who knows the source. Out: the findings. Invariants: the extension
// host's thread only passes names and source texts; cancelling ends the thread; errors keep their type across threads.
// The rules are in the thread's own bundle (src/diagnoser.ts), not in the caller's.

import { Worker } from 'node:worker_threads';
import { CancelledError, UserError } from '../base/userError';
import type { Diagnosis } from '../core/diagnose/diagnose';
import type { ReadPackage } from '../core/diagnose/sourcePackages';
import { unpackProfile } from '../core/profile/pack';
import type { Profile } from '../core/profile/profile';
import type { BundleFiles, DiagnoseRequest, OwnerSays, ThreadSays } from './diagnoseMessages';

export interface DiagnoseOptions {
  readonly signal: AbortSignal;
  /** Bytes that may come out of inflating one profile; more is refused. */
  readonly maxInflatedSize: number;
  onStep(text: string): void;
  /** @param functions every function of the bundle, in a profile without samples */
  openSources(functions: Profile): ReadPackage;
}

export interface Diagnosed {
  readonly target: string;
  readonly functions: Profile;
  readonly diagnosis: Diagnosis;
  readonly leftOut: readonly string[];
}

/** Throws UserError and CancelledError. */
export async function diagnoseOffThread(
  bundle: BundleFiles,
  workerFile: string,
  options: DiagnoseOptions,
): Promise<Diagnosed> {
  const { signal, maxInflatedSize: maxInflatedBytes } = options;
  if (signal.aborted) throw new CancelledError();
  const worker = new Worker(workerFile, {
    workerData: { bundle, maxInflatedBytes } satisfies DiagnoseRequest,
    // Columns are outside V8's heap; the heap holds names, stacks of groups and syntax.
    resourceLimits: { maxOldGenerationSizeMb: 4096 },
  });
  try {
    return await new Promise<Diagnosed>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new CancelledError()), { once: true });
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the diagnosing thread ended without an answer')));
      listen(worker, options, resolve, reject);
    });
  } finally {
    void worker.terminate();
  }
}

function listen(
  worker: Worker,
  options: DiagnoseOptions,
  done: (diagnosed: Diagnosed) => void,
  failed: (error: unknown) => void,
): void {
  let functions: Profile | undefined;
  let readPackage: ReadPackage | undefined;
  const answer = async (id: number, file: string): Promise<void> => {
    const texts = await readPackage?.(file);
    worker.postMessage({ id, texts } satisfies OwnerSays);
  };
  worker.on('message', (message: ThreadSays) => {
    switch (message.kind) {
      case 'step':
        options.onStep(message.text);
        return;
      case 'functions':
        functions = unpackProfile(message.packed);
        readPackage = options.openSources(functions);
        return;
      case 'read':
        answer(message.id, message.file).catch(failed);
        return;
      case 'done': {
        const { target, diagnosis, leftOut } = message;
        if (functions === undefined) failed(new Error('findings came before the functions'));
        else done({ target, functions, diagnosis, leftOut });
        return;
      }
      case 'userError':
        failed(new UserError(message.code, message.message, message.next));
    }
  });
}
