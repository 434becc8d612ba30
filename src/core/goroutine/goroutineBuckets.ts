// Kinds of goroutines, sorted into buckets: by state, by `go` statement, by the function they wait in, by a label.
// In: a profile's kinds and what to sort by, in parts. Out: buckets, largest first, each with its kinds, largest first.
// Invariants: every goroutine is in exactly one bucket; a bucket's id is made of names, so that the bucket of another
// capture can be told to be the same; what a profile does not know has a bucket of its own, nothing is made up.

import { goroutineFlag, type Profile } from '../profile/profile';
import { dumpLabel } from './dumpProfile';
import type { GoroutineKinds } from './goroutineKinds';
import type { StackFacts } from './stackGroups';

export type Grouping =
  | { readonly by: 'state' }
  | { readonly by: 'creator' }
  | { readonly by: 'function' }
  | { readonly by: 'label'; readonly key: string };

export interface FrameAt {
  /** FunctionIndex. */
  readonly function: number;
  /** Line1, 0 for unknown. */
  readonly line: number;
}

/** Goroutines of one kind that are in one bucket. */
export interface BucketKind {
  /** Index into the kinds. */
  readonly kind: number;
  readonly count: number;
  readonly leaked: number;
}

export interface Bucket {
  readonly id: string;
  /** State, label value or function name as the profile spells it; '' for what is not known. */
  readonly text: string;
  /** The `go` statement, or the function they wait in. */
  readonly frame: FrameAt | undefined;
  readonly count: number;
  readonly leaked: number;
  /** Minutes, -1 for unknown. */
  readonly longestWait: number;
  readonly kinds: readonly BucketKind[];
}

export interface BucketSource {
  readonly profile: Profile;
  readonly facts: StackFacts;
  readonly kinds: GoroutineKinds;
  /** 1 for each FunctionIndex that nobody waits in. */
  readonly isForeign: Uint8Array;
  /** Goroutines of each sample. */
  readonly values: Float64Array;
}

type GrowingKind = { -readonly [Key in keyof BucketKind]: BucketKind[Key] };

interface Growing extends Bucket {
  readonly index: number;
  count: number;
  leaked: number;
  longestWait: number;
  readonly kinds: GrowingKind[];
}

/** Buckets in parts, for a thread that has other things to do. */
export class BucketsPass {
  /** Of goroutines that all differ, each with a bucket of its own. */
  readonly samplesInSlice = 4000;
  private readonly places: Places;
  private readonly byId = new Map<string, Growing>();
  /** Buckets as they came. */
  private readonly all: Growing[] = [];
  /** By bucket and kind, for labels: they do not tell kinds apart, so a kind comes again. */
  private readonly again = new Map<number, GrowingKind>();
  private next = 0;
  private sorted = 0;

  /** @param isWanted 1 for each kind to be shown; all without it */
  constructor(
    private readonly source: BucketSource,
    private readonly grouping: Grouping,
    private readonly isWanted?: Uint8Array,
  ) {
    this.places = new Places(source, grouping);
  }

  /** True when everything is in its bucket, and all are in order. */
  advance(steps: number): boolean {
    const { kinds, kindOf } = this.source.kinds;
    const end = this.grouping.by === 'label' ? kindOf.length : kinds.length;
    const stop = Math.min(end, this.next + steps);
    if (this.next < end) {
      for (; this.next < stop; this.next++) {
        if (this.grouping.by === 'label') this.addSample(this.next);
        else this.addKind(this.next);
      }
      return false;
    }
    for (let left = steps; left > 0 && this.sorted < this.all.length; this.sorted++) {
      const { kinds: inside } = this.all[this.sorted];
      if (inside.length > 1) inside.sort((a, b) => b.count - a.count);
      left -= inside.length;
    }
    if (this.sorted < this.all.length) return false;
    this.all.sort((a, b) => b.count - a.count);
    return true;
  }

  result(): readonly Bucket[] {
    return this.all;
  }

  private addKind(kind: number): void {
    if (!this.wants(kind)) return;
    const { sample, count, leaked } = this.source.kinds.kinds[kind];
    const bucket = this.grow(sample, kind, count, leaked);
    bucket.kinds.push({ kind, count, leaked });
  }

  private addSample(sample: number): void {
    const { kinds, values, facts } = this.source;
    const kind = kinds.kindOf[sample];
    if (kind < 0 || !this.wants(kind)) return;
    const count = values[sample];
    const leaked = (facts.flags[sample] & goroutineFlag.leaked) !== 0 ? count : 0;
    const bucket = this.grow(sample, kind, count, leaked);
    const key = bucket.index * kinds.kinds.length + kind;
    const known = this.again.get(key);
    if (known === undefined) {
      const inside = { kind, count, leaked };
      this.again.set(key, inside);
      bucket.kinds.push(inside);
    } else {
      known.count += count;
      known.leaked += leaked;
    }
  }

