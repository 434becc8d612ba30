// The rows of the Goroutines view. In: what the model shows. Out: rows, and the rows below one, made when it is opened.
// Invariants: a row's id is made of names, so that what is open stays open when a newer snapshot comes; no level has
// more rows than a person can look through, the rest is one row that says how many there are.

import {
  type Bucket,
  frameOfLocation,
  type FrameAt,
  labelText,
  waitingFrame,
} from '../../core/goroutine/goroutineBuckets';
import type { OriginRow } from '../../core/goroutine/originTree';
import { goroutineFlag } from '../../core/profile/profile';
import { isImplied } from '../../core/profile/legacy/goSymbols';
import { GoroutineRow } from '../store/goroutineRow';
import type { Shown } from './goroutineModel';
import { type Numbers, numbersOf } from './goroutineNumbers';

export interface BucketNode {
  readonly is: 'bucket';
  readonly id: string;
  readonly bucket: number;
  readonly numbers: Numbers;
  readonly row: GoroutineRow;
}

export interface OriginNode {
  readonly is: 'origin';
  readonly id: string;
  readonly at: number;
  readonly origin: OriginRow;
  readonly numbers: Numbers;
  readonly row: GoroutineRow;
}

export interface StackNode {
  readonly is: 'stack';
  readonly id: string;
  readonly kind: number;
  readonly numbers: Numbers;
  readonly row: GoroutineRow;
}

export interface FrameNode {
  readonly is: 'frame';
  readonly id: string;
  readonly frame: FrameAt;
  readonly isCreator: boolean;
  readonly isForeign: boolean;
  readonly row: GoroutineRow;
}

/** What a level has beyond the rows that are shown. */
export interface RestNode {
  readonly is: 'rest';
  readonly id: string;
  readonly rows: number;
  readonly goroutines: number;
  /** Undefined at the top. */
  readonly of: GoroutineNode | undefined;
}

export type GoroutineNode = BucketNode | OriginNode | StackNode | FrameNode | RestNode;

/** Rows of one level, and how many more each time a person asks for them. */
export const levelRows = 200;

export class GoroutineTree {
  /** Levels that were asked to show more, by the row's id. */
  private readonly more = new Map<string, number>();

  constructor(private readonly shown: Shown) {}

  roots(): GoroutineNode[] {
    const { shown } = this;
    const all =
      shown.grouping.by === 'origin' ? this.origins(-1, undefined) : shown.buckets.map((_, i) => this.bucket(i));
    return this.cut(all, undefined);
  }

  children(node: GoroutineNode): GoroutineNode[] {
    switch (node.is) {
      case 'bucket': {
        const { kinds } = this.shown.buckets[node.bucket];
        return this.cut(
          kinds.map(({ kind, count, leaked }) => this.stack(node.id, kind, count, leaked)),
          node,
        );
      }
      case 'origin':
        return this.cut([...this.origins(node.at, node), ...this.stacksOf(node)], node);
      case 'stack':
        return this.frames(node);
      case 'frame':
      case 'rest':
        return [];
    }
  }

  /** Shows the next rows of the level that the row stands for. */
  showMore({ of }: RestNode): void {
    const id = of?.id ?? '';
    this.more.set(id, (this.more.get(id) ?? levelRows) + levelRows);
  }

  private cut(all: readonly GoroutineNode[], of: GoroutineNode | undefined): GoroutineNode[] {
    const limit = this.more.get(of?.id ?? '') ?? levelRows;
    // One row more is as good as a row that says so.
    if (all.length <= limit + 1) return [...all];
    const rest = all.slice(limit);
    const goroutines = rest.reduce((sum, node) => sum + ('numbers' in node ? node.numbers.count : 0), 0);
    return [...all.slice(0, limit), { is: 'rest', id: `${of?.id ?? ''}/rest`, rows: rest.length, goroutines, of }];
  }

  private bucket(index: number): BucketNode {
    const { shown } = this;
    const { id, kinds, frame, count, leaked, longestWait } = shown.buckets[index];
    const kind = shown.grouping.by === 'creator' ? 'goroutineOrigin' : 'goroutineGroup';
    return {
      is: 'bucket',
      id: `b${id}`,
      bucket: index,
      // Of a label a kind may have some goroutines only, and trends are told of kinds.
      numbers: numbersOf(shown, {
        count,
        leaked,
        longestWait,
        before: shown.before?.buckets.get(id)?.count ?? 0,
        keys: shown.grouping.by === 'label' ? undefined : kinds.map(({ kind: of }) => shown.kinds.kinds[of].key),
      }),
      row: this.row(kind, frame, () => samplesWhere(shown, inBucket(shown, shown.buckets[index]))),
    };
  }

  private stack(above: string, kind: number, count: number, leaked: number): StackNode {
    const { shown } = this;
    const { key, sample, longestWait } = shown.kinds.kinds[kind];
    const isPart = shown.grouping.by === 'label' || shown.grouping.by === 'origin';
    return {
      is: 'stack',
      id: `${above}/${key}`,
      kind,
      numbers: numbersOf(shown, {
        count,
        leaked,
        longestWait,
        before: isPart ? undefined : (shown.before?.kinds.get(key) ?? 0),
        keys: isPart ? undefined : [key],
      }),
      row: this.row('goroutineStack', waitingFrame(shown.profile, sample, shown.isForeign), () =>
        samplesWhere(shown, (at) => shown.kinds.kindOf[at] === kind),
      ),
    };
  }

