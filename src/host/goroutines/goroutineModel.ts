// The goroutines that the view shows. In: the store's active profile, the capture before it, how a person wants them
// grouped and filtered. Out: buckets of kinds, or the tree of origins, with growth. Invariants: a profile of other things
// that becomes active changes nothing here, clearing the active one does; work goes in slices, and of overlapping ones
// the newest counts; buckets are made anew only when their input changed.

import { type Disposable, DisposableList } from '../../base/disposable';
import { Emitter } from '../../base/emitter';
import { goroutineSampleType } from '../../core/analyze/functionCounts';
import {
  type Bucket,
  type BucketSource,
  BucketsPass,
  type Grouping,
  labelKeys,
} from '../../core/goroutine/goroutineBuckets';
import { KindFilterPass } from '../../core/goroutine/kindFilter';
import { type OriginNumbers, OriginNumbersPass } from '../../core/goroutine/originNumbers';
import { type OriginRow, OriginTreePass } from '../../core/goroutine/originTree';
import type { Profile } from '../../core/profile/profile';
import { inSlices, nextTurn, type SlicedWork } from '../slices';
import type { SourceIndex } from '../sources/sourceIndex';
import type { GoroutineTables } from '../store/goroutineTables';
import type { GoroutineTrends, GoroutineTrend } from '../store/goroutineTrends';
import type { PreviousCaptures } from '../store/previousCaptures';
import type { ActiveProfile, ProfileStore } from '../store/profileStore';

/** How the top level is made; `origin` is a tree of who started whom. */
export type ViewGrouping = Grouping | { readonly by: 'origin' };

export interface Shown extends BucketSource {
  readonly active: ActiveProfile;
  readonly grouping: ViewGrouping;
  /** Whether the profile tells states and creators: a dump does. */
  readonly isDump: boolean;
  readonly buckets: readonly Bucket[];
  readonly origins: readonly OriginRow[];
  /** By index of `origins`: of the goroutines that the filter leaves. */
  readonly originNumbers: OriginNumbers;
  /** 1 for each kind that the filter leaves; undefined without one. */
  readonly isWanted: Uint8Array | undefined;
  /** By bucket id and by kind's key in the capture before; undefined without one, or one of another form. */
  readonly before: Before | undefined;
  /** While the service is watched. */
  readonly trend: GoroutineTrend | undefined;
}

export interface Before {
  /** When, in ISO 8601. */
  readonly startedAt: string;
  readonly total: number;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly kinds: ReadonlyMap<number, number>;
}

export interface GoroutineModelOptions {
  readonly store: ProfileStore;
  readonly sources: SourceIndex;
  readonly tables: GoroutineTables;
  readonly previous: PreviousCaptures;
  readonly trends: GoroutineTrends;
  readonly failed: (error: unknown) => void;
}

