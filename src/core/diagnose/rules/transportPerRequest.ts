// A Transport for each request. In: idle client connections, growing; the calls that dial; the source. Out: one finding
// a call. Seen: net/http.(*persistConn).readLoop in IO wait and writeLoop, growing together, as many as there are
// calls: each Transport keeps its connection, and nothing knows the Transport any more.

import { dominating, growingCalls, growingConnections, isCertain, keyOfDials, transportOfCall } from '../connections';
import type { CodePlace } from '../codeQuestions';
import { dialEvidence, shortName, siteEvidence, sourceEvidence } from '../evidence';
import { keyOfSite } from '../leakSites';
import { foundInProgram } from '../programPackages';
import type { Dials } from '../facts/dials';
import { type Draft, type Rule, weightOf } from '../rule';

export const transportPerRequest: Rule = {
  id: 'transport-per-request',
  summary: 'A new http.Transport for each request keeps its connection for good',
  docs: 'https://pkg.go.dev/net/http#Transport',
  async find(facts, code) {
    const idle = growingConnections(facts, 'client read');
    if (idle === undefined) return [];
    const grown = idle.now - idle.before - Math.max(0, growingCalls(facts));
    if (grown < 3) return [];
    const base = {
      detail: `${grown} more idle client connections than before (${idle.now} now), and none of the earlier ones has gone: nothing uses them again, and nothing closes them.`,
      refute:
        'The load has grown, and the connections are used again: then the calls find idle ones, and the block profile has no more dials.',
      advice:
        'Make one http.Client with one Transport and use it for all calls, with an IdleConnTimeout; a Transport keeps connections for the next call.',
      weight: weightOf(grown + idle.now / 20, 5),
    };
    const evidence = idle.sites.map((site) => siteEvidence(site, facts));
    const explains = idle.sites.map(keyOfSite);
    const drafts: Draft[] = [];
    /** As long as nobody is seen to call. */
    const gradeOfAll = isCertain(idle) ? 'likely' : 'suspect';
    // Without the block profile nobody knows who dials, only who calls.
    const isKnown = facts.waits !== undefined;
    const add = (name: string, transport: CodePlace, chain: Dials | undefined): void => {
      drafts.push({
        ...base,
        grade: chain === undefined ? gradeOfAll : isKnown ? 'proven' : 'likely',
        title: `${shortName(name)} makes a Transport for each call`,
        place: transport,
        evidence: [
          ...evidence,
          ...(isKnown && chain !== undefined ? [dialEvidence(chain, facts)] : []),
          sourceEvidence('The Transport is made here, on each call.', transport),
        ],
        explains: [...explains, ...(chain === undefined ? [] : [keyOfDials(chain)])],
      });
    };
    for (const chain of isKnown ? facts.dials.filter(({ count }) => count >= 2) : facts.clientCalls) {
      const found = await transportOfCall(chain, code);
      if (found !== undefined) add(found.frame.function, found.transport, chain);
    }
    if (drafts.length > 0) return drafts;
    const top = dominating(facts.dials, grown);
    // No profile has the calls: where all of the program has one place that makes a Transport for each, it is that one.
    const made = isKnown ? [] : await foundInProgram(facts, (frame) => code.transportsPerCallNear(frame));
    if (made.length === 1) {
      add(made[0].function, made[0], undefined);
      return drafts;
    }
    const place = top?.own.at(0);
    return [
      {
        ...base,
        grade: gradeOfAll,
        title:
          place === undefined
            ? 'Idle client connections pile up'
            : `Idle client connections pile up, most likely those of ${shortName(place.function)}`,
        place,
        evidence: [...evidence, ...(top === undefined ? [] : [dialEvidence(top, facts)])],
        explains: [...explains, ...(top === undefined ? [] : [keyOfDials(top)])],
      },
    ];
  },
};
