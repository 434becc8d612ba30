// The call tree of another sample type, from the one that is there. In: a tree with the places of its samples, which has
// one for each that counts in the other type (`hasPlaces`). Out: the tree `buildPlacedTree` would give for that type.
// Invariant: no stack is read again, so that it takes a small part of the time.
//
// A CPU's nanoseconds are its samples times the period, in every sample and so in every node: then only the numbers
// change. Of most other types the order of siblings is another one, and the nodes are laid out anew.

import type { PlacedTree } from '../callTree';
import { treeFromTree } from './treeFromTree';
import type { TreeBase } from './treeBase';

export function treeOfOtherType(base: TreeBase, sampleType: number): PlacedTree {
  const { values } = base.profile.samples;
  const to = values[sampleType];
  const from = base.sampleType === undefined ? undefined : values[base.sampleType];
  const scaled = from && scaledTree(base, from, to);
  return (
    scaled ?? treeFromTree(base, new Uint8Array(base.frames.count), new Uint8Array(base.nodeOf.length).fill(1), to)
  );
}

/** Undefined where the values of one type are not a whole multiple of the other's. */
function scaledTree({ tree, nodeOf }: PlacedTree, from: Float64Array, to: Float64Array): PlacedTree | undefined {
  const more = timesAsMuch(to, from);
  if (more !== undefined) {
    return { tree: { ...tree, self: multiplied(tree.self, more), total: multiplied(tree.total, more) }, nodeOf };
  }
  const less = timesAsMuch(from, to);
  if (less === undefined) return undefined;
  return { tree: { ...tree, self: divided(tree.self, less), total: divided(tree.total, less) }, nodeOf };
}

/** The whole number by which `large` is `small`; undefined where there is none, or where a sum of it may be rounded. */
function timesAsMuch(large: Float64Array, small: Float64Array): number | undefined {
  const first = small.findIndex((value) => value !== 0);
  const times = large[first] / small[first];
  if (!(Number.isInteger(times) && times > 0)) return undefined;
  let sum = 0;
  for (let i = 0; i < small.length; i++) {
    if (large[i] !== small[i] * times) return undefined;
    sum += Math.abs(large[i]);
  }
  return sum <= Number.MAX_SAFE_INTEGER ? times : undefined;
}

function multiplied(column: Float64Array, factor: number): Float64Array {
  const out = new Float64Array(column.length);
  for (let n = 0; n < column.length; n++) out[n] = column[n] * factor;
  return out;
}

/** A quotient, as the inverse of a whole number is not exact. */
function divided(column: Float64Array, divisor: number): Float64Array {
  const out = new Float64Array(column.length);
  for (let n = 0; n < column.length; n++) out[n] = column[n] / divisor;
  return out;
}
