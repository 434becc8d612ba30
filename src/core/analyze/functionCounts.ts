// How many goroutines are in a function. In: a goroutine profile, groups of functions (a declaration and the
// literals inside it are one group), and which functions are not the user's. Out: per group the goroutines with
// one of its functions anywhere on the stack, and those that wait in it.
// Invariants: a goroutine counts once for a group, however often the stack passes it; "waits in it" means that
// the group's function is the first from the leaf that is not foreign. Foreign are the runtime and the rest of
// the standard library, so a goroutine in `<-c`, `mu.Lock()` or `conn.Read()` waits in the function that wrote it.
// A goroutine whose whole stack is foreign waits in nobody's function.

import type { Profile } from '../profile/profile';

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
}

/**
 * @param isForeign 1 for each FunctionIndex that nobody waits in
 * @param values goroutines of each sample
 */
export function functionCounts(
  profile: Profile,
  { count, groupOf }: FunctionGroups,
  isForeign: Uint8Array,
  values: Float64Array,
): FunctionCounts {
  const { stackOffset, stackLocation, count: samples } = profile.samples;
  const { lineOffset, lineFunction } = profile.locations;
  const { hasGroup, topFunction } = describeLocations(profile, groupOf, isForeign);

  const inside = new Float64Array(count);
  const waiting = new Float64Array(count);
  /** The last sample that counted the group. */
  const counted = new Int32Array(count).fill(-1);
  for (let s = 0; s < samples; s++) {
    const value = values[s];
    if (value === 0) continue;
    let top = -1;
    const end = stackOffset[s + 1];
    for (let i = stackOffset[s]; i < end; i++) {
      const location = stackLocation[i];
      if (top < 0) top = topFunction[location];
      if (hasGroup[location] === 0) continue;
      const last = lineOffset[location + 1];
      for (let l = lineOffset[location]; l < last; l++) {
        const f = lineFunction[l];
        const group = f < 0 ? -1 : groupOf[f];
        if (group < 0 || counted[group] === s) continue;
        counted[group] = s;
        inside[group] += value;
      }
    }
    if (top >= 0 && groupOf[top] >= 0) waiting[groupOf[top]] += value;
  }
  return { inside, waiting };
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
