// A flame graph as boxes. In: a call tree, the width of the picture. Out: boxes with their place, root at the top.
// Invariants: a box is as wide as its share of the root and lies within its parent; boxes too narrow to see are left
// out with all below them; what became less in a difference has no width.

import type { CallTree } from '../analyze/callTree';

export interface FlameBox {
  /** NodeIndex. */
  readonly node: number;
  /** In pixels from the left. */
  readonly x: number;
  readonly width: number;
  /** 0 for the root. */
  readonly depth: number;
}

/** Narrower boxes are a smear, and they are most of a large tree. */
const minWidth = 0.3;

export function flameBoxes(tree: CallTree, width: number): readonly FlameBox[] {
  const rootTotal = tree.count === 0 ? 0 : tree.total[0];
  if (!(rootTotal > 0)) return [];
  const boxes: FlameBox[] = [{ node: 0, x: 0, width, depth: 0 }];
  /** Where the next child of the box at this depth begins. */
  const next: number[] = [0];
  let node = 1;
  while (node < tree.count) {
    const depth = tree.depth[node];
    const x = next[depth - 1];
    const boxWidth = (Math.max(0, tree.total[node]) / rootTotal) * width;
    next[depth - 1] = x + boxWidth;
    next[depth] = x;
    if (boxWidth < minWidth) {
      node = tree.subtreeEnd[node];
      continue;
    }
    boxes.push({ node, x, width: boxWidth, depth });
    node++;
  }
  return boxes;
}
