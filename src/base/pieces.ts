// Long work that can be left between two pieces. In: a generator that yields where others may have their turn.
// Out: its result. Invariant: who leaves it for good calls `return`, so that it frees what it holds.

export type Pieces<T> = Generator<undefined, T, undefined>;

export function atOnce<T>(work: Pieces<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
