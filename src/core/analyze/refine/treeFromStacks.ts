// A refined stack tree as a call tree. In: a profile's stacks, their stack tree, what a plan leaves of it, the frames of
// each location, one value a sample. Out: the columns of CallTree, and the node of every sample.
// Invariants: those of callTree.ts; the same tree as `buildCallTree` on the refined profile, but for the order of
// siblings of one size. Each node of the trunk is looked at a few times, however many samples go through it.
//
// A node of the result stands for items: nodes of the trunk, and tails of samples at one of their locations, each with
// how many of its frames are done (several, if functions are inlined). What comes below an item is its next frame, or
// its children; a child without frames is stepped over, and its children count as the item's own. What comes below all
// items of a node is grouped by frame; the groups wait in `arena`, the one to take up next at its end.
//
// `grow` is one long function on purpose: its loops run a few million times, and variables that closures or fields hold
// made it several times slower.

import type { Profile } from '../../profile/profile';
import type { CallTree } from '../callTree';
import type { FrameTable } from '../frames';
import { rankBySize } from './rank';
import { doubled, type StackTree, subtreeEnds } from './stackTree';
import type { TreePlan } from './treePlan';

export interface RefinedTree {
  readonly tree: CallTree;
  /** By SampleIndex: the node where its stack ends, -1 where the sample is dropped or its value is 0. */
  readonly nodeOfSample: Int32Array;
}

export function treeFromStacks(
  profile: Profile,
  stacks: StackTree,
  plan: TreePlan,
  frames: FrameTable,
  values: Float64Array,
): RefinedTree {
  const weights = weigh(stacks, plan, values);
  const nodes = allocate(profile, stacks, plan, weights, frames);
  const count = grow(profile.samples.stackLocation, stacks, plan, weights, frames, values, nodes);
  return { tree: treeOf(nodes, count), nodeOfSample: nodesOfSamples(plan, values, nodes) };
}

interface Weights {
  /** By trunk node: samples that end there, without a tail. */
  readonly self: Float64Array;
  /** By trunk node: samples in the subtree, tails included. */
  readonly total: Float64Array;
  /** 1 where the subtree has a sample with a value. */
  readonly isLive: Uint8Array;
  /** Samples with a value and a tail, by trunk node (CSR). */
  readonly tailOffset: Uint32Array;
  readonly tailSample: Int32Array;
}

function weigh({ count, parent }: StackTree, { endOf, tailBegin, tailEnd }: TreePlan, values: Float64Array): Weights {
  const self = new Float64Array(count);
  const total = new Float64Array(count);
  const isLive = new Uint8Array(count);
  const tailOffset = new Uint32Array(count + 1);
  for (let i = 0; i < endOf.length; i++) {
    const end = endOf[i];
    const value = values[i];
    if (end < 0 || value === 0) continue;
    total[end] += value;
    isLive[end] = 1;
    if (tailBegin[i] < tailEnd[i]) tailOffset[end + 1]++;
    else self[end] += value;
  }
  for (let n = 0; n < count; n++) tailOffset[n + 1] += tailOffset[n];
  const tailSample = new Int32Array(tailOffset[count]);
  const next = tailOffset.slice();
  for (let i = 0; i < endOf.length; i++) {
    if (endOf[i] >= 0 && values[i] !== 0 && tailBegin[i] < tailEnd[i]) tailSample[next[endOf[i]]++] = i;
  }
  for (let n = count - 1; n > 0; n--) {
    if (isLive[n] === 0) continue;
    total[parent[n]] += total[n];
    isLive[parent[n]] = 1;
  }
  return { self, total, isLive, tailOffset, tailSample };
}

interface Nodes {
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  readonly frame: Int32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** By trunk node: what its innermost frame became, or the node above where it has none. */
  readonly nodeOfTrunk: Int32Array;
  /** By SampleIndex: the node of a tail's leaf; -1 without a tail. */
  readonly nodeOfTail: Int32Array;
}

/** Room for as many nodes as there could be if nothing fell together. */
function allocate(
  { samples }: Profile,
  { count, location }: StackTree,
  { isShown, tailBegin, tailEnd }: TreePlan,
  { isLive, tailSample }: Weights,
  { locationOffset }: FrameTable,
): Nodes {
  let most = 1;
  for (let n = 1; n < count; n++) {
    if (isShown[n] === 1 && isLive[n] === 1) most += locationOffset[location[n] + 1] - locationOffset[location[n]];
  }
  for (const i of tailSample) {
    for (let k = tailBegin[i]; k < tailEnd[i]; k++) {
      const l = samples.stackLocation[k];
      most += locationOffset[l + 1] - locationOffset[l];
    }
  }
  return {
    parent: new Int32Array(most),
    depth: new Int32Array(most),
    frame: new Int32Array(most),
    self: new Float64Array(most),
    total: new Float64Array(most),
    nodeOfTrunk: new Int32Array(count).fill(-1),
    nodeOfTail: new Int32Array(samples.count).fill(-1),
  };
}

