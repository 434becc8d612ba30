// Locks that nobody gives back. In: goroutines that wait for a lock and do not move, with the locks that the source says
// their callers hold. Out: one finding a ring (they wait for each other, one for itself, or several of one place that take
// two values' locks crosswise), else one for each lock that is never given back. Seen: state sync.Mutex.Lock, the same
// goroutines at both looks, no such wait ended.

import { counted } from '../../../base/counted';
import type { GroupFrame } from '../../goroutine/groups';
import type { Code, CodePlace, LockKind } from '../codeQuestions';
import { type LockWaiter, ringsOf } from '../deadlock';
import { shortName, siteEvidence, sourceEvidence, endedEvidence, leakAt, leakEvidence } from '../evidence';
import type { Facts } from '../facts/facts';
import { placeKey } from '../facts/leaks';
import type { LockUse } from '../facts/locks';
import type { Site } from '../facts/sites';
import type { Evidence } from '../finding';
import { keyOfSite, lostEvidence } from '../leakSites';
import { holdersOf, type LockHolder, maxHolding } from '../lockHolders';
import { type Draft, type Rule, weightOf } from '../rule';

interface Waiter extends LockWaiter {
  readonly site: Site;
  /** `Cache.mu`; '' where the source cannot be read. */
  readonly name: string;
  /** Frames during whose call each lock is held. */
  readonly heldAt: ReadonlyMap<string, { readonly frame: GroupFrame; readonly name: string }>;
  /** How the lock it wants and one of that name that it has are related: one value's, two values', or nothing tells. */
  readonly own: 'same' | 'other' | 'unknown';
  /** How it has the lock that it wants, and how it wants it. */
  readonly kinds: { readonly has: LockKind; readonly wants: LockKind };
  /** A way out that keeps the wanted lock. */
  readonly keptAt: CodePlace | undefined;
}

export const deadlock: Rule = {
  id: 'deadlock',
  summary: 'Goroutines wait for a lock that is never given back',
  docs: 'https://pkg.go.dev/sync#Mutex',
  async find(facts, code) {
    const sites = (facts.sites?.all ?? []).filter((site) => isStill(site, facts));
    const waiters = await Promise.all(sites.map((site, id) => waiterOf(id, site, facts, code)));
    const rings = ringsOf(waiters).map((ring) => ring.map((id) => waiters[id]));
    const inRing = new Set(rings.flat());
    const held = new Set(rings.flat().flatMap(({ holds, wants }) => [...holds, wants]));
    const behind = waiters.filter((waiter) => !inRing.has(waiter) && held.has(waiter.wants));
    const lost = waiters.filter((waiter) => !inRing.has(waiter) && !held.has(waiter.wants));
    const drafts = rings.map((ring) => ringDraft(ring, behind, facts));
    const queues = byLock(lost);
    const causes = new Map<string, Draft | undefined>();
    const isHeld = new Set<string>();
    for (const [lock, waiting] of queues) {
      const holders = await holdersOf(lock, waiting[0].site.place!, facts, code);
      if (holders.length > 0) isHeld.add(lock);
      // One that waits for time, the network or work gives the lock back: then it is only slow.
      const holder = holders.find(({ site }) => isLost(site, facts));
      causes.set(lock, holders.length === 0 ? lostLock(waiting, facts) : holder && heldLock(waiting, holder, facts));
    }
    for (const [lock, waiting] of queues) {
      // Whoever has it may stand in the queue for another one.
      const holder = lost.find(({ holds, wants }) => wants !== lock && holds.includes(lock));
      if (holder === undefined) {
        const own = causes.get(lock);
        if (own !== undefined) drafts.push(own);
        continue;
      }
      const cause = causes.get(holder.wants);
      if (cause !== undefined) drafts.push(withVictims(cause, waiting));
      else if (!isHeld.has(holder.wants) && standing(waiting) >= enoughStanding) {
        drafts.push(heldLock(waiting, { site: holder.site, frame: holder.heldAt.get(lock)!.frame }, facts));
      }
    }
    return drafts;
  },
};

