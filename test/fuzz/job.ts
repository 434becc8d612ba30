// What the fuzzer's two threads tell each other.

export interface FuzzJob {
  /** Folders and files to begin with. */
  readonly places: readonly string[];
  readonly seed: number;
  /** How long, or how often. */
  readonly seconds?: number;
  readonly runs?: number;
  /** What one input may take. */
  readonly limitMs: number;
  readonly memory: SharedArrayBuffer;
}

export type FuzzMessage =
  | { readonly kind: 'progress' | 'done'; readonly runs: number; readonly kinds: number }
  | { readonly kind: 'crash'; readonly what: string; readonly name: string; readonly input: Uint8Array };

/** Shared memory: some numbers, then the input at hand. */
export const shared = { runs: 0, length: 1, headerWords: 2, bytes: 1 << 20 } as const;
