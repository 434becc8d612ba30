// What lies under the pointer. In: rows, a view and a point in CSS space. Out: the node, or undefined beside all boxes.
// Invariant: it is the box whose half-open interval holds the point, however thin it is drawn; found by row, then by
// bisection.

import type { NodeIndex } from '../analyze/callTree';
import { type FlameRows, firstEndingPast } from './flameRows';
import { toDepth, toProfileX, type CssPx, type FlameView } from './spaces';

export function nodeAt(rows: FlameRows, view: FlameView, x: CssPx, y: CssPx): NodeIndex | undefined {
  const depth = toDepth(view, y);
  if (depth < 0 || depth > rows.tree.maxDepth || rows.tree.count === 0) return undefined;
  const wanted = toProfileX(view, x);
  const position = firstEndingPast(rows, depth, rows.rowOffset[depth], wanted);
  if (position >= rows.rowOffset[depth + 1]) return undefined;
  const node = rows.rowNode[position];
  return rows.start[node] <= wanted ? (node as NodeIndex) : undefined;
}
