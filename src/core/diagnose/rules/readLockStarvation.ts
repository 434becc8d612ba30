// Readers and writers in each other's way. In: waits at RLock and Lock of one type. Out: one finding a lock. Seen: a writer
// that waits makes all later readers wait as well (sync.RWMutex), so a slow reader holds up everybody.

import { durationText, shortName, shown } from '../evidence';
import type { Rule } from '../rule';
import { type Draft, weightOf } from '../rule';

/** Readers that wait on average. */
const likelyWaiting = 0.4;

export const readLockStarvation: Rule = {
  id: 'rwmutex-writer-starvation',
  summary: 'Readers of an RWMutex queue behind writers that wait for slow readers',
  docs: 'https://pkg.go.dev/sync#RWMutex',
  find(facts) {
    const { waits } = facts;
    if (waits?.seconds === undefined) return Promise.resolve([]);
    const { seconds, stacks } = waits;
    const drafts = facts.locks.flatMap(({ owner, readers }): Draft[] => {
      const waiting = readers === undefined ? 0 : readers.delay / 1e9 / seconds;
      if (readers === undefined || waiting < likelyWaiting) return [];
      const { place, count, delay, frames } = readers;
      return [
        {
          grade: 'likely',
          title: `Readers queue in ${shortName(place.function)}`,
          detail: `On average ${waiting.toFixed(1)} goroutines waited to read, ${durationText(delay / count)} each. Readers wait only when a writer has the lock or waits for it.`,
          place,
          evidence: [
            {
              profile: 'block',
              text: `${Math.round(count)} waits at RLock, ${durationText(delay)} in all.`,
              value: delay,
              unit: 'nanoseconds',
              share: delay / stacks.total,
              frames: shown(frames),
            },
          ],
          refute: 'It was a burst of writes: capture again with more --seconds.',
          advice:
            'Do nothing slow under RLock or Lock; where data is read much and written seldom, publish a copy with atomic.Pointer.',
          weight: weightOf(waiting, 2),
          explains: [`lock:${owner}`],
        },
      ];
    });
    return Promise.resolve(drafts);
  },
};
