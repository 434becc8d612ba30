// What is lost and no other rule has a word for. In: goroutines lost in a Cond, a semaphore, or in a connection's read
// without a deadline. Out: one finding a line; more than a suspicion only where the runtime itself marked them.

import { shortName } from '../evidence';
import { gradeOf, growthText, keyOfSite, leakEvidenceOf, leakSites, leakWeight } from '../leakSites';
import type { Draft, Rule } from '../rule';

export const stuckGoroutines: Rule = {
  id: 'goroutines-pile-up',
  summary: 'Goroutines pile up at one line',
  docs: 'https://go.dev/doc/diagnostics',
  find(facts) {
    const drafts: Draft[] = [];
    for (const leak of leakSites(facts, 'cond', 'semaphore', 'io', 'syscall', 'cgo')) {
      const { site, strength } = leak;
      // Connections come and go with their clients; the runtime's mark is another matter.
      if (site.role !== undefined && site.role !== 'server handler') continue;
      if (strength === 'stuck') continue;
      const place = site.place!;
      drafts.push({
        grade: strength === 'growing' ? 'suspect' : gradeOf(leak),
        title:
          strength === 'lost'
            ? `Nothing wakes those who wait in ${shortName(place.function)}`
            : `Goroutines pile up in ${shortName(place.function)}`,
        detail: `They stay in state ${site.state ?? site.wait} (${growthText(leak)}).`,
        place,
        evidence: leakEvidenceOf(leak, facts),
        refute: 'They serve clients or jobs that are still there: then there are as many of them as of those.',
        advice:
          site.wait === 'io'
            ? 'Set a deadline on the connection (SetDeadline), so that a peer that says nothing cannot hold a goroutine.'
            : 'See who was to wake them, and give the wait a way out.',
        weight: leakWeight(leak),
        explains: [keyOfSite(site)],
      });
    }
    return Promise.resolve(drafts);
  },
};
