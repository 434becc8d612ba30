// An HTTP client without a time-out. In: goroutines that wait for an answer in net/http.(*Client).do, the source of the
// call. Out: one finding a call. Only the source can tell that nothing limits the call: a long answer that a context ends
// looks the same. Calls that pile up are likely, one that outlasted the look is a suspicion: it may be a long poll.

import { counted } from '../../../base/counted';
import type { CodePlace } from '../codeQuestions';
import { shortName, siteEvidence, sourceEvidence } from '../evidence';
import type { Facts } from '../facts/facts';
import type { Site } from '../facts/sites';
import { growthText, keyOfSite, type LeakSite, leakEvidenceOf, leakSites, ofLeak } from '../leakSites';
import type { Draft, Rule } from '../rule';

/** As a dump tells it: nobody waits so long for an answer on purpose, and several not by chance. */
const longMinutes = 2;
const several = 3;

export const clientTimeout: Rule = {
  id: 'http-client-without-timeout',
  summary: 'HTTP calls without a time-out wait for ever for a server that does not answer',
  docs: 'https://pkg.go.dev/net/http#Client',
  async find(facts, code) {
    const leaks = new Map(leakSites(facts, 'select').map((leak) => [leak.site, leak]));
    const drafts: Draft[] = [];
    for (const site of facts.sites?.all ?? []) {
      const { place } = site;
      const stays = (site.stayed ?? 0) >= 1 || site.minutes >= 1;
      if (place === undefined || !stays || !waitsForAnswer(site)) continue;
      const found = await code.unlimitedCallAt(place);
      if (found === undefined || found === null) continue;
      const leak = leaks.get(site);
      const isLong = site.minutes >= longMinutes && site.now >= several;
      drafts.push({
        grade: leak?.strength === 'growing' || isLong ? 'likely' : 'suspect',
        title: `${shortName(place.function)} waits for an answer without a time-out`,
        detail: `${stayText(site, leak)} Neither the client nor the request of ${found.call} has a limit, so each stays for as long as the other side says nothing.`,
        place,
        evidence: [
          ...(leak === undefined ? [siteEvidence(site, facts)] : leakEvidenceOf(leak, facts)),
          unlimitedEvidence(found),
        ],
        refute: 'The answers are meant to take long (a long poll), and as many calls end as begin.',
        advice:
          'Set Timeout on an http.Client of your own and use it for the calls, or give each request a context with a deadline (http.NewRequestWithContext); http.Get and http.DefaultClient have no limit.',
        ...ofLeak({ site }),
        victims: victims(facts),
      });
    }
    return drafts;
  },
};

function waitsForAnswer({ frames, wait }: Site): boolean {
  return wait === 'select' && frames.some((frame) => frame.function === 'net/http.(*Client).do');
}

function stayText(site: Site, leak: LeakSite | undefined): string {
  if (leak !== undefined) return `Calls wait here (${growthText(leak)}).`;
  return `${counted(site.now, 'call')} here, still without an answer after all the time we looked.`;
}

function unlimitedEvidence({ made, ...call }: CodePlace & { readonly made: CodePlace | undefined }) {
  return made === undefined
    ? sourceEvidence("net/http's own client has no Timeout.", call)
    : sourceEvidence('The client is made here, without a Timeout.', made);
}

/** Each call keeps its connection: the goroutines of that are there because of it. */
function victims({ sites }: Facts): readonly string[] {
  return (sites?.all ?? [])
    .filter(({ role }) => role === 'client read' || role === 'client write' || role === 'client body')
    .map(keyOfSite);
}
