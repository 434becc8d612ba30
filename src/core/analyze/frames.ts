// What counts as one frame. In: a profile and a granularity. Out: for every location the frames it
// stands for, and for every frame what it shows. Invariant: two lines are the same frame exactly when
// `go tool pprof` with the same granularity puts them in the same row.

import type { Brand } from '../../base/brand';

export type FrameIndex = Brand<number, 'FrameIndex'>;

/** Names and meaning as in `go tool pprof`. */
export type Granularity = 'functions' | 'filefunctions' | 'files' | 'lines' | 'addresses';

export interface FrameTable {
  readonly granularity: Granularity;
  readonly count: number;
  /** Shown name, e.g. `main.work` or `main.work main.go:12`. */
  readonly name: readonly string[];
  /** A FunctionIndex of the frame (the first one, where several functions share the name), -1 for none. */
  readonly function: Int32Array;
  /** Line1 where the granularity has lines, else 0. */
  readonly line: Int32Array;
  /** CSR by LocationIndex into `locationFrame`. */
  readonly locationOffset: Uint32Array;
  /** FrameIndex, innermost first, as the location's lines. */
  readonly locationFrame: Int32Array;
}
