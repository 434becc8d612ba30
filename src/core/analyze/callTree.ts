// The call tree as columns. In: a profile's stacks as frames (frames.ts) and one value a sample.
// Out: nodes depth-first, so that a subtree is the index range [node, subtreeEnd[node]).
// Invariants: node 0 is the root (frame -1) and its total is the sum over all samples; a child comes
// after its parent; children of one node are by total, largest first (by magnitude, for differences);
// total[node] = self[node] + the children's totals.

import type { Brand } from '../../base/brand';

export type NodeIndex = Brand<number, 'NodeIndex'>;

export interface CallTree {
  readonly count: number;
  /** NodeIndex, -1 for the root. */
  readonly parent: Int32Array;
  readonly subtreeEnd: Int32Array;
  /** 0 for the root. */
  readonly depth: Int32Array;
  /** FrameIndex, -1 for the root. */
  readonly frame: Int32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly maxDepth: number;
}
