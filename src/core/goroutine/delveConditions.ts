// Conditions of breakpoints in Delve's expression language. In: samples of a profile. Out: goroutines and labels of those
// samples, and the expression that holds for them alone. Invariants: expressions hold numbers and quoted texts only,
// whatever a profile says; they were tried with Delve 1.27.
//
// `runtime.curg` is the goroutine that has come to the breakpoint. Its labels are an unsafe.Pointer, which Delve compares
// with nil wrongly and does not follow, so the address is read as a number first. Since Go 1.26 it is that of a
// runtime/pprof.labelMap { label.Set { List []label.Label { Key, Value string } } }, sorted by key.

import type { Profile } from '../profile/profile';
import { dumpLabel } from './dumpProfile';

export interface SampleLabel {
  readonly key: string;
  readonly value: string;
  /** Where it stands among its goroutine's labels, sorted by key; several where goroutines have different ones. */
  readonly places: readonly number[];
}

/** Numbers of the goroutines of these samples, in order; undefined for profiles that know none, and for too many. */
export function goroutinesOf(
  { goroutines }: Profile,
  samples: ReadonlySet<number>,
  most: number,
): readonly number[] | undefined {
  if (goroutines === undefined) return undefined;
  const ids: number[] = [];
  for (let row = 0; row < goroutines.count; row++) {
    if (!samples.has(goroutines.sample[row])) continue;
    if (ids.length === most) return undefined;
    ids.push(goroutines.id[row]);
  }
  return ids.sort((a, b) => a - b);
}

/** Labels that the program has set, by key and value; at most so many. */
export function labelsOf(profile: Profile, samples: Iterable<number>, most: number): readonly SampleLabel[] {
  const found = new Map<string, { readonly key: string; readonly value: string; readonly places: Set<number> }>();
  for (const sample of samples) {
    textLabels(profile, sample).forEach(([key, value], place) => {
      const name = JSON.stringify([key, value]);
      const known = found.get(name) ?? { key, value, places: new Set() };
      if (found.has(name) || found.size < most) found.set(name, known);
      known.places.add(place);
    });
  }
  return [...found.values()].map(({ places, ...label }) => ({ ...label, places: [...places].sort((a, b) => a - b) }));
}

const notTheProgram: ReadonlySet<string> = new Set(Object.values(dumpLabel));

function textLabels({ samples, labels, strings, goroutines }: Profile, sample: number): (readonly [string, string])[] {
  const own: (readonly [string, string])[] = [];
  for (let at = samples.labelOffset[sample]; at < samples.labelOffset[sample + 1]; at++) {
    if (labels.text[at] < 0) continue;
    const key = strings.text(labels.key[at]);
    if (goroutines === undefined || !notTheProgram.has(key)) own.push([key, strings.text(labels.text[at])]);
  }
  return own.sort(([a], [b]) => (a < b ? -1 : 1));
}

export function goroutineCondition(ids: readonly number[]): string {
  return ids.map((id) => `runtime.curg.goid == ${Math.trunc(id)}`).join(' || ');
}

/** Where the labels of the goroutine are, 0 where it has none. */
export const labelAddress = '*(*uintptr)(uintptr(&runtime.curg.labels))';
/** Of a goroutine that has labels. */
export const labelList = `("*runtime/pprof.labelMap")(${labelAddress}).Set.List`;

export function labelCondition({ key, value, places }: SampleLabel): string {
  const list = labelList;
  const isAt = (i: number): string =>
    `(len(${list}) > ${i} && ${list}[${i}].Key == ${quoted(key)} && ${list}[${i}].Value == ${quoted(value)})`;
  return `${labelAddress} != 0 && (${places.map(isAt).join(' || ')})`;
}

/** JSON's escapes are Go's too. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
