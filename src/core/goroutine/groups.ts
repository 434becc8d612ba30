// Goroutines that do the same. In: a Profile, of a dump or of protobuf form. Out: groups, largest first, in
// the shape of `heatline goroutines --json`. Invariants: the groups' counts add up to the samples' values;
// goroutines are in one group exactly when state, frames, creator, labels, the leak mark and the dump agree;
// what the profile does not know is null or empty, not made up: protobuf has no states, waits or numbers.
//
// Frames are innermost first. The runtime's own frames that a protobuf profile has at the leaf stay; those
// that a `debug=1` text leaves out are left out (goSymbols.ts has placeholders for them).

import { isImplied } from '../profile/legacy/goSymbols';
import { IntTable } from '../profile/legacy/intTable';
import { Int32List } from '../profile/legacy/lists';
import { goroutineFlag, type LocationIndex, type Profile } from '../profile/profile';
import { dumpLabel } from './dumpProfile';

export interface GroupFrame {
  readonly function: string;
  readonly file: string;
  /** One-based, 0 for unknown. */
  readonly line: number;
}

export interface GoroutineGroup {
  readonly count: number;
  readonly state: string | null;
  /** Over the goroutines whose wait the dump tells; null if it tells none. */
  readonly waitMinutes: { readonly min: number; readonly max: number } | null;
  readonly leaked: boolean;
  /** The program's own labels. */
  readonly labels: Readonly<Record<string, string>>;
  readonly frames: readonly GroupFrame[];
  readonly createdBy: GroupFrame | null;
  /** Goroutine numbers, ascending. */
  readonly ids: readonly number[];
  /** Which dump of the file, counted from 1; absent where it holds only one. */
  readonly dump?: number;
}

export interface GoroutineGroups {
  readonly total: number;
  readonly groups: readonly GoroutineGroup[];
}

interface Growing {
  count: number;
  readonly sample: number;
  readonly waits: number[];
  readonly ids: number[];
  /** StringIndex, -1 for unknown, as is everything else a protobuf profile does not say. */
  readonly state: number;
  readonly createdBy: number;
  readonly flags: number;
}

export function goroutineGroups(profile: Profile): GoroutineGroups {
  const keys = new IntTable();
  const key = new Int32List(64);
  const groups: Growing[] = [];
  const { samples, goroutines } = profile;
  const groupOf = new Int32Array(samples.count);
  const own = goroutinesOf(profile);
  for (let sample = 0; sample < samples.count; sample++) {
    const first = own.of(sample)[0] as number | undefined;
    const state = first === undefined ? -1 : goroutines!.state[first];
    const createdBy = first === undefined ? -1 : goroutines!.createdBy[first];
    const flags = first === undefined ? 0 : goroutines!.flags[first];
    pushKey(profile, sample, key, [state, flags & goroutineFlag.leaked], createdBy);
    const known = keys.count;
    const id = keys.intern(key.data, 0, key.length);
    if (id === known) groups.push({ count: 0, sample, waits: [], ids: [], state, createdBy, flags });
    groups[id].count += countOf(profile, sample);
    groupOf[sample] = id;
  }
  for (let sample = 0; sample < samples.count; sample++) {
    const { ids, waits } = groups[groupOf[sample]];
    for (const i of own.of(sample)) {
      ids.push(goroutines!.id[i]);
      if (goroutines!.waitMinutes[i] >= 0) waits.push(goroutines!.waitMinutes[i]);
    }
  }
  const frames = new Frames(profile);
  const shown = groups.map((group) => groupFrom(profile, group, frames));
  // A stable sort: groups of one size stay in the order of the file.
  shown.sort((a, b) => b.count - a.count);
  return { total: shown.reduce((sum, group) => sum + group.count, 0), groups: shown };
}

/** The goroutines' rows by sample, as a CSR. */
function goroutinesOf(profile: Profile): { of(sample: number): Int32Array } {
  const count = profile.samples.count;
  const offset = new Int32Array(count + 2);
  const sampleOf = profile.goroutines?.sample ?? new Int32Array();
  for (const sample of sampleOf) if (sample >= 0) offset[sample + 2]++;
  for (let i = 2; i < offset.length; i++) offset[i] += offset[i - 1];
  const rows = new Int32Array(offset[count + 1]);
  sampleOf.forEach((sample, row) => {
    if (sample >= 0) rows[offset[sample + 1]++] = row;
  });
  return { of: (sample) => rows.subarray(offset[sample], offset[sample + 1]) };
}

/** Goroutines of a profile of a Go service; in a difference, how many more. */
function countOf(profile: Profile, sample: number): number {
  return profile.samples.values.at(-1)?.[sample] ?? 0;
}

