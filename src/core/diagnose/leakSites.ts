// Goroutines that are lost, or look it. In: facts. Out: sites with how strongly it is said, and who suffers from whom.
// Invariants: marked by the runtime is proof; standing still and getting more is likely, and so are requests that stand
// still after their clients have gone; only standing still is a suspicion, for that is what workers do as well. Goroutines
// that the standard library keeps for connections are not here: they wait for the network, and rules for connections know
// them by their role.

import type { Code } from './codeQuestions';
import type { Facts } from './facts/facts';
import { abandonedAt } from './facts/clients';
import { type LeakedAt, placeKey } from './facts/leaks';
import { isGrowingInTurns, isGrowingLeak, isStuck, type Site, waitClassOf } from './facts/sites';
import { withoutTypeArguments } from '../golang/shortName';
import type { WaitClass } from '../goroutine/waitReason';
import { isInRequest } from './facts/roles';
import { abandonedEvidence, endedEvidence, leakAt, leakEvidence, siteEvidence, sourceEvidence } from './evidence';
import type { Evidence, Grade } from './finding';
import { peersOf } from './peers';
import { type Draft, weightOf } from './rule';

export interface LeakSite {
  readonly site: Site;
  readonly leak: LeakedAt | undefined;
  readonly strength: 'marked' | 'lost' | 'growing' | 'abandoned' | 'stuck';
  /** No line of the program is in it: a library's own goroutines, and who has started them is not seen here. */
  readonly isForeign: boolean;
}

export function leakSites(facts: Facts, ...waits: readonly WaitClass[]): readonly LeakSite[] {
  const found: LeakSite[] = [];
  for (const site of facts.sites?.all ?? []) {
    if (!waits.includes(site.wait) || site.place === undefined) continue;
    const leak = leakAt(facts, site.place);
    const strength = strengthOf(site, leak, facts);
    const isForeign = facts.owners.own(site.frames).length === 0;
    if (strength !== undefined) found.push({ site, leak, strength, isForeign });
  }
  if (facts.sites !== undefined) return found;
  return (facts.leaked ?? []).map(siteOfLeak).filter(({ site }) => waits.includes(site.wait));
}

/** In these workers wait for their next job; there may be any number of them. */
const idle: ReadonlySet<WaitClass> = new Set(['chan receive', 'select', 'cond', 'semaphore', 'io', 'syscall', 'cgo']);

function strengthOf(site: Site, leak: LeakedAt | undefined, facts: Facts): LeakSite['strength'] | undefined {
  if (leak !== undefined || site.leaked) return 'marked';
  if (facts.lost.has(site.key)) return 'lost';
  if (facts.turning.has(site.key)) return isGrowingInTurns(site) ? 'growing' : 'stuck';
  const isGrowing = isGrowingLeak(site);
  if (!isGrowing && !(isStuck(site) && (site.isRequest || !idle.has(site.wait)))) return undefined;
  const isLeft = isGrowing || isAbandoned(site, facts);
  if (!isLeft || isMovingQueue(site, facts) || peersOf(site, facts).length > 0) return 'stuck';
  return isGrowing ? 'growing' : 'abandoned';
}

/** Nearly all of them. */
function isAbandoned(site: Site, { sites }: Facts): boolean {
  const abandoned = sites === undefined ? 0 : abandonedAt(site, sites.readConnections);
  return abandoned > 0 && abandoned >= 0.8 * site.now;
}

/**
 * Waits at the line end, but fewer than there were waiters: a queue that is longer than the time we looked. Where more
 * ended than waited, those that have not moved were passed over, and that is a leak beside a line that works; and so it is
 * where those that were there before are there still, for a queue moves at its head.
 */
function isMovingQueue({ place, before, stayed }: Site, { waits }: Facts): boolean {
  const ended = waits === undefined || place === undefined ? 0 : waits.endedAt(place);
  if (before === null || ended <= 0.1 * before || ended >= before) return false;
  return stayed === null || before - stayed >= 0.5 * ended;
}

/** A goroutineleak profile alone, without a dump. */
function siteOfLeak(leak: LeakedAt): LeakSite {
  const { place, count, frames } = leak;
  const site: Site = {
    key: `leak\0${placeKey(place)}`,
    now: count,
    before: null,
    stayed: null,
    arrived: null,
    woken: 0,
    state: null,
    wait: waitClassOf(frames),
    minutes: 0,
    leaked: true,
    frames,
    createdBy: null,
    place,
    called: '',
    role: undefined,
    isRequest: isInRequest(frames),
    stacks: [frames],
  };
  return { site, leak, strength: 'marked', isForeign: false };
}

