// Threads of the operating system. In: a threadcreate profile, goroutines. Out: how many there are and what keeps them.
// Invariant: Go never ends a thread but for a locked goroutine that ends, so the profile counts what there ever was at
// one time; its stacks have been empty since Go 1.4 or so.

import type { Profile } from '../../profile/profile';
import type { Site, Sites } from './sites';

export interface Threads {
  readonly count: number;
  /** Goroutines in system calls and C code, where each takes a thread, most first. */
  readonly held: readonly Site[];
}

export function threadsOf(profile: Profile, sites: Sites | undefined): Threads {
  const count = (profile.samples.values.at(-1) ?? new Float64Array()).reduce((sum, value) => sum + value, 0);
  const held = (sites?.all ?? []).filter(({ wait, now }) => (wait === 'syscall' || wait === 'cgo') && now > 0);
  return { count, held };
}
