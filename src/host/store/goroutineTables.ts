// What lenses, views and watches all ask of a profile of goroutines. In: a profile. Out: facts of its samples, its kinds.
// Invariants: computed once for a profile, in slices; forgotten with it.

import { goroutineSampleType } from '../../core/analyze/functionCounts';
import { type GoroutineFacts, GoroutineFactsPass } from '../../core/analyze/goroutineFacts';
import { type GoroutineKinds, GoroutineKindsPass } from '../../core/goroutine/goroutineKinds';
import type { Profile } from '../../core/profile/profile';
import { inSlices } from '../slices';

export class GoroutineTables {
  private readonly facts = new WeakMap<Profile, Promise<GoroutineFacts>>();
  private readonly kinds = new WeakMap<Profile, Promise<GoroutineKinds>>();

  factsOf(profile: Profile): Promise<GoroutineFacts> {
    let facts = this.facts.get(profile);
    if (facts === undefined) this.facts.set(profile, (facts = readFacts(profile)));
    return facts;
  }

  /** Of a profile that counts goroutines (`goroutineSampleType`). */
  kindsOf(profile: Profile): Promise<GoroutineKinds> {
    let kinds = this.kinds.get(profile);
    if (kinds === undefined) this.kinds.set(profile, (kinds = this.readKinds(profile)));
    return kinds;
  }

  private async readKinds(profile: Profile): Promise<GoroutineKinds> {
    const facts = await this.factsOf(profile);
    const type = goroutineSampleType(profile);
    const isLeakProfile = profile.sampleTypes[type].type === 'goroutineleak';
    const pass = new GoroutineKindsPass(profile, facts, profile.samples.values[type], isLeakProfile);
    await inSlices(pass);
    return pass;
  }
}

async function readFacts(profile: Profile): Promise<GoroutineFacts> {
  const pass = new GoroutineFactsPass(profile);
  await inSlices(pass);
  return pass;
}
