// All stacks of a profile as one tree of locations, made once so that refinements need not read the stacks again.
// In: a profile. Out: the trunk as nodes, depth-first, and for every sample where it leaves the trunk.
// Invariants: node 0 is the root; a subtree is the range [node, subtreeEnd[node]); two children of one node have
// different locations; every node but the root is shared by two samples or more. What only one sample has is its tail
// and stays in the profile: most of a large tree is that. Values play no part, so it serves every sample type.
//
// How: samples are sorted by their stacks, root first, one location at a time; a group of samples that agree so far is
// a node.

import type { Profile } from '../../profile/profile';

export interface StackTree {
  readonly count: number;
  /** Node, -1 for the root. */
  readonly parent: Int32Array;
  readonly subtreeEnd: Int32Array;
  /** LocationIndex, -1 for the root. */
  readonly location: Int32Array;
  /** By SampleIndex: the last node of its stack that it shares. */
  readonly nodeOf: Int32Array;
  /** By SampleIndex: behind its tail, the entries of `stackLocation` from `stackOffset` that it does not share. */
  readonly tailEnd: Uint32Array;
}

export function buildStackTree(profile: Profile): StackTree {
  const builder = new Builder(profile);
  builder.run();
  return builder.tree();
}

class Builder {
  private count = 0;
  private parent = new Int32Array(1 << 12);
  private location = new Int32Array(1 << 12);
  private readonly nodeOf: Int32Array;
  private readonly tailEnd: Uint32Array;
  /** Samples; a group is a range. */
  private readonly order: Int32Array;
  private readonly spare: Int32Array;
  /** Location read last of the sample at the same place of `order`. */
  private readonly next: Int32Array;
  /** By sample: entry of `stackLocation` to read next, falling. */
  private readonly at: Int32Array;
  /** By location: its group in the node that is being split, -1 for none. */
  private readonly groupOf: Int32Array;
  private groupStart = new Int32Array(64);
  private groupLocation = new Int32Array(64);
  /** Waiting groups: begin, end, parent, location of each. */
  private todo = new Int32Array(1 << 12);
  private waiting = 0;

  constructor(private readonly profile: Profile) {
    const { count, stackOffset } = profile.samples;
    this.nodeOf = new Int32Array(count);
    this.tailEnd = new Uint32Array(count);
    this.order = new Int32Array(count);
    this.spare = new Int32Array(count);
    this.next = new Int32Array(count);
    this.at = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      this.order[i] = i;
      this.at[i] = stackOffset[i + 1] - 1;
    }
    this.groupOf = new Int32Array(profile.locations.count).fill(-1);
  }

  run(): void {
    const root = this.add(-1, -1);
    this.split(0, this.order.length, root);
    while (this.waiting > 0) {
      const w = 4 * --this.waiting;
      const node = this.add(this.todo[w + 2], this.todo[w + 3]);
      this.split(this.todo[w], this.todo[w + 1], node);
    }
  }

  /** A sample whose last location, just read, is its own. */
  private leave(sample: number, node: number): void {
    this.nodeOf[sample] = node;
    this.tailEnd[sample] = this.at[sample] + 2;
  }

  private split(begin: number, end: number, node: number): void {
    const from = this.readNext(begin, end, node);
    if (from === end) return;
    const groups = this.group(from, end);
    const { order, spare, next, groupOf, groupStart, groupLocation } = this;
    let place = from;
    for (let g = 0; g < groups; g++) {
      const size = groupStart[g];
      if (size > 1) this.wait(place, place + size, node, groupLocation[g]);
      groupStart[g] = place;
      groupOf[groupLocation[g]] = size > 1 ? g : -1;
      if (size > 1) place += size;
    }
    for (let j = from; j < end; j++) {
      const g = groupOf[next[j]];
      if (g < 0) this.leave(order[j], node);
      else spare[groupStart[g]++] = order[j];
    }
    for (let j = from; j < place; j++) order[j] = spare[j];
    for (let g = 0; g < groups; g++) groupOf[groupLocation[g]] = -1;
  }

  /** Reads each sample's next location; samples that end here go to the front. Returns where the others begin. */
  private readNext(begin: number, end: number, node: number): number {
    const { order, next, at, nodeOf, tailEnd } = this;
    const { stackOffset, stackLocation } = this.profile.samples;
    let from = begin;
    for (let j = begin; j < end; j++) {
      const i = order[j];
      const k = at[i];
      if (k >= stackOffset[i]) {
        next[j] = stackLocation[k];
        at[i] = k - 1;
        continue;
      }
      nodeOf[i] = node;
      tailEnd[i] = stackOffset[i];
      order[j] = order[from];
      next[j] = next[from];
      order[from++] = i;
    }
    return from;
  }

  /** Counts the samples of each different location; returns how many different ones there are. */
  private group(from: number, end: number): number {
    const { next, groupOf } = this;
    let groups = 0;
    for (let j = from; j < end; j++) {
      const l = next[j];
      let g = groupOf[l];
      if (g < 0) {
        g = groupOf[l] = groups++;
        if (g === this.groupStart.length) {
          this.groupStart = doubled(this.groupStart);
          this.groupLocation = doubled(this.groupLocation);
        }
        this.groupLocation[g] = l;
        this.groupStart[g] = 0;
      }
      this.groupStart[g]++;
    }
    for (let g = 0; g < groups; g++) groupOf[this.groupLocation[g]] = -1;
    return groups;
  }

  private wait(begin: number, end: number, parent: number, location: number): void {
    const w = 4 * this.waiting++;
    if (w + 4 > this.todo.length) this.todo = doubled(this.todo);
    this.todo[w] = begin;
    this.todo[w + 1] = end;
    this.todo[w + 2] = parent;
    this.todo[w + 3] = location;
  }

  private add(parent: number, location: number): number {
    const node = this.count++;
    if (node === this.parent.length) {
      this.parent = doubled(this.parent);
      this.location = doubled(this.location);
    }
    this.parent[node] = parent;
    this.location[node] = location;
    return node;
  }

  tree(): StackTree {
    const { count, nodeOf, tailEnd } = this;
    const parent = this.parent.slice(0, count);
    const location = this.location.slice(0, count);
    return { count, parent, subtreeEnd: subtreeEnds(parent), location, nodeOf, tailEnd };
  }
}

/** Of nodes in depth-first order. */
export function subtreeEnds(parent: Int32Array): Int32Array {
  const ends = new Int32Array(parent.length);
  for (let n = parent.length - 1; n >= 0; n--) {
    if (ends[n] === 0) ends[n] = n + 1;
    // The last child is met first; its end is the parent's.
    if (parent[n] >= 0 && ends[parent[n]] === 0) ends[parent[n]] = ends[n];
  }
  return ends;
}

export function doubled(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const out = new Int32Array(column.length * 2);
  out.set(column);
  return out;
}