  private frames({ id, kind, row }: StackNode): FrameNode[] {
    const { profile, facts, kinds, isForeign } = this.shown;
    const { sample } = kinds.kinds[kind];
    const { samples, locations, functions, strings } = profile;
    const nodes: FrameNode[] = [];
    const add = (frame: FrameAt, isCreator: boolean): void => {
      const f = frame.function;
      if (isImplied(strings.text(functions.name[f]), strings.text(functions.filename[f]))) return;
      nodes.push({
        is: 'frame',
        id: `${id}/${nodes.length}`,
        frame,
        isCreator,
        isForeign: isForeign[f] === 1,
        row: this.row('goroutineFrame', frame, row.samples),
      });
    };
    for (let i = samples.stackOffset[sample]; i < samples.stackOffset[sample + 1]; i++) {
      const location = samples.stackLocation[i];
      for (let l = locations.lineOffset[location]; l < locations.lineOffset[location + 1]; l++) {
        const f = locations.lineFunction[l];
        if (f >= 0) add({ function: f, line: locations.lineNumber[l] }, false);
      }
    }
    const creator = frameOfLocation(profile, facts.createdBy[sample]);
    if (creator !== undefined) add(creator, true);
    return nodes;
  }

  /** Origins below a row of the tree, -1 for the top. */
  private origins(parent: number, above: OriginNode | undefined): OriginNode[] {
    const { origins } = this.shown;
    const nodes: OriginNode[] = [];
    const end = parent < 0 ? origins.length : origins[parent].end;
    for (let at = parent + 1; at < end; at = origins[at].end) {
      const node = this.origin(at, above);
      if (node.numbers.count > 0) nodes.push(node);
    }
    return nodes;
  }

  private origin(at: number, above: OriginNode | undefined): OriginNode {
    const { shown } = this;
    const origin = shown.origins[at];
    const rows = shown.origins.slice(at, origin.end).flatMap((row) => row.rows);
    const samples = rows.map((row) => shown.profile.goroutines!.sample[row]).filter((sample) => this.isWanted(sample));
    const { createdBy } = shown.profile.goroutines!;
    const first = origin.rows.at(0);
    const frame = first === undefined ? undefined : frameOfLocation(shown.profile, createdBy[first]);
    const place = origin.createdBy === null ? '' : `${origin.createdBy.function}:${origin.createdBy.line}`;
    const longestWait = rows.reduce((most, row) => Math.max(most, shown.profile.goroutines!.waitMinutes[row]), -1);
    const leaked = rows.filter((row) => (shown.profile.goroutines!.flags[row] & goroutineFlag.leaked) !== 0).length;
    return {
      is: 'origin',
      id: `${above?.id ?? 'o'}/${origin.entry}@${place}`,
      at,
      origin,
      numbers: numbersOf(shown, { count: samples.length, leaked, longestWait, before: undefined, keys: undefined }),
      row: this.row('goroutineOrigin', frame, () => [...new Set(samples)]),
    };
  }

  /** Stacks of an origin's own goroutines. */
  private stacksOf({ id, origin }: OriginNode): StackNode[] {
    const { shown } = this;
    const counts = new Map<number, { count: number; leaked: number }>();
    for (const row of origin.rows) {
      const sample = shown.profile.goroutines!.sample[row];
      const kind = sample < 0 ? -1 : shown.kinds.kindOf[sample];
      if (kind < 0 || !this.isWanted(sample)) continue;
      const known = counts.get(kind) ?? { count: 0, leaked: 0 };
      known.count++;
      if ((shown.profile.goroutines!.flags[row] & goroutineFlag.leaked) !== 0) known.leaked++;
      counts.set(kind, known);
    }
    return [...counts]
      .sort(([, a], [, b]) => b.count - a.count)
      .map(([kind, { count, leaked }]) => this.stack(`${id}/s`, kind, count, leaked));
  }

  private isWanted(sample: number): boolean {
    const { isWanted, kinds } = this.shown;
    return sample >= 0 && (isWanted === undefined || isWanted[kinds.kindOf[sample]] === 1);
  }

  private row(kind: GoroutineRow['kind'], frame: FrameAt | undefined, samples: () => readonly number[]): GoroutineRow {
    const { active, profile, facts } = this.shown;
    return new GoroutineRow(kind, active.uri, profile, facts, frame, samples);
  }
}

/** Labels do not tell kinds apart, so there the label itself is asked. */
function inBucket({ grouping, profile, kinds }: Shown, bucket: Bucket): (sample: number) => boolean {
  const inside = new Set(bucket.kinds.map(({ kind }) => kind));
  const hasKind = (sample: number): boolean => inside.has(kinds.kindOf[sample]);
  if (grouping.by !== 'label') return hasKind;
  const { strings } = profile;
  return (sample) => hasKind(sample) && strings.text(labelText(profile, sample, grouping.key)) === bucket.text;
}

function samplesWhere({ kinds }: Shown, isWanted: (sample: number) => boolean): number[] {
  const found: number[] = [];
  kinds.kindOf.forEach((kind, sample) => {
    if (kind >= 0 && isWanted(sample)) found.push(sample);
  });
  return found;
}
