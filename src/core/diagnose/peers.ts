// Goroutines that are there for a peer. In: a site that gets more goroutines, and the others of the dump. Out: those that
// started them, or that they started, which wait for the network and came in like numbers. Invariant: a pair of which
// one reads a connection lives as long as the connection: more of them are more clients, as far as anybody can see.

import { withoutTypeArguments } from '../golang/shortName';
import type { GroupFrame } from '../goroutine/groups';
import type { Facts } from './facts/facts';
import type { Site } from './facts/sites';

/** Of as many as the site has, and as came to it; some are at another line just now. */
const alike = 0.5;

export function peersOf(site: Site, { sites, owners }: Facts): readonly Site[] {
  const grown = growthOf(site);
  // What the standard library starts has a role instead: a server starts every handler beside its accepting.
  const isChild = ({ createdBy }: Site, parent: Site): boolean =>
    createdBy !== null && owners.of(createdBy) !== 'standard' && isIn(createdBy.function, parent.frames);
  const found = (sites?.all ?? []).filter(
    (other) => other !== site && other.wait === 'io' && (isChild(site, other) || isChild(other, site)),
  );
  const sum = (of: (one: Site) => number): number => found.reduce((all, one) => all + of(one), 0);
  return sum(({ now }) => now) >= alike * site.now && sum(growthOf) >= alike * grown ? found : [];
}

function growthOf({ now, before }: Site): number {
  return now - (before ?? 0);
}

function isIn(name: string, frames: readonly GroupFrame[]): boolean {
  const own = withoutTypeArguments(name);
  return frames.some((frame) => withoutTypeArguments(frame.function) === own);
}
