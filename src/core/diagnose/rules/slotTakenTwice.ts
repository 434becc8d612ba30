// Goroutines that wait for a slot while they have one. In: goroutines that stay in a send, an Acquire or a Go of a group
// with a limit, and the source of their callers. Out: one finding a line. Seen: none of them moves; once all slots are
// with such goroutines, nobody gives one back.

import { counted } from '../../../base/counted';
import { endedEvidence, leakAt, leakEvidence, shortName, siteEvidence, sourceEvidence } from '../evidence';
import type { Code, SlotCode } from '../codeQuestions';
import type { Facts } from '../facts/facts';
import type { Site } from '../facts/sites';
import { keyOfSite } from '../leakSites';
import { maxHolding } from '../lockHolders';
import { type Draft, type Rule, weightOf } from '../rule';

interface Waiter {
  readonly site: Site;
  readonly wanted: ReadonlySet<string>;
  readonly held: SlotCode['held'];
}

export const slotTakenTwice: Rule = {
  id: 'slot-held-while-waiting',
  summary: 'Goroutines that have a slot of a semaphore, pool or limited group wait for another one',
  docs: 'https://pkg.go.dev/golang.org/x/sync/semaphore',
  async find(facts, code) {
    const sites = (facts.sites?.all ?? []).filter((site) => isStill(site, facts));
    const waiters = await Promise.all(sites.map((site) => waiterOf(site, facts, code)));
    return waiters.flatMap((waiter): Draft[] => {
      const own = waiter.held.find(({ key }) => waiter.wanted.has(key));
      if (own === undefined) return [];
      const { site } = waiter;
      const place = site.place!;
      const behind = waiters.filter(
        (other) => other !== waiter && other.wanted.has(own.key) && !other.held.some(({ key }) => key === own.key),
      );
      const queue = behind.reduce((sum, other) => sum + other.site.now, 0);
      const isTold = site.leaked || facts.lost.has(site.key);
      return [
        {
          grade: isTold ? 'proven' : 'likely',
          title: `${shortName(place.function)} waits for a slot of ${own.on} while its goroutine has one`,
          detail: `${counted(site.now, 'goroutine')} took a slot at line ${own.line} and ${site.now === 1 ? 'waits' : 'wait'} here for another. When all slots are with such goroutines, none comes back${
            queue === 0 ? '' : `; ${counted(queue, 'goroutine')} more wait for a first one`
          }.`,
          place,
          evidence: [
            siteEvidence(site, facts),
            ...endedEvidence(site, facts),
            ...leakEvidence(leakAt(facts, place)),
            sourceEvidence(`A slot of ${own.on} is taken here, and not given back before the wait.`, own),
            ...behind.map((other) => siteEvidence(other.site, facts)),
          ],
          refute: 'The two are different semaphores in a field of the same type.',
          advice:
            'Give the slot back before asking for another, take all that is needed at once, or limit the inner work by a semaphore of its own.',
          weight: weightOf(site.now + queue, 3),
          explains: [keyOfSite(site)],
          victims: behind.map((other) => keyOfSite(other.site)),
        },
      ];
    });
  },
};

/** The same goroutines at both looks, and no such wait has ended. */
function isStill(site: Site, { waits, sites, lost }: Facts): boolean {
  const { wait, place, stayed, key, leaked } = site;
  if (place === undefined || !['chan send', 'select'].includes(wait)) return false;
  if (leaked || lost.has(key)) return true;
  const isSame = stayed !== null && stayed >= 1 && (sites?.seconds ?? 0) >= 2;
  return isSame && (waits?.endedAt(place) ?? 0) === 0;
}

async function waiterOf(site: Site, facts: Facts, code: Code): Promise<Waiter> {
  const own = facts.owners.own(site.frames).slice(0, maxHolding);
  const found = (await Promise.all(own.map((frame) => code.slotsAt(frame)))).filter((one) => one !== undefined);
  return {
    site,
    wanted: new Set(found.flatMap(({ wanted }) => wanted)),
    held: found.flatMap(({ held }) => held),
  };
}
