// Response bodies that nobody closes. In: client connections whose answer is still being read, growing; the calls that
// dial; their source. Out: one finding a call. Seen: net/http.(*persistConn).readLoop in state select and writeLoop,
// growing together; a connection that is idle is in IO wait instead. Over HTTP/2 each such answer has a goroutine in
// net/http.(*http2clientStream).doRequest.

import type { CodePlace } from '../codeQuestions';
import {
  clientFrames,
  dominating,
  growingConnections,
  growingReaders,
  growingStreams,
  isCertain,
  keyOfDials,
} from '../connections';
import { dialEvidence, shortName, siteEvidence, sourceEvidence } from '../evidence';
import type { Dials } from '../facts/dials';
import { keyOfSite } from '../leakSites';
import { foundInProgram } from '../programPackages';
import { type Draft, type Rule, weightOf } from '../rule';

export const responseBody: Rule = {
  id: 'response-body-not-closed',
  summary: 'HTTP response bodies are not closed, so their connections stay',
  docs: 'https://pkg.go.dev/net/http#Response',
  async find(facts, code) {
    const http1 = growingConnections(facts, 'client body');
    const http2 = http1 === undefined ? growingStreams(facts) : undefined;
    const open = http1 ?? http2;
    if (open === undefined) return [];
    const grown = open.now - open.before - (http1 === undefined ? 0 : Math.max(0, growingReaders(facts)));
    if (grown < 3) return [];
    const base = {
      detail:
        http1 === undefined
          ? `${grown} more answers over HTTP/2 wait to be read to their end or closed (${open.now} now). Each holds a stream of its connection, of which a server allows a few hundred.`
          : `${grown} more connections wait for their answer to be read to its end or closed (${open.now} now). Until then they can neither be used again nor closed.`,
      refute:
        'They are long answers that are still being read (streams, downloads): then the goroutines that read them are there as well.',
      advice:
        'After the error check, `defer resp.Body.Close()`; read the body to its end before, or the connection is not used again: io.Copy(io.Discard, resp.Body).',
      weight: weightOf(grown + open.now / 20, 5),
    };
    const evidence = open.sites.map((site) => siteEvidence(site, facts));
    const explains = open.sites.map(keyOfSite);
    const drafts: Draft[] = [];
    // Without the block profile nobody knows who dials, only who calls; and requests over HTTP/2 share what was dialled.
    const isKnown = facts.waits !== undefined && http1 !== undefined;
    const add = (name: string, place: CodePlace, chain: Dials | undefined): void => {
      drafts.push({
        ...base,
        grade: isKnown && chain !== undefined ? 'proven' : 'likely',
        title: `${shortName(name)} does not close the response's body`,
        place,
        evidence: [
          ...evidence,
          ...(isKnown && chain !== undefined ? [dialEvidence(chain, facts)] : []),
          sourceEvidence('A way out here leaves the body open.', place),
        ],
        explains: [...explains, ...(chain === undefined ? [] : [keyOfDials(chain)])],
      });
    };
    for (const chain of isKnown ? facts.dials.filter(({ count }) => count >= 2) : facts.clientCalls) {
      for (const frame of clientFrames(chain)) {
        const place = await code.unclosedBodyIn(frame);
        if (place === undefined || place === null) continue;
        add(frame.function, place, chain);
        break;
      }
    }
    if (drafts.length > 0) return drafts;
    // No profile has the calls: where all of the program has one place that leaves a body open, it is that one.
    const top = dominating(facts.dials, grown);
    const found = top === undefined ? await foundInProgram(facts, (frame) => code.unclosedBodiesNear(frame)) : [];
    if (found.length === 1) {
      add(found[0].function, found[0], undefined);
      return drafts;
    }
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
