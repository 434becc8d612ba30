// A refined trie of stacks as a call tree. In: stack blocks, what a plan leaves of them, the frames of each location, one
// value a sample. Out: the columns of CallTree, and the node of every sample.
// Invariants: those of callTree.ts; the same tree as `buildCallTree` on the refined profile, but for the order of
// siblings of one size. Each block is looked at a few times, however many samples go through it.
//
// A node of the result stands for items: blocks, each at one of its locations with so many frames of it done (several,
// if functions are inlined). What comes below an item is the next frame, the next location that is shown, or the child
// blocks; a child that shows nothing is stepped over. What comes below all items of a node is grouped by frame; the
// groups wait in `arena`, the one to take up next at its end.
//
// `grow` is one long function on purpose: its loops run a few million times, and variables that closures or fields hold
// made it several times slower.

import type { CallTree } from '../callTree';
import type { FrameTable } from '../frames';
import { rankBySize } from './rank';
import { doubled, lengthAt, parentAt, recordSize, type StackBlocks } from './stackBlocks';
import type { TreePlan } from './treePlan';

export interface RefinedTree {
  readonly tree: CallTree;
  /** By SampleIndex: the node where its stack ends, -1 where the sample is dropped or its value is 0. */
  readonly nodeOfSample: Int32Array;
}

export function treeFromBlocks(
  blocks: StackBlocks,
  plan: TreePlan,
  frames: FrameTable,
  values: Float64Array,
): RefinedTree {
  const weights = weigh(blocks, plan.keep, values);
  const nodes = allocate(blocks, plan, weights, frames);
  const count = grow(blocks, plan, weights, frames, nodes);
  const nodeOfSample = blocks.blockOf.map((block, i) =>
    plan.keep[i] === 1 && values[i] !== 0 ? nodes.nodeOfBlock[block] : -1,
  );
  return { tree: treeOf(nodes, count), nodeOfSample };
}

interface Weights {
  /** By block: samples that end with it. */
  readonly self: Float64Array;
  /** By block: samples that end with it or below. */
  readonly total: Float64Array;
  /** 1 where there is such a sample with a value. */
  readonly isLive: Uint8Array;
}

function weigh({ count, records, blockOf }: StackBlocks, keep: Uint8Array, values: Float64Array): Weights {
  const self = new Float64Array(count);
  const isLive = new Uint8Array(count);
  for (let i = 0; i < blockOf.length; i++) {
    if (keep[i] === 0 || values[i] === 0) continue;
    self[blockOf[i]] += values[i];
    isLive[blockOf[i]] = 1;
  }
  const total = self.slice();
  for (let b = count - 1; b > 0; b--) {
    if (isLive[b] === 0) continue;
    const parent = records[b * recordSize + parentAt];
    total[parent] += total[b];
    isLive[parent] = 1;
  }
  return { self, total, isLive };
}

interface Nodes {
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  readonly frame: Int32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** The node a block's innermost shown frame became, or the one above where it shows nothing; -1 for none. */
  readonly nodeOfBlock: Int32Array;
}

/** Room for as many nodes as there could be if nothing fell together. */
function allocate(
  { count, records }: StackBlocks,
  { hidden }: TreePlan,
  { isLive }: Weights,
  frames: FrameTable,
): Nodes {
  const frameCount = Int32Array.from(hidden, (isHidden, l) =>
    isHidden === 1 ? 0 : frames.locationOffset[l + 1] - frames.locationOffset[l],
  );
  let most = 1;
  for (let b = 1; b < count; b++) {
    if (isLive[b] === 0) continue;
    const base = b * recordSize;
    const end = base + records[base + lengthAt];
    for (let i = base; i < end; i++) most += frameCount[records[i]];
  }
  return {
    parent: new Int32Array(most),
    depth: new Int32Array(most),
    frame: new Int32Array(most),
    self: new Float64Array(most),
    total: new Float64Array(most),
    nodeOfBlock: new Int32Array(count).fill(-1),
  };
}

