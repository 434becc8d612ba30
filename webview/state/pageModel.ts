// Everything the page shows, and every way to change it. In: what the user, the host and the worker do. Out: one event
// a change; who draws reads the fields. Invariants: the fields always belong to one tree (`rows`): a change of the
// sample type keeps the old tree until the new one is there, and then carries selection, zoom and search over by name;
// what can be undone (zoom, search, sample type) is recorded here and nowhere else.

import { Emitter } from '../../src/base/emitter';
import type { NodeIndex } from '../../src/core/analyze/callTree';
import { rangeOfNode, wholeExtent, type FlameRows } from '../../src/core/layout/flameRows';
import { nodeOfPath, pathOfNode } from '../../src/core/layout/nodePath';
import { neighbourMatch, type Matches } from '../../src/core/layout/search';
import { clampRange, isWhole, rangeOf, type XRange } from '../../src/core/layout/spaces';
import { spanningNode } from '../../src/core/layout/zoom';
import { isSameRefinement, type ViewRefinement } from '../../src/protocol/messages';
import type { AggregatorApi } from '../aggregate/aggregator';
import type { PageProfile } from '../aggregate/pageProfile';
import type { PageState } from './pageState';
import { noSearch, reveal, search, type SearchResult } from './searchResult';
import { ViewHistory } from './viewHistory';

type Snapshot = Omit<PageState, 'selected' | 'scrollTop'>;
/** Changes that come in small parts. */
type Gesture = 'move' | 'search';

const root = 0 as NodeIndex;

export class PageModel {
  /** Fires after every change; what changed is seen by comparing fields. */
  readonly changed = new Emitter<undefined>();

  sampleType: number;
  rows: FlameRows;
  range: XRange;
  zoomed: NodeIndex = root;
  selected: NodeIndex | undefined;
  /** Under the pointer in the last picture; set by the view that drew it. */
  hovered: NodeIndex | undefined;
  search: SearchResult = noSearch;
  refine: ViewRefinement;
  revealed: Matches | undefined;
  /** True while the tree of another sample type or refinement is being built. */
  isSwitching = false;

  private revealedFunctions: readonly number[] = [];
  private history: ViewHistory<Snapshot, Gesture>;
  private generation = 0;

  constructor(
    readonly profile: PageProfile,
    private readonly aggregator: AggregatorApi,
    first: { readonly sampleType: number; readonly refine: ViewRefinement; readonly rows: FlameRows },
    private readonly now: () => number,
  ) {
    this.sampleType = first.sampleType;
    this.refine = first.refine;
    this.rows = first.rows;
    this.range = rangeOf(0, this.whole);
    this.history = new ViewHistory(this.snapshot());
  }

  get whole(): number {
    return wholeExtent(this.rows);
  }

  /** What percentages refer to. */
  get wholeValue(): number {
    return this.profile.whole[this.sampleType];
  }

  get canGoBack(): boolean {
    return this.history.canGoBack;
  }

  get canGoForward(): boolean {
    return this.history.canGoForward;
  }

  get isZoomed(): boolean {
    return !isWhole(this.range, this.whole);
  }

  // What can be undone.

  async selectSampleType(index: number): Promise<void> {
    if (index === this.sampleType || !this.profile.sampleTypes[index]) return;
    if (await this.switchTo(index, this.refine)) this.record(undefined);
  }

  /** @throws where an expression is none; then everything stays as it is */
  async setRefinement(refine: ViewRefinement): Promise<void> {
    if (isSameRefinement(refine, this.refine)) return;
    if (await this.switchTo(this.sampleType, refine)) this.record(undefined);
  }

  setSearch(text: string): void {
    if (text === this.search.text) return;
    this.search = search(this.rows, this.profile, text);
    this.record('search');
  }

  zoomTo(node: NodeIndex): void {
    const range = rangeOfNode(this.rows, node);
    if (range.right > range.left) this.moveTo(range, node, undefined);
  }

  resetZoom(): void {
    if (this.isZoomed) this.moveTo(rangeOf(0, this.whole), root, undefined);
  }

  /** A small step of a zoom or a pan. */
  showRange(range: XRange): void {
    this.moveTo(range, this.zoomed, 'move');
  }

  async goBack(): Promise<void> {
    await this.apply(this.history.back());
  }

  async goForward(): Promise<void> {
    await this.apply(this.history.forward());
  }

  // What cannot.

  select(node: NodeIndex | undefined): void {
    if (node === this.selected) return;
    this.selected = node;
    this.changed.fire(undefined);
  }

