// Samples by their stacks. In: a profile and functions, or one sample. Out: the samples with one of the functions on the
// stack; those with the same stack. Invariant: what looks at whole stacks is done in parts, for a thread that has other
// things to do.

import type { Profile } from '../profile/profile';

export class SamplesThroughPass {
  readonly samples = new Set<number>();
  private readonly isIn: Uint8Array;
  private next = 0;

  constructor(
    private readonly profile: Profile,
    functions: readonly number[],
  ) {
    const { locations } = profile;
    const wanted = new Set(functions);
    this.isIn = new Uint8Array(locations.count);
    for (let location = 0; location < locations.count; location++) {
      for (let l = locations.lineOffset[location]; l < locations.lineOffset[location + 1]; l++) {
        if (wanted.has(locations.lineFunction[l])) this.isIn[location] = 1;
      }
    }
  }

  /** True when all samples were looked at. */
  advance(count: number): boolean {
    const { stackOffset, stackLocation, count: all } = this.profile.samples;
    const stop = Math.min(all, this.next + count);
    for (let sample = this.next; sample < stop; sample++) {
      for (let i = stackOffset[sample]; i < stackOffset[sample + 1]; i++) {
        if (this.isIn[stackLocation[i]] === 0) continue;
        this.samples.add(sample);
        break;
      }
    }
    this.next = stop;
    return stop === all;
  }
}

/** Samples with the stack of this one, itself included. Most differ in the first frame or in the depth, so it is quick. */
export function samplesLike({ samples }: Profile, sample: number): ReadonlySet<number> {
  const { stackOffset, stackLocation, count } = samples;
  const from = stackOffset[sample];
  const depth = stackOffset[sample + 1] - from;
  const alike = new Set<number>();
  for (let other = 0; other < count; other++) {
    const at = stackOffset[other];
    if (stackOffset[other + 1] - at !== depth) continue;
    let i = 0;
    while (i < depth && stackLocation[at + i] === stackLocation[from + i]) i++;
    if (i === depth) alike.add(other);
  }
  return alike;
}