function withVictims(cause: Draft, waiting: readonly Waiter[]): Draft {
  return { ...cause, victims: [...(cause.victims ?? []), ...waiting.map(({ site }) => keyOfSite(site))] };
}

/** A queue in front of a busy lock moves; these are at the same stack at both looks, and nobody passed them. */
function isStill({ key, wait, place, stayed, minutes, leaked }: Site, facts: Facts): boolean {
  const { waits, sites, lost } = facts;
  if (wait !== 'lock' || place === undefined) return false;
  if (leaked || lost.has(key)) return true;
  if ((waits?.endedAt(place) ?? 0) > 0) return false;
  // Without the block profile, the mutex profile tells that somebody gave it back.
  if (lockUsesAt(place, facts).some(({ holder }) => (holder?.count ?? 0) > 0)) return false;
  return ((stayed ?? 0) >= 1 && (sites?.seconds ?? 0) >= 2) || minutes >= 2;
}

/** Ways that lead to one line. */
const maxStacks = 16;

async function waiterOf(id: number, site: Site, facts: Facts, code: Code): Promise<Waiter> {
  const stacks = site.stacks.slice(0, maxStacks).map((frames) => facts.owners.own(frames).slice(0, maxHolding));
  const heldAt = new Map<string, { frame: GroupFrame; name: string }>();
  let wants = '';
  let name = '';
  let kinds: Waiter['kinds'] = { has: 'lock', wants: 'lock' };
  const again = new Set<boolean | undefined>();
  let keptAt: CodePlace | undefined;
  const seen = new Set<string>();
  // The one that has it already may stand among many that have come by another way.
  for (const [i, frame] of stacks.flatMap((frames) => [...frames.entries()])) {
    const key = `${i === 0}${placeKey(frame)}`;
    const found = seen.has(key) ? undefined : await code.lockAt(frame);
    seen.add(key);
    if (found === undefined) continue;
    if (i === 0) {
      ({ lock: wants, name, keptAt } = found);
      kinds = { ...kinds, wants: found.kind };
    }
    for (const { lock, name: held, kind, isTakenAgain } of found.held) {
      if (!heldAt.has(lock)) heldAt.set(lock, { frame, name: held });
      if (lock !== wants) continue;
      again.add(isTakenAgain);
      kinds = { ...kinds, has: kind };
    }
  }
  const own = again.has(true) ? 'same' : again.has(undefined) ? 'unknown' : 'other';
  // One goroutine that wants a value's lock and has another's waits for whoever has the first, not for itself.
  if (own === 'other' && site.now < 2) heldAt.delete(wants);
  // Without the source a lock has no name, and every waiter wants another one.
  return {
    id,
    site,
    wants: wants === '' ? `unknown ${id}` : wants,
    name,
    holds: [...heldAt.keys()],
    heldAt,
    own,
    kinds,
    keptAt,
  };
}

function lockUsesAt({ file, line }: GroupFrame, { locks }: Facts): readonly LockUse[] {
  return locks.filter(({ queue }) => queue?.place.file === file && queue.place.line === line);
}

/** Whoever has the lock waits for something else, for ever: one cause with two ends. */
function heldLock(waiting: readonly Waiter[], { site, frame }: LockHolder, facts: Facts): Draft {
  const [first] = [...waiting].sort((a, b) => b.site.now - a.site.now);
  const queue = waiting.reduce((sum, one) => sum + one.site.now, 0);
  const name = shortName(site.place!.function);
  const waiter = shortName(first.site.place!.function);
  return {
    // Else somebody may have the waiters' lock who is not seen, of another value.
    grade: waiting.some((one) => isLost(one.site, facts)) ? 'proven' : 'likely',
    title: `${name} waits while it has ${first.name || 'a lock'}, and ${waiter} waits for the lock`,
    detail: `${name} stays in ${waitWords(site)} with the lock in its hands, and nobody ends this wait; ${counted(queue, 'goroutine')} behind the lock cannot go on either.`,
    place: frame,
    evidence: [
      ...waiterEvidence(site, facts),
      sourceEvidence(`${first.name || 'The lock'} is held here, during the wait.`, frame),
      ...waiting.flatMap((one) => waiterEvidence(one.site, facts)),
    ],
    refute: 'The lock is of another value of the same type than the one that is waited for.',
    advice:
      'Send, receive and wait without the lock: copy what is needed, unlock, then wait. See also that whoever is waited for does not need the lock itself.',
    weight: weightOf(queue + site.now, 1),
    explains: [
      keyOfSite(site),
      ...waiting.map((one) => keyOfSite(one.site)),
      ...waiting.flatMap((one) => lockUsesAt(one.site.place!, facts).map(({ owner }) => `lock:${owner}`)),
    ],
  };
}

