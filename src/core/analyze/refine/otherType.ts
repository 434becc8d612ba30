// The call tree of another sample type, from the one that is there. In: a tree with the places of its samples, which has
// one for each that counts in the other type (`hasPlaces`). Out: the tree `buildPlacedTree` would give for that type.
// Invariant: no stack is read again, so that it takes a small part of the time.

import type { PlacedTree } from '../callTree';
import { treeFromTree } from './treeFromTree';
import type { TreeBase } from './treeBase';

export function treeOfOtherType(base: TreeBase, sampleType: number): PlacedTree {
  const values = base.profile.samples.values[sampleType];
  const { nodeOf } = base;
  let samePlaces = true;
  for (let i = 0; i < nodeOf.length && samePlaces; i++) samePlaces = values[i] !== 0 || nodeOf[i] < 0;
  const same = samePlaces ? sameTree(base, values) : undefined;
  return same ?? treeFromTree(base, new Uint8Array(base.frames.count), new Uint8Array(nodeOf.length).fill(1), values);
}

/** A CPU's nanoseconds go with its samples: mostly the nodes stay where they are, and only the numbers change. */
function sameTree({ tree, nodeOf }: PlacedTree, values: Float64Array): PlacedTree | undefined {
  const { count, parent } = tree;
  const self = new Float64Array(count);
  for (let i = 0; i < nodeOf.length; i++) if (nodeOf[i] >= 0) self[nodeOf[i]] += values[i];
  const total = self.slice();
  for (let n = count - 1; n > 0; n--) total[parent[n]] += total[n];
  const placed = { tree: { ...tree, self, total }, nodeOf };
  return isInOrder(placed) ? placed : undefined;
}

/** Whether siblings are in the order of callTree.ts. */
function isInOrder({ tree }: PlacedTree): boolean {
  const { count, parent, subtreeEnd, total, frame } = tree;
  for (let n = 1; n < count; n++) {
    const next = subtreeEnd[n];
    if (next === count || parent[next] !== parent[n]) continue;
    const more = Math.abs(total[next]) - Math.abs(total[n]);
    if (more > 0 || (more === 0 && frame[next] < frame[n])) return false;
  }
  return true;
}
