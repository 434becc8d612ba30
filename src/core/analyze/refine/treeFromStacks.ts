// A refined stack tree as a call tree. In: a stack tree, which of its nodes show frames, where samples end, the frames of
// each location, one value a sample. Out: the columns of CallTree, and the node of every stack-tree node.
// Invariants: those of callTree.ts; the same tree as `buildCallTree` on the refined profile, but for the order of
// siblings of one size. Each node of the stack tree is looked at a few times, however many samples go through it.
//
// A node of the result stands for items: nodes of the stack tree, each with how many of its frames are done (several, if
// functions are inlined). What comes below an item is its next frame, or its children; a child without frames is
// stepped over, and its children count as the item's own. What comes below all items of a node is grouped by frame;
// the groups wait in `arena`, the one to take up next at its end.
//
// `grow` is one long function on purpose: its loops run a few million times, and variables that closures or fields hold
// made it three times slower.

import type { CallTree } from '../callTree';
import type { FrameTable } from '../frames';
import { rankBySize } from './rank';
import { doubled, type StackTree, subtreeEnds } from './stackTree';

export interface RefinedTree {
  readonly tree: CallTree;
  /** By node of the stack tree: the node of `tree` that its innermost frame became, -1 for none. */
  readonly nodeOf: Int32Array;
}

/** @param endOf by SampleIndex, -1 for a dropped sample */
export function treeFromStacks(
  stacks: StackTree,
  isShown: Uint8Array,
  endOf: Int32Array,
  frames: FrameTable,
  values: Float64Array,
): RefinedTree {
  const weights = weigh(stacks, endOf, values);
  const nodes = allocate(stacks, isShown, weights, frames);
  const count = grow(stacks, isShown, weights, frames, nodes);
  return result(nodes, count);
}

interface Weights {
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** 1 where some sample with a value ends in the subtree. */
  readonly isLive: Uint8Array;
}

function weigh({ count, parent }: StackTree, endOf: Int32Array, values: Float64Array): Weights {
  const self = new Float64Array(count);
  const isLive = new Uint8Array(count);
  for (let i = 0; i < endOf.length; i++) {
    const end = endOf[i];
    if (end < 0 || values[i] === 0) continue;
    self[end] += values[i];
    isLive[end] = 1;
  }
  const total = self.slice();
  for (let n = count - 1; n > 0; n--) {
    if (isLive[n] === 0) continue;
    const p = parent[n];
    total[p] += total[n];
    isLive[p] = 1;
  }
  return { self, total, isLive };
}

interface Nodes {
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  readonly frame: Int32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly nodeOf: Int32Array;
}

/** Room for as many nodes as there could be if nothing fell together. */
function allocate(stacks: StackTree, isShown: Uint8Array, { isLive }: Weights, frames: FrameTable): Nodes {
  const { locationOffset } = frames;
  const { location } = stacks;
  let most = 1;
  for (let n = 1; n < stacks.count; n++) {
    if (isShown[n] === 1 && isLive[n] === 1) most += locationOffset[location[n] + 1] - locationOffset[location[n]];
  }
  return {
    parent: new Int32Array(most),
    depth: new Int32Array(most),
    frame: new Int32Array(most),
    self: new Float64Array(most),
    total: new Float64Array(most),
    nodeOf: new Int32Array(stacks.count).fill(-1),
  };
}

