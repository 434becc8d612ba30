// Kinds of goroutines that a text is about. In: what a person typed. Out: 1 for each kind with the text in a function, a
// file, the state, the `go` statement or a label's value. Invariants: case does not matter; every word has to be there,
// wherever; each string of the profile is looked at once.

import type { Profile } from '../profile/profile';
import type { GoroutineKinds } from './goroutineKinds';
import type { StackFacts } from './stackGroups';

export function kindsMatching(
  profile: Profile,
  facts: StackFacts,
  { kinds, kindOf }: GoroutineKinds,
  text: string,
): Uint8Array {
  const wanted = new Uint8Array(kinds.length).fill(1);
  for (const word of text.toLowerCase().split(/\s+/)) {
    if (word === '') continue;
    const has = new WordIn(profile, word);
    const found = new Uint8Array(kinds.length);
    kinds.forEach(({ sample }, kind) => {
      if (wanted[kind] === 1 && has.inStack(sample, facts)) found[kind] = 1;
    });
    kindOf.forEach((kind, sample) => {
      if (kind >= 0 && found[kind] === 0 && has.inLabels(sample)) found[kind] = 1;
    });
    for (let kind = 0; kind < wanted.length; kind++) wanted[kind] &= found[kind];
  }
  return wanted;
}

class WordIn {
  /** 0 unknown, 1 no, 2 yes. */
  private readonly texts: Uint8Array;
  private readonly locations: Uint8Array;

  constructor(
    private readonly profile: Profile,
    private readonly word: string,
  ) {
    this.texts = new Uint8Array(profile.strings.count);
    this.locations = new Uint8Array(profile.locations.count);
  }

  inStack(sample: number, { state, createdBy }: StackFacts): boolean {
    const { stackOffset, stackLocation } = this.profile.samples;
    if (this.inText(state[sample]) || this.inLocation(createdBy[sample])) return true;
    for (let i = stackOffset[sample]; i < stackOffset[sample + 1]; i++) {
      if (this.inLocation(stackLocation[i])) return true;
    }
    return false;
  }

  inLabels(sample: number): boolean {
    const { samples, labels } = this.profile;
    for (let at = samples.labelOffset[sample]; at < samples.labelOffset[sample + 1]; at++) {
      if (this.inText(labels.text[at])) return true;
    }
    return false;
  }

  private inLocation(location: number): boolean {
    if (location < 0) return false;
    if (this.locations[location] === 0) this.locations[location] = this.look(location) ? 2 : 1;
    return this.locations[location] === 2;
  }

  private look(location: number): boolean {
    const { locations, functions } = this.profile;
    for (let l = locations.lineOffset[location]; l < locations.lineOffset[location + 1]; l++) {
      const f = locations.lineFunction[l];
      if (f >= 0 && (this.inText(functions.name[f]) || this.inText(functions.filename[f]))) return true;
    }
    return false;
  }

  private inText(text: number): boolean {
    if (text < 0) return false;
    if (this.texts[text] === 0) {
      this.texts[text] = this.profile.strings.text(text).toLowerCase().includes(this.word) ? 2 : 1;
    }
    return this.texts[text] === 2;
  }
}
