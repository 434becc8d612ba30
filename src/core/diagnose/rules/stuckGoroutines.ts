// What is lost and no other rule has a word for. In: goroutines lost in a Cond, a semaphore, or in a connection's read
// without a deadline. Out: one finding a line; more than a suspicion only where the runtime marked them, or where more and
// more wait for a Cond that has never woken anybody while we looked.

import { shortName } from '../evidence';
import { gradeOf, growthText, keyOfSite, leakEvidenceOf, leakSites, leakWeight } from '../leakSites';
import type { Facts } from '../facts/facts';
import type { Site } from '../facts/sites';
import type { WaitClass } from '../../goroutine/waitReason';
import type { Draft, Rule } from '../rule';

/** As sync.Cond says of Wait. */
const signalText =
  ' Wait stands outside of a loop that asks for what is waited for: a Signal that came before it is lost, and nothing is asked again.';

export const stuckGoroutines: Rule = {
  id: 'goroutines-pile-up',
  summary: 'Goroutines pile up at one line',
  docs: 'https://go.dev/doc/diagnostics',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const leak of leakSites(facts, 'cond', 'semaphore', 'io', 'syscall', 'cgo')) {
      const { site, strength } = leak;
      // Connections come and go with their clients; the runtime's mark is another matter.
      if (site.role !== undefined && site.role !== 'server handler') continue;
      if (strength === 'stuck') continue;
      const place = site.place!;
      const name = shortName(place.function);
      const isAlone = site.wait === 'cond' && (await code.waitAt(place))?.isInLoop === false;
      drafts.push({
        grade: strength === 'growing' && !isNeverWoken(site, facts) ? 'suspect' : gradeOf(leak),
        title: strength === 'lost' ? `Nothing wakes those who wait in ${name}` : `Goroutines pile up in ${name}`,
        detail: `They stay in state ${site.state ?? site.wait} (${growthText(leak)}).${isAlone ? signalText : ''}`,
        place,
        evidence: leakEvidenceOf(leak, facts),
        refute: 'They serve clients or jobs that are still there: then there are as many of them as of those.',
        advice: adviceFor(site.wait, isAlone),
        weight: leakWeight(leak),
        explains: [keyOfSite(site)],
      });
    }
    return drafts;
  },
};

/** Idle workers are woken now and then, and there are no more of them all the time. */
function isNeverWoken({ wait, place }: Site, { waits }: Facts): boolean {
  return wait === 'cond' && place !== undefined && waits?.endedAt(place) === 0;
}

function adviceFor(wait: WaitClass, isAlone: boolean): string {
  if (wait === 'io') {
    return 'Set a deadline on the connection (SetDeadline), so that a peer that says nothing cannot hold a goroutine.';
  }
  return isAlone
    ? 'Ask for what is waited for in a loop around Wait, as `for len(q.items) == 0 { q.cond.Wait() }`, with the lock held.'
    : 'See who was to wake them, and give the wait a way out.';
}
