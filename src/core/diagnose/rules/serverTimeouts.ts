// A server that waits for its clients for ever. In: server connections that stay in reading a request, the source of the
// servers. Out: one finding a server without a time-out. Seen: net/http.(*conn).serve below readRequest or the
// handshake, the same goroutines at both looks: slow clients, dead ones, or an attack (Slowloris).

import { counted } from '../../../base/counted';
import { siteEvidence, sourceEvidence } from '../evidence';
import { keyOfSite } from '../leakSites';
import type { CodePlace } from '../codeQuestions';
import { type Draft, type Rule, weightOf } from '../rule';

export const serverTimeouts: Rule = {
  id: 'server-without-timeouts',
  summary: 'An HTTP server without a time-out for reading keeps the connections of clients that say nothing',
  docs: 'https://pkg.go.dev/net/http#Server.ReadHeaderTimeout',
  async find(facts, code) {
    const stuck = (facts.sites?.all ?? []).filter(({ role, stayed }) => role === 'server read' && (stayed ?? 0) >= 5);
    const count = stuck.reduce((sum, { stayed }) => sum + (stayed ?? 0), 0);
    if (count === 0) return [];
    const places = new Map<string, CodePlace>();
    for (const { role, place } of facts.sites?.all ?? []) {
      if (role !== 'accept' || place === undefined) continue;
      for (const server of (await code.serversWithoutTimeouts(place)) ?? [])
        places.set(`${server.file}:${server.line}`, server);
    }
    const base: Omit<Draft, 'grade' | 'title' | 'place' | 'evidence'> = {
      detail: `${counted(count, 'connection')} had sent no whole request at the first look, and still have not. Each holds a goroutine, a buffer and a file descriptor.`,
      refute: 'They are requests of slow clients that arrive in the end.',
      advice: 'Set ReadHeaderTimeout (and IdleTimeout) on the http.Server; http.ListenAndServe alone has none.',
      weight: weightOf(count, 20),
      explains: stuck.map(keyOfSite),
    };
    const evidence = stuck.map((site) => siteEvidence(site, facts));
    if (places.size === 0) {
      const title = 'Connections stay while their clients say nothing';
      return [{ ...base, grade: 'suspect', title, place: undefined, evidence }];
    }
    return [...places.values()].map((place) => ({
      ...base,
      grade: 'likely',
      title: 'This server waits for requests for ever',
      place,
      evidence: [...evidence, sourceEvidence('The server has neither ReadHeaderTimeout nor ReadTimeout.', place)],
    }));
  },
};
