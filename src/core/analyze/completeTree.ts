// What follows of a tree's nodes from their parents. In: nodes depth-first, in columns that may have room for more.
// Out: the columns of CallTree. Invariant: made last, when whoever made the nodes has let go of all else, as two columns
// more are not little beside the stacks of a large profile.

import type { CallTree } from './callTree';

export type GrownNodes = Pick<CallTree, 'count' | 'parent' | 'frame' | 'self' | 'total'>;

export function completeTree(nodes: GrownNodes): CallTree {
  const { count } = nodes;
  const parent = nodes.parent.subarray(0, count);
  const depth = new Int32Array(count);
  const maxDepth = fillDepths(parent, depth);
  return {
    count,
    parent,
    subtreeEnd: endsOf(parent),
    depth,
    frame: nodes.frame.subarray(0, count),
    self: nodes.self.subarray(0, count),
    total: nodes.total.subarray(0, count),
    maxDepth,
  };
}

/** @returns the largest depth */
function fillDepths(parent: Int32Array, depth: Int32Array): number {
  let max = 0;
  for (let n = 1; n < parent.length; n++) {
    const here = depth[parent[n]] + 1;
    depth[n] = here;
    if (here > max) max = here;
  }
  return max;
}

function endsOf(parent: Int32Array): Int32Array {
  const end = new Int32Array(parent.length);
  for (let n = parent.length - 1; n > 0; n--) {
    if (end[n] === 0) end[n] = n + 1;
    // The last child is met first; its end is the parent's.
    if (end[parent[n]] === 0) end[parent[n]] = end[n];
  }
  if (end.length > 0 && end[0] === 0) end[0] = 1;
  return end;
}
