// Kinds of goroutines that a text is about. In: what a person typed, in parts. Out: 1 for each kind with the text in a function, a
// file, the state, the `go` statement or a label's value. Invariants: case does not matter; every word has to be there,
// wherever; each string of the profile is looked at once.

import type { Profile } from '../profile/profile';
import type { GoroutineKinds } from './goroutineKinds';
import type { StackFacts } from './stackGroups';

export class KindFilterPass {
  /** Of stacks without two equal ones: names cost the most. */
  readonly samplesInSlice = 1000;
  private readonly words: readonly WordIn[];
  /** Kinds first, then the samples' labels. */
  private next = 0;

  constructor(
    profile: Profile,
    private readonly facts: StackFacts,
    private readonly kinds: GoroutineKinds,
    text: string,
  ) {
    const words = new Set(text.toLowerCase().split(/\s+/));
    words.delete('');
    this.words = [...words].map((word) => new WordIn(profile, word, kinds.kinds.length));
  }

  /** True when every kind was looked at. */
  advance(steps: number): boolean {
    const { words, facts } = this;
    const { kinds, kindOf } = this.kinds;
    const end = words.length === 0 ? 0 : kinds.length + kindOf.length;
    const stop = Math.min(end, this.next + Math.ceil(steps / Math.max(1, words.length)));
    for (; this.next < stop; this.next++) {
      const sample = this.next - kinds.length;
      for (const word of words) {
        if (sample < 0) word.lookAtStack(this.next, kinds[this.next].sample, facts);
        else if (kindOf[sample] >= 0) word.lookAtLabels(kindOf[sample], sample);
      }
    }
    return stop === end;
  }

  /** 1 for each kind that has every word. */
  result(): Uint8Array {
    const wanted = new Uint8Array(this.kinds.kinds.length).fill(1);
    for (const { found } of this.words) for (let kind = 0; kind < wanted.length; kind++) wanted[kind] &= found[kind];
    return wanted;
  }
}

class WordIn {
  /** 1 for each kind that has it. */
  readonly found: Uint8Array;
  /** 0 unknown, 1 no, 2 yes. */
  private readonly texts: Uint8Array;
  private readonly locations: Uint8Array;

  constructor(
    private readonly profile: Profile,
    private readonly word: string,
    kinds: number,
  ) {
    this.found = new Uint8Array(kinds);
    this.texts = new Uint8Array(profile.strings.count);
    this.locations = new Uint8Array(profile.locations.count);
  }

  lookAtStack(kind: number, sample: number, facts: StackFacts): void {
    if (this.inStack(sample, facts)) this.found[kind] = 1;
  }

  lookAtLabels(kind: number, sample: number): void {
    if (this.found[kind] === 0 && this.inLabels(sample)) this.found[kind] = 1;
  }

  private inStack(sample: number, { state, createdBy }: StackFacts): boolean {
    const { stackOffset, stackLocation } = this.profile.samples;
    if (this.inText(state[sample]) || this.inLocation(createdBy[sample])) return true;
    for (let i = stackOffset[sample]; i < stackOffset[sample + 1]; i++) {
      if (this.inLocation(stackLocation[i])) return true;
    }
    return false;
  }

  private inLabels(sample: number): boolean {
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
