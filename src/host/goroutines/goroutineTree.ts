// The rows of the Goroutines view. In: what the model shows. Out: rows, and the rows below one, made when it is opened.
// Invariants: a row's id is made of names, so that what is open stays open when a newer snapshot comes; no level has
// more rows than a person can look through, the rest is one row that says how many there are.

import {
  type Bucket,
  type BucketKind,
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
  readonly bucket: Bucket;
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
    const { buckets, grouping } = this.shown;
    if (grouping.by === 'origin') return this.below(this.origins(-1), undefined);
    const makeBucket = (bucket: Bucket): BucketNode => this.bucket(bucket);
    return this.cut(buckets, ({ count }) => count, makeBucket, undefined);
  }

  children(node: GoroutineNode): GoroutineNode[] {
    switch (node.is) {
      case 'bucket': {
        const makeStack = (inside: BucketKind): StackNode => this.stack(node.id, inside);
        return this.cut(node.bucket.kinds, ({ count }) => count, makeStack, node);
      }
      case 'origin':
        return this.below([...this.origins(node.at), ...this.stacksOf(node)], node);
      case 'stack':
        return this.frames(node);
      case 'frame':
      case 'rest':
        return [];
    }
  }

  /** What an origin started, then what its own goroutines do. */
  private below(all: readonly (number | BucketKind)[], above: OriginNode | undefined): GoroutineNode[] {
    const { count } = this.shown.originNumbers;
    return this.cut(
      all,
      (of) => (typeof of === 'number' ? count[of] : of.count),
      (of) => (typeof of === 'number' ? this.origin(of, above) : this.stack(`${above?.id ?? 'o'}/s`, of)),
      above,
    );
  }

  /** Shows the next rows of the level that the row stands for. */
  showMore({ of }: RestNode): void {
    const id = of?.id ?? '';
    this.more.set(id, (this.more.get(id) ?? levelRows) + levelRows);
  }

  /** Rows are made of those that are shown only: a level may have a hundred thousand. */
  private cut<T>(
    all: readonly T[],
    countOf: (of: T) => number,
    make: (of: T) => GoroutineNode,
    of: GoroutineNode | undefined,
  ): GoroutineNode[] {
    const limit = this.more.get(of?.id ?? '') ?? levelRows;
    // One row more is as good as a row that says so.
    if (all.length <= limit + 1) return all.map(make);
    let goroutines = 0;
    for (let i = limit; i < all.length; i++) goroutines += countOf(all[i]);
    const rest: RestNode = { is: 'rest', id: `${of?.id ?? ''}/rest`, rows: all.length - limit, goroutines, of };
    return [...all.slice(0, limit).map(make), rest];
  }

  private bucket(bucket: Bucket): BucketNode {
    const { shown } = this;
    const { id, kinds, frame, count, leaked, longestWait } = bucket;
    const kind = shown.grouping.by === 'creator' ? 'goroutineOrigin' : 'goroutineGroup';
    // Of a label a kind may have some goroutines only, and trends are told of kinds.
    const hasTrend = shown.trend !== undefined && shown.grouping.by !== 'label';
    return {
      is: 'bucket',
      id: `b${id}`,
      bucket,
      numbers: numbersOf(shown, {
        count,
        leaked,
        longestWait,
        before: shown.before?.buckets.get(id)?.count ?? 0,
        keys: hasTrend ? kinds.map(({ kind: of }) => shown.kinds.kinds[of].key) : undefined,
      }),
      row: this.row(kind, frame, () => samplesWhere(shown, inBucket(shown, bucket))),
    };
  }

  private stack(above: string, { kind, count, leaked }: BucketKind): StackNode {
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

  /** Origins right below a row of the tree, -1 for the top: those that have goroutines to show. */
  private origins(parent: number): number[] {
    const { origins, originNumbers } = this.shown;
    const found: number[] = [];
    const end = parent < 0 ? origins.length : origins[parent].end;
    for (let at = parent + 1; at < end; at = origins[at].end) if (originNumbers.count[at] > 0) found.push(at);
    return found;
  }

  private origin(at: number, above: OriginNode | undefined): OriginNode {
    const { shown } = this;
    const { originNumbers: numbers, profile } = shown;
    const origin = shown.origins[at];
    const first = origin.rows.at(0);
    const frame = first === undefined ? undefined : frameOfLocation(profile, profile.goroutines!.createdBy[first]);
    const place = origin.createdBy === null ? '' : `${origin.createdBy.function}:${origin.createdBy.line}`;
    const [count, leaked, longestWait] = [numbers.count[at], numbers.leaked[at], numbers.longestWait[at]];
    return {
      is: 'origin',
      id: `${above?.id ?? 'o'}/${origin.entry}@${place}`,
      at,
      origin,
      numbers: numbersOf(shown, { count, leaked, longestWait, before: undefined, keys: undefined }),
      row: this.row('goroutineOrigin', frame, () => this.samplesBelow(at)),
    };
  }

  private samplesBelow(at: number): number[] {
    const { origins, profile } = this.shown;
    const found = new Set<number>();
    for (let below = at; below < origins[at].end; below++) {
      for (const row of origins[below].rows) {
        const sample = profile.goroutines!.sample[row];
        if (this.isWanted(sample)) found.add(sample);
      }
    }
    return [...found];
  }

  /** Stacks of an origin's own goroutines. */
  private stacksOf({ origin }: OriginNode): BucketKind[] {
    const { shown } = this;
    const { sample: samples, flags } = shown.profile.goroutines!;
    const found = new Map<number, { readonly kind: number; count: number; leaked: number }>();
    for (const row of origin.rows) {
      const kind = samples[row] < 0 ? -1 : shown.kinds.kindOf[samples[row]];
      if (kind < 0 || !this.isWanted(samples[row])) continue;
      let known = found.get(kind);
      if (known === undefined) found.set(kind, (known = { kind, count: 0, leaked: 0 }));
      known.count++;
      if ((flags[row] & goroutineFlag.leaked) !== 0) known.leaked++;
    }
    return [...found.values()].sort((a, b) => b.count - a.count);
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
