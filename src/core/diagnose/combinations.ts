// What the profiles say together. In: which of them went up between two looks, and what the first finding is. Out: the one
// sentence that fits, or none. Invariants: a table, most telling row first; a row fits only where every sign that it
// names is known, and where the finding does not say otherwise; it is a reading for a person, no finding: findings have
// a place.

import type { GroupFrame } from '../goroutine/groups';
import { causes } from './facts/cpu';
import type { Facts } from './facts/facts';
import { operationOf } from './facts/waits';

/** Undefined: the bundle does not tell. */
export interface Signs {
  /** More goroutines than before. */
  readonly goroutines: boolean | undefined;
  /** More memory alive, after collections, than before. */
  readonly heap: boolean | undefined;
  /** Goroutines wait for each other: locks, pools, channels of requests. */
  readonly block: boolean | undefined;
  /** Locks are held while others wait. */
  readonly mutex: boolean | undefined;
  /** Allocating and collecting take much of the CPU. */
  readonly collection: boolean | undefined;
}

export interface Reading {
  readonly signs: Signs;
  /** What it means, as a sentence; '' where nothing stands out or nothing is known. */
  readonly text: string;
}

interface Row {
  readonly when: Partial<Signs>;
  /** What it speaks of: a queue for a lock, for a lock or a pool, or that there is none; memory that no goroutine keeps. */
  readonly of?: 'lock' | 'queue' | 'no queue' | 'memory';
  readonly text: string;
}

/** Source: what each profile records (block and mutex when a wait ends, goroutine and heap what there is). */
export const combinations: readonly Row[] = [
  {
    when: { goroutines: true, mutex: true },
    of: 'lock',
    text: 'Requests come faster than a lock lets them through: they queue behind whoever holds it.',
  },
  {
    when: { goroutines: true, heap: true, block: false },
    of: 'no queue',
    text: 'Goroutines and the memory that they hold get more, and they do not queue for a lock or a pool: they are lost, or serve clients that stay.',
  },
  {
    when: { goroutines: true, block: false },
    of: 'no queue',
    text: 'Goroutines get more, and do not queue for a lock or a pool: they are lost, or serve clients that stay.',
  },
  {
    when: { goroutines: true, block: true },
    of: 'queue',
    text: 'More work comes than is done: goroutines wait for something slow, and their number grows.',
  },
  { when: { goroutines: true }, text: 'The number of goroutines grows.' },
  {
    when: { mutex: true },
    of: 'lock',
    text: 'Goroutines wait for a lock, and get it late: it is held too long or by too many.',
  },
  {
    when: { heap: true, goroutines: false },
    of: 'memory',
    text: 'Memory is kept without goroutines that keep it: a map, a slice or a cache that only grows.',
  },
  {
    when: { collection: true, heap: false },
    text: 'Much is allocated and thrown away at once: the memory in use stays, and the collector is busy.',
  },
  { when: { collection: true }, text: 'The collector is busy: much is allocated.' },
  {
    when: { block: true },
    of: 'queue',
    text: 'Goroutines wait for each other, though not for a lock: a pool or a channel is too narrow.',
  },
];

/** Rules about queues. A wait that never ends is in no block profile, so the signs alone do not know of all. */
export const queueRules: Readonly<Record<string, 'lock' | 'pool'>> = {
  'connection-pool-exhausted': 'pool',
  deadlock: 'lock',
  'library-lock-contention': 'lock',
  'lock-contention': 'lock',
  'rwmutex-writer-starvation': 'lock',
  'slot-held-while-waiting': 'pool',
  'slot-not-given-back': 'pool',
};

/** Rules about memory. Goroutines that were lost before the first look keep theirs, and are no more than before. */
export const memoryRules: readonly string[] = ['gc-pressure', 'heap-growth', 'pool-not-refilled'];

/** @param first the rule of the first finding; undefined where there is none above a suspicion */
export function readingOf(signs: Signs, first?: string): Reading {
  const row = combinations.find(({ when, of }) => fits(when, signs) && (first === undefined || agrees(of, first)));
  return { signs, text: row?.text ?? '' };
}

function agrees(of: Row['of'], rule: string): boolean {
  const queue = Object.hasOwn(queueRules, rule) ? queueRules[rule] : undefined;
  if (of === 'lock') return queue === 'lock';
  if (of === 'memory') return memoryRules.includes(rule);
  return of === undefined || (of === 'queue') === (queue !== undefined);
}

function fits({ goroutines, heap, block, mutex, collection }: Partial<Signs>, signs: Signs): boolean {
  return (
    (goroutines === undefined || goroutines === signs.goroutines) &&
    (heap === undefined || heap === signs.heap) &&
    (block === undefined || block === signs.block) &&
    (mutex === undefined || mutex === signs.mutex) &&
    (collection === undefined || collection === signs.collection)
  );
}

/** Less than this is noise: a burst of requests, a buffer. */
const moreGoroutines = 10;
const moreBytes = 2e6;
/** Goroutines waiting on average. */
const muchWaiting = 0.4;
const muchCollection = 0.2;

export function signsOf(facts: Facts): Signs {
  const { sites, heap, waits, locks, cpu } = facts;
  const seconds = waits?.seconds;
  const held = locks.reduce((sum, { holder }) => sum + (holder?.delay ?? 0), 0);
  const waited = (waits?.stacks.rows ?? []).filter(({ frames }) => isForOthers(frames));
  const delay = waited.reduce((sum, { value }) => sum + value, 0);
  return {
    goroutines:
      sites === undefined || sites.before === null
        ? undefined
        : sites.total - sites.before >= Math.max(moreGoroutines, 0.05 * sites.before),
    heap:
      heap === undefined || heap.before === null
        ? undefined
        : heap.now - heap.before >= Math.max(moreBytes, 0.2 * heap.before),
    block: seconds === undefined ? undefined : delay / 1e9 / seconds >= muchWaiting,
    mutex: seconds === undefined ? undefined : held / 1e9 / seconds >= muchWaiting,
    collection:
      cpu === undefined || cpu.stacks.rows.length === 0
        ? undefined
        : cpu.use((frames) => causes.collection(frames) || causes.allocation(frames)).share >= muchCollection,
  };
}

/** Waiting for a lock or a pool. On channels and in selects idle workers wait as well, and that says nothing. */
function isForOthers(frames: readonly GroupFrame[]): boolean {
  const operation = operationOf(frames);
  const isPool = frames.some((frame) => frame.function === 'database/sql.(*DB).conn');
  return operation === 'lock' || operation === 'rlock' || isPool;
}
