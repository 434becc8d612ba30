// How many goroutines are in a function. In: a goroutine profile, groups of functions (a declaration and the
// literals inside it are one group), and which functions are not the user's. Out: per group the goroutines with
// one of its functions anywhere on the stack, and those that wait in it.
// Invariants: a goroutine counts once for a group, however often the stack passes it; "waits in it" means that
// the group's function is the first from the leaf that is not foreign. Foreign are the runtime and the rest of
// the standard library, so a goroutine in `<-c`, `mu.Lock()` or `conn.Read()` waits in the function that wrote it.
// A goroutine whose whole stack is foreign waits in nobody's function.

import type { Profile } from '../profile/profile';
import { type GoroutineFacts, goroutineFacts } from './goroutineFacts';

export interface FunctionGroups {
  readonly count: number;
  /** Group of each FunctionIndex, -1 for none. */
  readonly groupOf: Int32Array;
}

export interface FunctionCounts {
  /** Per group. */
  readonly inside: Float64Array;
  /** Per group; never more than `inside`. */
  readonly waiting: Float64Array;
  /** Per group: goroutines inside by StringIndex of their state; without those of unknown state. */
  readonly states: readonly ReadonlyMap<number, number>[];
  /** Per group: minutes that the oldest of them waits, -1 for unknown. */
  readonly oldestWait: Int32Array;
}

/**
 * @param isForeign 1 for each FunctionIndex that nobody waits in
 * @param values goroutines of each sample
 */
export function functionCounts(
  profile: Profile,
  groups: FunctionGroups,
  isForeign: Uint8Array,
  values: Float64Array,
): FunctionCounts {
  const pass = new FunctionCountsPass(profile, groups, isForeign, values, goroutineFacts(profile));
  pass.advance(profile.samples.count);
  return pass;
}

/** The same in parts, for a thread that has other things to do. What it holds is complete when `advance` says so. */
export class FunctionCountsPass implements FunctionCounts {
  readonly inside: Float64Array;
  readonly waiting: Float64Array;
  readonly states: readonly Map<number, number>[];
  readonly oldestWait: Int32Array;
  private readonly places: ReturnType<typeof describeLocations>;
  /** The last sample that counted the group. */
  private readonly counted: Int32Array;
  private next = 0;

  constructor(
    private readonly profile: Profile,
    private readonly groups: FunctionGroups,
    isForeign: Uint8Array,
    private readonly values: Float64Array,
    private readonly facts: GoroutineFacts,
  ) {
    const { count, groupOf } = groups;
    this.inside = new Float64Array(count);
    this.waiting = new Float64Array(count);
    this.states = Array.from({ length: count }, () => new Map<number, number>());
    this.oldestWait = new Int32Array(count).fill(-1);
    this.counted = new Int32Array(count).fill(-1);
    this.places = describeLocations(profile, groupOf, isForeign);
  }

  /** True when all samples are counted. */
  advance(samples: number): boolean {
    const { stackOffset, stackLocation, count } = this.profile.samples;
    const { groupOf } = this.groups;
    const { hasGroup, topFunction } = this.places;
    const stop = Math.min(count, this.next + samples);
    for (let s = this.next; s < stop; s++) {
      const value = this.values[s];
      if (value === 0) continue;
      let top = -1;
      const end = stackOffset[s + 1];
      for (let i = stackOffset[s]; i < end; i++) {
        const location = stackLocation[i];
        if (top < 0) top = topFunction[location];
        if (hasGroup[location] === 1) this.countLocation(location, s, value);
      }
      if (top >= 0 && groupOf[top] >= 0) this.waiting[groupOf[top]] += value;
    }
    this.next = stop;
    return stop === count;
  }

  private countLocation(location: number, sample: number, value: number): void {
    const { lineOffset, lineFunction } = this.profile.locations;
    const { inside, counted, states, oldestWait, facts } = this;
    const last = lineOffset[location + 1];
    for (let l = lineOffset[location]; l < last; l++) {
      const f = lineFunction[l];
      const group = f < 0 ? -1 : this.groups.groupOf[f];
      if (group < 0 || counted[group] === sample) continue;
      counted[group] = sample;
      inside[group] += value;
      const state = facts.state[sample];
      if (state >= 0) states[group].set(state, (states[group].get(state) ?? 0) + value);
      if (facts.longestWait[sample] > oldestWait[group]) oldestWait[group] = facts.longestWait[sample];
    }
  }
}

/** Most locations have nothing to do with the groups asked for: that is found out once, not once a sample. */
function describeLocations(
  { locations }: Profile,
  groupOf: Int32Array,
  isForeign: Uint8Array,
): { readonly hasGroup: Uint8Array; readonly topFunction: Int32Array } {
  const hasGroup = new Uint8Array(locations.count);
  /** FunctionIndex of the innermost line that is not foreign, -1 for none. */
  const topFunction = new Int32Array(locations.count).fill(-1);
  for (let location = 0; location < locations.count; location++) {
    const last = locations.lineOffset[location + 1];
    for (let l = locations.lineOffset[location]; l < last; l++) {
      const f = locations.lineFunction[l];
      if (f < 0) continue;
      if (groupOf[f] >= 0) hasGroup[location] = 1;
      if (topFunction[location] < 0 && isForeign[f] === 0) topFunction[location] = f;
    }
  }
  return { hasGroup, topFunction };
}

/** Index of the sample type that counts goroutines, -1 for profiles of other things. */
export function goroutineSampleType(profile: Pick<Profile, 'sampleTypes'>): number {
  return profile.sampleTypes.findIndex(({ type }) => type === 'goroutine' || type === 'goroutineleak');
}
