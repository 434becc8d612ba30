// Everything that rules read, made once a bundle. In: a bundle. Out: facts; what the bundle does not have is undefined.
// Invariant: facts are numbers and places, no judgement; every threshold stands in a rule.

import { type Bundle, Profiles } from '../bundle';
import { type Cpu, cpuOf } from './cpu';
import { clientCallsOf, type Dials, dialsOf } from './dials';
import { type LeakedAt, leaksOf } from './leaks';
import { type LockUse, locksOf } from './locks';
import { type Allocations, allocationsOf, type Heap, heapOf } from './memory';
import { Owners } from './owners';
import { type Sites, sitesOf } from './sites';
import { stacksOf } from './stacks';
import { type Threads, threadsOf } from './threads';
import { type Waits, waitsOf } from './waits';

export interface Facts {
  readonly profiles: Profiles;
  readonly owners: Owners;
  readonly sites: Sites | undefined;
  /** Of goroutineleak; undefined where the service does not have it. */
  readonly leaked: readonly LeakedAt[] | undefined;
  /** Keys of sites that nothing can wake, by the dump and the source (../lost.ts); empty without either. */
  readonly lost: ReadonlySet<string>;
  /** Keys of sites that a timer wakes again and again, and nobody can end (../lost.ts). */
  readonly turning: ReadonlySet<string>;
  readonly waits: Waits | undefined;
  readonly locks: readonly LockUse[];
  readonly dials: readonly Dials[];
  /** Callers of HTTP clients, whether they dial or not. */
  readonly clientCalls: readonly Dials[];
  readonly cpu: Cpu | undefined;
  readonly allocations: Allocations | undefined;
  readonly heap: Heap | undefined;
  readonly threads: Threads | undefined;
}

export function factsOf(bundle: Bundle): Facts {
  const profiles = new Profiles(bundle);
  const owners = new Owners();
  const goroutines = profiles.of('goroutine');
  const sites = goroutines === undefined ? undefined : sitesOf(goroutines, owners);
  const leak = profiles.of('goroutineleak');
  const block = profiles.window('block');
  const waits = block === undefined ? undefined : waitsOf(block, owners);
  const cpu = profiles.of('cpu');
  // Both have the same columns, as of the same collection.
  const allocs = profiles.window('allocs') ?? profiles.window('heap');
  const heap = profiles.of('heap');
  const allocated = profiles.of('allocs') ?? heap;
  const threads = profiles.of('threadcreate');
  return {
    profiles,
    owners,
    sites,
    leaked: leak === undefined ? undefined : leaksOf(leak.last.profile, owners),
    lost: new Set(),
    turning: new Set(),
    waits,
    locks: locksOf(waits, profiles.window('mutex'), sites, owners),
    dials: dialsOf(waits, owners),
    clientCalls: clientCallsOf(
      [
        // All since the start: who calls is asked, not how often, and a few seconds have few samples.
        ...(allocated === undefined ? [] : [stacksOf(allocated.last.profile, 'alloc_objects')]),
        ...(cpu === undefined ? [] : [stacksOf(cpu.last.profile, 'cpu')]),
      ],
      owners,
    ),
    cpu: cpu === undefined ? undefined : cpuOf(cpu.last.profile),
    allocations: allocs === undefined ? undefined : allocationsOf(allocs, owners),
    heap: heap === undefined ? undefined : heapOf(heap, owners),
    threads: threads === undefined ? undefined : threadsOf(threads.last.profile, sites),
  };
}
