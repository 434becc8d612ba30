// Mangled names made readable. In: a profile as its writer wrote it. Out: the same with the names of C++ and Rust functions
// as `go tool pprof` shows them; the same object where there are none, as in every profile of a Go program without cgo.
// Invariant: google/pprof internal/symbolizer: system names stay, and a name that its writer has made readable stays, too.

import { demangled } from './mangled/demangle';
import { withStrings } from './mergeStrings';
import type { Decoded, FunctionIndex, Profile } from './profile';

export function withReadableNames({ profile, warnings }: Decoded): Decoded {
  const { functions, strings } = profile;
  const added: string[] = [];
  /** By the StringIndex of a mangled name, the StringIndex of the readable one. */
  const readable = new Map<number, number>();
  let name: Int32Array | undefined;
  for (let f = 0; f < functions.count; f++) {
    const system = functions.systemName[f];
    if (strings.bytes[strings.offsets[system]] !== underscore || isNamedByWriter(profile, f as FunctionIndex)) continue;
    let index = readable.get(system);
    if (index === undefined) {
      const text = demangled(strings.text(system));
      index = text === undefined ? functions.name[f] : strings.count + added.push(text) - 1;
      readable.set(system, index);
    }
    if (index !== functions.name[f]) (name ??= Int32Array.from(functions.name))[f] = index;
  }
  if (name === undefined) return { profile, warnings };
  return { profile: { ...profile, strings: withStrings(strings, added), functions: { ...functions, name } }, warnings };
}

const underscore = 0x5f;

/** Whether a function has a name of its own beside that of its symbol. */
export function isNamedByWriter({ functions, strings }: Profile, f: FunctionIndex): boolean {
  const [own, system] = [functions.name[f], functions.systemName[f]];
  return own !== system && strings.text(own) !== '' && strings.text(own) !== strings.text(system);
}

/** As pprof's -symbolize=demangle=none: a function that has two names goes by that of its symbol. */
export function withSystemNames({ profile, warnings }: Decoded): Decoded {
  const { functions, strings } = profile;
  const name = functions.name.map((own, f) => {
    const system = functions.systemName[f];
    return strings.text(own) === '' || strings.text(system) === '' ? own : system;
  });
  return { profile: { ...profile, functions: { ...functions, name } }, warnings };
}
