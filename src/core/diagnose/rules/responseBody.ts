// Response bodies that nobody closes. In: client connections whose answer is still being read, growing; the calls that
// dial; their source. Out: one finding a call. Seen: net/http.(*persistConn).readLoop in state select and writeLoop,
// growing together; a connection that is idle is in IO wait instead.

import { clientFrames, dominating, growingConnections, growingReaders, isCertain, keyOfDials } from '../connections';
import { dialEvidence, shortName, siteEvidence, sourceEvidence } from '../evidence';
import { keyOfSite } from '../leakSites';
import { type Draft, type Rule, weightOf } from '../rule';

export const responseBody: Rule = {
  id: 'response-body-not-closed',
  summary: 'HTTP response bodies are not closed, so their connections stay',
  docs: 'https://pkg.go.dev/net/http#Response',
  async find(facts, code) {
    const open = growingConnections(facts, 'client body');
    if (open === undefined) return [];
    const grown = open.now - open.before - Math.max(0, growingReaders(facts));
    if (grown < 3) return [];
    const base = {
      detail: `${grown} more connections wait for their answer to be read to its end or closed (${open.now} now). Until then they can neither be used again nor closed.`,
      refute:
        'They are long answers that are still being read (streams, downloads): then the goroutines that read them are there as well.',
      advice:
        'After the error check, `defer resp.Body.Close()`; read the body to its end before, or the connection is not used again: io.Copy(io.Discard, resp.Body).',
      weight: weightOf(grown + open.now / 20, 5),
    };
    const evidence = open.sites.map((site) => siteEvidence(site, facts));
    const explains = open.sites.map(keyOfSite);
    const drafts: Draft[] = [];
    // Without the block profile nobody knows who dials, only who calls.
    const isKnown = facts.waits !== undefined;
    for (const chain of isKnown ? facts.dials.filter(({ count }) => count >= 2) : facts.clientCalls) {
      for (const frame of clientFrames(chain)) {
        const place = await code.unclosedBodyIn(frame);
        if (place === undefined || place === null) continue;
        drafts.push({
          ...base,
          grade: isKnown ? 'proven' : 'likely',
          title: `${shortName(frame.function)} does not close the response's body`,
          place,
          evidence: [
            ...evidence,
            ...(isKnown ? [dialEvidence(chain, facts)] : []),
            sourceEvidence('A way out here leaves the body open.', place),
          ],
          explains: [...explains, keyOfDials(chain)],
        });
        break;
      }
    }
    if (drafts.length > 0) return drafts;
    const top = dominating(facts.dials, grown);
    const place = top?.own.at(0);
    return [
      {
        ...base,
        grade: isCertain(open) ? 'likely' : 'suspect',
        title:
          place === undefined
            ? 'Response bodies are not closed'
            : `Response bodies are not closed, most likely those of ${shortName(place.function)}`,
        place,
        evidence: [...evidence, ...(top === undefined ? [] : [dialEvidence(top, facts)])],
        explains: [...explains, ...(top === undefined ? [] : [keyOfDials(top)])],
      },
    ];
  },
};
