// Evidence and the words around numbers, for all rules. In: facts. Out: Evidence; texts. Invariant: a number is said with
// what it was counted over, and never more exactly than it was measured.

import { counted } from '../../base/counted';
import { parseSymbolName } from '../golang/symbolName';
import type { GroupFrame } from '../goroutine/groups';
import type { CodePlace } from './codeQuestions';
import type { Dials } from './facts/dials';
import type { Facts } from './facts/facts';
import type { LeakedAt } from './facts/leaks';
import { placeKey } from './facts/leaks';
import { abandonedAt } from './facts/clients';
import type { Site, Sites } from './facts/sites';
import type { Evidence } from './finding';

/** Enough of a stack to see who called whom. */
const shownFrames = 24;

export function shown(frames: readonly GroupFrame[]): readonly GroupFrame[] {
  return frames.slice(0, shownFrames);
}

export function siteEvidence(site: Site, facts: Facts): Evidence {
  const { now, before, stayed, state, frames, minutes } = site;
  const over = facts.sites?.seconds;
  const grew =
    before === null ? '' : `, ${before} before${over === undefined ? '' : ` (${secondsText(over)} earlier)`}`;
  const same = stayed === null || stayed === 0 ? '' : `; ${stayed} of them have not moved`;
  const waited = minutes > 0 ? `; the longest waits for ${minutes} min` : '';
  return {
    profile: 'goroutine',
    text: `${counted(now, 'goroutine')}${state === null ? '' : ` in state ${state}`}${grew}${same}${waited}.`,
    value: now,
    unit: 'goroutines',
    share: facts.sites === undefined || facts.sites.total === 0 ? null : now / facts.sites.total,
    frames: shown(frames),
  };
}

/** That clients have gone whose requests stand there; empty where they may be there still. */
export function abandonedEvidence(site: Site, { readConnections }: Sites): readonly Evidence[] {
  const abandoned = abandonedAt(site, readConnections);
  if (abandoned === 0) return [];
  const { http1, http2 } = readConnections;
  const read = http2 === 0 ? `${http1}` : `${http1 + http2} (${http2} of HTTP/2)`;
  const text = `A server reads the connection of a request for as long as its client is there, and no more than ${read} are read: at least ${abandoned} of these requests have no client any more.`;
  return [{ profile: 'goroutine', text, value: abandoned, unit: 'requests without a client', share: null, frames: [] }];
}

/** That the block profile has none of these waits, or how many ended after all; empty where it is off. */
export function endedEvidence(site: Site, facts: Facts): readonly Evidence[] {
  if (facts.waits === undefined || site.place === undefined || site.wait === 'io' || site.wait === 'sleep') return [];
  const ended = facts.waits.endedAt(site.place);
  const over = facts.waits.seconds === undefined ? 'since the start' : `in ${secondsText(facts.waits.seconds)}`;
  const text =
    ended === 0
      ? `No wait at this line has ended ${over}: the block profile, which records a wait when it ends, has none.`
      : `${counted(Math.round(ended), 'wait')} at this line ended ${over}.`;
  return [{ profile: 'block', text, value: Math.round(ended), unit: 'contentions', share: null, frames: [] }];
}

/** What goroutineleak says of a line; empty where the service does not have it. */
export function leakEvidence(leak: LeakedAt | undefined): readonly Evidence[] {
  if (leak === undefined) return [];
  return [
    {
      profile: 'goroutineleak',
      text: `Go's leak detection counts ${counted(leak.count, 'goroutine')} here: nothing that runs can reach what they wait for.`,
      value: leak.count,
      unit: 'goroutines',
      share: null,
      frames: shown(leak.frames),
    },
  ];
}

export function leakAt(facts: Facts, place: CodePlace | undefined): LeakedAt | undefined {
  return place === undefined ? undefined : facts.leaked?.find((one) => placeKey(one.place) === placeKey(place));
}

export function dialEvidence({ count, delay, frames }: Dials, facts: Facts): Evidence {
  const seconds = facts.waits?.seconds;
  const over = seconds === undefined ? '' : ` in ${secondsText(seconds)}`;
  return {
    profile: 'block',
    text: `${counted(Math.round(count), 'call')} waited for a new connection${over}, ${durationText(delay / Math.max(1, count))} each.`,
    value: Math.round(count),
    unit: 'contentions',
    share: null,
    frames: shown(frames),
  };
}

export function sourceEvidence(text: string, place: CodePlace | GroupFrame): Evidence {
  const frame = { function: 'function' in place ? place.function : '', file: place.file, line: place.line };
  return { profile: 'source', text, value: place.line, unit: 'line', share: null, frames: [frame] };
}

/** `5.2 s`. */
export function secondsText(seconds: number): string {
  return `${seconds >= 10 ? Math.round(seconds) : Number(seconds.toFixed(1))} s`;
}

/** Nanoseconds as `1.2 ms`. */
export function durationText(nanos: number): string {
  const units: readonly (readonly [number, string])[] = [
    [1e9, 's'],
    [1e6, 'ms'],
    [1e3, 'µs'],
  ];
  const [factor, unit] = units.find(([limit]) => nanos >= limit) ?? [1, 'ns'];
  const value = nanos / factor;
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(2))} ${unit}`;
}

/** `96 MB`. */
export function sizeText(bytes: number): string {
  const units: readonly (readonly [number, string])[] = [
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'kB'],
  ];
  const [factor, unit] = units.find(([limit]) => bytes >= limit) ?? [1, 'B'];
  const value = bytes / factor;
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(2))} ${unit}`;
}

/** `42 %`. */
export function percentText(share: number): string {
  const percent = share * 100;
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : Number(percent.toPrecision(1))} %`;
}

/**
 * A function as a person calls it: `cache.(*Cache).get`, without the folders of the import path and without type
 * arguments; of a literal, the function it is written in.
 */
export function shortName(name: string): string {
  const symbol = parseSymbolName(name);
  if (symbol === undefined || symbol.readings.length === 0) return name;
  const isInner = symbol.part === 'literal' || symbol.part === 'rangeBody';
  // A literal's receiver without a star may as well be the function that it was inlined into.
  const reading =
    (isInner ? symbol.readings.find(({ receiver }) => receiver === undefined) : undefined) ?? symbol.readings[0];
  const scope = symbol.package.slice(symbol.package.lastIndexOf('/') + 1);
  if (reading.receiver === undefined) return `${scope}.${reading.name}`;
  return `${scope}.${reading.pointer ? `(*${reading.receiver})` : reading.receiver}.${reading.name}`;
}
