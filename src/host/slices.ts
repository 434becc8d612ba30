// Long work in short pieces on the host's thread. In: work that can be done in parts. Out: its end. Invariant: between
// two pieces everything else gets its turn, so nobody waits longer than for one piece.

import type { Pieces } from '../base/pieces';
import { CancelledError } from '../base/userError';

export interface SlicedWork {
  /** Does so many samples; true when all are done. */
  advance(samples: number): boolean;
  /** How many make one piece, where each costs more than usual. */
  readonly samplesInSlice?: number;
}

/** About 5 ms at a depth of 20 frames. */
const samplesInSlice = 30_000;

/** @throws CancelledError */
export async function inSlices(work: SlicedWork, signal?: AbortSignal): Promise<void> {
  while (!work.advance(work.samplesInSlice ?? samplesInSlice)) {
    await nextTurn();
    if (signal?.aborted === true) throw new CancelledError();
  }
}

/** @throws CancelledError */
export async function inPieces<T>(work: Pieces<T>, signal?: AbortSignal): Promise<T> {
  try {
    for (;;) {
      const { done, value } = work.next();
      if (done === true) return value;
      await nextTurn();
      if (signal?.aborted === true) throw new CancelledError();
    }
  } finally {
    work.return(undefined as never);
  }
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