  /** Selects the next match, from the selected box on. */
  selectMatch(direction: 'next' | 'previous'): NodeIndex | undefined {
    const { matches } = this.search;
    const node = matches === undefined ? undefined : neighbourMatch(matches, this.selected, direction);
    if (node !== undefined) this.select(node);
    return node;
  }

  reveal(functions: readonly number[]): void {
    this.revealedFunctions = functions;
    this.revealed = reveal(this.rows, this.profile, functions);
    this.changed.fire(undefined);
  }

  // Where the user is.

  state(scrollTop: number): PageState {
    const { selected } = this;
    return { ...this.snapshot(), selected: selected === undefined ? undefined : this.pathOf(selected), scrollTop };
  }

  /** To where the user was; it is the beginning of the history. */
  async restore(state: PageState): Promise<void> {
    await this.show(state);
    if (state.selected !== undefined) {
      const found = nodeOfPath(this.rows.tree, this.profile.frames, state.selected);
      this.selected = found.matched === state.selected.length ? found.node : undefined;
    }
    this.history = new ViewHistory(this.snapshot());
    this.changed.fire(undefined);
  }

  private async apply(snapshot: Snapshot | undefined): Promise<void> {
    if (snapshot === undefined) return;
    await this.show(snapshot);
    this.changed.fire(undefined);
  }

  private async show({ view, range }: Snapshot): Promise<void> {
    const sampleType = this.profile.sampleTypes[view.sampleType] ? view.sampleType : this.sampleType;
    if (sampleType !== this.sampleType || !isSameRefinement(view.refine, this.refine)) {
      if (!(await this.switchTo(sampleType, view.refine))) return;
    }
    if (view.search !== this.search.text) this.search = search(this.rows, this.profile, view.search);
    this.zoomed = nodeOfPath(this.rows.tree, this.profile.frames, view.zoom).node;
    const zoomed = rangeOfNode(this.rows, this.zoomed);
    this.range =
      range === undefined
        ? clampRange(zoomed.left, zoomed.right, this.whole)
        : clampRange(range[0] * this.whole, range[1] * this.whole, this.whole);
  }

  /** @returns false where a newer switch has overtaken this one */
  private async switchTo(index: number, refine: ViewRefinement): Promise<boolean> {
    const generation = ++this.generation;
    this.isSwitching = true;
    this.changed.fire(undefined);
    try {
      const rows = await this.aggregator.tree(index, refine);
      if (generation !== this.generation) return false;
      this.refine = refine;
      this.carryOver(index, rows);
    } finally {
      if (generation === this.generation) this.isSwitching = false;
    }
    return true;
  }

  /** The boxes of the old tree by name in the new one. */
  private carryOver(index: number, rows: FlameRows): void {
    const { frames } = this.profile;
    const zoom = this.pathOf(this.zoomed);
    const selected = this.selected === undefined ? undefined : this.pathOf(this.selected);
    this.sampleType = index;
    this.rows = rows;
    this.hovered = undefined;
    this.zoomed = nodeOfPath(rows.tree, frames, zoom).node;
    const range = rangeOfNode(rows, this.zoomed);
    this.range = clampRange(range.left, range.right, this.whole);
    const found = selected && nodeOfPath(rows.tree, frames, selected);
    this.selected = found?.matched === selected?.length ? found?.node : undefined;
    this.search = search(rows, this.profile, this.search.text);
    this.revealed = reveal(rows, this.profile, this.revealedFunctions);
  }

  private moveTo(wanted: XRange, chosen: NodeIndex, gesture: Gesture | undefined): void {
    const range = clampRange(wanted.left, wanted.right, this.whole);
    const zoomed = spanningNode(this.rows, range, chosen);
    if (range.left === this.range.left && range.right === this.range.right && zoomed === this.zoomed) return;
    this.range = range;
    this.zoomed = zoomed;
    this.record(gesture);
  }

  private record(gesture: Gesture | undefined): void {
    this.history.record(this.snapshot(), gesture, this.now());
    this.changed.fire(undefined);
  }

  private snapshot(): Snapshot {
    const { range, whole } = this;
    const zoomed = rangeOfNode(this.rows, this.zoomed);
    const isExact = range.left === zoomed.left && range.right === zoomed.right;
    return {
      view: {
        sampleType: this.sampleType,
        search: this.search.text,
        zoom: this.pathOf(this.zoomed),
        refine: this.refine,
      },
      range: isExact || !(whole > 0) ? undefined : [range.left / whole, range.right / whole],
    };
  }

  private pathOf(node: NodeIndex): readonly number[] {
    return pathOfNode(this.rows.tree, this.profile.frames, node);
  }
}
