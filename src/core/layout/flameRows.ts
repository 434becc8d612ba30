// A call tree laid out once, free of any view: where each box starts, how wide it is, and the boxes of each row
// from left to right. In: a CallTree. Out: columns in profile space.
// Invariants: within a row both starts and ends never fall (so that a position is found by bisection); a node's
// children begin at its own start, in the tree's order, and what remains on the right is its self value.
//
// Example: root 10 with children a 6 (self 2, child b 4) and c 3:
//   depth 0  |root      |     start 0, extent 10
//   depth 1  |a     |c  |     starts 0 and 6
//   depth 2  |b   |           start 0; [4, 6) is the self value of a

import type { CallTree, NodeIndex } from '../analyze/callTree';
import { rangeOf, type XRange } from './spaces';

export interface FlameRows {
  readonly tree: CallTree;
  /** ProfileX of each node's left edge. */
  readonly start: Float64Array;
  /**
   * Width of each node in profile space: its total. In a difference of profiles totals may cancel out or be
   * negative; there it is the sum of the magnitudes of the self values, as pprof sizes its boxes.
   */
  readonly extent: Float64Array;
  /** CSR by depth into `rowNode`; maxDepth + 2 entries. */
  readonly rowOffset: Uint32Array;
  /** NodeIndex, per row from left to right. */
  readonly rowNode: Int32Array;
  /**
   * ProfileX of the right edge of the box at the same place in `rowNode`. It could be had from start and extent; side
   * by side in memory a full screen of a million nodes is laid out 5 times faster, as bisection then stays in the cache.
   */
  readonly rowEnd: Float64Array;
}

export function buildFlameRows(tree: CallTree): FlameRows {
  const extent = extentsOf(tree);
  const rowOffset = rowOffsetsOf(tree);
  const start = new Float64Array(tree.count);
  const rowNode = new Int32Array(tree.count);
  const rowEnd = new Float64Array(tree.count);
  const next = rowOffset.slice();
  // Where the next box of each row begins; the parent's start whenever a new parent is entered.
  const cursor = new Float64Array(tree.maxDepth + 2);
  for (let node = 0; node < tree.count; node++) {
    const depth = tree.depth[node];
    const at = cursor[depth];
    start[node] = at;
    cursor[depth] = at + extent[node];
    cursor[depth + 1] = at;
    const place = next[depth]++;
    rowNode[place] = node;
    rowEnd[place] = cursor[depth];
  }
  return { tree, start, extent, rowOffset, rowNode, rowEnd };
}

function extentsOf(tree: CallTree): Float64Array {
  if (tree.self.every((value) => value >= 0)) return tree.total;
  const extent = new Float64Array(tree.count);
  // Children come after their parents, so that going backwards every subtree is complete when it is added.
  for (let node = tree.count - 1; node >= 0; node--) {
    extent[node] += Math.abs(tree.self[node]);
    if (node > 0) extent[tree.parent[node]] += extent[node];
  }
  return extent;
}

function rowOffsetsOf(tree: CallTree): Uint32Array {
  const offset = new Uint32Array(tree.maxDepth + 2);
  for (let node = 0; node < tree.count; node++) offset[tree.depth[node] + 1]++;
  for (let depth = 0; depth <= tree.maxDepth; depth++) offset[depth + 1] += offset[depth];
  return offset;
}

/** The node's own place: zoomed to it, its ancestors fill the width above it and its descendants below. */
export function rangeOfNode(rows: FlameRows, node: NodeIndex): XRange {
  return rangeOf(rows.start[node], rows.start[node] + rows.extent[node]);
}

export function wholeExtent(rows: FlameRows): number {
  return rows.tree.count > 0 ? rows.extent[0] : 0;
}

/**
 * First position in a row, from `from` on, whose box ends past `x`; the row's end if there is none.
 * Gallops before it bisects: the next box is mostly near.
 */
export function firstEndingPast(rows: FlameRows, depth: number, from: number, x: number): number {
  const { rowEnd } = rows;
  const end = rows.rowOffset[depth + 1];
  let low = from;
  let high = from;
  for (let step = 1; high < end && !(rowEnd[high] > x); step *= 2) {
    low = high + 1;
    high += step;
  }
  if (high > end) high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rowEnd[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
