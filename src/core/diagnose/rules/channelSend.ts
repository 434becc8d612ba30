// A send that nobody receives. In: goroutines lost in a channel send. Out: one finding a line. Seen: state `chan send`,
// growing; goroutineleak where nothing else has the channel; never in the block profile, for the wait does not end.

import { shortName, sourceEvidence } from '../evidence';
import { behind, confirmed, gradeOf, growthText, leakEvidenceOf, leakSites, ofLeak, victimsOf } from '../leakSites';
import type { Draft, Rule } from '../rule';

export const channelSend: Rule = {
  id: 'channel-send-without-receiver',
  summary: 'Goroutines wait for ever to send on a channel',
  docs: 'https://go.dev/ref/spec#Send_statements',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const leak of leakSites(facts, 'chan send')) {
      const place = leak.site.place!;
      const wait = await code.waitAt(place);
      const channel = wait?.operation === 'send' && wait.channel !== '' ? wait.channel : 'the channel';
      const made = wait?.made;
      const isInside = leak.site.called !== '' && !leak.site.called.startsWith('runtime.');
      const isUnbuffered = made?.isBuffered === false;
      drafts.push({
        grade: wait?.stranded === undefined ? gradeOf(leak) : confirmed(gradeOf(leak)),
        title: isInside
          ? `${shortName(place.function)} waits for ever in ${shortName(leak.site.called)}`
          : `Nobody receives what ${shortName(place.function)} sends`,
        detail: `Goroutines stay in a send (${growthText(leak)}). Whoever was to receive has returned or does something else${
          isUnbuffered ? `, and ${channel} has no buffer` : ''
        }.`,
        place,
        evidence: [
          ...leakEvidenceOf(leak, facts),
          ...(made === undefined
            ? []
            : [sourceEvidence(`${channel} is made here ${made.isBuffered ? 'with' : 'without'} a buffer.`, made)]),
        ],
        refute: 'The receiver is only slow: the waits end, and the block profile has them.',
        advice: isInside
          ? `See what ${shortName(leak.site.called)} waits for, and who was to go on or give something back.`
          : `Give ${channel} room for every result that may come, or send in a select with a case that ends: ctx.Done(), or default.`,
        ...ofLeak(leak),
        victims: [...victimsOf(leak, facts), ...(await behind(leak, facts, code))],
      });
    }
    return drafts;
  },
};
