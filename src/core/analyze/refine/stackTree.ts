// All stacks of a profile as one tree of locations, made once so that refinements need not read the stacks again: a
// million stacks of forty frames share so much that the tree has a tenth of their frames.
// In: a profile. Out: nodes depth-first, and for every sample the node where its stack ends.
// Invariants: node 0 is the root; a subtree is the range [node, subtreeEnd[node]); two children of one node have
// different locations; values play no part, so it serves every sample type.
//
// How: samples are sorted by their stacks, root first, one location at a time; a group of samples that agree so far is
// a node. A group of one sample is written to its end in one go.

import type { Profile } from '../../profile/profile';

export interface StackTree {
  readonly count: number;
  /** Node, -1 for the root. */
  readonly parent: Int32Array;
  readonly subtreeEnd: Int32Array;
  /** LocationIndex, -1 for the root. */
  readonly location: Int32Array;
  /** By SampleIndex: the node where the stack ends; 0 for a sample without frames. */
  readonly nodeOf: Int32Array;
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
    this.wait(0, this.order.length, -1, -1);
    while (this.waiting > 0) {
      const w = 4 * --this.waiting;
      const begin = this.todo[w];
      const end = this.todo[w + 1];
      const node = this.add(this.todo[w + 2], this.todo[w + 3]);
      if (end - begin === 1) this.chain(this.order[begin], node);
      else this.split(begin, end, node);
    }
  }

  /** The rest of a stack that no other sample shares. */
  private chain(sample: number, from: number): void {
    const { stackOffset, stackLocation } = this.profile.samples;
    let node = from;
    for (let k = this.at[sample]; k >= stackOffset[sample]; k--) node = this.add(node, stackLocation[k]);
    this.nodeOf[sample] = node;
  }

  private split(begin: number, end: number, node: number): void {
    const from = this.readNext(begin, end, node);
    if (from === end) return;
    const groups = this.group(from, end);
    if (groups === 1) {
      this.wait(from, end, node, this.next[from]);
      return;
    }
    const { order, spare, next, groupOf, groupStart, groupLocation } = this;
    let place = from;
    for (let g = 0; g < groups; g++) {
      const size = groupStart[g];
      this.wait(place, place + size, node, groupLocation[g]);
      groupStart[g] = place;
      groupOf[groupLocation[g]] = g;
      place += size;
    }
    for (let j = from; j < end; j++) spare[groupStart[groupOf[next[j]]]++] = order[j];
    for (let j = from; j < end; j++) order[j] = spare[j];
    for (let g = 0; g < groups; g++) groupOf[groupLocation[g]] = -1;
  }

  /** Reads each sample's next location; samples that end here go to the front. Returns where the others begin. */
  private readNext(begin: number, end: number, node: number): number {
    const { order, next, at, nodeOf } = this;
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
    const { count, nodeOf } = this;
    const parent = this.parent.slice(0, count);
    return { count, parent, subtreeEnd: subtreeEnds(parent), location: this.location.slice(0, count), nodeOf };
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