/** Fills `nodes`; returns how many there are. */
function grow(
  { records, childOffset, child }: StackBlocks,
  { hidden, above }: TreePlan,
  { self, total, isLive }: Weights,
  { locationOffset, locationFrame, count: frameCount }: FrameTable,
  { parent, depth, frame, self: nodeSelf, total: nodeTotal, nodeOfBlock }: Nodes,
): number {
  // Items: a place in `records`, and frames of its location that are done.
  let arena = new Int32Array(1 << 12);
  let arenaSkip = new Int32Array(1 << 12);
  // What came up below the items of the node at hand, with the frame it shows next.
  let found = new Int32Array(1 << 10);
  let foundSkip = new Int32Array(1 << 10);
  let foundFrame = new Int32Array(1 << 10);
  // Blocks that end at the node at hand, whose children have to be looked at.
  let ended = new Int32Array(1 << 10);
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
  let begin = 0;
  let arenaEnd = 0;
  let endedCount = 1; // The root block.
  for (;;) {
    // 1. What comes below the items arena[begin, arenaEnd)?
    let foundCount = 0;
    if (arenaEnd - begin > found.length - 1) {
      found = atLeast(found, arenaEnd - begin + 1);
      foundSkip = atLeast(foundSkip, found.length);
      foundFrame = atLeast(foundFrame, found.length);
    }
    if (arenaEnd - begin > ended.length - 1) ended = atLeast(ended, arenaEnd - begin + 1);
    for (let a = begin; a < arenaEnd; a++) {
      const place = arena[a];
      const skip = arenaSkip[a] + 1;
      const l = records[place];
      const outermost = locationOffset[l + 1] - 1;
      if (skip <= outermost - locationOffset[l]) {
        found[foundCount] = place;
        foundSkip[foundCount] = skip;
        foundFrame[foundCount++] = locationFrame[outermost - skip];
        continue;
      }
      const base = place & -recordSize;
      const end = base + records[base + lengthAt];
      let next = place + 1;
      while (next < end && hidden[records[next]] === 1) next++;
      if (next === end) ended[endedCount++] = base / recordSize;
      else {
        found[foundCount] = next;
        foundSkip[foundCount] = 0;
        foundFrame[foundCount++] = locationFrame[locationOffset[records[next] + 1] - 1];
      }
    }
    while (endedCount > 0) {
      const block = ended[--endedCount];
      nodeOfBlock[block] = node;
      nodeSelf[node] += self[block];
      const last = childOffset[block + 1];
      for (let c = childOffset[block]; c < last; c++) {
        const b = child[c];
        if (isLive[b] === 0) continue;
        const base = b * recordSize;
        const end = base + records[base + lengthAt];
        let next = base + above[b];
        while (next < end && hidden[records[next]] === 1) next++;
        if (next === end) {
          if (endedCount === ended.length) ended = doubled(ended);
          ended[endedCount++] = b;
        } else {
          if (foundCount === found.length) {
            found = doubled(found);
            foundSkip = doubled(foundSkip);
            foundFrame = doubled(foundFrame);
          }
          found[foundCount] = next;
          foundSkip[foundCount] = 0;
          foundFrame[foundCount++] = locationFrame[locationOffset[records[next] + 1] - 1];
        }
      }
    }
    arenaEnd = begin;

    // 2. One way down is taken at once, to the end of its block.
    if (foundCount === 1) {
      let place = found[0];
      let skip = foundSkip[0];
      const base = place & -recordSize;
      const block = base / recordSize;
      const end = base + records[base + lengthAt];
      const value = total[block];
      for (; place < end; place++) {
        const l = records[place];
        if (hidden[l] === 1) continue;
        for (let q = locationOffset[l + 1] - 1 - skip; q >= locationOffset[l]; q--) {
          parent[count] = node;
          depth[count] = depth[node] + 1;
          frame[count] = locationFrame[q];
          nodeTotal[count] = value;
          node = count++;
        }
        skip = 0;
      }
      ended[endedCount++] = block;
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
        groupTotal[g] += total[(found[k] / recordSize) | 0];
      }
      if (arenaEnd + foundCount > arena.length) {
        arena = atLeast(arena, arenaEnd + foundCount);
        arenaSkip = atLeast(arenaSkip, arena.length);
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
        const at = groupSize[groupOf[foundFrame[k]]]++;
        arena[at] = found[k];
        arenaSkip[at] = foundSkip[k];
      }
      for (let g = 0; g < groups; g++) groupOf[groupFrame[g]] = -1;
    }

    // 4. The group at the end of the arena becomes the next node.
    if (waiting === 0) return count;
    const w = --waiting;
    begin = todo[3 * w];
    const over = todo[3 * w + 1];
    parent[count] = over;
    depth[count] = depth[over] + 1;
    frame[count] = todo[3 * w + 2];
    nodeTotal[count] = todoTotal[w];
    node = count++;
  }
}

function treeOf(nodes: Nodes, count: number): CallTree {
  const parent = nodes.parent.subarray(0, count);
  const depth = nodes.depth.subarray(0, count);
  const subtreeEnd = new Int32Array(count);
  let maxDepth = 0;
  for (let n = count - 1; n >= 0; n--) {
    if (depth[n] > maxDepth) maxDepth = depth[n];
    if (subtreeEnd[n] === 0) subtreeEnd[n] = n + 1;
    // The last child is met first; its end is the parent's.
    if (n > 0 && subtreeEnd[parent[n]] === 0) subtreeEnd[parent[n]] = subtreeEnd[n];
  }
  return {
    count,
    parent,
    subtreeEnd,
    depth,
    frame: nodes.frame.subarray(0, count),
    self: nodes.self.subarray(0, count),
    total: nodes.total.subarray(0, count),
    maxDepth,
  };
}

function atLeast(column: Int32Array, length: number): Int32Array {
  let out = column;
  while (out.length < length) out = doubled(out);
  return out;
}

function doubledFloats(column: Float64Array): Float64Array {
  const out = new Float64Array(column.length * 2);
  out.set(column);
  return out;
}
