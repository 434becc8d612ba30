// Keep-alives are disabled. In: calls that dial again and again, CPU for handshakes, the source of the transport. Out: one
// finding a setting. Only the source can tell this from other reasons to dial, so without it there is no finding.

import { faultNear, keyOfDials } from '../connections';
import type { Code } from '../codeQuestions';
import { dialEvidence, percentText, secondsText, shortName, shown, sourceEvidence } from '../evidence';
import { causes } from '../facts/cpu';
import type { Facts } from '../facts/facts';
import type { Evidence } from '../finding';
import { type Draft, type Rule, weightOf } from '../rule';

/** Dials a second from one call that are worth a word: fewer cost nothing. */
const busyDials = 0.8;

export const keepAlives: Rule = {
  id: 'keepalives-disabled',
  summary: 'Keep-alives are disabled, so every call makes a new connection',
  docs: 'https://pkg.go.dev/net/http#Transport.DisableKeepAlives',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const chain of facts.dials) {
      if (!isBusy(chain.count, facts)) continue;
      const fault = await faultNear(chain, code, 'keep-alives disabled');
      if (fault === undefined) continue;
      drafts.push({
        grade: 'proven',
        title: `Keep-alives are off: each call of ${shortName(fault.frame.function)} makes a connection`,
        detail: `Every one of these calls waits for a new connection${handshakeText(facts)}. The transport is told to keep none.`,
        place: fault,
        evidence: [
          dialEvidence(chain, facts),
          ...handshakeEvidence(facts),
          sourceEvidence('The transport keeps no connection.', fault),
        ],
        refute: 'The other side closes each connection anyway: then its answers have Connection: close.',
        advice: 'Remove DisableKeepAlives and set IdleConnTimeout and MaxIdleConnsPerHost to what the service needs.',
        weight: weightOf(chain.delay / 1e6, 200),
        explains: [keyOfDials(chain)],
      });
    }
    return facts.waits === undefined ? withoutWaits(facts, code) : drafts;
  },
};

/** Of the CPU: without the block profile only handshakes tell that connections are made. */
const manyHandshakes = 0.05;

/** With the rate off nobody knows who dials: only that a caller's transport keeps nothing, and that handshakes cost. */
async function withoutWaits(facts: Facts, code: Code): Promise<readonly Draft[]> {
  const share = facts.cpu?.use(causes.handshake).share ?? 0;
  if (share < manyHandshakes) return [];
  const drafts: Draft[] = [];
  for (const chain of facts.clientCalls) {
    const fault = await faultNear(chain, code, 'keep-alives disabled');
    if (fault === undefined) continue;
    drafts.push({
      grade: 'suspect',
      title: `Keep-alives are off: each call of ${shortName(fault.frame.function)} makes a connection`,
      detail: `The transport is told to keep no connection${handshakeText(facts)}. How many of them are its own, the block profile would tell, which is off.`,
      place: fault,
      evidence: [...handshakeEvidence(facts), sourceEvidence('The transport keeps no connection.', fault)],
      refute: 'The calls are few, and the handshakes are those of others.',
      advice: 'Remove DisableKeepAlives and set IdleConnTimeout and MaxIdleConnsPerHost to what the service needs.',
      weight: weightOf(share, 0.2),
      explains: [keyOfDials(chain)],
    });
  }
  return drafts;
}

export function isBusy(count: number, { waits }: Facts): boolean {
  // Since the start of a service that nobody knows, only very many tell anything.
  return waits?.seconds === undefined ? count >= 100 : count >= Math.max(5, busyDials * waits.seconds);
}

export function handshakeEvidence({ cpu }: Facts): readonly Evidence[] {
  const use = cpu?.use(causes.handshake);
  if (use === undefined || use.share < 0.02) return [];
  const top = [...use.rows].sort((a, b) => b.value - a.value)[0];
  return [
    {
      profile: 'cpu',
      text: `TLS handshakes take ${percentText(use.share)} of the CPU${cpu?.seconds === undefined ? '' : ` measured over ${secondsText(cpu.seconds)}`}.`,
      value: use.value,
      unit: 'nanoseconds',
      share: use.share,
      frames: shown(top.frames),
    },
  ];
}

function handshakeText({ cpu }: Facts): string {
  const share = cpu?.use(causes.handshake).share ?? 0;
  return share < 0.02 ? '' : `, and handshakes take ${percentText(share)} of the CPU`;
}
