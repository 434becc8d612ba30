// Readers and writers in each other's way. In: waits at RLock and Lock of one type. Out: one finding a lock. Seen: a writer
// that waits makes all later readers wait as well (sync.RWMutex), so a slow reader holds up everybody.

import { durationText, shortName, shown } from '../evidence';
import type { Rule } from '../rule';
import { type Draft, weightOf } from '../rule';
import { holderInDump } from '../underLock';

/** Readers that wait on average. */
const likelyWaiting = 0.4;

export const readLockStarvation: Rule = {
  id: 'rwmutex-writer-starvation',
  summary: 'Readers of an RWMutex queue behind writers that wait for slow readers',
  docs: 'https://pkg.go.dev/sync#RWMutex',
  async find(facts, code) {
    const { waits } = facts;
    if (waits?.seconds === undefined) return [];
    const { seconds, stacks } = waits;
    const drafts: Draft[] = [];
    for (const lock of facts.locks) {
      const { owner, readers } = lock;
      const waiting = readers === undefined ? 0 : readers.delay / 1e9 / seconds;
      if (readers === undefined || waiting < likelyWaiting) continue;
      const { place, count, delay, frames } = readers;
      const slow = await holderInDump(lock, facts, code);
      drafts.push({
        grade: 'likely',
        title:
          slow === undefined
            ? `Readers queue in ${shortName(place.function)}`
            : `${shortName(slow.place.function)} is slow under its RWMutex, and readers queue behind a writer`,
        detail: `On average ${waiting.toFixed(1)} goroutines waited to read, ${durationText(delay / count)} each. Readers wait only when a writer has the lock or waits for it${
          slow === undefined
            ? ''
            : `, and a writer waits for all who have it, as at line ${slow.place.line}, in ${shortName(slow.called)}`
        }.`,
        place: slow?.place ?? place,
        evidence: [
          {
            profile: 'block',
            text: `${Math.round(count)} waits at RLock, ${durationText(delay)} in all.`,
            value: delay,
            unit: 'nanoseconds',
            share: delay / stacks.total,
            frames: shown(frames),
          },
          ...(slow === undefined ? [] : [slow.evidence]),
        ],
        refute: 'It was a burst of writes: capture again with more --seconds.',
        advice:
          'Do nothing slow under RLock or Lock; where data is read much and written seldom, publish a copy with atomic.Pointer.',
        weight: weightOf(waiting, 2),
        explains: [`lock:${owner}`],
      });
    }
    return drafts;
  },
};
