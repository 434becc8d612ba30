// A handler that sleeps. In: goroutines of requests in time.Sleep. Out: one finding a line. Seen: state sleep, with
// net/http.(*conn).serve below; in no other profile, for sleeping is neither CPU nor blocking. One sleeper may be
// chance; several at once are a habit.

import { shortName, siteEvidence } from '../evidence';
import { keyOfSite } from '../leakSites';
import { type Draft, type Rule, weightOf } from '../rule';

export const sleepInHandler: Rule = {
  id: 'sleep-in-handler',
  summary: 'Handlers sleep while their clients wait',
  docs: 'https://pkg.go.dev/time#Sleep',
  find(facts) {
    const drafts: Draft[] = [];
    for (const site of facts.sites?.all ?? []) {
      if (site.wait !== 'sleep' || !site.isRequest || site.place === undefined) continue;
      const seen = site.now + (site.before ?? 0);
      drafts.push({
        grade: seen >= 3 ? 'likely' : 'suspect',
        title: `${shortName(site.place.function)} sleeps while a client waits`,
        detail: `${site.now} handlers sleep here${site.before === null ? '' : `, ${site.before} at the first look`}. A sleep is longer than needed when what it waits for comes early, and goes on when the client has gone.`,
        place: site.place,
        evidence: [siteEvidence(site, facts)],
        refute: 'The delay is wanted, as in a rate limit or a test.',
        advice:
          'Wait for the event itself (a channel, a notification), in a select with the context; where polling must be, a time.Timer in that select.',
        weight: weightOf(seen, 10),
        explains: [keyOfSite(site)],
      });
    }
    return Promise.resolve(drafts);
  },
};
