// A handler waits without looking at its request's context. In: lost goroutines of requests, and the source of the
// line where they wait. Out: one finding a line. Seen: the client is gone, the handler and its goroutine stay.

import { shortName, sourceEvidence } from '../evidence';
import { confirmed, gradeOf, growthText, leakEvidenceOf, leakSites, ofLeak } from '../leakSites';
import type { Draft, Rule } from '../rule';

export const requestContextIgnored: Rule = {
  id: 'request-context-ignored',
  summary: "A handler waits without a case for its request's context",
  docs: 'https://go.dev/blog/context',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const leak of leakSites(facts, 'select', 'chan receive', 'chan send', 'nil chan')) {
      const { site } = leak;
      if (!site.isRequest) continue;
      const place = site.place!;
      const wait = await code.waitAt(place);
      if (
        wait === undefined ||
        wait.operation === 'other' ||
        wait.context === '' ||
        wait.hasDone === true ||
        wait.inDefer ||
        // A timer's, which comes.
        (wait.operation === 'receive' && wait.hasOtherEnd)
      )
        continue;
      const what =
        wait.operation === 'select'
          ? 'a select'
          : `${wait.operation === 'send' ? 'a send to' : 'a receive from'} ${wait.channel}`;
      drafts.push({
        grade: confirmed(gradeOf(leak)),
        title: `${shortName(place.function)} waits in ${what} and ignores ${wait.context}`,
        detail: `Handlers stay here after their clients have gone (${growthText(leak)}). The function has ${wait.context} and does not listen to it, so only the channel can end the wait, and it does not.`,
        place,
        evidence: [
          ...leakEvidenceOf(leak, facts),
          sourceEvidence(`The source has ${what} here, without a case for ${wait.context}.`, place),
        ],
        refute:
          'The channel is served in time for every request, and the goroutines here are a burst that goes away: capture again with more --seconds.',
        advice: `Wait in a select with a case for <-${doneOf(wait.context)}, and return when it is chosen.`,
        ...ofLeak(leak),
      });
    }
    return drafts;
  },
};

function doneOf(context: string): string {
  return `${context}.Done()`;
}
