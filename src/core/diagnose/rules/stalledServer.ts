// One goroutine that many depend on, and that has stopped itself: the loop of a hub in a send that a slow client does not
// take. In: goroutines that stay in a send or a write, the source of those that wait beside them. Out: one finding a line.
// Seen: at both looks it is at the very same stack, no such wait has ended, and several wait for what it would receive
// or send next.

import { counted } from '../../../base/counted';
import { endedEvidence, shortName, siteEvidence, sourceEvidence } from '../evidence';
import type { Code } from '../codeQuestions';
import type { Facts } from '../facts/facts';
import type { Site } from '../facts/sites';
import { keyOfSite } from '../leakSites';
import { type Draft, type Rule, weightOf } from '../rule';

/** Fewer than these may as well be idle. */
const enoughWaiting = 5;

export const stalledServer: Rule = {
  id: 'goroutine-stalled',
  summary: 'A goroutine that others wait for stays in a wait of its own',
  docs: 'https://go.dev/blog/pipelines',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const site of facts.sites?.all ?? []) {
      if (!isStopped(site, facts)) continue;
      const waiting = await waitingFor(site, facts, code);
      const count = waiting.reduce((sum, { now }) => sum + now, 0);
      if (count < enoughWaiting) continue;
      const place = site.place!;
      const name = shortName(place.function);
      drafts.push({
        // Without the block profile it may have gone on and come back.
        grade: facts.waits === undefined && site.wait === 'chan send' ? 'suspect' : 'likely',
        title: `${name} stays in a ${site.wait === 'chan send' ? 'send' : 'write'}, and those it serves wait`,
        detail: `${counted(count, 'goroutine')} wait for ${name} or who called it, and it has not moved while we looked: whoever is to take what it ${site.wait === 'chan send' ? 'sends' : 'writes'} does not.`,
        place,
        evidence: [
          siteEvidence(site, facts),
          ...endedEvidence(site, facts),
          ...waiting.flatMap((one) => [
            siteEvidence(one, facts),
            sourceEvidence('The source waits here for what that goroutine would take or give.', one.place!),
          ]),
        ],
        refute: 'What it waits for is slow, and comes: then the block profile has waits that ended at this line.',
        advice:
          site.wait === 'chan send'
            ? 'Do not let one receiver hold up all others: send in a select with a default or a time limit, and drop or disconnect whoever does not keep up.'
            : 'Write in a goroutine of its own for each connection, with SetWriteDeadline, so that a peer that does not read holds up nobody else.',
        weight: weightOf(count, 5),
        explains: [keyOfSite(site)],
        victims: waiting.map(keyOfSite),
      });
    }
    return drafts;
  },
};

/** Few of them: where many stand, they are the ones that are lost. */
function isStopped(site: Site, { waits, sites }: Facts): boolean {
  const { now, stayed, place, wait, frames } = site;
  const isWrite = wait === 'io' && frames.some((frame) => frame.function === 'internal/poll.(*pollDesc).waitWrite');
  if (place === undefined || (wait !== 'chan send' && !isWrite)) return false;
  if (stayed === null || stayed < 1 || stayed < now || now >= enoughWaiting) return false;
  return (sites?.seconds ?? 0) >= 2 && (waits?.endedAt(place) ?? 0) === 0;
}

async function waitingFor(site: Site, facts: Facts, code: Code): Promise<readonly Site[]> {
  const own = facts.owners.own(site.frames);
  const found: Site[] = [];
  for (const other of facts.sites?.all ?? []) {
    if (other === site || other.place === undefined || other.now === 0) continue;
    if (!['chan send', 'chan receive', 'select'].includes(other.wait)) continue;
    // Who stands there as often as not has been waiting before as well.
    if ((other.before ?? 0) === 0) continue;
    if ((await code.isServedBy(other.place, other.wait, own)) === true) found.push(other);
  }
  return found;
}
