// A stored profile as the diagnosis takes it. In: a decoded profile, its file and provenance. Out: with its name and time.
// Invariant: what a provenance says counts before what a file's name says.

import path from 'node:path';
import type { BundleProfile } from '../core/diagnose/bundle';
import type { Profile } from '../core/profile/profile';
import type { StoredProfile } from './bundleFolder';
import { shownKind } from './kinds';

export function bundleProfile({ file, provenance }: StoredProfile, profile: Profile): BundleProfile {
  const time = Date.parse(provenance?.startedAt ?? '');
  const takenAt = Number.isNaN(time) ? Number(profile.timeNanos / 1_000_000n) : time;
  const name = provenance === undefined ? nameFrom(file) : shownKind(provenance.kind);
  return { name, profile, ...(takenAt > 0 ? { takenAt } : {}) };
}

/** `mutex` in `localhost-6060-mutex-2026….pb.gz`: only where block and mutex profiles must be told apart. */
function nameFrom(file: string): string {
  const base = path.basename(file).toLowerCase();
  return (
    ['mutex', 'block', 'allocs', 'heap', 'goroutineleak', 'threadcreate'].find((name) => base.includes(name)) ?? base
  );
}

/** By time where all have one, else as they were named. */
export function inOrder(profiles: readonly BundleProfile[]): readonly BundleProfile[] {
  if (profiles.some(({ takenAt }) => takenAt === undefined)) return profiles;
  return [...profiles].sort((a, b) => (a.takenAt ?? 0) - (b.takenAt ?? 0));
}