export class GoroutineModel implements Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new Emitter<undefined>());
  private lease: Disposable | undefined;
  private active: ActiveProfile | undefined;
  private current: Shown | undefined;
  private wanted: ViewGrouping | undefined;
  private text = '';
  private computing = new AbortController();
  private isAwake = false;

  /** `shown` is another. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly options: GoroutineModelOptions) {
    const { store, trends } = options;
    this.owned.add(store.onDidChangeActive((active) => this.follow(active)));
    this.owned.add(trends.onDidChange(() => this.refresh()));
  }

  get shown(): Shown | undefined {
    return this.current;
  }

  get filter(): string {
    return this.text;
  }

  set filter(text: string) {
    if (text.trim() === this.text) return;
    this.text = text.trim();
    this.refresh();
  }

  set grouping(grouping: ViewGrouping) {
    this.wanted = grouping;
    this.refresh();
  }

  /** What the shown profile can be grouped by. */
  get groupings(): readonly ViewGrouping[] {
    const profile = this.active?.profile;
    if (profile === undefined) return [];
    const labels = labelKeys(profile).map((key) => ({ by: 'label', key }) as const);
    const ofDumps = profile.goroutines === undefined ? [] : (['state', 'creator', 'origin'] as const);
    return [...ofDumps.map((by) => ({ by })), { by: 'function' }, ...labels];
  }

  /** The view is on the screen for the first time; before that nothing is counted. */
  wake(): void {
    if (this.isAwake) return;
    this.isAwake = true;
    this.follow(this.options.store.active);
  }

  private follow(active: ActiveProfile | undefined): void {
    if (active !== undefined && goroutineSampleType(active.profile) < 0) return;
    const before = this.lease;
    // A tab of something else may become the active one: then this profile is held, and followed, by us alone.
    this.lease = active === undefined ? undefined : this.hold(active);
    before?.dispose();
    this.active = active;
    this.refresh();
  }

  private hold({ uri }: ActiveProfile): Disposable {
    const owned = new DisposableList();
    const { document } = owned.add(this.options.store.open(uri));
    owned.add(
      document.onDidReload((content) => {
        if (content.kind !== 'loaded' || this.active === undefined) return;
        const { profile, origin } = content;
        this.active = { ...this.active, profile, origin };
        this.refresh();
      }),
    );
    return owned;
  }

  private refresh(): void {
    if (!this.isAwake) return;
    this.computing.abort();
    this.computing = new AbortController();
    const { signal } = this.computing;
    this.compute(signal).catch((error: unknown) => {
      if (!signal.aborted) this.options.failed(error);
    });
  }

  private async compute(signal: AbortSignal): Promise<void> {
    const { active } = this;
    const shown = active === undefined ? undefined : await this.look(active, signal);
    if (signal.aborted || this.owned.isDisposed) return;
    this.current = shown;
    this.changed.fire(undefined);
  }

  private async look(active: ActiveProfile, signal: AbortSignal): Promise<Shown> {
    const { profile } = active;
    const grouping = this.groupingFor(profile);
    const { text } = this;
    const source = await this.sourceOf(profile);
    const isWanted =
      text === ''
        ? undefined
        : (await done(new KindFilterPass(profile, source.facts, source.kinds, text), signal)).result();
    const origins = grouping.by === 'origin' ? (await done(new OriginTreePass(profile), signal)).result() : [];
    const originNumbers = await done(new OriginNumbersPass(profile, origins, source.kinds, isWanted), signal);
    const buckets = await bucketsOf(source, grouping, isWanted, signal);
    const trend = this.options.trends.of(active.uri);
    return {
      ...source,
      active,
      grouping,
      isWanted,
      isDump: profile.goroutines !== undefined,
      buckets,
      origins,
      originNumbers,
      trend,
      before: trend === undefined ? await this.beforeOf(active, grouping, signal) : undefined,
    };
  }

  private groupingFor(profile: Profile): ViewGrouping {
    const possible = this.groupings;
    const { wanted } = this;
    const same = possible.find((other) => isSameGrouping(other, wanted));
    return same ?? { by: profile.goroutines === undefined ? 'function' : 'state' };
  }

  private async sourceOf(profile: Profile): Promise<BucketSource> {
    const { tables, sources } = this.options;
    const facts = await tables.factsOf(profile);
    const kinds = await tables.kindsOf(profile);
    const values = profile.samples.values[goroutineSampleType(profile)];
    return { profile, facts, kinds, values, isForeign: await sources.foreignIn(profile) };
  }

  private async beforeOf(
    active: ActiveProfile,
    grouping: ViewGrouping,
    signal: AbortSignal,
  ): Promise<Before | undefined> {
    const previous = await this.options.previous.of(active);
    if (previous === undefined || goroutineSampleType(previous.profile) < 0) return undefined;
    if ((previous.profile.goroutines === undefined) !== (active.profile.goroutines === undefined)) return undefined;
    const source = await this.sourceOf(previous.profile);
    const buckets = await bucketsOf(source, grouping, undefined, signal);
    await nextTurn();
    return {
      startedAt: previous.startedAt,
      total: source.kinds.total,
      buckets: new Map(buckets.map((bucket) => [bucket.id, bucket])),
      kinds: new Map(source.kinds.kinds.map(({ key, count }) => [key, count])),
    };
  }

  dispose(): void {
    this.computing.abort();
    this.lease?.dispose();
    this.owned.dispose();
  }
}

async function bucketsOf(
  source: BucketSource,
  grouping: ViewGrouping,
  isWanted: Uint8Array | undefined,
  signal: AbortSignal,
): Promise<readonly Bucket[]> {
  return grouping.by === 'origin' ? [] : (await done(new BucketsPass(source, grouping, isWanted), signal)).result();
}

async function done<T extends SlicedWork>(work: T, signal: AbortSignal): Promise<T> {
  await inSlices(work, signal);
  return work;
}

export function isSameGrouping(a: ViewGrouping, b: ViewGrouping | undefined): boolean {
  return a.by === b?.by && (a.by !== 'label' || a.key === (b as { readonly key?: string }).key);
}
