// focus, ignore, hide and show. In: a profile and up to four patterns. Out: the profile with the samples that
// pass focus and ignore, and of their stacks the frames that hide and show leave.
// Invariants, from google/pprof profile/filter.go FilterSamplesByName: ignore wins over focus, location by
// location; hide works before show; a sample without frames is dropped as soon as any of the four is given;
// a location without lines (not symbolized) is hidden by every `show`.

import type { Profile } from '../../profile/profile';
import { cutStacks, keepLines } from './columns';
import { locationMatches, mappingMatches, matchNames, type NameMatches } from './matchNames';
import type { Pattern } from './re2';

export interface NameFilters {
  readonly focus?: Pattern | undefined;
  readonly ignore?: Pattern | undefined;
  readonly hide?: Pattern | undefined;
  readonly show?: Pattern | undefined;
}

/** Names of the filters that matched nothing. */
export type Unmatched = readonly ('focus' | 'ignore' | 'hide' | 'show')[];

export const neutral = 0;
export const focused = 1;
export const ignored = 2;

export function filterByName(
  profile: Profile,
  filters: NameFilters,
): { readonly profile: Profile; readonly unmatched: Unmatched } {
  const marks = markByName(profile, filters);
  if (marks === undefined) return { profile, unmatched: [] };
  const keep = keptSamples(profile, marks);
  const locations = keepLines(profile.locations, marks.keepLine);
  return {
    profile: cutStacks({ ...profile, locations }, { keep, hidden: marks.hasHidden ? marks.hidden : undefined }),
    unmatched: marks.unmatched,
  };
}

/** What the four patterns say about each location. */
export interface NameMarks {
  /** By LocationIndex: `neutral`, `focused` or `ignored`. */
  readonly state: Uint8Array;
  /** By LocationIndex: 1 where no line is left. */
  readonly hidden: Uint8Array;
  readonly hasHidden: boolean;
  /** By line index. */
  readonly keepLine: Uint8Array;
  readonly unmatched: Unmatched;
}

/** Undefined where no filter is given. */
export function markByName(profile: Profile, filters: NameFilters): NameMarks | undefined {
  const names = (['focus', 'ignore', 'hide', 'show'] as const).filter((name) => filters[name] !== undefined);
  if (names.length === 0) return undefined;
  const rules = Object.fromEntries(names.map((name) => [name, matchNames(profile, filters[name]!)])) as Rules;
  const marker = new Marker(profile, rules);
  for (let l = 0; l < profile.locations.count; l++) marker.mark(l);
  const { state, hidden, hasHidden, keepLine, matched } = marker;
  return { state, hidden, hasHidden, keepLine, unmatched: names.filter((name) => !matched.has(name)) };
}

type Rules = Readonly<Partial<Record<'focus' | 'ignore' | 'hide' | 'show', NameMatches>>>;

class Marker {
  readonly state: Uint8Array;
  readonly hidden: Uint8Array;
  readonly keepLine: Uint8Array;
  readonly matched = new Set<keyof Rules>();
  hasHidden = false;

  constructor(
    private readonly profile: Profile,
    private readonly rules: Rules,
  ) {
    this.state = new Uint8Array(profile.locations.count);
    this.hidden = new Uint8Array(profile.locations.count);
    this.keepLine = new Uint8Array(profile.locations.lineFunction.length).fill(1);
  }

  mark(location: number): void {
    const { focus, ignore, hide, show } = this.rules;
    const { profile } = this;
    if (ignore !== undefined && locationMatches(profile, ignore, location)) {
      this.state[location] = ignored;
      this.matched.add('ignore');
    } else if (focus === undefined || locationMatches(profile, focus, location)) {
      this.state[location] = focused;
      this.matched.add('focus');
    }
    if (hide !== undefined && locationMatches(profile, hide, location)) {
      this.matched.add('hide');
      const whole = mappingMatches(profile, hide, location);
      if (this.dropLines(location, (f) => whole || hide.functions[f] === 1) === 0) this.hideAll(location);
    }
    if (show !== undefined) {
      const whole = mappingMatches(profile, show, location);
      if (this.dropLines(location, (f) => !whole && show.functions[f] === 0) === 0) this.hideAll(location);
      else this.matched.add('show');
    }
  }

  /** Returns how many lines are left. */
  private dropLines(location: number, isDropped: (functionIndex: number) => boolean): number {
    const { lineOffset, lineFunction } = this.profile.locations;
    let left = 0;
    for (let q = lineOffset[location]; q < lineOffset[location + 1]; q++) {
      if (this.keepLine[q] === 0) continue;
      if (isDropped(lineFunction[q])) this.keepLine[q] = 0;
      else left++;
    }
    return left;
  }

  private hideAll(location: number): void {
    this.hidden[location] = 1;
    this.hasHidden = true;
  }
}

function keptSamples(profile: Profile, marks: NameMarks): Uint8Array {
  const keep = new Uint8Array(profile.samples.count);
  for (let i = 0; i < keep.length; i++) if (isKept(profile, marks, i)) keep[i] = 1;
  return keep;
}

/** Whether a sample passes focus and ignore and has a frame left. */
export function isKept({ samples }: Profile, { state, hidden }: NameMarks, sample: number): boolean {
  const { stackOffset, stackLocation } = samples;
  const end = stackOffset[sample + 1];
  let isFocused = false;
  let shown = 0;
  for (let k = stackOffset[sample]; k < end; k++) {
    const location = stackLocation[k];
    if (state[location] === ignored) return false;
    if (state[location] !== neutral) isFocused = true;
    shown += 1 - hidden[location];
  }
  return isFocused && shown > 0;
}
