// Function names as `go tool pprof` prints them. In: a profile as opened, its mangled names readable. Out: the profile
// with those names, the same one where none changes. Invariant: google/pprof internal/symbolizer demangleSingleFunction,
// which every report of pprof goes through unless -symbolize=none: a name that differs from its system name stays; of the
// others those that look like C++ lose what stands in parentheses and in angle brackets. Go's names with type arguments
// look so, too.

import { withStrings } from '../profile/mergeStrings';
import type { FunctionIndex, Profile } from '../profile/profile';
import { isNamedByWriter } from '../profile/readableNames';

export function printedNames(profile: Profile): Profile {
  const { functions, strings } = profile;
  const added: string[] = [];
  /** By the StringIndex of a system name, the StringIndex of what is printed. */
  const printed = new Map<number, number>();
  const printedOf = (system: number): number => {
    const known = printed.get(system);
    if (known !== undefined) return known;
    const name = strings.text(system);
    const short = printedName(name);
    const index = short === name ? system : strings.count + added.push(short) - 1;
    printed.set(system, index);
    return index;
  };
  const name = functions.name.map((own, f) =>
    isNamedByWriter(profile, f as FunctionIndex) ? own : printedOf(functions.systemName[f]),
  );
  if (name.every((index, f) => index === functions.name[f])) return profile;
  return { ...profile, strings: withStrings(strings, added), functions: { ...functions, name } };
}

export function printedName(name: string): string {
  if (!looksLikeCPlusPlus(name)) return name;
  return withoutMatching(withoutMatching(name, '(', ')'), '<', '>');
}

function looksLikeCPlusPlus(name: string): boolean {
  // Java's constructors, and Go's methods of types with arguments.
  if (name.includes('.<') || name.includes(']).')) return false;
  return /[<>[\]]/.test(name) || name.includes('::');
}

/** Without all that stands between `open` and its `close`; the rest as it is where a `close` has no `open`. */
function withoutMatching(name: string, open: string, close: string): string {
  let kept = '';
  let from = 0;
  let depth = 0;
  for (let i = 0; i < name.length; i++) {
    if (name[i] === open) {
      if (depth++ === 0) kept += name.slice(from, (from = i));
    } else if (name[i] === close) {
      if (--depth < 0) break;
      if (depth === 0) from = i + 1;
    }
  }
  return kept + name.slice(from);
}
