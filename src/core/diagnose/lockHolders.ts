// Who has a lock now, by the dump and the source. In: a lock's name, and a line that waits for it. Out: goroutines of the
// dump that stand inside a call which the source says is made with the lock held, and wait for something else.
// Invariants: two locks of one type and field are taken for one; who waits for a lock himself is no holder here, for
// rings of those are deadlocks.

import type { GroupFrame } from '../goroutine/groups';
import type { Code } from './codeQuestions';
import type { Facts } from './facts/facts';
import type { Site } from './facts/sites';

export interface LockHolder {
  readonly site: Site;
  /** During whose call the lock is held. */
  readonly frame: GroupFrame;
}

/** Callers further out rarely hold a lock while this is called. */
export const maxHolding = 8;

export async function holdersOf(
  lock: string,
  near: GroupFrame,
  facts: Facts,
  code: Code,
): Promise<readonly LockHolder[]> {
  const folder = folderOf(near);
  const holders: LockHolder[] = [];
  for (const site of facts.sites?.all ?? []) {
    // Cond.Wait gives the lock back.
    if (site.now === 0 || site.wait === 'lock' || site.wait === 'cond') continue;
    const own = facts.owners.own(site.frames).slice(0, maxHolding);
    for (const frame of own) {
      // A lock's field is used in its own package.
      if (folderOf(frame) !== folder) continue;
      const found = await code.lockAt(frame);
      if (found?.held.some((held) => held.lock === lock) !== true) continue;
      holders.push({ site, frame });
      break;
    }
  }
  return holders;
}

function folderOf({ file }: GroupFrame): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}
