// A select that nothing ends. In: goroutines lost in a select, and its source. Out: one finding a line. A select with a
// case for Done, or one whose source cannot be read, is what every goroutine of a long-lived connection looks like: it
// is a suspicion at most.

import { shortName, sourceEvidence } from '../evidence';
import type { Grade } from '../finding';
import {
  confirmed,
  gradeOf,
  growthText,
  keyOfSite,
  leakEvidenceOf,
  leakSites,
  leakWeight,
  victimsOf,
} from '../leakSites';
import type { Draft, Rule } from '../rule';

export const selectWithoutDone: Rule = {
  id: 'select-without-done',
  summary: 'Goroutines wait for ever in a select that has no way out',
  docs: 'https://go.dev/blog/context',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const leak of leakSites(facts, 'select', 'empty select')) {
      const place = leak.site.place!;
      if (leak.site.role === 'pool wait') continue; // database/sql's own select, a rule of its own.
      const wait = await code.waitAt(place);
      // A long-lived connection, which ends when its client goes: it stands here again and again.
      const ended = facts.waits?.endedAt(place) ?? 0;
      if (wait?.hasDone === true && (leak.strength === 'stuck' || ended > 0)) continue;
      const isOpen = wait !== undefined && wait.hasDone === false && !wait.hasOtherEnd;
      const base = gradeOf(leak);
      const isTold = base === 'proven' || leak.strength === 'lost';
      const grade: Grade = isOpen ? confirmed(base) : isTold ? base : 'suspect';
      drafts.push({
        grade,
        title: isOpen
          ? `The select of ${shortName(place.function)} has no case that ends it`
          : leak.strength === 'lost'
            ? `Nothing ends the select of ${shortName(place.function)}`
            : `Goroutines pile up in the select of ${shortName(place.function)}`,
        detail: `Goroutines stay in a select (${growthText(leak)})${
          isOpen ? ': none of its channels has anything for them, and there is no case for a context' : ''
        }.`,
        place,
        evidence: [
          ...leakEvidenceOf(leak, facts),
          ...(isOpen
            ? [sourceEvidence('The select has neither a case on Done, nor a timer, nor a default.', place)]
            : []),
        ],
        refute: 'They serve clients or jobs that are still there: then there are as many of them as of those.',
        advice:
          wait?.hasDone === true
            ? 'See that the context that the select listens to ends: who cancels it, and when?'
            : 'Add a case <-ctx.Done() with the context of whoever started the goroutine, and see that this context ends.',
        weight: leakWeight(leak),
        explains: [keyOfSite(leak.site)],
        victims: victimsOf(leak, facts),
      });
    }
    return drafts;
  },
};