function waitWords({ wait, state }: Site): string {
  switch (wait) {
    case 'chan send':
      return 'a send';
    case 'chan receive':
    case 'nil chan':
      return 'a receive';
    case 'select':
    case 'empty select':
      return 'a select';
    case 'wait group':
      return 'WaitGroup.Wait';
    case 'cond':
      return 'Cond.Wait';
    case 'lock':
      return 'the queue for another lock';
    default:
      return `state ${state ?? wait}`;
  }
}

function byLock(waiters: readonly Waiter[]): ReadonlyMap<string, readonly Waiter[]> {
  const groups = new Map<string, Waiter[]>();
  for (const waiter of waiters) groups.set(waiter.wants, [...(groups.get(waiter.wants) ?? []), waiter]);
  return groups;
}

function ringDraft(ring: readonly Waiter[], behind: readonly Waiter[], facts: Facts): Draft {
  const [first] = ring;
  const names = ring.map(({ site }) => shortName(site.place!.function));
  const queue = behind.reduce((sum, { site }) => sum + site.now, 0);
  const { isSure, title, detail, refute, advice } = saidOf(ring, names, facts);
  return {
    grade: isSure ? 'proven' : 'likely',
    title,
    detail: `${detail}${queue === 0 ? '' : ` ${queue} more goroutines wait behind them.`}`,
    place: first.site.place,
    evidence: [
      ...ring.flatMap(({ site, heldAt }) => [
        ...waiterEvidence(site, facts),
        ...[...heldAt.values()].map((held) =>
          sourceEvidence(`${held.name} is held here, during the call.`, held.frame),
        ),
      ]),
      ...behind.map(({ site }) => siteEvidence(site, facts)),
    ],
    refute,
    advice,
    weight: weightOf(queue + ring.reduce((sum, { site }) => sum + site.now, 0), 1),
    explains: [...ring, ...behind].map(({ site }) => keyOfSite(site)),
  };
}

function saidOf(
  ring: readonly Waiter[],
  names: readonly string[],
  facts: Facts,
): Pick<Draft, 'title' | 'detail' | 'refute' | 'advice'> & { readonly isSure: boolean } {
  const [{ site, name, own, kinds }] = ring;
  const otherValues = 'The locks are of two different values of the same type, and another goroutine has them.';
  if (ring.length > 1) {
    return {
      // Where a value has a lock of that name, nothing but time says that it is this one.
      isSure: ring.every((one) => isSeenForEver(one, facts)),
      title: `${names.join(' and ')} wait for each other's locks`,
      detail: `Each has a lock that the next one wants: ${ring.map((one, i) => `${names[i]} wants ${one.name}`).join(', ')}. None can go on.`,
      refute: otherValues,
      advice: 'Take the locks in the same order everywhere, or use one lock for both.',
    };
  }
  if (own === 'other') {
    return {
      isSure: isLost(site, facts),
      title: `${names[0]} takes two locks of one kind in no fixed order`,
      detail: `Each of the ${site.now} goroutines has the ${name} of one value and wants that of another, which one of the others has: none can go on.`,
      refute: 'Another goroutine has one of the locks, and gives it back: look again.',
      advice:
        'Always take the two locks in the same order, whichever value comes first in the call: by an id, a name or the address.',
    };
  }
  return {
    isSure: own === 'same',
    title: `${names[0]} waits for a lock that its caller holds`,
    detail: selfText(name, kinds),
    refute: otherValues,
    advice:
      'Split the function: an unexported one that expects the lock to be held, and one that takes it and calls the first.',
  };
}