export function gradeOf({ strength, isForeign }: LeakSite): Grade {
  // A library knows what its goroutines wait for: that more of them come is the program's doing, and stands elsewhere.
  if (isForeign && strength === 'growing') return 'suspect';
  return strength === 'marked' ? 'proven' : strength === 'stuck' ? 'suspect' : 'likely';
}

/** The source agrees with the profiles about the same place: one step up, but never from a mere suspicion to a proof. */
export function confirmed(grade: Grade): Grade {
  return grade === 'suspect' ? 'suspect' : 'proven';
}

/** What lost.ts found; empty for a site that somebody may wake. */
export function lostEvidence({ key, place }: Site, { lost }: Facts): readonly Evidence[] {
  if (!lost.has(key) || place === undefined) return [];
  const text =
    'No other goroutine of the dump, and nobody who may still be called, has what it takes to end this wait.';
  return [sourceEvidence(text, place)];
}

export function leakEvidenceOf({ site, leak }: LeakSite, facts: Facts): readonly Evidence[] {
  const own =
    facts.sites === undefined
      ? []
      : [siteEvidence(site, facts), ...abandonedEvidence(site, facts.sites), ...endedEvidence(site, facts)];
  return [...own, ...lostEvidence(site, facts), ...leakEvidence(leak)];
}

/** What would refute a leak of which nothing else is known. */
export const stillServing =
  'They serve clients or jobs that are still there: then there are as many of them as of those.';

/**
 * What a draft about the site has whatever its cause: how much it weighs, and what it explains. Goroutines lost a second
 * weigh more than those that are lost already.
 */
export function ofLeak({ site }: Pick<LeakSite, 'site'>): Pick<Draft, 'weight' | 'explains'> {
  return { weight: weightOf(site.now - (site.before ?? 0) + site.now / 20, 5), explains: [keyOfSite(site)] };
}

export function keyOfSite(site: Site): string {
  return `site:${site.key}`;
}

/** Sites whose goroutines wait for those of this site: they started them, and wait for them to end. */
export function victimsOf({ site }: LeakSite, facts: Facts): readonly string[] {
  const creator = starterOf(site, facts);
  if (creator === undefined) return [];
  // A group with a limit has whoever starts one more wait in a send.
  return leakSites(facts, 'wait group', 'chan receive', 'chan send', 'select')
    .filter(
      ({ site: other }) =>
        other !== site &&
        other.place !== undefined &&
        (other.wait !== 'chan send' || other.called === 'golang.org/x/sync/errgroup.(*Group).Go') &&
        withoutTypeArguments(other.place.function) === withoutTypeArguments(creator),
    )
    .map(({ site: other }) => keyOfSite(other));
}

/** The function that started them; of what a WaitGroup's or a group's Go has started, the one that its literal stands in. */
function starterOf({ createdBy, frames }: Site, { owners }: Facts): string | undefined {
  if (
    createdBy === null ||
    !/^(sync\.\(\*WaitGroup\)|golang\.org\/x\/sync\/errgroup\.\(\*Group\))\./.test(createdBy.function)
  )
    return createdBy?.function;
  const literal = owners.own(frames).at(-1)?.function;
  return literal !== undefined && /\.(func)?\d+$/.test(literal) ? literal.replace(/\.(func)?\d+$/, '') : undefined;
}

/** Sites whose goroutines wait for those of this site to receive, send or be done; of two that wait for each other, the later one. */
export async function behind(leak: LeakSite, facts: Facts, code: Code): Promise<readonly string[]> {
  const all = leakSites(facts, 'chan send', 'chan receive', 'select', 'wait group', 'semaphore');
  const waitsFor = async (one: Site, other: Site): Promise<boolean> =>
    (await code.isServedBy(one.place!, one.wait, facts.owners.own(other.frames))) === true;
  const own = all.findIndex(({ site }) => site === leak.site);
  const found: string[] = [];
  for (const [i, { site }] of all.entries()) {
    if (i === own || !(await waitsFor(site, leak.site))) continue;
    if (i > own || !(await waitsFor(leak.site, site))) found.push(keyOfSite(site));
  }
  return found;
}

/** `3 more in 5.2 s`, for titles. */
export function growthText({ site }: LeakSite): string {
  const { now, before } = site;
  return before === null || now <= before ? `${now} of them` : `${now - before} more while we looked, ${now} now`;
}
