// What a view shows of the rows. In: FlameRows and a FlameView. Out: boxes in CSS space, row by row, left to right.
// Invariants: only what is on screen is touched, whatever the size of the tree: per row one bisection and then at most
// two steps per minimal width; neighbours that are each too thin to see become one collapsed box (node -1) as wide as
// they are together, so that nothing vanishes and nothing is drawn twice.

import { type FlameRows, firstEndingPast } from './flameRows';
import { scaleOf, toDepth, type CssPx, type FlameView } from './spaces';

/** Columns that are reused from frame to frame; `count` says how many entries are valid. */
export class VisibleBoxes {
  count = 0;
  /** NodeIndex, -1 for a collapsed box. */
  node = new Int32Array(1024);
  depth = new Int32Array(1024);
  /** CSS pixels, cut to the view. */
  left = new Float64Array(1024);
  right = new Float64Array(1024);

  push(node: number, depth: number, left: number, right: number): void {
    if (this.count === this.node.length) this.grow();
    const at = this.count++;
    this.node[at] = node;
    this.depth[at] = depth;
    this.left[at] = left;
    this.right[at] = right;
  }

  private grow(): void {
    const size = this.node.length * 2;
    this.node = grown(new Int32Array(size), this.node);
    this.depth = grown(new Int32Array(size), this.depth);
    this.left = grown(new Float64Array(size), this.left);
    this.right = grown(new Float64Array(size), this.right);
  }
}

function grown<T extends Int32Array | Float64Array>(into: T, from: T): T {
  into.set(from);
  return into;
}

/**
 * @param minWidth boxes narrower than this are collapsed; one device pixel is what can be seen
 * @param out cleared and filled
 */
export function layoutVisible(rows: FlameRows, view: FlameView, minWidth: CssPx, out: VisibleBoxes): void {
  out.count = 0;
  if (rows.tree.count === 0 || !(scaleOf(view) > 0)) return;
  const first = Math.max(0, toDepth(view, 0 as CssPx));
  const last = Math.min(rows.tree.maxDepth, toDepth(view, (view.height - 1) as CssPx));
  for (let depth = first; depth <= last; depth++) layoutRow(rows, view, minWidth, depth, out);
}

function layoutRow(rows: FlameRows, view: FlameView, minWidth: number, depth: number, out: VisibleBoxes): void {
  const { rowNode, rowEnd, start, rowOffset } = rows;
  const { left, right } = view.range;
  const scale = scaleOf(view);
  const end = rowOffset[depth + 1];
  let runLeft = 0;
  let runRight = -1; // Left of runLeft: no run is open.
  let at = firstEndingPast(rows, depth, rowOffset[depth], left);
  while (at < end) {
    const node = rowNode[at];
    const x = start[node];
    if (x >= right) break;
    const boxLeft = (x - left) * scale;
    const boxRight = (rowEnd[at] - left) * scale;
    if (boxRight - boxLeft >= minWidth) {
      if (runRight > runLeft) out.push(-1, depth, Math.max(0, runLeft), Math.min(view.width, runRight));
      runRight = -1;
      runLeft = 0;
      out.push(node, depth, Math.max(0, boxLeft), Math.min(view.width, boxRight));
      at++;
      continue;
    }
    // Everything that ends before this pixel does is as thin as this box: skip to the first that reaches further.
    const next = Math.max(at + 1, firstEndingPast(rows, depth, at, x + minWidth / scale));
    const thinRight = (rowEnd[next - 1] - left) * scale;
    if (runRight > runLeft && boxLeft - runRight < minWidth) {
      runRight = thinRight;
    } else {
      if (runRight > runLeft) out.push(-1, depth, Math.max(0, runLeft), Math.min(view.width, runRight));
      runLeft = boxLeft;
      runRight = thinRight;
    }
    at = next;
  }
  if (runRight > runLeft) out.push(-1, depth, Math.max(0, runLeft), Math.min(view.width, runRight));
}
