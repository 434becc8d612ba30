// Walking the boxes with the keyboard. In: a node, a direction and the width below which a box cannot be seen.
// Out: the node to go to, or undefined where there is none. Invariant: the way never leads to a box too thin to see,
// except up: a parent is never thinner than its child.

import type { NodeIndex } from '../analyze/callTree';
import type { FlameRows } from './flameRows';
import { scaleOf, type CssPx, type FlameView } from './spaces';

export type Direction = 'parent' | 'child' | 'previous' | 'next';

/** The width in profile space of a box that is `minWidth` wide on screen. */
export function minExtentOf(view: FlameView, minWidth: CssPx): number {
  const scale = scaleOf(view);
  return scale > 0 ? minWidth / scale : Infinity;
}

export function stepFrom(
  rows: FlameRows,
  node: NodeIndex,
  direction: Direction,
  minExtent: number,
): NodeIndex | undefined {
  switch (direction) {
    case 'parent':
      return node > 0 ? (rows.tree.parent[node] as NodeIndex) : undefined;
    case 'child':
      return visibleChildren(rows, node, minExtent, 1)[0];
    case 'next':
      return nextSibling(rows, node, minExtent);
    case 'previous':
      return previousSibling(rows, node, minExtent);
  }
}

/** The first (so in a plain profile the widest) children that can be seen, at most `limit`. */
export function visibleChildren(
  rows: FlameRows,
  node: NodeIndex,
  minExtent: number,
  limit: number,
): readonly NodeIndex[] {
  const { tree, extent } = rows;
  // Children are by total. Where the extents are the totals, only thinner ones follow the first that is too thin.
  const isSorted = extent === tree.total;
  const children: NodeIndex[] = [];
  for (let child = node + 1; child < tree.subtreeEnd[node] && children.length < limit; child = tree.subtreeEnd[child]) {
    if (extent[child] >= minExtent) children.push(child as NodeIndex);
    else if (isSorted) break;
  }
  return children;
}

function nextSibling({ tree, extent }: FlameRows, node: NodeIndex, minExtent: number): NodeIndex | undefined {
  if (node === 0) return undefined;
  const end = tree.subtreeEnd[tree.parent[node]];
  for (let next = tree.subtreeEnd[node]; next < end; next = tree.subtreeEnd[next]) {
    if (extent[next] >= minExtent) return next as NodeIndex;
  }
  return undefined;
}

function previousSibling({ tree, extent }: FlameRows, node: NodeIndex, minExtent: number): NodeIndex | undefined {
  if (node === 0) return undefined;
  let previous: number | undefined;
  for (let other = tree.parent[node] + 1; other < node; other = tree.subtreeEnd[other]) {
    if (extent[other] >= minExtent) previous = other;
  }
  return previous as NodeIndex | undefined;
}
