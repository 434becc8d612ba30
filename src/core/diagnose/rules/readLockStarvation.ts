// Readers and writers in each other's way. In: waits at RLock and Lock of one type. Out: one finding a lock. Seen: a writer
// that waits makes all later readers wait as well (sync.RWMutex), so a slow reader holds up everybody.

import { durationText, shortName } from '../evidence';
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
    const { seconds } = waits;
    const drafts = facts.locks.flatMap((lock): Draft[] => {
      if (!lock.isReadLock || lock.queue === undefined) return [];
      const own = waits.sums.filter(
        ({ operation, rows }) => operation === 'rlock' && rows.some(({ frames }) => frames === lock.queue?.frames),
      );
      const readers = own.reduce((sum, { delay }) => sum + delay, 0) / 1e9 / seconds;
      if (readers < likelyWaiting) return [];
      const [top] = own;
      return [
        {
          grade: 'likely',
          title: `Readers queue in ${shortName(top.place.function)}`,
          detail: `On average ${readers.toFixed(1)} goroutines waited to read, ${durationText(top.delay / top.count)} each. Readers wait only when a writer has the lock or waits for it.`,
          place: top.place,
          evidence: [
            {
              profile: 'block',
              text: `${Math.round(top.count)} waits at RLock, ${durationText(top.delay)} in all.`,
              value: top.delay,
              unit: 'nanoseconds',
              share: top.delay / waits.stacks.total,
              frames: top.rows[0].frames.slice(0, 24),
            },
          ],
          refute: 'It was a burst of writes: capture again with more --seconds.',
          advice:
            'Do nothing slow under RLock or Lock; where data is read much and written seldom, publish a copy with atomic.Pointer.',
          weight: weightOf(readers, 2),
          explains: [`lock:${lock.owner}`],
        },
      ];
    });
    return Promise.resolve(drafts);
  },
};
