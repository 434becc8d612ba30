// A deferred call that can wait for ever. In: lost goroutines and the source of the line where they wait. Out: one
// finding a line. Seen: the function's work is done, its goroutine cannot leave.

import { shortName, sourceEvidence } from '../evidence';
import { confirmed, gradeOf, growthText, leakEvidenceOf, leakSites, ofLeak, victimsOf } from '../leakSites';
import type { Draft, Rule } from '../rule';

export const blockingDefer: Rule = {
  id: 'blocking-call-in-defer',
  summary: 'A deferred function waits for ever, so its goroutine cannot end',
  docs: 'https://go.dev/ref/spec#Defer_statements',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const leak of leakSites(facts, 'chan send', 'chan receive', 'nil chan', 'select', 'wait group', 'cond')) {
      const place = leak.site.place!;
      const wait = await code.waitAt(place);
      if (wait?.inDefer !== true) continue;
      const verb = wait.operation === 'send' ? `send to ${wait.channel}` : `wait in a ${leak.site.wait}`;
      drafts.push({
        grade: confirmed(gradeOf(leak)),
        title: `The deferred function of ${shortName(place.function)} can ${verb} for ever`,
        detail: `Goroutines have done their work and stay in their defer (${growthText(leak)})${
          wait.operation === 'send' ? ': whoever would have received has gone, and the channel has no room' : ''
        }.`,
        place,
        evidence: [
          ...leakEvidenceOf(leak, facts),
          sourceEvidence('The operation stands in a deferred function.', place),
        ],
        refute: 'Somebody receives from the channel later, and the goroutines here become fewer.',
        advice:
          wait.operation === 'send'
            ? `Give ${wait.channel} room for the one result: make(chan T, 1). Then the send never waits, and the channel is collected with what is in it.`
            : 'Let a defer only do what cannot wait, or give it a way out: a select with a context or a default.',
        ...ofLeak(leak),
        victims: victimsOf(leak, facts),
      });
    }
    return drafts;
  },
};
