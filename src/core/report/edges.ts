// Who calls whom. In: stacks as rows and what is measured. Out: edges as columns. Invariants, from google/pprof
// internal/graph newGraph: an edge counts once a sample; recursion of a row into itself is no edge; where rows in
// between are not kept, their neighbours are joined by a residual edge; an edge is inline while every sample that
// counted for it had the callee inlined into the caller.

import type { FrameTable } from '../analyze/frames';
import type { Measure } from '../analyze/measure';
import type { Profile } from '../profile/profile';

export interface Edges {
  readonly count: number;
  /** Row of the caller. */
  readonly caller: Int32Array;
  /** Row of the callee. */
  readonly callee: Int32Array;
  /** In the measure's unit, not divided for means. */
  readonly weight: Float64Array;
  readonly isResidual: Uint8Array;
  readonly isInline: Uint8Array;
}

/** @param kept by row, 1 to keep; undefined for all */
export function edgesOf(profile: Profile, rows: FrameTable, what: Measure, kept?: Uint8Array): Edges {
  const { count, stackOffset, stackLocation } = profile.samples;
  const { locationOffset, locationFrame } = rows;
  const { values, divisors } = what;
  const table = new EdgeTable();
  for (let i = 0; i < count; i++) {
    const value = values[i];
    if (value === 0 && (divisors === undefined || divisors[i] === 0)) continue;
    let parent = -1;
    let residual = 0;
    for (let k = stackOffset[i + 1] - 1; k >= stackOffset[i]; k--) {
      const location = stackLocation[k];
      const last = locationOffset[location + 1] - 1;
      for (let q = last; q >= locationOffset[location]; q--) {
        const row = locationFrame[q];
        if (kept?.[row] === 0) {
          residual = 1;
          continue;
        }
        if (parent >= 0 && row !== parent) table.add(parent, row, i, value, residual, q === last ? 0 : 1);
        parent = row;
        residual = 0;
      }
    }
  }
  return table.edges();
}

/** Open addressing over (caller, callee), at most half full. */
class EdgeTable {
  private count = 0;
  private slots = new Int32Array(1 << 12);
  private caller = new Int32Array(1 << 11);
  private callee = new Int32Array(1 << 11);
  private weight = new Float64Array(1 << 11);
  private isResidual = new Uint8Array(1 << 11);
  private isInline = new Uint8Array(1 << 11);
  /** Sample that counted last. */
  private seen = new Int32Array(1 << 11);

  add(caller: number, callee: number, sample: number, value: number, residual: number, inline: number): void {
    let slot = this.find(caller, callee);
    let edge = this.slots[slot] - 1;
    if (edge < 0) {
      if (this.count === this.caller.length) {
        this.grow();
        slot = this.find(caller, callee);
      }
      edge = this.count++;
      this.slots[slot] = edge + 1;
      this.caller[edge] = caller;
      this.callee[edge] = callee;
      this.isInline[edge] = inline;
    } else if (this.seen[edge] === sample) return;
    this.seen[edge] = sample;
    this.weight[edge] += value;
    this.isResidual[edge] |= residual;
    this.isInline[edge] &= inline;
  }

  /** The slot that holds the edge, or the free one where it belongs. */
  private find(caller: number, callee: number): number {
    const mask = this.slots.length - 1;
    let slot = hash(caller, callee) & mask;
    for (let e = this.slots[slot]; e !== 0; e = this.slots[slot]) {
      if (this.caller[e - 1] === caller && this.callee[e - 1] === callee) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private grow(): void {
    const size = this.caller.length * 2;
    this.caller = larger(this.caller, new Int32Array(size));
    this.callee = larger(this.callee, new Int32Array(size));
    this.weight = larger(this.weight, new Float64Array(size));
    this.isResidual = larger(this.isResidual, new Uint8Array(size));
    this.isInline = larger(this.isInline, new Uint8Array(size));
    this.seen = larger(this.seen, new Int32Array(size));
    this.slots = new Int32Array(size * 2);
    for (let e = 0; e < this.count; e++) this.slots[this.find(this.caller[e], this.callee[e])] = e + 1;
  }

  edges(): Edges {
    const { count } = this;
    return {
      count,
      caller: this.caller.subarray(0, count),
      callee: this.callee.subarray(0, count),
      weight: this.weight.subarray(0, count),
      isResidual: this.isResidual.subarray(0, count),
      isInline: this.isInline.subarray(0, count),
    };
  }
}

function hash(caller: number, callee: number): number {
  const mixed = Math.imul(Math.imul(caller, 0x9e3779b1) ^ Math.imul(callee + 1, 0x85ebca77), 0xc2b2ae3d);
  return mixed ^ (mixed >>> 15);
}

function larger<T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
