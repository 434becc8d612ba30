// A WaitGroup that cannot reach zero. In: goroutines lost in WaitGroup.Wait, and the source around. Out: one finding a
// Wait. Seen: state `sync.WaitGroup.Wait` (`semacquire` before Go 1.24), growing, while those who were to call Done are
// gone. When they are not gone but stuck themselves, that is the cause, and the Wait its victim.

import { shortName, sourceEvidence } from '../evidence';
import { confirmed, gradeOf, growthText, leakEvidenceOf, type LeakSite, leakSites, ofLeak } from '../leakSites';
import type { WaitGroupCode } from '../codeQuestions';
import type { Draft, Rule } from '../rule';

interface Problem {
  /** What the title begins with, where it says more than that zero is not reached. */
  readonly title?: string;
  /** What the detail ends with. */
  readonly why: string;
  /** About its place. */
  readonly evidence: string;
  readonly advice: string;
}

const doneFirst =
  'Make `defer wg.Done()` the first statement of the goroutine, or use wg.Go (Go 1.25), which cannot forget it.';

/** What the source may show, the surest first. */
const problems: Readonly<Record<keyof WaitGroupCode, Problem>> = {
  copied: {
    title: 'Done is called on a copy of the WaitGroup',
    why: '',
    evidence: 'The WaitGroup is passed by value here.',
    advice: 'Pass the WaitGroup by pointer, wg *sync.WaitGroup and &wg: `go vet` finds such copies.',
  },
  missingDone: {
    title: 'A way out without Done',
    why: ': one way out of the goroutine does not call Done',
    evidence: 'The goroutine ends here without Done.',
    advice: doneFirst,
  },
  neverDone: {
    title: 'Nobody calls Done',
    why: '',
    evidence: 'It is added to here, and nothing calls Done.',
    advice: doneFirst,
  },
  lateAdd: {
    why: ': Add is called in the goroutine that it counts, perhaps after Wait',
    evidence: 'Add stands in the goroutine itself.',
    advice: 'Call Add before the go statement, or use wg.Go (Go 1.25).',
  },
};

const names = Object.keys(problems) as readonly (keyof WaitGroupCode)[];

export const waitGroup: Rule = {
  id: 'waitgroup-never-zero',
  summary: 'Goroutines wait for ever for a WaitGroup that does not reach zero',
  docs: 'https://pkg.go.dev/sync#WaitGroup',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const leak of leakSites(facts, 'wait group', 'semaphore')) {
      const { site } = leak;
      const place = site.place!;
      if (!site.frames.some((frame) => frame.function === 'sync.(*WaitGroup).Wait')) continue;
      const found = await code.waitGroupAt(place);
      const seen = names.flatMap((name) => {
        const at = found?.[name];
        return at === undefined ? [] : [{ ...problems[name], at }];
      });
      const cause = seen.at(0);
      drafts.push({
        grade: cause === undefined ? gradeOf(leak) : confirmed(gradeOf(leak)),
        ...saidOf(leak, cause),
        place: cause?.at ?? place,
        evidence: [...leakEvidenceOf(leak, facts), ...seen.map(({ evidence, at }) => sourceEvidence(evidence, at))],
        refute: 'The goroutines that are waited for still run, and the waits end when they do.',
        ...ofLeak(leak),
      });
    }
    return drafts;
  },
};

function saidOf(leak: LeakSite, cause: Problem | undefined): Pick<Draft, 'title' | 'detail' | 'advice'> {
  const { called, place } = leak.site;
  const waiter = shortName(place!.function);
  if (!/^(runtime|sync|golang\.org\/x\/sync\/errgroup)\./.test(called)) {
    const library = shortName(called);
    return {
      title: `${waiter} waits in ${library} for work that does not end`,
      detail: `Goroutines stay there (${growthText(leak)}): what they wait for, in ${library}, has not ended while we looked.`,
      advice:
        'See what the function that was handed to it waits for, and give that wait a time limit: all who share its result wait with it.',
    };
  }
  return {
    title:
      cause?.title === undefined
        ? `The WaitGroup of ${waiter} does not reach zero`
        : `${cause.title}: ${waiter} waits for ever`,
    detail: `Goroutines stay in Wait (${growthText(leak)}), and those they wait for have ended${cause?.why ?? ''}.`,
    advice: cause?.advice ?? doneFirst,
  };
}