  private grow(sample: number, kind: number, count: number, leaked: number): Growing {
    const { id, text, frame } = this.places.of(sample);
    let bucket = this.byId.get(id);
    if (bucket === undefined) {
      bucket = { index: this.all.length, id, text, frame, count: 0, leaked: 0, longestWait: -1, kinds: [] };
      this.byId.set(id, bucket);
      this.all.push(bucket);
    }
    bucket.count += count;
    bucket.leaked += leaked;
    bucket.longestWait = Math.max(bucket.longestWait, this.source.kinds.kinds[kind].longestWait);
    return bucket;
  }

  private wants(kind: number): boolean {
    return this.isWanted === undefined || this.isWanted[kind] === 1;
  }
}

interface Place {
  readonly id: string;
  readonly text: string;
  readonly frame: FrameAt | undefined;
}

/** The bucket of a sample; each place is made once. */
class Places {
  private readonly known = new Map<number, Place>();

  constructor(
    private readonly source: BucketSource,
    private readonly grouping: Grouping,
  ) {}

  of(sample: number): Place {
    const { profile, facts, isForeign } = this.source;
    const { grouping } = this;
    switch (grouping.by) {
      case 'state':
        return this.remember(facts.state[sample], (state) => textPlace(profile.strings.text(state)));
      case 'creator':
        return this.remember(facts.createdBy[sample], (location) =>
          framePlace(profile, frameOfLocation(profile, location), true),
        );
      case 'function': {
        const frame = waitingFrame(profile, sample, isForeign);
        return this.remember(frame?.function ?? -1, () => framePlace(profile, frame, false));
      }
      case 'label':
        return this.remember(labelText(profile, sample, grouping.key), (text) => textPlace(profile.strings.text(text)));
    }
  }

  private remember(index: number, make: (index: number) => Place): Place {
    let place = this.known.get(index);
    if (place === undefined) this.known.set(index, (place = index < 0 ? unknownPlace : make(index)));
    return place;
  }
}

const unknownPlace: Place = { id: '', text: '', frame: undefined };

function textPlace(text: string): Place {
  return { id: `=${text}`, text, frame: undefined };
}

/** @param byLine whether the line tells buckets apart: two `go` statements of one function do */
function framePlace(profile: Profile, frame: FrameAt | undefined, byLine: boolean): Place {
  if (frame === undefined) return unknownPlace;
  const { functions, strings } = profile;
  const text = strings.text(functions.name[frame.function]);
  const file = strings.text(functions.filename[frame.function]);
  return { id: `=${text}\n${file}${byLine ? `\n${frame.line}` : ''}`, text, frame };
}

/** The innermost frame of a location; undefined where it has no function. */
export function frameOfLocation({ locations }: Profile, location: number): FrameAt | undefined {
  if (location < 0) return undefined;
  for (let l = locations.lineOffset[location]; l < locations.lineOffset[location + 1]; l++) {
    if (locations.lineFunction[l] >= 0) return { function: locations.lineFunction[l], line: locations.lineNumber[l] };
  }
  return undefined;
}

/** Inner workings of the runtime and the library, where every goroutine waits. */
const isInner = (name: string): boolean => /^(?:runtime\.[^A-Z]|internal\/|sync\.runtime_)/.test(name);

/** Where a goroutine waits: its innermost frame that is not foreign, else that of the library's that was called. */
export function waitingFrame(profile: Profile, sample: number, isForeign: Uint8Array): FrameAt | undefined {
  const { samples, locations, functions, strings } = profile;
  let first: FrameAt | undefined;
  let outer: FrameAt | undefined;
  for (let i = samples.stackOffset[sample]; i < samples.stackOffset[sample + 1]; i++) {
    const location = samples.stackLocation[i];
    for (let l = locations.lineOffset[location]; l < locations.lineOffset[location + 1]; l++) {
      const f = locations.lineFunction[l];
      if (f < 0) continue;
      const frame = { function: f, line: locations.lineNumber[l] };
      if (isForeign[f] === 0) return frame;
      first ??= frame;
      if (outer === undefined && !isInner(strings.text(functions.name[f]))) outer = frame;
    }
  }
  return outer ?? first;
}

/** StringIndex of a label's value; -1 where the sample has none, or a number. */
export function labelText({ samples, labels, strings }: Profile, sample: number, key: string): number {
  for (let at = samples.labelOffset[sample]; at < samples.labelOffset[sample + 1]; at++) {
    if (strings.text(labels.key[at]) === key) return labels.text[at];
  }
  return -1;
}

/** Keys of the program's own labels, most used first. */
export function labelKeys({ labels, strings, goroutines }: Profile): string[] {
  const uses = new Map<number, number>();
  for (const key of labels.key) uses.set(key, (uses.get(key) ?? 0) + 1);
  // A dump has its own in front; a program that uses one of their names for itself cannot be told from it.
  const reserved: ReadonlySet<string> = new Set(goroutines === undefined ? [] : Object.values(dumpLabel));
  return [...uses]
    .sort(([, a], [, b]) => b - a)
    .map(([key]) => strings.text(key))
    .filter((key) => !reserved.has(key));
}