/** Fills `nodes`; returns how many there are. */
function grow(
  stackLocation: Int32Array,
  { subtreeEnd, location }: StackTree,
  { isShown, hidden, tailBegin, tailEnd }: TreePlan,
  { self, total, isLive, tailOffset, tailSample }: Weights,
  { locationOffset, locationFrame, count: frameCount }: FrameTable,
  values: Float64Array,
  { parent, depth, frame, self: nodeSelf, total: nodeTotal, nodeOfTrunk, nodeOfTail }: Nodes,
): number {
  // Items: a trunk node, or the complement of a sample; the place of a tail in stackLocation; frames done.
  let arena = new Int32Array(1 << 12);
  let arenaPlace = new Int32Array(1 << 12);
  let arenaSkip = new Int32Array(1 << 12);
  // What came up below the items of the node at hand, with the frame it shows next.
  let found = new Int32Array(1 << 10);
  let foundPlace = new Int32Array(1 << 10);
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
  // The first item is the root of the trunk, all of whose frames (none) are done.
  let begin = 0;
  let arenaEnd = 1;
  for (;;) {
    // 1. What comes below the items arena[begin, arenaEnd)?
    let foundCount = 0;
    for (let a = begin; a < arenaEnd; a++) {
      const item = arena[a];
      const skip = arenaSkip[a] + 1;
      const l = item < 0 ? stackLocation[arenaPlace[a]] : location[item];
      const outermost = item === 0 ? -1 : locationOffset[l + 1] - 1;
      if (foundCount === found.length) {
        found = doubled(found);
        foundPlace = doubled(foundPlace);
        foundSkip = doubled(foundSkip);
        foundFrame = doubled(foundFrame);
      }
      if (item !== 0 && skip <= outermost - locationOffset[l]) {
        found[foundCount] = item;
        foundPlace[foundCount] = arenaPlace[a];
        foundSkip[foundCount] = skip;
        foundFrame[foundCount++] = locationFrame[outermost - skip];
        continue;
      }
      if (item < 0) {
        const first = tailBegin[~item];
        let k = arenaPlace[a] - 1;
        while (k >= first && hidden[stackLocation[k]] === 1) k--;
        if (k < first) {
          nodeSelf[node] += values[~item];
          nodeOfTail[~item] = node;
          continue;
        }
        found[foundCount] = item;
        foundPlace[foundCount] = k;
        foundSkip[foundCount] = 0;
        foundFrame[foundCount++] = locationFrame[locationOffset[stackLocation[k] + 1] - 1];
        continue;
      }
      // A trunk node, its tails, and its subtree as far as it shows nothing.
      const end = subtreeEnd[item];
      for (let n = item; n < end;) {
        if (isLive[n] === 0) {
          n = subtreeEnd[n];
          continue;
        }
        const tails = tailOffset[n + 1] - tailOffset[n];
        while (foundCount + tails + 1 > found.length) {
          found = doubled(found);
          foundPlace = doubled(foundPlace);
          foundSkip = doubled(foundSkip);
          foundFrame = doubled(foundFrame);
        }
        if (n !== item && isShown[n] === 1) {
          found[foundCount] = n;
          foundSkip[foundCount] = 0;
          foundFrame[foundCount++] = locationFrame[locationOffset[location[n] + 1] - 1];
          n = subtreeEnd[n];
          continue;
        }
        nodeOfTrunk[n] = node;
        nodeSelf[node] += self[n];
        for (let t = tailOffset[n]; t < tailOffset[n + 1]; t++) {
          const i = tailSample[t];
          let k = tailEnd[i] - 1;
          while (k >= tailBegin[i] && hidden[stackLocation[k]] === 1) k--;
          if (k < tailBegin[i]) {
            nodeSelf[node] += values[i];
            nodeOfTail[i] = node;
            continue;
          }
          found[foundCount] = ~i;
          foundPlace[foundCount] = k;
          foundSkip[foundCount] = 0;
          foundFrame[foundCount++] = locationFrame[locationOffset[stackLocation[k] + 1] - 1];
        }
        n++;
      }
    }
    arenaEnd = begin;

    // 2. One way down is taken at once; a tail alone, to its leaf.
    if (foundCount === 1) {
      const item = found[0];
      if (item >= 0) {
        parent[count] = node;
        depth[count] = depth[node] + 1;
        frame[count] = foundFrame[0];
        nodeTotal[count] = total[item];
        node = count++;
        arena[arenaEnd] = item;
        arenaSkip[arenaEnd++] = foundSkip[0];
        continue;
      }
      const value = values[~item];
      let skip = foundSkip[0];
      for (let k = foundPlace[0]; k >= tailBegin[~item]; k--) {
        const l = stackLocation[k];
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
      nodeSelf[node] = value;
      nodeOfTail[~item] = node;
    } else if (foundCount > 1) {
      // 3. Several are put into groups by frame, which wait, the smallest longest.
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
        groupTotal[g] += found[k] < 0 ? values[~found[k]] : total[found[k]];
      }
      while (arenaEnd + foundCount > arena.length) {
        arena = doubled(arena);
        arenaPlace = doubled(arenaPlace);
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
        arenaPlace[place] = foundPlace[k];
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

function treeOf(nodes: Nodes, count: number): CallTree {
  const parent = nodes.parent.subarray(0, count);
  const depth = nodes.depth.subarray(0, count);
  let maxDepth = 0;
  for (let n = 0; n < count; n++) if (depth[n] > maxDepth) maxDepth = depth[n];
  return {
    count,
    parent,
    subtreeEnd: subtreeEnds(parent),
    depth,
    frame: nodes.frame.subarray(0, count),
    self: nodes.self.subarray(0, count),
    total: nodes.total.subarray(0, count),
    maxDepth,
  };
}

function nodesOfSamples({ endOf }: TreePlan, values: Float64Array, { nodeOfTrunk, nodeOfTail }: Nodes): Int32Array {
  const out = nodeOfTail;
  for (let i = 0; i < endOf.length; i++) {
    if (out[i] < 0 && endOf[i] >= 0 && values[i] !== 0) out[i] = nodeOfTrunk[endOf[i]];
  }
  return out;
}

function doubledFloats(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const out = new Float64Array(column.length * 2);
  out.set(column);
  return out;
}
