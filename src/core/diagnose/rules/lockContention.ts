// Slow work under a lock. In: waits for locks (block), who gave them back (mutex), what the holder did meanwhile (block and
// CPU stacks of the same function). Out: one finding a lock. Measured as goroutines that wait on average: the delay of a
// second, in seconds.

import { durationText, percentText, secondsText, shortName } from '../evidence';
import type { GroupFrame } from '../../goroutine/groups';
import type { Facts } from '../facts/facts';
import type { LockUse } from '../facts/locks';
import { operationOf } from '../facts/waits';
import type { Evidence, Grade } from '../finding';
import { type Draft, type Rule, weightOf } from '../rule';

/** Goroutines that wait on average. Below the first nobody notices. */
const suspectWaiting = 0.1;
const likelyWaiting = 0.4;

export const lockContention: Rule = {
  id: 'lock-contention',
  summary: 'Goroutines queue for a lock that is held too long',
  docs: 'https://pkg.go.dev/sync#Mutex',
  find(facts) {
    const drafts: Draft[] = [];
    for (const lock of facts.locks) {
      const waiting = lock.seconds === undefined ? 0 : lock.delay / 1e9 / lock.seconds;
      const { queue, holder } = lock;
      if (waiting < suspectWaiting || lock.count < 5) continue;
      const meanwhile = underLock(lock, facts);
      const place = meanwhile?.place ?? queue?.place ?? holder?.place;
      const grade: Grade =
        waiting >= likelyWaiting ? (meanwhile !== undefined && holder !== undefined ? 'proven' : 'likely') : 'suspect';
      drafts.push({
        grade,
        title:
          meanwhile === undefined
            ? `Goroutines queue for the lock in ${shortName((queue ?? holder)!.place.function)}`
            : `${shortName(meanwhile.place.function)} does slow work under its lock`,
        detail: `${Math.round(lock.count)} waits for this lock, ${durationText(lock.delay / lock.count)} each in ${secondsText(lock.seconds!)}: on average ${waiting.toFixed(1)} goroutines were queueing${
          meanwhile === undefined
            ? ''
            : `. Its holder waits or works at line ${meanwhile.place.line} meanwhile, in ${shortName(meanwhile.called)}`
        }.`,
        place,
        evidence: [...lockEvidence(lock, facts), ...(meanwhile === undefined ? [] : [meanwhile.evidence])],
        refute: 'It was a burst, or the machine was busy: capture again with more --seconds.',
        advice:
          meanwhile === undefined
            ? 'Hold the lock for less: copy what is needed, unlock, then work; or split the data over several locks.'
            : 'Load, compute or send without the lock: look, unlock, work, lock, store. Let equal work be done once (singleflight).',
        weight: weightOf(waiting, 2),
        explains: [`lock:${lock.owner}`],
      });
    }
    return Promise.resolve(drafts);
  },
};

/**
 * What the holder's function waits or works at, other than the lock itself: the line with the most of it. From
 * the block profile, where a wait of a tenth of the queue's delay or more is there, else from the CPU profile.
 */
function underLock(
  { holder, queue, delay }: LockUse,
  facts: Facts,
): { place: GroupFrame; called: string; evidence: Evidence } | undefined {
  const name = (holder ?? queue)?.place.function;
  if (name === undefined) return undefined;
  const lines = new Map<number, { place: GroupFrame; called: string; value: number; frames: readonly GroupFrame[] }>();
  for (const { frames, value } of facts.waits?.stacks.rows ?? []) {
    const at = frames.findIndex((frame) => frame.function === name);
    if (at <= 0) continue;
    const own = facts.owners.innermost(frames);
    const operation = operationOf(frames);
    // Waiting for the lock is not work under it.
    if ((operation === 'lock' || operation === 'rlock') && own === frames[at]) continue;
    const known = lines.get(frames[at].line);
    if (known === undefined)
      lines.set(frames[at].line, { place: frames[at], called: calledFrom(frames, at), value, frames });
    else known.value += value;
  }
  const top = [...lines.values()].sort((a, b) => b.value - a.value).at(0);
  // Work under a lock adds up to a part of what those behind it wait.
  if (top === undefined || top.value < 0.02 * delay) return undefined;
  return {
    place: top.place,
    called: top.called,
    evidence: {
      profile: 'block',
      text: `The holder waits ${durationText(top.value)} in all at line ${top.place.line}, with the lock.`,
      value: top.value,
      unit: 'nanoseconds',
      share: null,
      frames: top.frames.slice(0, 24),
    },
  };
}

function calledFrom(frames: readonly GroupFrame[], at: number): string {
  return frames[at - 1].function;
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
      frames: queue.frames.slice(0, 24),
    });
  }
  if (holder !== undefined) {
    evidence.push({
      profile: 'mutex',
      text: `The lock is given back here after others had waited ${durationText(holder.delay)} in all.`,
      value: holder.delay,
      unit: 'nanoseconds',
      share: null,
      frames: holder.frames.slice(0, 24),
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
