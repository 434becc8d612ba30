// A pool of connections that is used up: database/sql's, or a client library's. In: goroutines that wait for a connection,
// the source of the functions that ask for one. Out: one finding a pool, as far as lines tell pools apart. Seen: state
// select under database/sql.(*DB).conn and the like. When the waits do not end, or end in a time-out, somebody keeps
// connections: rows, a transaction, a statement or a connection of his own that is never closed.

import { durationText, endedEvidence, secondsText, shortName, shown, siteEvidence, sourceEvidence } from '../evidence';
import type { Code } from '../codeQuestions';
import type { Facts } from '../facts/facts';
import { placeKey } from '../facts/leaks';
import { isPoolWait } from '../facts/roles';
import { isGrowingLeak, isStuck } from '../facts/sites';
import { byPlace } from '../facts/stacks';
import type { Evidence } from '../finding';
import { keyOfSite } from '../leakSites';
import { type Draft, type Rule, weightOf } from '../rule';

export const connectionPool: Rule = {
  id: 'connection-pool-exhausted',
  summary: 'Goroutines wait for a connection of a database pool',
  docs: 'https://go.dev/doc/database/manage-connections',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const site of facts.sites?.all ?? []) {
      if (site.role !== 'pool wait' || site.place === undefined) continue;
      const isGrowing = isGrowingLeak(site);
      if (!isGrowing && !isStuck(site)) continue;
      const { place } = site;
      const open = await firstOf(facts.owners.own(site.frames), (frame) => code.unclosedRowsIn(frame));
      const grown = site.now - (site.before ?? 0);
      drafts.push({
        grade: open === undefined ? (isGrowing ? 'likely' : 'suspect') : 'proven',
        title:
          open === undefined
            ? `The connection pool of ${shortName(place.function)} is used up`
            : `${shortName(place.function)} keeps its connection, and the pool is used up`,
        detail: `${site.now} goroutines wait for a connection, and the waits do not end${grown > 0 ? ` (${grown} more while we looked)` : ''}: whoever has the connections does not give them back.`,
        place: open ?? place,
        evidence: [
          siteEvidence(site, facts),
          ...endedEvidence(site, facts),
          ...ownProfiles(facts),
          ...(open === undefined
            ? []
            : [
                sourceEvidence(
                  'A way out here leaves the rows open, or does not give back what it took: that keeps a connection.',
                  open,
                ),
              ]),
        ],
        refute:
          'The database is slow, and the connections come back: then the block profile has waits that ended here.',
        advice:
          'After the error check, `defer rows.Close()` (or tx.Rollback(), stmt.Close()), and use the calls with a context, so that no wait is for ever.',
        weight: weightOf(grown + site.now / 20, 5),
        explains: [keyOfSite(site)],
      });
    }
    return drafts.length > 0 ? drafts : narrowPool(facts, code);
  },
};

/** Waits that end: the pool is too small for the load, its connections are held too long, or the calls give up. */
async function narrowPool(facts: Facts, code: Code): Promise<readonly Draft[]> {
  const { waits } = facts;
  if (waits?.seconds === undefined) return [];
  const { seconds } = waits;
  const rows = waits.stacks.rows.filter(({ frames }) => isPoolWait(frames));
  const pools = byPlace(rows, ({ frames }) => {
    const place = facts.owners.innermost(frames);
    const pool = frames.find((frame) => isPoolWait([frame]))!.function;
    return place === undefined ? undefined : { key: pool, place };
  });
  const drafts: Draft[] = [];
  for (const { place, value: delay, count, rows: own } of pools) {
    const waiting = delay / 1e9 / seconds;
    if (waiting < 0.5 || count < 5) continue;
    const places = [...new Map(own.flatMap(({ frames }) => facts.owners.own(frames)).map((at) => [placeKey(at), at]))];
    const open = await firstOf(places, ([, frame]) => code.unclosedRowsIn(frame));
    const text = `${Math.round(count)} calls waited ${durationText(delay / count)} each for a connection in ${secondsText(seconds)}.`;
    drafts.push({
      grade: waiting < 2 ? 'suspect' : open === undefined ? 'likely' : 'proven',
      title:
        open === undefined
          ? `${shortName(place.function)} waits for connections of its pool`
          : `A connection is not given back, and ${shortName(place.function)} waits for those of the pool`,
      detail: `${text} On average ${waiting.toFixed(1)} goroutines were waiting.`,
      place: open ?? place,
      evidence: [
        ...own.slice(0, 4).map(({ value, frames }): Evidence => ({
          profile: 'block',
          text: `${durationText(value)} of waiting for a connection, in all.`,
          value,
          unit: 'nanoseconds',
          share: value / waits.stacks.total,
          frames: shown(frames),
        })),
        ...(open === undefined
          ? []
          : [sourceEvidence('A way out here leaves open what has a connection of the pool.', open)]),
      ],
      refute: 'It was a burst: capture again with more --seconds.',
      advice:
        open === undefined
          ? 'Hold connections for a shorter time (close rows early, no slow work within a transaction), or let the pool have more of them, as many as the other side can take.'
          : 'Close it on every way out, by `defer` behind the error check.',
      weight: weightOf(waiting, 4),
      explains: [`pool:${place.file}:${place.line}`],
    });
  }
  return drafts;
}

/** Profiles that the service or a driver keeps of what is open. */
function ownProfiles(facts: Facts): readonly Evidence[] {
  return facts.profiles.own().flatMap(([name, { last }]) => {
    const count = (last.profile.samples.values.at(-1) ?? new Float64Array()).reduce((sum, value) => sum + value, 0);
    if (count === 0) return [];
    return [
      {
        profile: name,
        text: `The service's own profile ${name} counts ${Math.round(count)}.`,
        value: count,
        unit: 'count',
        share: null,
        frames: [],
      },
    ];
  });
}

async function firstOf<T, R>(
  list: readonly T[],
  ask: (one: T) => Promise<R | null | undefined>,
): Promise<R | undefined> {
  for (const one of list) {
    const found = await ask(one);
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
}
