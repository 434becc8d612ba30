// Slow work under a lock. In: waits for locks (block), who gave them back (mutex), what the holder did meanwhile (block and
// CPU stacks of the same function). Out: one finding a lock. Measured as goroutines that wait on average: the delay of a
// second, in seconds.

import type { Code } from '../codeQuestions';
import { durationText, percentText, secondsText, shortName, shown } from '../evidence';
import type { Facts } from '../facts/facts';
import type { LockUse } from '../facts/locks';
import type { Evidence, Grade } from '../finding';
import { type Draft, type Rule, weightOf } from '../rule';
import { holderInDump, type UnderLock, underLock } from '../underLock';

/** Goroutines that wait on average. Below the first nobody notices. */
const suspectWaiting = 0.1;
const likelyWaiting = 0.4;

/**
 * Waits of a second. Where nothing is seen that the holder does meanwhile, fewer and longer ones are as well those of a
 * holder that got no CPU: a busy machine, or the collector.
 */
const likelyWithoutReason = 20;

/** In the queue at the moment of the dump, where no profile has counted. */
const suspectQueue = 5;
const likelyQueue = 10;

const lockAdvice =
  'Load, compute or send without the lock: look, unlock, work, lock, store. Let equal work be done once (singleflight).';

export const lockContention: Rule = {
  id: 'lock-contention',
  summary: 'Goroutines queue for a lock that is held too long',
  docs: 'https://pkg.go.dev/sync#Mutex',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const lock of facts.locks) {
      const waiting = lock.seconds === undefined ? 0 : lock.delay / 1e9 / lock.seconds;
      const { queue, holder } = lock;
      if (lock.delay === 0) drafts.push(...(await queueInDump(lock, facts, code)));
      if (waiting < suspectWaiting || lock.count < 5) continue;
      const meanwhile = (await underLock(lock, facts, code)) ?? (await holderInDump(lock, facts, code));
      const place = meanwhile?.place ?? queue?.place ?? holder?.place;
      const isExplained = meanwhile !== undefined || lock.count / lock.seconds! >= likelyWithoutReason;
      const isLikely = waiting >= likelyWaiting && isExplained;
      const grade: Grade = !isLikely ? 'suspect' : meanwhile?.isConfirmed === true ? 'proven' : 'likely';
      drafts.push({
        grade,
        title:
          meanwhile === undefined
            ? `Goroutines queue for the lock in ${shortName((queue ?? holder)!.place.function)}`
            : workTitle(meanwhile),
        detail: `${Math.round(lock.count)} waits for this lock, ${durationText(lock.delay / lock.count)} each in ${secondsText(lock.seconds!)}: on average ${waiting.toFixed(1)} goroutines were queueing${
          meanwhile === undefined
            ? ''
            : `. Its holder waits or works at line ${meanwhile.place.line} meanwhile, in ${shortName(meanwhile.called)}`
        }.${lock.readers === undefined ? '' : ' It is an RWMutex: a writer that waits for slow readers makes all later readers wait too.'}`,
        place,
        evidence: [...lockEvidence(lock, facts), ...(meanwhile === undefined ? [] : [meanwhile.evidence])],
        refute: 'It was a burst, or the machine was busy: capture again with more --seconds.',
        advice:
          meanwhile === undefined
            ? 'Hold the lock for less: copy what is needed, unlock, then work; or split the data over several locks.'
            : lockAdvice,
        weight: weightOf(waiting, 2),
        explains: [`lock:${lock.owner}`],
      });
    }
    return drafts;
  },
};

function workTitle({ place, isWaiting }: UnderLock): string {
  return `${shortName(place.function)} ${isWaiting ? 'waits for another goroutine' : 'does slow work'} under its lock`;
}

/** With both rates off: a queue in the dump, and somebody in it who has the lock and is busy with something else. */
async function queueInDump(lock: LockUse, facts: Facts, code: Code): Promise<readonly Draft[]> {
  const { waiting, queue, owner } = lock;
  const holder = queue === undefined || waiting < suspectQueue ? undefined : await holderInDump(lock, facts, code);
  if (queue === undefined || holder === undefined) return [];
  return [
    {
      grade: waiting < likelyQueue ? 'suspect' : 'likely',
      title: workTitle(holder),
      detail: `${waiting} goroutines are in the queue for the lock, and whoever has it is at line ${holder.place.line}, in ${shortName(holder.called)}.`,
      place: holder.place,
      evidence: [{ ...lockEvidence(lock, facts)[0], frames: shown(queue.frames) }, holder.evidence],
      refute: 'It was a moment: switch the mutex and block profiles on, and capture again.',
      advice: lockAdvice,
      weight: weightOf(waiting, 10),
      explains: [`lock:${owner}`],
    },
  ];
}

function lockEvidence({ queue, holder, waiting }: LockUse, facts: Facts): readonly Evidence[] {
  const evidence: Evidence[] = [];
  const total = facts.waits?.stacks.total ?? 0;
  if (queue !== undefined && queue.delay > 0) {
    const share = total === 0 ? null : queue.delay / total;
    evidence.push({
      profile: 'block',
      text: `${Math.round(queue.count)} waits for the lock, ${durationText(queue.delay)} in all${share === null ? '' : ` (${percentText(share)} of all waiting)`}.`,
      value: queue.delay,
      unit: 'nanoseconds',
      share,
      frames: shown(queue.frames),
    });
  }
  if (holder !== undefined) {
    evidence.push({
      profile: 'mutex',
      text: `The lock is given back here after others had waited ${durationText(holder.delay)} in all.`,
      value: holder.delay,
      unit: 'nanoseconds',
      share: null,
      frames: shown(holder.frames),
    });
  }
  if (waiting > 0 && facts.sites !== undefined) {
    evidence.push({
      profile: 'goroutine',
      text: `${waiting} goroutines are in the queue now.`,
      value: waiting,
      unit: 'goroutines',
      share: waiting / Math.max(1, facts.sites.total),
      frames: [],
    });
  }
  return evidence;
}
