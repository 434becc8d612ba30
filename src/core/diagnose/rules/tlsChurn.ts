// TLS handshakes that need not be. In: calls that dial again and again, CPU for handshakes, the transport's settings.
// Out: one finding a call: proven where a setting explains it, likely where handshakes are a tenth of the CPU and one
// call makes nearly all dials. Seen: crypto/tls.(*Conn).clientHandshake in the CPU profile, getConn in the block one.

import { dominating, faultNear, type FoundFault, keyOfDials } from '../connections';
import { dialEvidence, percentText, shortName } from '../evidence';
import { causes } from '../facts/cpu';
import type { Code } from '../codeQuestions';
import type { Facts } from '../facts/facts';
import type { Evidence } from '../finding';
import { type Draft, type Rule, weightOf } from '../rule';
import { handshakeEvidence, isBusy } from './keepAlives';

/** A dial on the same machine takes a few tenths of a millisecond; with a handshake it is several times that. */
const slowDialNanos = 500_000;

const advice =
  "Leave the versions and suites to crypto/tls's defaults, set MaxIdleConnsPerHost to the size of a burst (the default is 2), ForceAttemptHTTP2 where TLSClientConfig is set, and a ClientSessionCache.";

export const tlsChurn: Rule = {
  id: 'tls-handshake-churn',
  summary: 'Most calls pay for a TLS handshake, with settings that make it expensive',
  docs: 'https://pkg.go.dev/crypto/tls#Config',
  async find(facts, code) {
    const handshakes = facts.cpu?.use(causes.handshake);
    if (handshakes === undefined || handshakes.share < 0.03) return [];
    if (facts.waits === undefined) return withoutWaits(facts, code, handshakes.share);
    const drafts: Draft[] = [];
    const busy = facts.dials.filter(({ count, delay }) => isBusy(count, facts) && delay / count >= slowDialNanos);
    const all = busy.reduce((sum, { count }) => sum + count, 0);
    for (const chain of busy) {
      const fault = await faultNear(chain, code, 'old TLS version', 'old cipher suites', 'no session cache');
      const isOnly = dominating(busy, all) === chain;
      if (fault === undefined && !(isOnly && handshakes.share >= 0.1)) continue;
      const rsa = facts.cpu?.use(causes.rsaKeyExchange).share ?? 0;
      const isOld = fault?.kind === 'old TLS version' || fault?.kind === 'old cipher suites';
      const caller = (fault?.frame ?? chain.own[0]).function;
      drafts.push({
        grade: fault === undefined ? 'likely' : isOld ? 'proven' : 'likely',
        title: isOld
          ? `Old TLS settings make the connections of ${shortName(caller)} expensive`
          : `Most calls of ${shortName(caller)} pay for a TLS handshake`,
        detail: `Handshakes take ${percentText(handshakes.share)} of the CPU${rsa < 0.01 ? '' : `, ${percentText(rsa)} of it all for RSA key exchange, which TLS 1.3 does not have`}. The connections are made anew instead of being used again.`,
        place: fault ?? chain.own[0],
        evidence: [
          dialEvidence(chain, facts),
          ...handshakeEvidence(facts),
          ...(fault === undefined ? [] : [faultsEvidence(fault)]),
        ],
        refute: 'Each call goes to another host, so that no connection could be used again.',
        advice,
        weight: weightOf(handshakes.share, 0.2),
        explains: [keyOfDials(chain)],
      });
    }
    return drafts;
  },
};

/** Of the CPU: without the block profile nobody knows who dials, so it takes more to speak of it. */
const manyHandshakes = 0.1;

async function withoutWaits(facts: Facts, code: Code, share: number): Promise<readonly Draft[]> {
  if (share < manyHandshakes) return [];
  const drafts: Draft[] = [];
  for (const chain of facts.clientCalls) {
    const fault = await faultNear(chain, code, 'old TLS version', 'old cipher suites');
    if (fault === undefined) continue;
    drafts.push({
      grade: 'suspect',
      title: `Old TLS settings make the connections of ${shortName(fault.frame.function)} expensive`,
      detail: `Handshakes take ${percentText(share)} of the CPU, and these settings make each of them expensive. Who dials so often, the block profile would tell, which is off.`,
      place: fault,
      evidence: [...handshakeEvidence(facts), faultsEvidence(fault)],
      refute: 'The calls are few, and the handshakes are those of others.',
      advice,
      weight: weightOf(share, 0.2),
      explains: [keyOfDials(chain)],
    });
  }
  return drafts;
}

/** Every setting of the transport that costs a handshake, at its line. */
function faultsEvidence({ transport }: FoundFault): Evidence {
  const { faults } = transport;
  return {
    profile: 'source',
    text: `The transport has ${faults.map(({ kind }) => kind).join(', ')}.`,
    value: faults.length,
    unit: 'settings',
    share: null,
    frames: faults.map(({ file, line }) => ({ function: '', file, line })),
  };
}
