// The mapping of a profile that has none. In: a profile. Out: the same with one mapping for all its locations.
// Invariant, from google/pprof internal/driver/fetch.go locateBinaries: a report sees at least one mapping, which has no
// name and no range; an expression that matches '' then matches every location.

import type { Profile } from './profile';

export function withMapping(profile: Profile): Profile {
  if (profile.mappings.count > 0) return profile;
  const [zero, none] = [BigUint64Array.of(0n), Int32Array.of(0)];
  return {
    ...profile,
    mappings: { count: 1, start: zero, limit: zero, offset: zero, file: none, buildId: none, flags: Uint8Array.of(0) },
    locations: { ...profile.locations, mapping: new Int32Array(profile.locations.count) },
  };
}
