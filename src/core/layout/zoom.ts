// Which box a view is zoomed to. In: rows, a range and the box last chosen. Out: the deepest box that spans the whole
// width of the view. Invariant: where several boxes stand exactly below each other (a function with a single callee),
// the one that was chosen is the answer, if it is among them; else the topmost.

import type { NodeIndex } from '../analyze/callTree';
import { type FlameRows, firstEndingPast } from './flameRows';
import { widthOf, type XRange } from './spaces';

export function spanningNode(rows: FlameRows, range: XRange, chosen: NodeIndex): NodeIndex {
  const { tree, start, extent } = rows;
  // Animations and fractions leave rounding errors behind; a thousandth of the view is below a pixel.
  const slack = widthOf(range) / 1000;
  const spans = (node: number): boolean =>
    start[node] <= range.left + slack && start[node] + extent[node] >= range.right - slack;
  let found = 0;
  const middle = (range.left + range.right) / 2;
  for (let depth = 1; depth <= tree.maxDepth; depth++) {
    const position = firstEndingPast(rows, depth, rows.rowOffset[depth], middle);
    if (position >= rows.rowOffset[depth + 1]) break;
    const at = rows.rowNode[position];
    if (!spans(at)) break;
    if (extent[at] < extent[found]) found = at;
  }
  return chosen < tree.count && spans(chosen) && extent[chosen] === extent[found] ? chosen : (found as NodeIndex);
}
