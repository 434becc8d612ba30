// A pattern as instructions of a small automaton. In: the tree of re2Parse.ts. Out: columns, one row an
// instruction. Invariant: `next` and `other` are rows of the same program, row `start` begins, the row with
// op `match` ends; repetitions are written out, so the size is bounded before anything is built.

import type { Assertion, PatternNode } from './re2Parse';
import { PatternError } from './re2Reader';
import type { Ranges } from './re2Classes';

export const op = { characters: 0, assertion: 1, split: 2, match: 3 } as const;

export interface Program {
  readonly start: number;
  readonly op: readonly number[];
  readonly next: readonly number[];
  /** The second way out of a split; else unused. */
  readonly other: readonly number[];
  readonly ranges: readonly (Ranges | undefined)[];
  readonly assertion: readonly (Assertion | undefined)[];
}

/** Go stops at about as much: (a{1000}){1000} is refused, x{1000} is not. */
const maxInstructions = 50_000;

export function compilePattern(tree: PatternNode, text: string): Program {
  if (sizeOf(tree) > maxInstructions) throw new PatternError('expression too large', text);
  const builder = new Builder();
  const start = builder.add(tree, builder.row(op.match, -1));
  const { op: ops, next, other, ranges, assertion } = builder;
  return { start, op: ops, next, other, ranges, assertion };
}

function sizeOf(node: PatternNode): number {
  switch (node.kind) {
    case 'characters':
    case 'assertion':
      return 1;
    case 'sequence':
    case 'choice':
      return node.items.reduce((sum, item) => Math.min(sum + sizeOf(item) + 1, maxInstructions + 1), 0);
    case 'repeat': {
      const times = node.max < 0 ? node.min + 1 : Math.max(1, node.max);
      return Math.min(times * (sizeOf(node.item) + 1), maxInstructions + 1);
    }
  }
}

class Builder {
  readonly op: number[] = [];
  readonly next: number[] = [];
  readonly other: number[] = [];
  readonly ranges: (Ranges | undefined)[] = [];
  readonly assertion: (Assertion | undefined)[] = [];

  row(kind: number, next: number, other = -1): number {
    this.op.push(kind);
    this.next.push(next);
    this.other.push(other);
    this.ranges.push(undefined);
    this.assertion.push(undefined);
    return this.op.length - 1;
  }

  /** Instructions for `node` that go on to row `then`; returns the first of them. */
  add(node: PatternNode, then: number): number {
    switch (node.kind) {
      case 'characters': {
        const row = this.row(op.characters, then);
        this.ranges[row] = node.ranges;
        return row;
      }
      case 'assertion': {
        const row = this.row(op.assertion, then);
        this.assertion[row] = node.assertion;
        return row;
      }
      case 'sequence':
        return node.items.reduceRight((next, item) => this.add(item, next), then);
      case 'choice':
        return node.items
          .map((item) => this.add(item, then))
          .reduceRight((rest, first) => this.row(op.split, first, rest));
      case 'repeat':
        return this.repeat(node.item, node.min, node.max, then);
    }
  }

  private repeat(item: PatternNode, min: number, max: number, then: number): number {
    let next = then;
    if (max < 0) {
      next = this.row(op.split, -1, then);
      this.next[next] = this.add(item, next);
    } else {
      for (let i = min; i < max; i++) next = this.row(op.split, this.add(item, next), then);
    }
    for (let i = 0; i < min; i++) next = this.add(item, next);
    return next;
  }
}
