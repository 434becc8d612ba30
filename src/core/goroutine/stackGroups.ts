// Goroutines that do the same, of a part of a profile. In: a profile and which samples are asked for. Out: the largest
// groups. Invariants: unlike groups.ts only the samples that are asked for are looked at, in parts, and labels do not tell
// groups apart: who looks at one line of code wants its stacks; counts add up to `total`.

import { IntTable } from '../profile/legacy/intTable';
import { Int32List } from '../profile/legacy/lists';
import { goroutineFlag, type Profile } from '../profile/profile';

/** By SampleIndex, as core/analyze/goroutineFacts.ts makes them. */
export interface StackFacts {
  readonly state: Int32Array;
  readonly shortestWait: Int32Array;
  readonly longestWait: Int32Array;
  readonly createdBy: Int32Array;
  readonly flags: Uint8Array;
}

export interface StackGroup {
  readonly count: number;
  /** A SampleIndex with its stack, state and creator. */
  readonly sample: number;
  /** Minutes, -1 for unknown. */
  readonly shortestWait: number;
  readonly longestWait: number;
  readonly isLeaked: boolean;
}

interface Growing {
  count: number;
  readonly sample: number;
  shortestWait: number;
  longestWait: number;
  readonly isLeaked: boolean;
}

export class StackGroupsPass {
  total = 0;
  private readonly keys = new IntTable();
  private readonly key = new Int32List(64);
  private readonly groups: Growing[] = [];
  private next = 0;

  /** @param isWanted asked once for each sample that has a value */
  constructor(
    private readonly profile: Profile,
    private readonly facts: StackFacts,
    private readonly values: Float64Array,
    private readonly isWanted: (sample: number) => boolean,
  ) {}

  /** True when all samples were looked at. */
  advance(samples: number): boolean {
    const { count } = this.profile.samples;
    const stop = Math.min(count, this.next + samples);
    for (let s = this.next; s < stop; s++) {
      if (this.values[s] !== 0 && this.isWanted(s)) this.add(s);
    }
    this.next = stop;
    return stop === count;
  }

  /** Largest first. */
  result(limit: number): readonly StackGroup[] {
    return this.groups.toSorted((a, b) => b.count - a.count).slice(0, limit);
  }

  private add(sample: number): void {
    const { facts, key } = this;
    const { stackOffset, stackLocation } = this.profile.samples;
    const isLeaked = (facts.flags[sample] & goroutineFlag.leaked) !== 0;
    key.length = 0;
    key.push(facts.state[sample]);
    key.push(facts.createdBy[sample]);
    key.push(isLeaked ? 1 : 0);
    for (let i = stackOffset[sample]; i < stackOffset[sample + 1]; i++) key.push(stackLocation[i]);
    const known = this.keys.count;
    const id = this.keys.intern(key.data, 0, key.length);
    if (id === known) this.groups.push({ count: 0, sample, shortestWait: -1, longestWait: -1, isLeaked });
    const group = this.groups[id];
    const value = this.values[sample];
    group.count += value;
    this.total += value;
    group.longestWait = Math.max(group.longestWait, facts.longestWait[sample]);
    const shortest = facts.shortestWait[sample];
    if (shortest >= 0 && (group.shortestWait < 0 || shortest < group.shortestWait)) group.shortestWait = shortest;
  }
}