/** A queue for a mutex is a matter of milliseconds; the dump counts minutes from the first collection on. */
function isSeenForEver({ site }: Waiter, facts: Facts): boolean {
  return isLost(site, facts) || site.minutes >= 1;
}

function isLost({ leaked, key, place }: Site, facts: Facts): boolean {
  return leaked || facts.lost.has(key) || leakAt(facts, place) !== undefined;
}

/** As sync.RWMutex says of recursive read locking, which a waiting writer turns into a deadlock. */
function selfText(lock: string, { has, wants }: Waiter['kinds']): string {
  if (has === 'lock') return `The goroutine has ${lock} already, and a lock is not taken twice: it waits for itself.`;
  return wants === 'lock'
    ? `The goroutine has ${lock} for reading and wants it for writing, which waits for all who read: it waits for itself.`
    : `The goroutine has ${lock} for reading and wants to read again. A writer that came in between waits for it, and new readers wait for the writer: none can go on.`;
}

/** One alone may have a slow one before it. */
const enoughStanding = 3;

function standing(waiting: readonly Waiter[]): number {
  return waiting.reduce((sum, { site }) => sum + (site.stayed ?? site.now), 0);
}

/** Nobody leaves a queue for a lock but with the lock: more than this of those before, and it is given back. */
const fewMoved = 0.1;

function isMoving(waiting: readonly Waiter[]): boolean {
  const sum = (of: (site: Site) => number): number => waiting.reduce((all, { site }) => all + of(site), 0);
  const before = sum((site) => site.before ?? 0);
  return before - sum((site) => site.stayed ?? site.before ?? 0) > fewMoved * before;
}

/** Several that do not move, or one whose lock the source says is kept. */
function lostLock(waiting: readonly Waiter[], facts: Facts): Draft | undefined {
  const [first] = [...waiting].sort((a, b) => b.site.now - a.site.now);
  const stayed = standing(waiting);
  const isMarked = waiting.some(({ site }) => site.leaked);
  const kept = first.keptAt;
  if (stayed < enoughStanding && !waiting.some(({ site }) => isLost(site, facts)) && kept === undefined)
    return undefined;
  if (kept === undefined && !isMarked && isMoving(waiting)) return undefined;
  const place = first.site.place!;
  const name = first.name || 'The lock';
  return {
    grade: isMarked || kept !== undefined ? 'proven' : 'likely',
    title: `${name} is not given back: ${shortName(place.function)} waits for it`,
    detail: `${waiting.reduce((sum, { site }) => sum + site.now, 0)} goroutines wait for it and none has got it. ${
      kept === undefined
        ? 'Whoever took it has returned without Unlock, or waits itself while it has it.'
        : 'One way out of a function that takes it does not unlock it.'
    }`,
    place: kept ?? place,
    evidence: [
      ...waiting.flatMap(({ site }) => waiterEvidence(site, facts)),
      ...(kept === undefined
        ? []
        : [sourceEvidence('From here, one way out of the function does not give it back.', kept)]),
    ],
    refute: 'The lock is held for longer than we looked: capture again with more --seconds.',
    advice: 'Write `defer mu.Unlock()` behind each Lock, and do not wait for anything else while it is held.',
    weight: weightOf(stayed, 5),
    explains: waiting.map(({ site }) => keyOfSite(site)),
  };
}

function waiterEvidence(site: Site, facts: Facts): readonly Evidence[] {
  return [
    siteEvidence(site, facts),
    ...endedEvidence(site, facts),
    ...lostEvidence(site, facts),
    ...leakEvidence(leakAt(facts, site.place)),
  ];
}
