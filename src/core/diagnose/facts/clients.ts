// Whether clients of requests are still there. In: sites. Out: how many connections somebody reads, and how many requests
// at a site can have no client any more. Source: net/http/server.go, Go 1.8 to 1.27: while a handler works, its connection
// is read in the background, and that ends when the client goes. Invariant: a lower bound, for each connection that is
// read might be of a request at that very site; connections that a handler took over (Hijack) are read by the program.
// HTTP/2 reads all requests of a connection at once, so nothing is said of those.

import type { GroupFrame } from '../../goroutine/groups';
import type { Site } from './sites';

/** Connections that a server or the program itself reads now. */
export function readConnections(sites: readonly Site[]): number {
  const reading = sites.filter(
    ({ role, frames }) => role === 'server background read' || (role === undefined && isRead(frames)),
  );
  return reading.reduce((sum, { now }) => sum + now, 0);
}

/** A client that gives up just before its answer is one of few. */
const fewest = 10;

/** Of the requests that have not moved while we looked, how many at least have lost their client; 0 for few, and elsewhere. */
export function abandonedAt({ stayed, frames }: Site, read: number): number {
  if (stayed === null || !frames.some(({ function: name }) => name === 'net/http.(*conn).serve')) return 0;
  return stayed - read < fewest ? 0 : stayed - read;
}

function isRead(frames: readonly GroupFrame[]): boolean {
  return frames.some(({ function: name }) => name === 'internal/poll.(*FD).Read');
}