function pushKey(profile: Profile, sample: number, key: Int32List, facts: readonly number[], createdBy: number): void {
  const { samples, labels } = profile;
  key.length = 0;
  for (const fact of facts) key.push(fact);
  if (createdBy >= 0) pushFrames(profile, createdBy, key);
  key.push(-1);
  for (let at = samples.stackOffset[sample]; at < samples.stackOffset[sample + 1]; at++) {
    pushFrames(profile, samples.stackLocation[at], key);
  }
  key.push(-1);
  for (let at = samples.labelOffset[sample]; at < samples.labelOffset[sample + 1]; at++) {
    key.push(labels.key[at]);
    key.push(labels.text[at]);
    if (labels.text[at] < 0) key.push(Number(BigInt.asIntN(32, labels.number[at])));
  }
}

/** Function, file and line of each line; the location itself where it has none. */
function pushFrames(profile: Profile, location: number, key: Int32List): void {
  const { locations, functions } = profile;
  if (locations.lineOffset[location] === locations.lineOffset[location + 1]) {
    key.push(-2);
    key.push(location);
  }
  for (let line = locations.lineOffset[location]; line < locations.lineOffset[location + 1]; line++) {
    const fn = locations.lineFunction[line];
    key.push(fn < 0 ? -1 : functions.name[fn]);
    key.push(fn < 0 ? -1 : functions.filename[fn]);
    key.push(locations.lineNumber[line]);
  }
}

export function framesOf(profile: Profile, location: LocationIndex): GroupFrame[] {
  const { locations, functions, strings } = profile;
  const frames: GroupFrame[] = [];
  for (let line = locations.lineOffset[location]; line < locations.lineOffset[location + 1]; line++) {
    const fn = locations.lineFunction[line];
    frames.push({
      function: fn < 0 ? '' : strings.text(functions.name[fn]),
      file: fn < 0 ? '' : strings.text(functions.filename[fn]),
      line: locations.lineNumber[line],
    });
  }
  if (frames.length > 0) return frames;
  return [{ function: `0x${locations.address[location].toString(16)}`, file: '', line: 0 }];
}

/** Frames of each location, made once and shared: groups are many, places few. */
class Frames {
  private readonly known = new Map<number, readonly GroupFrame[]>();

  constructor(private readonly profile: Profile) {}

  of(location: number): readonly GroupFrame[] {
    let frames = this.known.get(location);
    if (frames === undefined) {
      frames = framesOf(this.profile, location as LocationIndex).filter((f) => !isImplied(f.function, f.file));
      this.known.set(location, frames);
    }
    return frames;
  }
}

function groupFrom(profile: Profile, group: Growing, places: Frames): GoroutineGroup {
  const { samples } = profile;
  const { sample, waits, ids, state, createdBy } = group;
  const stack = samples.stackLocation.subarray(samples.stackOffset[sample], samples.stackOffset[sample + 1]);
  const { labels, dump } = labelsOf(profile, group);
  let min = Infinity;
  let max = -1;
  for (const wait of waits) {
    min = Math.min(min, wait);
    max = Math.max(max, wait);
  }
  return {
    count: group.count,
    state: state < 0 ? null : profile.strings.text(state),
    waitMinutes: max < 0 ? null : { min, max },
    leaked: (group.flags & goroutineFlag.leaked) !== 0,
    labels,
    frames: Array.from(stack, (location) => places.of(location)).flat(),
    createdBy: createdBy < 0 ? null : framesOf(profile, createdBy as LocationIndex)[0],
    ids: ids.sort((a, b) => a - b),
    ...(dump === undefined ? {} : { dump }),
  };
}

/** The program's labels, and the dump's number. A dump's own labels stand in front, in the order of `dumpLabel`. */
function labelsOf(profile: Profile, group: Growing): { labels: Record<string, string>; dump: number | undefined } {
  const { samples, labels, strings } = profile;
  const { sample } = group;
  const reserved = ownLabels(group);
  const own = new Map<string, string>();
  let dump: number | undefined;
  for (let at = samples.labelOffset[sample]; at < samples.labelOffset[sample + 1]; at++) {
    const key = strings.text(labels.key[at]);
    const text = labels.text[at] < 0 ? String(labels.number[at]) : strings.text(labels.text[at]);
    const place = own.size > 0 ? -1 : reserved.indexOf(key);
    if (place < 0) own.set(key, text);
    else {
      reserved.splice(0, place + 1);
      if (key === dumpLabel.dump) dump = Number(text);
    }
  }
  return { labels: Object.fromEntries(own), dump };
}

/** Keys that a dump may have put in front, in order; of the last two only the label itself tells. */
function ownLabels({ state, createdBy, flags }: Growing): string[] {
  if (state < 0) return [];
  const has = (flag: number, key: string): string[] => ((flags & flag) === 0 ? [] : [key]);
  return [
    dumpLabel.state,
    ...(createdBy < 0 ? [] : [dumpLabel.createdBy]),
    ...has(goroutineFlag.leaked, dumpLabel.leaked),
    ...has(goroutineFlag.locked, dumpLabel.locked),
    ...has(goroutineFlag.elided, dumpLabel.elided),
    dumpLabel.bubble,
    dumpLabel.dump,
  ];
}
