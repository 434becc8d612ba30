// Slots that nobody gives back. In: goroutines that stay in a send on a semaphore's channel, an Acquire or the like, and
// the source of the package. Out: one finding a way out that keeps the slot. Seen: none of them moves once as many have
// left that way as there are slots.

import { shortName, sourceEvidence } from '../evidence';
import { confirmed, gradeOf, growthText, leakEvidenceOf, leakSites, ofLeak } from '../leakSites';
import type { Draft, Rule } from '../rule';

export const slotKept: Rule = {
  id: 'slot-not-given-back',
  summary: 'A way out keeps a slot of a semaphore or pool, until there is none',
  docs: 'https://pkg.go.dev/golang.org/x/sync/semaphore',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const leak of leakSites(facts, 'chan send', 'chan receive', 'select')) {
      const place = leak.site.place!;
      const kept = (await code.slotsAt(place))?.kept;
      if (kept === undefined) continue;
      drafts.push({
        grade: confirmed(gradeOf(leak)),
        title: `A way out keeps a slot of ${kept.on}: ${shortName(place.function)} waits for one`,
        detail: `Goroutines stay where a slot is taken (${growthText(leak)}): a way out of a function that takes one does not give it back, and when all are gone, everybody waits.`,
        place: kept,
        evidence: [...leakEvidenceOf(leak, facts), sourceEvidence(`This way out keeps the slot of ${kept.on}.`, kept)],
        refute: 'Another function gives the slot back for this one.',
        advice: 'Give the slot back in a defer right behind the line that takes it.',
        ...ofLeak(leak),
      });
    }
    return drafts;
  },
};
