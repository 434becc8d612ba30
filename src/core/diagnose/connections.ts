// Client connections that pile up or are made anew. In: facts. Out: how many more there are, and which calls dial.
// Invariants: the goroutines of a connection have no frame of the program, since the transport starts them; the calls
// that waited for a dial name the program's side. A chain of callers is the cause only when the source says so, or
// when it alone makes nearly all dials.

import { parseSymbolName } from '../golang/symbolName';
import type { GroupFrame } from '../goroutine/groups';
import type { Code, TransportCode, TransportFault } from './codeQuestions';
import type { Dials } from './facts/dials';
import type { Facts } from './facts/facts';
import { placeKey } from './facts/leaks';
import type { Role } from './facts/roles';
import type { Site } from './facts/sites';

/** Sites of a role, and what they have in common. */
export interface Connections {
  readonly sites: readonly Site[];
  readonly now: number;
  readonly before: number;
  /** Connections that were there at both looks. */
  readonly stayed: number;
}

/** Undefined where there is only one dump, or the role does not grow: fewer than three more is a burst. */
export function growingConnections(facts: Facts, role: Role): Connections | undefined {
  const sites = (facts.sites?.all ?? []).filter((site) => site.role === role);
  const sum = (of: (site: Site) => number | null): number => sites.reduce((all, site) => all + (of(site) ?? 0), 0);
  const found = { sites, now: sum((s) => s.now), before: sum((s) => s.before), stayed: sum((s) => s.stayed) };
  const isPair = facts.sites?.before !== null && facts.sites !== undefined;
  if (!isPair || found.now - found.before < 3 || found.stayed < 3) return undefined;
  // Other clients' connections come and go meanwhile; where most do, the number tells nothing.
  return found.stayed >= 0.5 * found.before ? found : undefined;
}

/** So many that a load that grows does not explain it, and hardly any of the earlier ones gone. */
export function isCertain({ now, before, stayed }: Connections): boolean {
  return now - before >= 10 && stayed >= 0.8 * before;
}

/** As growingConnections, of requests over HTTP/2 whose answers nobody waits for or reads any more: many share a connection. */
export function growingStreams(facts: Facts): Connections | undefined {
  const open = growingConnections(facts, 'client h2 stream');
  const users = (facts.sites?.all ?? []).filter(({ frames }) =>
    frames.some((frame) => usesStream.test(frame.function)),
  );
  const sum = (of: (site: Site) => number | null): number => users.reduce((all, site) => all + (of(site) ?? 0), 0);
  if (open === undefined) return undefined;
  const found = { ...open, now: open.now - sum((s) => s.now), before: open.before - sum((s) => s.before) };
  return found.now - found.before < 3 ? undefined : found;
}

const usesStream = /\.\(\*(http2)?ClientConn\)\.roundTrip$|\.(http2)?transportResponseBody\.Read$/;

/** Answers that somebody is reading just now, e.g. a stream: more of them than before. */
export function growingReaders({ sites }: Facts): number {
  const reading = (sites?.all ?? []).filter(({ frames }) =>
    frames.some((frame) => frame.function === 'net/http.(*bodyEOFSignal).Read'),
  );
  return reading.reduce((sum, { now, before }) => sum + now - (before ?? now), 0);
}

/** Calls that wait for their answer, each on a connection that is not idle: more of them than before. */
export function growingCalls({ sites }: Facts): number {
  const waiting = (sites?.all ?? []).filter(({ frames }) =>
    frames.some((frame) => frame.function === 'net/http.(*persistConn).roundTrip'),
  );
  return waiting.reduce((sum, { now, before }) => sum + now - (before ?? now), 0);
}

/** Callers deeper than this have little to do with the client. */
const maxFrames = 8;

/** The frames of a chain that may make or own the client, innermost first. */
export function clientFrames({ own }: Dials): readonly GroupFrame[] {
  return own.slice(0, maxFrames);
}

export function keyOfDials({ own }: Dials): string {
  return `dials:${own.map(placeKey).join()}`;
}

/** The calls that make at least this share of the dials there were, when nothing better is known. */
export function dominating(dials: readonly Dials[], count: number): Dials | undefined {
  const top = dials.at(0);
  return top !== undefined && top.count >= 0.8 * count && (dials.at(1)?.count ?? 0) < 0.2 * count ? top : undefined;
}

/** A transport that the chain makes itself, on each call. */
export async function transportOfCall(
  chain: Dials,
  code: Code,
): Promise<{ transport: TransportCode; frame: GroupFrame } | undefined> {
  for (const frame of clientFrames(chain)) {
    const name = declaredName(frame);
    const found = (await code.transportsNear(frame))?.find(({ isPerCall, function: f }) => isPerCall && f === name);
    if (found !== undefined) return { transport: found, frame };
  }
  return undefined;
}

export type FoundFault = TransportCode['faults'][number] & {
  readonly frame: GroupFrame;
  readonly transport: TransportCode;
};

/** A setting of a transport that is made in the file of one of the callers, the innermost caller first. */
export async function faultNear(
  chain: Dials,
  code: Code,
  ...kinds: readonly TransportFault[]
): Promise<FoundFault | undefined> {
  for (const frame of clientFrames(chain)) {
    for (const transport of (await code.transportsNear(frame)) ?? []) {
      const fault = transport.faults.find(({ kind }) => kinds.includes(kind));
      if (fault !== undefined) return { ...fault, frame, transport };
    }
  }
  return undefined;
}

function declaredName({ function: name }: GroupFrame): string {
  return parseSymbolName(name)?.readings.at(0)?.name ?? name;
}
