// Locks that nobody gives back. In: goroutines that wait for a lock and do not move, with the locks that the source says
// their callers hold. Out: one finding a ring (proven: they wait for each other, or one for itself), else one for each
// lock that is never given back. Seen: state sync.Mutex.Lock, the same goroutines at both looks, no such wait ended.

import type { GroupFrame } from '../../goroutine/groups';
import type { Code } from '../code';
import { type LockWaiter, ringsOf } from '../deadlock';
import { shortName, sourceEvidence } from '../evidence';
import type { Facts } from '../facts/facts';
import { gradeOf, growthText, keyOfSite, leakEvidenceOf, type LeakSite, leakSites, leakWeight } from '../leakSites';
import { type Draft, type Rule, weightOf } from '../rule';

interface Waiter extends LockWaiter {
  readonly leak: LeakSite;
  /** Where it took the lock that another one of the ring wants. */
  readonly heldAt: ReadonlyMap<string, GroupFrame>;
}

/** Callers further out rarely hold a lock while this is called. */
const maxFrames = 8;

export const deadlock: Rule = {
  id: 'deadlock',
  summary: 'Goroutines wait for a lock that is never given back',
  docs: 'https://pkg.go.dev/sync#Mutex',
  async find(facts, code) {
    // A queue in front of a busy lock moves; these are at the same stack at both looks.
    const leaks = leakSites(facts, 'lock').filter(
      ({ site, strength }) => strength === 'marked' || isStill(site.stayed, site.minutes),
    );
    const waiters = await Promise.all(leaks.map((leak, id) => waiterOf(id, leak, facts, code)));
    const rings = ringsOf(waiters);
    const inRing = new Set(rings.flat());
    return [
      ...rings.map((ring) =>
        ringDraft(
          ring.map((id) => waiters[id]),
          facts,
        ),
      ),
      ...waiters.filter(({ id }) => !inRing.has(id)).map(({ leak, wants }) => lostLock(leak, wants, facts)),
    ];
  },
};

function isStill(stayed: number | null, minutes: number): boolean {
  return (stayed ?? 0) >= 2 || minutes >= 2;
}

async function waiterOf(id: number, leak: LeakSite, facts: Facts, code: Code): Promise<Waiter> {
  const own = facts.owners.own(leak.site.frames).slice(0, maxFrames);
  const heldAt = new Map<string, GroupFrame>();
  let wants = '';
  for (const [i, frame] of own.entries()) {
    const found = await code.lockAt(frame);
    if (found === undefined) continue;
    if (i === 0) wants = found.lock;
    for (const lock of found.held) if (!heldAt.has(lock)) heldAt.set(lock, frame);
  }
  // Without the source a lock has no name, and every waiter wants another one.
  return { id, leak, wants: wants === '' ? `unknown ${id}` : wants, holds: [...heldAt.keys()], heldAt };
}

function ringDraft(ring: readonly Waiter[], facts: Facts): Draft {
  const [first] = ring;
  const place = first.leak.site.place!;
  const isSelf = ring.length === 1;
  const names = ring.map(({ leak }) => shortName(leak.site.place!.function));
  return {
    grade: 'proven',
    title: isSelf
      ? `${names[0]} waits for a lock that its caller holds`
      : `${names.join(' and ')} wait for each other's locks`,
    detail: isSelf
      ? `The goroutine has ${first.wants} already, and a Mutex is not taken twice: it waits for itself (${growthText(first.leak)}).`
      : `Each has a lock that the next one wants: ${ring.map(({ wants, leak }) => `${shortName(leak.site.place!.function)} wants ${wants}`).join(', ')}. None can go on.`,
    place,
    evidence: ring.flatMap(({ leak, heldAt }) => [
      ...leakEvidenceOf(leak, facts),
      ...[...heldAt].map(([lock, frame]) => sourceEvidence(`${lock} is held here, during the call.`, frame)),
    ]),
    refute: 'The locks are of two different values of the same type, and another goroutine has them.',
    advice: isSelf
      ? 'Split the function: an unexported one that expects the lock to be held, and one that takes it and calls the first.'
      : 'Take the locks in the same order everywhere, or use one lock for both.',
    weight: weightOf(
      ring.reduce((sum, { leak }) => sum + leak.site.now, 0),
      1,
    ),
    explains: ring.map(({ leak }) => keyOfSite(leak.site)),
  };
}

function lostLock(leak: LeakSite, wants: string, facts: Facts): Draft {
  const place = leak.site.place!;
  const name = wants.startsWith('unknown ') ? 'the lock' : wants;
  return {
    grade: gradeOf(leak),
    title: `${shortName(place.function)} waits for a lock that is not given back`,
    detail: `Goroutines wait for ${name} and do not move (${growthText(leak)}). Whoever took it has returned without Unlock, or waits itself while it has it.`,
    place,
    evidence: leakEvidenceOf(leak, facts),
    refute: 'The lock is held for longer than we looked: capture again with more --seconds.',
    advice: 'Write `defer mu.Unlock()` behind each Lock, and do not wait for anything else while it is held.',
    weight: leakWeight(leak),
    explains: [keyOfSite(leak.site), `stuck lock:${place.function}`],
  };
}
