// A receive that nobody serves. In: goroutines lost in a channel receive, or on a nil channel. Out: one finding a line.
// Seen: state `chan receive`, growing. Goroutines that serve a client or a queue look the same while more of them
// come, so without the source it is a suspicion.

import { shortName, sourceEvidence } from '../evidence';
import {
  behind,
  confirmed,
  gradeOf,
  growthText,
  leakEvidenceOf,
  type LeakSite,
  leakSites,
  ofLeak,
  victimsOf,
} from '../leakSites';
import type { WaitCode } from '../codeQuestions';
import type { Facts } from '../facts/facts';
import { isGrowingInTurns } from '../facts/sites';
import type { Grade } from '../finding';
import type { Draft, Rule } from '../rule';

export const channelReceive: Rule = {
  id: 'channel-receive-without-sender',
  summary: 'Goroutines wait for ever to receive from a channel',
  docs: 'https://go.dev/blog/pipelines',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const leak of leakSites(facts, 'chan receive', 'nil chan')) {
      const place = leak.site.place!;
      const wait = await code.waitAt(place);
      const isNil = leak.site.wait === 'nil chan';
      if (wait?.hasOtherEnd === true) {
        // A timer wakes them, again and again: only a loop that nothing leaves keeps them.
        if (wait.isEndless && leak.strength === 'growing' && isGrowingInTurns(leak.site))
          drafts.push(endlessTicks(leak, wait, facts));
        continue;
      }
      const channel = wait === undefined || wait.channel === '' ? 'the channel' : wait.channel;
      drafts.push({
        grade: isNil ? confirmed(gradeOf(leak)) : receiveGrade(leak, wait),
        title: isNil
          ? `${shortName(place.function)} uses a nil channel, which never has anything`
          : `${shortName(place.function)} waits for what nobody sends`,
        detail: `Goroutines stay in a receive (${growthText(leak)}). ${
          leak.strength === 'stuck'
            ? `Whoever sends to ${channel} or closes it has not done so while we looked.`
            : wait?.operation === 'range'
              ? `The loop over ${channel} ends when it is closed, and nobody closes it.`
              : `Nobody sends to ${channel} any more, and nobody closes it.`
        }`,
        place,
        evidence: [
          ...leakEvidenceOf(leak, facts),
          ...(wait?.made === undefined ? [] : [sourceEvidence(`${channel} is made here.`, wait.made)]),
        ],
        refute:
          'They are workers or serve clients that are still connected: then there are as many of them as of those.',
        advice: `Close ${channel} when nothing more comes, on every way out of the sender, or receive in a select with a case for ctx.Done().`,
        ...ofLeak(leak),
        victims: [...victimsOf(leak, facts), ...(await behind(leak, facts, code))],
      });
    }
    return drafts;
  },
};

function endlessTicks(leak: LeakSite, { channel, operation }: WaitCode, facts: Facts): Draft {
  const place = leak.site.place!;
  return {
    grade: gradeOf(leak),
    title: `The loop of ${shortName(place.function)} over a ticker never ends, and more and more of them run`,
    detail: `Goroutines wake up at each tick of ${channel} and go on (${growthText(leak)}): nothing leaves the loop${
      operation === 'range' ? ', for Stop does not close the channel' : ''
    }.`,
    place,
    evidence: leakEvidenceOf(leak, facts),
    refute: 'There is one for each client or job that is still there: then there are as many of them as of those.',
    advice:
      'Leave the loop when the work is over: a select with cases for the ticker and for ctx.Done(), and `defer ticker.Stop()`.',
    ...ofLeak(leak),
    victims: victimsOf(leak, facts),
  };
}

function receiveGrade(leak: LeakSite, wait: WaitCode | undefined): Grade {
  const grade = gradeOf(leak);
  if (grade !== 'likely' || leak.site.isRequest) return grade;
  if (wait?.stranded !== undefined) return confirmed(grade);
  if (leak.strength === 'lost') return grade;
  return wait?.made === undefined ? 'suspect' : 'likely';
}
