// What is done while a lock is held. In: a lock's use, the stacks of waits and of CPU, the source. Out: the line of the
// holder's function with the most of it. Invariants: a line counts only where the lock is held: between taking it and
// giving it back as the profiles name both lines, and as the source says where it can be read; waiting for the lock
// itself is not work under it.

import type { GroupFrame } from '../goroutine/groups';
import type { WaitClass } from '../goroutine/waitReason';
import type { Code } from './codeQuestions';
import { durationText, shown, siteEvidence } from './evidence';
import type { Facts } from './facts/facts';
import type { LockUse } from './facts/locks';
import type { Stack } from './facts/stacks';
import { operationOf } from './facts/waits';
import type { Evidence } from './finding';
import { holdersOf } from './lockHolders';

export interface UnderLock {
  readonly place: GroupFrame;
  /** What the line calls. */
  readonly called: string;
  readonly isConfirmed: boolean;
  /** For another goroutine, not for time, the network or a computation. */
  readonly isWaiting: boolean;
  readonly evidence: Evidence;
}

interface Line {
  readonly place: GroupFrame;
  readonly profile: 'block' | 'cpu';
  value: number;
  readonly frames: readonly GroupFrame[];
}

/** Work adds up to a part of what those behind it wait; less than this is something else. */
const enough = 0.02;

export async function underLock(lock: LockUse, facts: Facts, code: Code): Promise<UnderLock | undefined> {
  const { queue, holder, delay } = lock;
  // The queue's function takes the lock; who gives it back late is the one that does the work.
  if (queue === undefined || holder === undefined || holder.delay < 0.3 * delay) return undefined;
  const isOneFunction = queue.place.function === holder.place.function;
  const lines = new Map<string, Line>();
  const add = ({ frames, value }: Stack, profile: Line['profile']): void => {
    const at = frames.findIndex((frame) => frame.function === holder.place.function);
    if (at <= 0) return;
    const place = frames[at];
    if (isOneFunction && (place.line <= queue.place.line || place.line > holder.place.line)) return;
    const operation = operationOf(frames);
    const isQueue = operation === 'lock' || operation === 'rlock';
    if (profile === 'block' && isQueue && facts.owners.innermost(frames) === place) return;
    // A map is what most locks are for: using it is no slow work.
    if (/^runtime\.map|^internal\/runtime\/maps\./.test(frames[at - 1].function)) return;
    const key = `${profile}:${place.line}`;
    const known = lines.get(key);
    if (known === undefined) lines.set(key, { place, profile, value, frames: shown(frames) });
    else known.value += value;
  };
  for (const row of facts.waits?.stacks.rows ?? []) add(row, 'block');
  for (const row of facts.cpu?.stacks.rows ?? []) add(row, 'cpu');

  for (const line of [...lines.values()].sort((a, b) => b.value - a.value)) {
    if (line.value < enough * delay) break;
    const found = await code.lockAt(line.place);
    const isHeld = found === undefined ? undefined : found.held.length > 0;
    if (isHeld === false || (isHeld === undefined && !isOneFunction)) continue;
    return {
      place: line.place,
      called: line.frames[line.frames.indexOf(line.place) - 1].function,
      isConfirmed: isHeld === true,
      isWaiting: false,
      evidence: evidenceOf(line),
    };
  }
  return undefined;
}

const slowWaits: ReadonlySet<WaitClass> = new Set([
  'sleep',
  'io',
  'syscall',
  'cgo',
  'chan send',
  'chan receive',
  'select',
  'wait group',
  'semaphore',
]);

const waitsForOthers: ReadonlySet<WaitClass> = new Set([
  'chan send',
  'chan receive',
  'select',
  'wait group',
  'semaphore',
]);

/** Without those profiles: where somebody stood with the lock when the dump was made. */
export async function holderInDump({ queue }: LockUse, facts: Facts, code: Code): Promise<UnderLock | undefined> {
  const lock = queue && (await code.lockAt(queue.place))?.lock;
  if (queue === undefined || lock === undefined || lock === '') return undefined;
  for (const { site, frame } of await holdersOf(lock, queue.place, facts, code)) {
    const inner = site.frames[site.frames.indexOf(frame) - 1] as GroupFrame | undefined;
    // Whoever is at work may be done in a moment.
    if (!slowWaits.has(site.wait)) continue;
    const evidence = siteEvidence(site, facts);
    // A dump ends with the line that sends or receives.
    return {
      place: frame,
      called: inner?.function ?? `a ${site.wait}`,
      isConfirmed: false,
      isWaiting: waitsForOthers.has(site.wait),
      evidence,
    };
  }
  return undefined;
}

function evidenceOf({ place, profile, value, frames }: Line): Evidence {
  const does = profile === 'block' ? 'waits' : 'computes';
  return {
    profile,
    text: `Whoever has the lock ${does} ${durationText(value)} in all at line ${place.line}.`,
    value,
    unit: 'nanoseconds',
    share: null,
    frames,
  };
}
