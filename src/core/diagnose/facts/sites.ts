// Where goroutines stand, and whether they move. In: one or two dumps. Out: sites: goroutines in one state at one line
// of the program (or in one role of the standard library), however they came there. Invariants: the sites' `now` add up
// to the last dump; `stayed` counts goroutines that are at the very same stack in both dumps, so it is what does not
// move, and `before` minus that is what comes and goes.

import { compareGroups, type GrowthRow } from '../../goroutine/growth';
import { goroutineGroups, type GoroutineGroups, type GroupFrame } from '../../goroutine/groups';
import { waitReasonOf, type WaitClass } from '../../goroutine/waitReason';
import { type Looks, secondsBetween } from '../bundle';
import { readConnections, type ReadConnections } from './clients';
import { placeKey } from './leaks';
import type { Owners } from './owners';
import { isInRequest, type Role, roleOf } from './roles';

export interface Site {
  /** The same for the same site in another bundle of the same build. */
  readonly key: string;
  readonly now: number;
  /** Null where there was only one look. */
  readonly before: number | null;
  readonly stayed: number | null;
  /** Of those now, how many the first look had nowhere; null where nobody knows. */
  readonly arrived: number | null;
  /** At the same line at the first look, and about to go on: woken for a moment, they are no more now than then. */
  readonly woken: number;
  readonly state: string | null;
  readonly wait: WaitClass;
  /** Longest wait that a dump tells, in minutes; 0 where it tells none. */
  readonly minutes: number;
  /** Go's own leak detection has marked some of them. */
  readonly leaked: boolean;
  /** The most frequent stack. */
  readonly frames: readonly GroupFrame[];
  readonly createdBy: GroupFrame | null;
  /** The program's innermost line; undefined where all of the stack is the standard library's. */
  readonly place: GroupFrame | undefined;
  /** What the program called there, e.g. `sync.(*WaitGroup).Wait`. */
  readonly called: string;
  readonly role: Role | undefined;
  readonly isRequest: boolean;
  /** Every stack of it, most frequent first. */
  readonly stacks: readonly (readonly GroupFrame[])[];
}

export interface Sites {
  readonly all: readonly Site[];
  readonly total: number;
  readonly before: number | null;
  /** Between the two looks. */
  readonly seconds: number | undefined;
  readonly hasStates: boolean;
  /** Connections that a server or the program reads now. */
  readonly readConnections: ReadConnections;
}

export function sitesOf({ first, last }: Looks, owners: Owners): Sites {
  const now = goroutineGroups(last.profile);
  const isPair = first !== last;
  const base: GoroutineGroups = isPair ? goroutineGroups(first.profile) : { total: 0, groups: [] };
  const growth = compareGroups(base, now);
  const bySite = new Map<string, GrowthRow[]>();
  for (const row of growth.rows) {
    const key = keyOf(row, owners);
    const rows = bySite.get(key);
    if (rows === undefined) bySite.set(key, [row]);
    else rows.push(row);
  }
  const woken = wokenAt(growth.rows, owners);
  const all = [...bySite].map(([key, rows]) => siteFrom(key, rows, isPair, woken, owners));
  all.sort((a, b) => b.now - a.now || (a.key < b.key ? -1 : 1));
  return {
    all,
    total: now.total,
    before: isPair ? base.total : null,
    seconds: isPair ? secondsBetween({ first, last }) : undefined,
    hasStates: last.profile.goroutines !== undefined,
    readConnections: readConnections(all),
  };
}

function keyOf(row: GrowthRow, owners: Owners): string {
  const place = owners.innermost(row.frames);
  const role = roleOf(row.frames, row.state);
  const where =
    place === undefined
      ? `${role ?? row.frames.at(0)?.function ?? ''}\0${row.createdBy?.function ?? ''}`
      : `${place.function}\0${place.file}:${place.line}\0${owners.called(row.frames)?.function ?? ''}`;
  return `${row.state ?? ''}\0${where}\0${isInRequest(row.frames) ? 'request' : ''}`;
}

