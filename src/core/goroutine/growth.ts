// What changed between two looks at a service's goroutines. In: the groups of both. Out: one row for each
// kind of goroutine in either, fastest growing first. Invariants: rows' `before`, `now` and `delta` add up
// to the totals; goroutines are of one kind when frames, state and creator's function agree. Labels and the
// leak mark are left out: a request's id would make every goroutine a kind of its own, and a leak is marked
// late.
//
// Where one side is a dump and the other is not, what only one side can know is left out too: states,
// creators, and the runtime's frames at the leaf, which dumps hide.

import type { GoroutineGroup, GoroutineGroups, GroupFrame } from './groups';

export interface GrowthRow {
  readonly before: number;
  readonly now: number;
  readonly delta: number;
  readonly state: string | null;
  readonly leaked: boolean;
  readonly waitMinutes: { readonly min: number; readonly max: number } | null;
  readonly frames: readonly GroupFrame[];
  readonly createdBy: GroupFrame | null;
  /** Goroutines of now that the base did not have; empty where either side has no numbers. */
  readonly newIds: readonly number[];
  /** How many are in this row on both sides: they have not moved. Null where either side has no numbers. */
  readonly stayed: number | null;
}

export interface Growth {
  readonly before: number;
  readonly now: number;
  readonly rows: readonly GrowthRow[];
}

interface Kind {
  before: number;
  now: number;
  readonly ids: number[];
  readonly baseIds: number[];
  waits: { min: number; max: number } | null;
  leaked: boolean;
  /** A group of now, or of the base where there is none now. */
  shown: GoroutineGroup;
}

export function compareGroups(base: GoroutineGroups, now: GoroutineGroups): Growth {
  const alike = isDump(base) === isDump(now) || base.groups.length === 0 || now.groups.length === 0;
  const kinds = new Map<string, Kind>();
  const numbers = new FrameNumbers();
  const kindOf = (group: GoroutineGroup): Kind => {
    const key = keyOf(group, alike, numbers);
    let kind = kinds.get(key);
    if (kind === undefined) {
      kind = { before: 0, now: 0, ids: [], baseIds: [], waits: null, leaked: false, shown: group };
      kinds.set(key, kind);
    }
    return kind;
  };
  for (const group of now.groups) {
    const kind = kindOf(group);
    kind.now += group.count;
    kind.leaked ||= group.leaked;
    kind.waits = joined(kind.waits, group.waitMinutes);
    for (const id of group.ids) kind.ids.push(id);
  }
  const known = new Set<number>();
  for (const group of base.groups) {
    const kind = kindOf(group);
    kind.before += group.count;
    for (const id of group.ids) {
      known.add(id);
      kind.baseIds.push(id);
    }
  }
  const numbered = known.size > 0 && now.groups.some(({ ids }) => ids.length > 0);
  const rows = [...kinds.values()].map(({ before, now: count, ids, baseIds, waits, leaked, shown }) => ({
    before,
    now: count,
    delta: count - before,
    state: shown.state,
    leaked,
    waitMinutes: waits,
    frames: shown.frames,
    createdBy: shown.createdBy,
    newIds: known.size === 0 ? [] : ids.filter((id) => !known.has(id)).sort((a, b) => a - b),
    stayed: numbered ? common(baseIds, ids) : null,
  }));
  rows.sort((a, b) => b.delta - a.delta || b.now - a.now);
  return { before: base.total, now: now.total, rows };
}

function common(a: readonly number[], b: readonly number[]): number {
  const known = new Set(a);
  return b.reduce((count, id) => count + (known.has(id) ? 1 : 0), 0);
}

function isDump(groups: GoroutineGroups): boolean {
  return groups.groups.some((group) => group.state !== null);
}

function keyOf({ frames, state, createdBy }: GoroutineGroup, alike: boolean, numbers: FrameNumbers): string {
  const shown = alike ? frames : withoutRuntimeLeaf(frames);
  const stack = shown.map((frame) => numbers.of(frame)).join();
  return alike ? `${state ?? ''}\n${createdBy?.function ?? ''}\n${stack}` : stack;
}

/** One number for equal frames. Groups of one profile share their frames, so most are known by identity. */
class FrameNumbers {
  private readonly byFrame = new Map<GroupFrame, number>();
  private readonly byText = new Map<string, number>();

  of(frame: GroupFrame): number {
    let number = this.byFrame.get(frame);
    if (number === undefined) {
      const text = `${comparable(frame.function)}\0${frame.file}\0${frame.line}`;
      number = this.byText.get(text) ?? this.byText.size;
      this.byText.set(text, number);
      this.byFrame.set(frame, number);
    }
    return number;
  }
}

/** Dumps print type arguments as `[...]`. */
function comparable(name: string): string {
  const open = name.indexOf('[');
  const close = name.lastIndexOf(']');
  return open < 0 || close < open ? name : `${name.slice(0, open)}[...]${name.slice(close + 1)}`;
}

/** Without what a dump does not show: the runtime's functions at both ends, but for those that it exports. */
function withoutRuntimeLeaf(frames: readonly GroupFrame[]): readonly GroupFrame[] {
  const isHidden = ({ function: name }: GroupFrame): boolean => /^runtime\.[^A-Z]/.test(name);
  let from = 0;
  let to = frames.length;
  while (from < to && isHidden(frames[from])) from++;
  while (to > from && isHidden(frames[to - 1])) to--;
  return frames.slice(from, to);
}

function joined(a: Kind['waits'], b: GoroutineGroup['waitMinutes']): Kind['waits'] {
  if (a === null || b === null) return a ?? b;
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}
