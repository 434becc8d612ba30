// Goroutines that do the same, under a key that other profiles share. In: a profile that counts goroutines, in parts.
// Out: its kinds, and the kind of each sample. Invariants: goroutines are of one kind when frames, state and `go`
// statement agree by name, file and line, so a kind has the same key in every capture of the same build; labels and the
// leak mark do not tell kinds apart (a request's id would make every goroutine one of its own, a leak is marked late);
// counts add up to `total`.

import { goroutineFlag, type Profile } from '../profile/profile';
import type { StackFacts } from './stackGroups';

export interface GoroutineKind {
  /** A whole number below 2^53, made of names: two kinds of a million have the same one once in ten thousand profiles. */
  readonly key: number;
  readonly count: number;
  /** How many of them the runtime marked as leaked. */
  readonly leaked: number;
  /** Minutes, -1 for unknown. */
  readonly shortestWait: number;
  readonly longestWait: number;
  /** A SampleIndex with its stack, state and creator. */
  readonly sample: number;
}

export interface GoroutineKinds {
  readonly total: number;
  readonly kinds: readonly GoroutineKind[];
  /** Index into `kinds` of each sample, -1 where it counts no goroutine. */
  readonly kindOf: Int32Array;
}

type Growing = { -readonly [Key in keyof GoroutineKind]: GoroutineKind[Key] };

export class GoroutineKindsPass implements GoroutineKinds {
  /** Of a service without two equal stacks: names cost the most. */
  readonly samplesInSlice = 2000;
  total = 0;
  readonly kinds: Growing[] = [];
  readonly kindOf: Int32Array;
  private readonly indexOf = new Map<number, number>();
  private readonly names: NameHashes;
  private next = 0;

  /** @param values goroutines of each sample */
  constructor(
    private readonly profile: Profile,
    private readonly facts: StackFacts,
    private readonly values: Float64Array,
    private readonly isLeakProfile = false,
  ) {
    this.kindOf = new Int32Array(profile.samples.count).fill(-1);
    this.names = new NameHashes(profile);
  }

  /** True when all samples were looked at. */
  advance(samples: number): boolean {
    const { count } = this.profile.samples;
    const stop = Math.min(count, this.next + samples);
    for (let s = this.next; s < stop; s++) if (this.values[s] !== 0) this.add(s);
    this.next = stop;
    return stop === count;
  }

  private add(sample: number): void {
    const { facts } = this;
    const key = this.keyOf(sample);
    let index = this.indexOf.get(key);
    if (index === undefined) {
      index = this.kinds.length;
      this.indexOf.set(key, index);
      this.kinds.push({ key, count: 0, leaked: 0, shortestWait: -1, longestWait: -1, sample });
    }
    const kind = this.kinds[index];
    const value = this.values[sample];
    this.kindOf[sample] = index;
    this.total += value;
    kind.count += value;
    if (this.isLeakProfile || (facts.flags[sample] & goroutineFlag.leaked) !== 0) kind.leaked += value;
    kind.longestWait = Math.max(kind.longestWait, facts.longestWait[sample]);
    const shortest = facts.shortestWait[sample];
    if (shortest >= 0 && (kind.shortestWait < 0 || shortest < kind.shortestWait)) kind.shortestWait = shortest;
  }

  private keyOf(sample: number): number {
    const { facts, names } = this;
    const { stackOffset, stackLocation } = this.profile.samples;
    names.start();
    names.addText(facts.state[sample]);
    names.addLocation(facts.createdBy[sample]);
    for (let i = stackOffset[sample]; i < stackOffset[sample + 1]; i++) names.addLocation(stackLocation[i]);
    return names.key();
  }
}

/** Hashes of names, each computed once; two lanes of 32 bits, so that chance does not make two kinds one. */
class NameHashes {
  private readonly textKnown: Uint8Array;
  private readonly textHash: Int32Array;
  private readonly locationKnown: Uint8Array;
  private readonly locationHash: Int32Array;
  private a = 0;
  private b = 0;

  constructor(private readonly profile: Profile) {
    const texts = profile.strings.count;
    const locations = profile.locations.count;
    this.textKnown = new Uint8Array(texts);
    this.textHash = new Int32Array(2 * texts);
    this.locationKnown = new Uint8Array(locations);
    this.locationHash = new Int32Array(2 * locations);
  }

  start(): void {
    this.a = 0;
    this.b = 0;
  }

  key(): number {
    // 32 bits of one lane and 21 of the other.
    return (this.a >>> 0) * 2 ** 21 + (this.b >>> 11);
  }

  /** @param text a StringIndex, -1 for none */
  addText(text: number): void {
    if (text < 0) {
      this.add(1, 1);
      return;
    }
    if (this.textKnown[text] === 0) {
      this.textKnown[text] = 1;
      hashInto(comparable(this.profile.strings.text(text)), this.textHash, 2 * text);
    }
    this.add(this.textHash[2 * text], this.textHash[2 * text + 1]);
  }

  /** @param location a LocationIndex, -1 for none */
  addLocation(location: number): void {
    if (location < 0) {
      this.add(2, 2);
      return;
    }
    if (this.locationKnown[location] === 0) this.hashLocation(location);
    this.add(this.locationHash[2 * location], this.locationHash[2 * location + 1]);
  }

  private hashLocation(location: number): void {
    const { locations, functions } = this.profile;
    const { a, b } = this;
    this.start();
    for (let l = locations.lineOffset[location]; l < locations.lineOffset[location + 1]; l++) {
      const f = locations.lineFunction[l];
      this.addText(f < 0 ? -1 : functions.name[f]);
      this.addText(f < 0 ? -1 : functions.filename[f]);
      this.add(locations.lineNumber[l], 3);
    }
    // What has no name has its address.
    if (locations.lineOffset[location] === locations.lineOffset[location + 1]) {
      const address = locations.address[location];
      this.add(Number(BigInt.asIntN(32, address)), Number(BigInt.asIntN(32, address >> 32n)));
    }
    this.locationKnown[location] = 1;
    this.locationHash[2 * location] = this.a;
    this.locationHash[2 * location + 1] = this.b;
    this.a = a;
    this.b = b;
  }

  private add(x: number, y: number): void {
    const a = Math.imul(this.a ^ x, 0x9e3779b1);
    const b = Math.imul(this.b ^ y, 0x85ebca6b);
    this.a = (a ^ (a >>> 15)) + 0x3c6ef372;
    this.b = (b ^ (b >>> 13)) + 0x1b873593;
  }
}

function hashInto(text: string, into: Int32Array, at: number): void {
  let a = 0x811c9dc5;
  let b = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995);
    b ^= b >>> 15;
  }
  into[at] = a;
  into[at + 1] = b;
}

/** Dumps print type arguments as `[...]`, profiles in full. */
function comparable(name: string): string {
  const open = name.indexOf('[');
  const close = name.lastIndexOf(']');
  return open < 0 || close < open ? name : `${name.slice(0, open)}[...]${name.slice(close + 1)}`;
}
