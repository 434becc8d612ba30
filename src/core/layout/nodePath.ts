// A node named so that it survives another sample type, a reload or a newer file: by the functions from the root.
// In: a tree and its frames. Out: FunctionIndex of each frame from the root (exclusive) to the node, and back.
// Invariant: nodeOfPath(pathOfNode(n)) = n while the tree has that path; where it ends earlier, the last node of the
// part that is left is the answer, so that a zoom shows as much as there is.

import type { CallTree, NodeIndex } from '../analyze/callTree';
import type { FrameTable } from '../analyze/frames';

export function pathOfNode(tree: CallTree, frames: Pick<FrameTable, 'function'>, node: NodeIndex): readonly number[] {
  return ancestorsOf(tree, node).map((each) => frames.function[tree.frame[each]]);
}

/** The nodes from the root's child down to `node`; none for the root. */
export function ancestorsOf(tree: CallTree, node: NodeIndex): readonly NodeIndex[] {
  const nodes: NodeIndex[] = [];
  for (let at: number = node; at > 0; at = tree.parent[at]) nodes.push(at as NodeIndex);
  return nodes.reverse();
}

/** How many of the path's functions were found, and where they lead. */
export interface FoundPath {
  readonly node: NodeIndex;
  readonly matched: number;
}

export function nodeOfPath(tree: CallTree, frames: Pick<FrameTable, 'function'>, path: readonly number[]): FoundPath {
  let node = 0;
  let matched = 0;
  if (tree.count === 0) return { node: 0 as NodeIndex, matched };
  for (const wanted of path) {
    const child = childOfFunction(tree, frames, node, wanted);
    if (child === undefined) break;
    node = child;
    matched++;
  }
  return { node: node as NodeIndex, matched };
}

function childOfFunction(
  tree: CallTree,
  frames: Pick<FrameTable, 'function'>,
  node: number,
  wanted: number,
): number | undefined {
  const end = tree.subtreeEnd[node];
  for (let child = node + 1; child < end; child = tree.subtreeEnd[child]) {
    if (frames.function[tree.frame[child]] === wanted) return child;
  }
  return undefined;
}
