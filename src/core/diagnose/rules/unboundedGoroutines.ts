// A goroutine for everything that comes. In: goroutines by the `go` statement that made them. Out: one finding a
// statement. Seen: hundreds from one line, many more than requests. Those that are lost have rules of their own; here
// are those that run or wait their turn.

import { counted } from '../../../base/counted';
import type { GroupFrame } from '../../goroutine/groups';
import { shortName, shown, sourceEvidence } from '../evidence';
import { placeKey } from '../facts/leaks';
import { isGrowingLeak, isStuck, type Site } from '../facts/sites';
import { keyOfSite } from '../leakSites';
import { type Draft, type Rule, weightOf } from '../rule';

/** From one statement: a pool that is larger than this is none. */
const many = 1000;
/** For each handler that runs. */
const perRequest = 20;

export const unboundedGoroutines: Rule = {
  id: 'unbounded-goroutines',
  summary: 'One go statement has started a thousand goroutines or more that still live',
  docs: 'https://pkg.go.dev/golang.org/x/sync/errgroup#Group.SetLimit',
  async find(facts, code) {
    const all = facts.sites?.all ?? [];
    const handlers = all.filter(({ isRequest }) => isRequest).reduce((sum, { now }) => sum + now, 0);
    const found = new Map<string, { place: GroupFrame; sites: Site[] }>();
    for (const site of all) {
      const place = site.createdBy;
      // What net/http and database/sql start is theirs to bound.
      if (place === null || !facts.owners.isOwn(place) || site.leaked || isGrowingLeak(site) || isStuck(site)) continue;
      const key = placeKey(place);
      const known = found.get(key);
      if (known === undefined) found.set(key, { place, sites: [site] });
      else known.sites.push(site);
    }
    const drafts: Draft[] = [];
    for (const { place, sites } of found.values()) {
      const count = sites.reduce((sum, { now }) => sum + now, 0);
      if (count < many || count < perRequest * handlers) continue;
      // One for each connection is what servers do; many for one request are not.
      const start = await code.startAt(place);
      const isUnbounded = start?.isUnbounded === true;
      if (!isUnbounded && (start !== undefined || count < 10 * many)) continue;
      drafts.push({
        grade: isUnbounded ? 'likely' : 'suspect',
        title: `${shortName(place.function)} starts goroutines without a bound`,
        detail: `${counted(count, 'goroutine')} from this go statement live, while ${counted(handlers, 'request')} ${handlers === 1 ? 'is' : 'are'} handled. Each has a stack of its own, and they wait for each other.`,
        place,
        evidence: [
          ...sites.slice(0, 3).map((site) => ({
            profile: 'goroutine',
            text: `${counted(site.now, 'goroutine')}${site.state === null ? '' : ` in state ${site.state}`}.`,
            value: site.now,
            unit: 'goroutines',
            share: site.now / Math.max(1, facts.sites?.total ?? 0),
            frames: shown(site.frames),
          })),
          ...(isUnbounded
            ? [sourceEvidence('The statement stands in a loop of a handler, and nothing holds it back.', place)]
            : []),
        ],
        refute: 'The service is meant to have so many: one for each of its connections, for example.',
        advice: 'Bound them: errgroup.SetLimit, a semaphore before the go statement, or a fixed number of workers.',
        weight: weightOf(count, 10 * many),
        explains: sites.map(keyOfSite),
      });
    }
    return drafts;
  },
};
