// Whether clients of requests are still there. In: sites. Out: how many connections somebody reads, and how many requests
// at a site can have no client any more. Source: net/http/server.go, Go 1.8 to 1.27: while a handler works, its connection
// is read in the background, and that ends when the client goes. Invariant: a lower bound, for each connection that is
// read might be of a request at that very site; connections that a handler took over (Hijack) are read by the program.
// HTTP/2 reads all requests of a connection at once: those beyond the 250 that a server lets each connection have
// (net/http's MaxConcurrentStreams) have no client any more. A request with a body that nobody reads is not watched.

import type { GroupFrame } from '../../goroutine/groups';
import type { Site } from './sites';

/** Connections that a server or the program itself reads now. */
export function readConnections(sites: readonly Site[]): ReadConnections {
  const reading = sites.filter(
    ({ role, frames }) => role === 'server background read' || (role === undefined && isRead(frames)),
  );
  const serving = sites.filter(({ frames }) => frames.some(({ function: name }) => serves.test(name)));
  return { http1: sumOf(reading), http2: sumOf(serving) };
}

function sumOf(sites: readonly Site[]): number {
  return sites.reduce((sum, { now }) => sum + now, 0);
}

export interface ReadConnections {
  /** Each has one request at a time. */
  readonly http1: number;
  readonly http2: number;
}

const serves = /\.\(\*(http2)?serverConn\)\.serve$/;
const handles = /\.\(\*(http2)?serverConn\)\.runHandler$/;
const perConnection = 250;

/** A client that gives up just before its answer is one of few. */
const fewest = 10;

/** Of the requests that have not moved while we looked, how many at least have lost their client; 0 for few, and elsewhere. */
export function abandonedAt({ stayed, frames }: Site, { http1, http2 }: ReadConnections): number {
  const isIn = (fits: RegExp): boolean => frames.some(({ function: name }) => fits.test(name));
  const served = isIn(/^net\/http\.\(\*conn\)\.serve$/) ? http1 : isIn(handles) ? perConnection * http2 : undefined;
  if (stayed === null || served === undefined) return 0;
  return stayed - served < fewest ? 0 : stayed - served;
}

function isRead(frames: readonly GroupFrame[]): boolean {
  return frames.some(({ function: name }) => name === 'internal/poll.(*FD).Read');
}
