// tagroot and tagleaf: labels as frames. In: a profile and comma-separated label keys. Out: the profile with one
// more frame a key at the root (first key outermost) or at the leaf (last key innermost), named after the values.
// Invariants, from google/pprof internal/driver/tagroot.go: a sample without the label gets a frame without a
// name, its file being the key; old functions, locations and samples keep their indices.

import { withStrings } from '../../profile/mergeStrings';
import type { Profile } from '../../profile/profile';
import { formatValue } from '../../profile/units';
import { labelsOf } from './tags';

export interface TagFrames {
  readonly profile: Profile;
  readonly rootMatched: boolean;
  readonly leafMatched: boolean;
}

/** @param unit unit that numbers are shown in; `minimum` for the largest that fits each */
export function addTagFrames(profile: Profile, rootKeys: string, leafKeys: string, unit: string): TagFrames {
  const roots = splitKeys(rootKeys);
  const leaves = splitKeys(leafKeys);
  if (roots.length + leaves.length === 0) return { profile, rootMatched: true, leafMatched: true };
  const { samples } = profile;
  const frames = new NewFrames(profile);
  const matched = { root: false, leaf: false };
  const added = leaves.length + roots.length;
  const stackLocation = new Int32Array(samples.stackLocation.length + added * samples.count);
  const stackOffset = new Uint32Array(samples.count + 1);
  let next = 0;
  for (let i = 0; i < samples.count; i++) {
    for (const key of leaves) stackLocation[next++] = frame(i, key, 'leaf');
    for (let k = samples.stackOffset[i]; k < samples.stackOffset[i + 1]; k++) {
      stackLocation[next++] = samples.stackLocation[k];
    }
    for (const key of roots) stackLocation[next++] = frame(i, key, 'root');
    stackOffset[i + 1] = next;
  }
  return {
    profile: frames.addTo({ ...profile, samples: { ...samples, stackOffset, stackLocation } }),
    rootMatched: matched.root,
    leafMatched: matched.leaf,
  };

  function frame(sample: number, key: string, end: 'root' | 'leaf'): number {
    const values = valuesOf(profile, sample, key, unit);
    if (values.length > 0) matched[end] = true;
    return frames.location(values.join(','), key);
  }
}

/** Innermost key first, as the frames stand in a stack. */
function splitKeys(keys: string): readonly string[] {
  return keys
    .split(',')
    .filter((key) => key !== '')
    .reverse();
}

function valuesOf(profile: Profile, sample: number, key: string, unit: string): readonly string[] {
  const { labels, strings } = profile;
  const { texts, numbers } = labelsOf(profile, sample, key);
  const hasUnits = numbers.some((k) => labels.unit[k] > 0);
  return [
    ...texts.map((k) => strings.text(labels.text[k])),
    ...numbers.map((k) => {
      const value = Number(labels.number[k]);
      return hasUnits ? formatValue(value, strings.text(labels.unit[k]), unit) : formatValue(value, '', '');
    }),
  ];
}

/** Functions and locations behind the ones a profile has. */
class NewFrames {
  private readonly names: string[] = [];
  private readonly files: string[] = [];
  private readonly known = new Map<string, number>();

  constructor(private readonly profile: Profile) {}

  location(name: string, file: string): number {
    const key = `${file}\0${name}`;
    let at = this.known.get(key);
    if (at === undefined) {
      at = this.names.length;
      this.known.set(key, at);
      this.names.push(name);
      this.files.push(file);
    }
    return this.profile.locations.count + at;
  }

  addTo(profile: Profile): Profile {
    const { functions, locations, strings } = profile;
    const added = this.names.length;
    const firstString = strings.count;
    const lines = locations.lineFunction.length;
    const numbers = (first: number): Int32Array => Int32Array.from({ length: added }, (_, i) => first + i);
    const name = numbers(firstString);
    const none = new Int32Array(added);
    return {
      ...profile,
      strings: withStrings(strings, [...this.names, ...this.files]),
      functions: {
        count: functions.count + added,
        name: joined(functions.name, name, Int32Array),
        systemName: joined(functions.systemName, none, Int32Array),
        filename: joined(functions.filename, numbers(firstString + added), Int32Array),
        startLine: joined(functions.startLine, none, Int32Array),
      },
      locations: {
        count: locations.count + added,
        ...(locations.id === undefined ? {} : { id: idsAfter(locations.id, added) }),
        mapping: joined(
          locations.mapping,
          none.map(() => -1),
          Int32Array,
        ),
        address: joined(locations.address, new BigUint64Array(added), BigUint64Array),
        isFolded: joined(locations.isFolded, new Uint8Array(added), Uint8Array),
        lineOffset: joined(locations.lineOffset, Uint32Array.from(numbers(lines + 1)), Uint32Array),
        lineFunction: joined(locations.lineFunction, numbers(functions.count), Int32Array),
        lineNumber: joined(locations.lineNumber, none, Int32Array),
        lineColumn: joined(locations.lineColumn, none, Int32Array),
      },
    };
  }
}

/** New ids come after the largest, as google/pprof internal/driver/tagroot.go has it. */
function idsAfter(ids: BigUint64Array, added: number): BigUint64Array {
  const last = ids.reduce((a, b) => (b > a ? b : a), 0n);
  const next = BigUint64Array.from({ length: added }, (_, i) => last + BigInt(i + 1));
  return joined(ids, next, BigUint64Array);
}

interface Settable<T> {
  readonly length: number;
  set(values: T, offset?: number): void;
}

function joined<T extends Settable<T>>(a: T, b: T, make: new (length: number) => T): T {
  const out = new make(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