/** By the program's line, those that the first look found there and not waiting. */
function wokenAt(rows: readonly GrowthRow[], owners: Owners): ReadonlyMap<string, number> {
  const woken = new Map<string, number>();
  for (const { frames, state, before } of rows) {
    const place = state === 'runnable' || state === 'running' ? owners.innermost(frames) : undefined;
    if (place !== undefined) woken.set(placeKey(place), (woken.get(placeKey(place)) ?? 0) + before);
  }
  return woken;
}

function siteFrom(
  key: string,
  rows: readonly GrowthRow[],
  isPair: boolean,
  woken: ReadonlyMap<string, number>,
  owners: Owners,
): Site {
  const sorted = [...rows].sort((a, b) => b.now - a.now || b.before - a.before);
  const [top] = sorted;
  const place = owners.innermost(top.frames);
  const sum = (of: (row: GrowthRow) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const isNumbered = rows.every(({ stayed }) => stayed !== null);
  return {
    key,
    now: sum((row) => row.now),
    before: isPair ? sum((row) => row.before) : null,
    stayed: isPair && isNumbered ? sum((row) => row.stayed ?? 0) : null,
    arrived: isPair && isNumbered ? sum((row) => row.newIds.length) : null,
    woken: (place !== undefined && woken.get(placeKey(place))) || 0,
    state: top.state,
    wait: top.state === null ? waitClassOf(top.frames) : waitReasonOf(top.state).class,
    minutes: Math.max(0, ...rows.map(({ waitMinutes }) => waitMinutes?.max ?? 0)),
    leaked: rows.some(({ leaked }) => leaked),
    frames: top.frames,
    createdBy: top.createdBy,
    place,
    called: owners.called(top.frames)?.function ?? '',
    role: roleOf(top.frames, top.state),
    isRequest: isInRequest(top.frames),
    stacks: sorted.map(({ frames }) => frames),
  };
}

/** A protobuf profile has no states, but the runtime's functions at the leaf tell most of them. */
export function waitClassOf(frames: readonly GroupFrame[]): WaitClass {
  for (const { function: name } of frames) {
    if (name === 'runtime.chansend1') return 'chan send';
    if (name === 'runtime.chanrecv1' || name === 'runtime.chanrecv2') return 'chan receive';
    if (name === 'runtime.selectgo') return 'select';
    if (name === 'time.Sleep') return 'sleep';
    if (name === 'sync.(*WaitGroup).Wait') return 'wait group';
    if (name === 'sync.(*Cond).Wait') return 'cond';
    if (/^sync\.\(\*(RW)?Mutex\)\.(R)?[lL]ock/.test(name)) return 'lock';
    if (name === 'internal/poll.runtime_pollWait') return 'io';
    if (!name.startsWith('runtime.')) break;
  }
  return 'unknown';
}

/** Goroutines that stand where they stood, and get more. */
export function isGrowingLeak(site: Site): boolean {
  const { before, stayed, now, woken } = site;
  if (before === null) return false;
  if (now - before - woken < 3 || before < 3) return false;
  // Without numbers nobody knows whether they are the same ones.
  return stayed === null ? now >= 2 * before : stayed >= 3 && stayed >= 0.5 * before;
}

/**
 * As isGrowingLeak, of goroutines that something wakes again and again: those that were elsewhere at the first look, at
 * work between two turns, are no more than there were.
 */
export function isGrowingInTurns(site: Site): boolean {
  return isGrowingLeak(site) && (site.arrived === null || site.arrived >= 3);
}

/** Many at one line, none of which has moved while we looked. */
export function isStuck({ before, stayed, now, minutes }: Site): boolean {
  if (stayed !== null && before !== null) return stayed >= 10 && stayed >= 0.8 * now;
  return now >= 10 && minutes >= 2;
}
