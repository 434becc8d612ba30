// Which functions and mappings a pattern is about. In: a profile and a pattern. Out: flags by index.
// Invariants: a location matches by function name, file name or mapping file, as in google/pprof
// profile/filter.go; each distinct string is matched once, however many locations show it.

import type { Profile } from '../../profile/profile';
import type { Pattern } from './re2';

/** Answers for strings of one table, remembered by index. */
export class StringMatcher {
  /** 0 not asked yet, 1 no, 2 yes. */
  private readonly known: Uint8Array;

  constructor(
    private readonly profile: Profile,
    private readonly pattern: Pick<Pattern, 'test'>,
    /** What the pattern gets to see of the string. */
    private readonly shown: (text: string) => string = (text) => text,
  ) {
    this.known = new Uint8Array(profile.strings.count);
  }

  matches(index: number): boolean {
    const known = this.known[index];
    if (known !== 0) return known === 2;
    const found = this.pattern.test(this.shown(this.profile.strings.text(index)));
    this.known[index] = found ? 2 : 1;
    return found;
  }
}

export interface NameMatches {
  /** By FunctionIndex: name or file matches. */
  readonly functions: Uint8Array;
  /** By MappingIndex: file matches. */
  readonly mappings: Uint8Array;
}

export function matchNames(profile: Profile, pattern: Pattern): NameMatches {
  const { functions, mappings } = profile;
  const strings = new StringMatcher(profile, pattern);
  const out = { functions: new Uint8Array(functions.count), mappings: new Uint8Array(mappings.count) };
  for (let f = 0; f < functions.count; f++) {
    if (strings.matches(functions.name[f]) || strings.matches(functions.filename[f])) out.functions[f] = 1;
  }
  for (let m = 0; m < mappings.count; m++) if (strings.matches(mappings.file[m])) out.mappings[m] = 1;
  return out;
}

/** By FunctionIndex: the simplified name matches; functions without a name never do. For pruning only. */
export function matchSimpleNames(profile: Profile, matches: (simpleName: string) => boolean): Uint8Array {
  const { functions, strings } = profile;
  const matcher = new StringMatcher(profile, { test: matches }, simplifyName);
  const out = new Uint8Array(functions.count);
  for (let f = 0; f < functions.count; f++) {
    const name = functions.name[f];
    if (strings.text(name) !== '' && matcher.matches(name)) out[f] = 1;
  }
  return out;
}

export function mappingMatches(profile: Profile, matches: NameMatches, location: number): boolean {
  const mapping = profile.locations.mapping[location];
  return mapping >= 0 && matches.mappings[mapping] === 1;
}

/** Any function of the location, or its mapping. */
export function locationMatches(profile: Profile, matches: NameMatches, location: number): boolean {
  const { lineOffset, lineFunction } = profile.locations;
  for (let q = lineOffset[location]; q < lineOffset[location + 1]; q++) {
    if (matches.functions[lineFunction[q]] === 1) return true;
  }
  return mappingMatches(profile, matches, location);
}

/**
 * A function name without its argument list: cut at the first `(` that is not part of `(anonymous namespace)`
 * or `operator()`. Written for C++; of Go's `main.(*T).Do` it leaves `main.`, and pprof prunes by that, too.
 */
export function simplifyName(name: string): string {
  const text = name.startsWith('.') ? name.slice(1) : name;
  for (const bracket of text.matchAll(/\(anonymous namespace\)|operator\(\)|\(/g)) {
    if (bracket[0] === '(') return text.slice(0, bracket.index);
  }
  return text;
}
