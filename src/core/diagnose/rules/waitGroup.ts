// A WaitGroup that cannot reach zero. In: goroutines lost in WaitGroup.Wait, and the source around. Out: one finding a
// Wait. Seen: state `sync.WaitGroup.Wait` (`semacquire` before Go 1.24), growing, while those who were to call Done are
// gone. When they are not gone but stuck themselves, that is the cause, and the Wait its victim.

import { shortName, sourceEvidence } from '../evidence';
import { confirmed, gradeOf, growthText, keyOfSite, leakEvidenceOf, leakSites, leakWeight } from '../leakSites';
import type { Draft, Rule } from '../rule';

export const waitGroup: Rule = {
  id: 'waitgroup-never-zero',
  summary: 'Goroutines wait for ever for a WaitGroup that does not reach zero',
  docs: 'https://pkg.go.dev/sync#WaitGroup',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const leak of leakSites(facts, 'wait group', 'semaphore')) {
      const { site } = leak;
      const place = site.place!;
      const isInside = !/^(runtime|sync|golang\.org\/x\/sync\/errgroup)\./.test(site.called);
      if (!site.frames.some((frame) => frame.function === 'sync.(*WaitGroup).Wait')) continue;
      const found = await code.waitGroupAt(place);
      const { copied, missingDone, neverDone, lateAdd } = found ?? {};
      const cause = copied ?? missingDone ?? neverDone ?? lateAdd;
      drafts.push({
        grade: cause === undefined ? gradeOf(leak) : confirmed(gradeOf(leak)),
        title:
          copied !== undefined
            ? `Done is called on a copy of the WaitGroup: ${shortName(place.function)} waits for ever`
            : missingDone !== undefined
              ? `A way out without Done: ${shortName(place.function)} waits for ever`
              : neverDone !== undefined
                ? `Nobody calls Done: ${shortName(place.function)} waits for ever`
                : isInside
                  ? `${shortName(place.function)} waits in ${shortName(site.called)} for work that does not end`
                  : `The WaitGroup of ${shortName(place.function)} does not reach zero`,
        detail: isInside
          ? `Goroutines stay there (${growthText(leak)}): what they wait for, in ${shortName(site.called)}, has not ended while we looked.`
          : `Goroutines stay in Wait (${growthText(leak)}), and those they wait for have ended${
              cause !== missingDone || missingDone === undefined
                ? ''
                : ': one way out of the goroutine does not call Done'
            }${lateAdd === undefined ? '' : ': Add is called in the goroutine that it counts, perhaps after Wait'}.`,
        place: cause ?? place,
        evidence: [
          ...leakEvidenceOf(leak, facts),
          ...(copied === undefined ? [] : [sourceEvidence('The WaitGroup is passed by value here.', copied)]),
          ...(missingDone === undefined ? [] : [sourceEvidence('The goroutine ends here without Done.', missingDone)]),
          ...(neverDone === undefined
            ? []
            : [sourceEvidence('It is added to here, and nothing calls Done.', neverDone)]),
          ...(lateAdd === undefined ? [] : [sourceEvidence('Add stands in the goroutine itself.', lateAdd)]),
        ],
        refute: 'The goroutines that are waited for still run, and the waits end when they do.',
        advice:
          copied !== undefined
            ? 'Pass the WaitGroup by pointer, wg *sync.WaitGroup and &wg: `go vet` finds such copies.'
            : isInside
              ? 'See what the function that was handed to it waits for, and give that wait a time limit: all who share its result wait with it.'
              : lateAdd === undefined
                ? 'Make `defer wg.Done()` the first statement of the goroutine, or use wg.Go (Go 1.25), which cannot forget it.'
                : 'Call Add before the go statement, or use wg.Go (Go 1.25).',
        weight: leakWeight(leak),
        explains: [keyOfSite(site)],
      });
    }
    return drafts;
  },
};
