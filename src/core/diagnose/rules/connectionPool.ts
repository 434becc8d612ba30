// A database/sql pool that is used up. In: goroutines in (*DB).conn, the source of the functions that query. Out: one
// finding a pool, as far as lines tell pools apart. Seen: state select under database/sql.(*DB).conn. When the waits do
// not end, somebody keeps connections: rows, a transaction or a statement that is never closed.

import { durationText, endedEvidence, secondsText, shortName, shown, siteEvidence, sourceEvidence } from '../evidence';
import type { Facts } from '../facts/facts';
import { isGrowingLeak, isStuck } from '../facts/sites';
import type { Evidence } from '../finding';
import { keyOfSite } from '../leakSites';
import { type Draft, type Rule, weightOf } from '../rule';

const conn = 'database/sql.(*DB).conn';

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
            : `${shortName(place.function)} leaves rows open, and its connection pool is used up`,
        detail: `${site.now} goroutines wait for a connection, and the waits do not end${grown > 0 ? ` (${grown} more while we looked)` : ''}: whoever has the connections does not give them back.`,
        place: open ?? place,
        evidence: [
          siteEvidence(site, facts),
          ...endedEvidence(site, facts),
          ...ownProfiles(facts),
          ...(open === undefined
            ? []
            : [sourceEvidence('A way out here leaves the rows open, and they keep their connection.', open)]),
        ],
        refute:
          'The database is slow, and the connections come back: then the block profile has waits that ended here.',
        advice:
          'After the error check, `defer rows.Close()` (or tx.Rollback(), stmt.Close()), and use the calls with a context, so that no wait is for ever.',
        weight: weightOf(grown + site.now / 20, 5),
        explains: [keyOfSite(site)],
      });
    }
    return drafts.length > 0 ? drafts : narrowPool(facts);
  },
};

/** Waits that end: the pool is too small for the load, or its connections are held too long. */
function narrowPool(facts: Facts): readonly Draft[] {
  const { waits } = facts;
  if (waits?.seconds === undefined) return [];
  const sums = waits.sums.filter(({ rows }) =>
    rows.some(({ frames }) => frames.some((frame) => frame.function === conn)),
  );
  return sums.flatMap(({ place, rows }) => {
    const own = rows.filter(({ frames }) => frames.some((frame) => frame.function === conn));
    const delay = own.reduce((sum, row) => sum + row.value, 0);
    const count = own.reduce((sum, row) => sum + row.count, 0);
    const waiting = delay / 1e9 / waits.seconds!;
    if (waiting < 0.5 || count < 5) return [];
    const text = `${Math.round(count)} calls waited ${durationText(delay / count)} each for a connection in ${secondsText(waits.seconds!)}.`;
    return [
      {
        grade: waiting >= 2 ? 'likely' : 'suspect',
        title: `${shortName(place.function)} waits for connections of its pool`,
        detail: `${text} On average ${waiting.toFixed(1)} goroutines were waiting.`,
        place,
        evidence: [
          {
            profile: 'block',
            text,
            value: delay,
            unit: 'nanoseconds',
            share: delay / waits.stacks.total,
            frames: shown(own[0].frames),
          },
        ],
        refute: 'It was a burst: capture again with more --seconds.',
        advice:
          'Hold connections for a shorter time (close rows early, no slow work within a transaction), or raise SetMaxOpenConns to what the database can take.',
        weight: weightOf(waiting, 4),
        explains: [`pool:${place.file}:${place.line}`],
      } satisfies Draft,
    ];
  });
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