/** Fills `nodes`; returns how many there are. */
function grow(
  { subtreeEnd, location }: StackTree,
  isShown: Uint8Array,
  { self, total, isLive }: Weights,
  { locationOffset, locationFrame, count: frameCount }: FrameTable,
  { parent, depth, frame, self: nodeSelf, total: nodeTotal, nodeOf }: Nodes,
): number {
  let arena = new Int32Array(1 << 12);
  let arenaSkip = new Int32Array(1 << 12);
  // What came up below the items of the node at hand, with the frame it shows next.
  let found = new Int32Array(1 << 10);
  let foundSkip = new Int32Array(1 << 10);
  let foundFrame = new Int32Array(1 << 10);
  const groupOf = new Int32Array(frameCount).fill(-1);
  const groupFrame = new Int32Array(frameCount);
  const groupSize = new Int32Array(frameCount);
  const groupTotal = new Float64Array(frameCount);
  const rank = new Int32Array(frameCount);
  // Waiting groups: begin in the arena, parent, frame.
  let todo = new Int32Array(1 << 12);
  let todoTotal = new Float64Array(1 << 11);
  let waiting = 0;

  parent[0] = -1;
  frame[0] = -1;
  nodeTotal[0] = total[0];
  let count = 1;
  let node = 0;
  // The first item is the root of the stack tree, all of whose frames (none) are done.
  let begin = 0;
  let arenaEnd = 1;
  for (;;) {
    // 1. What comes below the items arena[begin, arenaEnd)?
    let foundCount = 0;
    for (let k = begin; k < arenaEnd; k++) {
      const item = arena[k];
      const l = location[item];
      const skip = arenaSkip[k] + 1;
      const last = item === 0 ? 0 : locationOffset[l + 1] - 1;
      if (item !== 0 && skip <= last - locationOffset[l]) {
        if (foundCount === found.length) {
          found = doubled(found);
          foundSkip = doubled(foundSkip);
          foundFrame = doubled(foundFrame);
        }
        found[foundCount] = item;
        foundSkip[foundCount] = skip;
        foundFrame[foundCount++] = locationFrame[last - skip];
        continue;
      }
      nodeOf[item] = node;
      nodeSelf[node] += self[item];
      const end = subtreeEnd[item];
      for (let n = item + 1; n < end;) {
        if (isLive[n] === 0) n = subtreeEnd[n];
        else if (isShown[n] === 0) {
          nodeOf[n] = node;
          nodeSelf[node] += self[n++];
        } else {
          if (foundCount === found.length) {
            found = doubled(found);
            foundSkip = doubled(foundSkip);
            foundFrame = doubled(foundFrame);
          }
          found[foundCount] = n;
          foundSkip[foundCount] = 0;
          foundFrame[foundCount++] = locationFrame[locationOffset[location[n] + 1] - 1];
          n = subtreeEnd[n];
        }
      }
    }
    arenaEnd = begin;

    // 2. One way down is taken at once.
    if (foundCount === 1) {
      parent[count] = node;
      depth[count] = depth[node] + 1;
      frame[count] = foundFrame[0];
      nodeTotal[count] = total[found[0]];
      node = count++;
      arena[arenaEnd] = found[0];
      arenaSkip[arenaEnd++] = foundSkip[0];
      continue;
    }

    // 3. Several are put into groups by frame, which wait, the smallest longest.
    if (foundCount > 1) {
      let groups = 0;
      for (let k = 0; k < foundCount; k++) {
        const f = foundFrame[k];
        let g = groupOf[f];
        if (g < 0) {
          g = groupOf[f] = groups++;
          groupFrame[g] = f;
          groupSize[g] = 0;
          groupTotal[g] = 0;
        }
        groupSize[g]++;
        groupTotal[g] += total[found[k]];
      }
      while (arenaEnd + foundCount > arena.length) {
        arena = doubled(arena);
        arenaSkip = doubled(arenaSkip);
      }
      while (3 * (waiting + groups) > todo.length) {
        todo = doubled(todo);
        todoTotal = doubledFloats(todoTotal);
      }
      rankBySize(groupTotal, groups, rank);
      for (let r = 0; r < groups; r++) {
        const g = rank[r];
        const w = waiting++;
        todo[3 * w] = arenaEnd;
        todo[3 * w + 1] = node;
        todo[3 * w + 2] = groupFrame[g];
        todoTotal[w] = groupTotal[g];
        const size = groupSize[g];
        groupSize[g] = arenaEnd; // From here on: the place of the group's next item.
        arenaEnd += size;
      }
      for (let k = 0; k < foundCount; k++) {
        const place = groupSize[groupOf[foundFrame[k]]]++;
        arena[place] = found[k];
        arenaSkip[place] = foundSkip[k];
      }
      for (let g = 0; g < groups; g++) groupOf[groupFrame[g]] = -1;
    }

    // 4. The group at the end of the arena becomes the next node.
    if (waiting === 0) return count;
    const w = --waiting;
    begin = todo[3 * w];
    const above = todo[3 * w + 1];
    parent[count] = above;
    depth[count] = depth[above] + 1;
    frame[count] = todo[3 * w + 2];
    nodeTotal[count] = todoTotal[w];
    node = count++;
  }
}

function result(nodes: Nodes, count: number): RefinedTree {
  const parent = nodes.parent.subarray(0, count);
  const depth = nodes.depth.subarray(0, count);
  let maxDepth = 0;
  for (let n = 0; n < count; n++) if (depth[n] > maxDepth) maxDepth = depth[n];
  return {
    nodeOf: nodes.nodeOf,
    tree: {
      count,
      parent,
      subtreeEnd: subtreeEnds(parent),
      depth,
      frame: nodes.frame.subarray(0, count),
      self: nodes.self.subarray(0, count),
      total: nodes.total.subarray(0, count),
      maxDepth,
    },
  };
}

function doubledFloats(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const out = new Float64Array(column.length * 2);
  out.set(column);
  return out;
}
