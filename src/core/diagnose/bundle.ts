// The profiles of one service that are read against each other. In: decoded profiles with what is known about each.
// Out: for each kind the first and the last one, and what happened between. Invariants: a profile's own sample types
// decide what it is, a name only helps where they do not tell (block and mutex look alike); what cannot be told is
// left out, with a reason.

import { subtractProfile } from '../profile/diff';
import type { Profile } from '../profile/profile';

export interface BundleProfile {
  /** `cpu`, `heap`, … or a custom name, as a provenance or a file name says; '' for unknown. */
  readonly name: string;
  readonly profile: Profile;
  /** When it was taken, in milliseconds since 1970; undefined where nobody knows. */
  readonly takenAt?: number;
}

export interface MissingProfile {
  readonly profile: string;
  readonly reason: string;
}

export interface Bundle {
  /** In the order in which they were taken. */
  readonly profiles: readonly BundleProfile[];
  readonly missing: readonly MissingProfile[];
}

export type KnownKind = 'cpu' | 'heap' | 'allocs' | 'goroutine' | 'goroutineleak' | 'block' | 'mutex' | 'threadcreate';

/** Two looks at one kind; the same one twice where there is only one. */
export interface Looks {
  readonly first: BundleProfile;
  readonly last: BundleProfile;
}

/** What a profile is, undefined where it is none of Go's own. */
export function kindOf({ name, profile }: BundleProfile): KnownKind | undefined {
  const types = profile.sampleTypes.map(({ type }) => type);
  if (profile.goroutines !== undefined) return 'goroutine';
  if (types.includes('cpu')) return 'cpu';
  if (types.includes('alloc_space'))
    return profile.defaultSampleType === 'alloc_space' || name === 'allocs' ? 'allocs' : 'heap';
  if (types.includes('contentions') || types.includes('delay')) return contentionKind(name, profile);
  const [only] = types;
  return only === 'goroutine' || only === 'goroutineleak' || only === 'threadcreate' ? only : undefined;
}

/** Both have contentions and delay; a mutex profile's stacks begin where a lock was given back. */
function contentionKind(name: string, profile: Profile): 'block' | 'mutex' {
  if (name === 'block' || name === 'mutex') return name;
  const { samples, locations, functions, strings } = profile;
  for (let sample = 0; sample < samples.count; sample++) {
    const start = samples.stackOffset[sample];
    if (start === samples.stackOffset[sample + 1]) continue;
    const fn = locations.lineFunction[locations.lineOffset[samples.stackLocation[start]]];
    const leaf = fn < 0 ? '' : strings.text(functions.name[fn]);
    if (/[uU]nlock|_LostContendedRuntimeLock/.test(leaf)) return 'mutex';
    if (leaf !== '') return 'block';
  }
  return /mutex/i.test(name) ? 'mutex' : 'block';
}

export class Profiles {
  private readonly looks = new Map<string, Looks>();

  constructor(readonly bundle: Bundle) {
    // A dump tells numbers, states and creators; beside one, the profile of the same goroutines has nothing to add.
    const hasDump = bundle.profiles.some(({ profile }) => profile.goroutines !== undefined);
    for (const one of bundle.profiles) {
      if (hasDump && kindOf(one) === 'goroutine' && one.profile.goroutines === undefined) continue;
      const kind = kindOf(one) ?? `own:${one.name}`;
      const before = this.looks.get(kind);
      this.looks.set(kind, { first: before?.first ?? one, last: one });
    }
  }

  of(kind: KnownKind): Looks | undefined {
    return this.looks.get(kind);
  }

  /** Profiles that the service made itself, by name. */
  own(): readonly (readonly [name: string, Looks])[] {
    return [...this.looks].filter(([kind]) => kind.startsWith('own:')).map(([kind, looks]) => [kind.slice(4), looks]);
  }

  /** What was counted between the two looks, or all there is where there is only one. */
  window(kind: KnownKind): Window | undefined {
    const looks = this.of(kind);
    if (looks === undefined) return undefined;
    const { first, last } = looks;
    if (first === last) return { profile: last.profile, seconds: undefined };
    return { profile: subtractProfile(last.profile, first.profile, { kind: 'base' }), seconds: secondsBetween(looks) };
  }
}

export interface Window {
  readonly profile: Profile;
  /** Undefined where the profile counts since the service was started, or nobody knows. */
  readonly seconds: number | undefined;
}

export function secondsBetween({ first, last }: Looks): number | undefined {
  if (first.takenAt === undefined || last.takenAt === undefined || last.takenAt <= first.takenAt) return undefined;
  return (last.takenAt - first.takenAt) / 1000;
}
