// The page of one profile. In: its model and the host. Out: toolbar, breadcrumb, views and details, drawn at most once a
// frame; keys; what the user does is told to the host and kept by the editor.
// Invariant: everything that can be thrown while drawing is caught here and reported; the page stays.

import { counted } from '../src/base/counted';
import { DisposableList } from '../src/base/disposable';
import { sentenceOf } from '../src/base/userError';
import type { NodeIndex } from '../src/core/analyze/callTree';
import type { HostApi, PageApi, ProfileDelivery, ViewRefinement } from '../src/protocol/messages';
import type { AggregatorApi } from './aggregate/aggregator';
import { element, setText } from './dom';
import { FlameView } from './flame/flameView';
import { actionOfKey, type KeyAction } from './keys';
import { Breadcrumb } from './panels/breadcrumb';
import { DetailsStrip } from './panels/detailsStrip';
import { RefinementStrip } from './panels/refinementStrip';
import { matchedText, Toolbar } from './panels/toolbar';
import { warningsStrip } from './panels/warnings';
import { percentText } from './state/nodeDescription';
import { NodeDescriptions } from './state/nodeDescriptions';
import { DetailsLookup } from './state/detailsLookup';
import type { PageModel } from './state/pageModel';
import type { PageState } from './state/pageState';
import { Themed } from './theme/themed';
import { ViewSwitch } from './views';

const hint = 'Hover over a box for details; click it to open its code, double-click to zoom.';

const differenceHint =
  'Red boxes with + cost more than in the base, blue ones with − less; percentages are of the base.';

export interface PageServices {
  readonly host: HostApi;
  readonly aggregator: AggregatorApi;
  /** Where the user is, to be kept by the editor and told to the host. */
  save(state: PageState): void;
  problem(error: unknown): void;
}

export class ProfilePage extends DisposableList implements PageApi {
  readonly element: HTMLElement;
  private readonly themed: Themed;
  private readonly lookup: DetailsLookup;
  private readonly descriptions: NodeDescriptions;
  private readonly toolbar: Toolbar;
  private readonly breadcrumb: Breadcrumb;
  private readonly refinement: RefinementStrip;
  private readonly details = new DetailsStrip();
  private readonly live = element('div', { className: 'off-screen', 'aria-live': 'polite' });
  private readonly flame: FlameView;
  private readonly views: ViewSwitch;
  private frameRequest = 0;
  private frameCount = 0;

  constructor(
    private readonly model: PageModel,
    private readonly services: PageServices,
    delivery: ProfileDelivery,
  ) {
    super();
    const redraw = (): void => this.redraw();
    this.themed = this.add(new Themed(model.profile.frames, redraw));
    this.lookup = new DetailsLookup(model, services.aggregator, redraw);
    this.descriptions = new NodeDescriptions(model, this.lookup);
    this.flame = this.add(
      new FlameView(model, this.descriptions, this.themed, { open: (node) => void this.open(node), redraw }),
    );
    this.views = new ViewSwitch([this.flame]);
    this.breadcrumb = new Breadcrumb((node) => (node === 0 ? model.resetZoom() : this.flame.zoomTo(node)));
    this.toolbar = new Toolbar(model, {
      selectSampleType: (index) => void this.selectSampleType(index),
      search: (text) => model.setSearch(text),
      goToMatch: (direction) => void this.act(direction === 'next' ? 'nextMatch' : 'previousMatch'),
      back: () => void this.act('back'),
      forward: () => void this.act('forward'),
      resetZoom: () => model.resetZoom(),
    });
    this.refinement = new RefinementStrip((refinement) => void this.refine(refinement));
    const origin = element('span', { className: 'origin', text: delivery.origin, title: delivery.origin });
    this.element = element(
      'div',
      { className: 'page' },
      this.toolbar.element,
      warningsStrip(delivery.warnings, () => this.flame.focus()),
      element('div', { className: 'path-row' }, this.breadcrumb.element, delivery.origin === '' ? undefined : origin),
      this.refinement.element,
      this.views.element,
      this.details.element,
      this.live,
    );
    this.add(model.changed.event(redraw));
    const onKey = (event: KeyboardEvent): void => this.onKey(event);
    document.addEventListener('keydown', onKey);
    this.add({ dispose: () => document.removeEventListener('keydown', onKey) });
    this.add({ dispose: () => cancelAnimationFrame(this.frameRequest) });
  }

  /** To where the user was before. */
  async start(state: PageState | undefined): Promise<void> {
    if (state !== undefined) {
      await this.model.restore(state);
      this.flame.scrollTop = state.scrollTop;
    }
    this.redraw();
  }

  // PageApi.

  reveal(functions: readonly number[]): Promise<void> {
    this.model.reveal(functions);
    return Promise.resolve();
  }

  async selectSampleType(index: number): Promise<void> {
    await this.guarded(() => this.model.selectSampleType(index));
  }

  focusSearch(): Promise<void> {
    this.toolbar.search.focus();
    return Promise.resolve();
  }

  async refine(refinement: ViewRefinement): Promise<void> {
    await this.guarded(() => this.model.setRefinement(refinement));
  }

  resetZoom(): Promise<void> {
    this.model.resetZoom();
    return Promise.resolve();
  }

  private redraw(): void {
    if (this.isDisposed || this.frameRequest !== 0) return;
    this.frameRequest = requestAnimationFrame((now) => {
      this.frameRequest = 0;
      try {
        this.draw(now);
      } catch (error) {
        this.services.problem(error);
      }
    });
  }

  private draw(now: number): void {
    const { model } = this;
    this.toolbar.update(model);
    this.breadcrumb.update(model);
    this.refinement.update(model);
    const isMoving = this.views.current.draw(now);
    this.updateDetails();
    this.element.classList.toggle('is-busy', model.isSwitching);
    this.services.save(model.state(this.flame.scrollTop));
    document.documentElement.dataset['frame'] = String(++this.frameCount);
    if (isMoving) this.redraw();
  }

  private updateDetails(): void {
    const { model, details } = this;
    const node = model.hovered ?? model.selected;
    if (node !== undefined) {
      const frame = model.rows.tree.frame[node];
      const fill = frame < 0 || model.profile.isDifference ? '' : this.themed.fillOf(frame);
      details.showNode(this.descriptions.of(node), fill);
      return;
    }
    const matched = matchedText(model);
    details.showSentence(this.revealedText() || matched || (model.profile.isDifference ? differenceHint : hint));
    setText(this.live, matched);
  }

  private revealedText(): string {
    const { revealed } = this.model;
    if (revealed === undefined) return '';
    const share = percentText(revealed.total, this.model.wholeValue);
    return `At the cursor in the editor: ${counted(revealed.nodes.length, 'frame')}, ${share}`;
  }

  private async open(node: NodeIndex): Promise<void> {
    const { details } = this;
    await this.guarded(async () => {
      details.showNote('');
      const { line } = await this.lookup.fetch(node);
      const frame = this.model.rows.tree.frame[node];
      const target = line?.function ?? this.model.profile.frames.function[frame];
      if (target < 0) {
        this.tell('This frame has no source: the profile has no symbols for it.');
        return;
      }
      const opened = await this.services.host.openFrame({ function: target, line: line?.line ?? 0 });
      this.tell(opened.message);
    });
  }

  private tell(text: string): void {
    this.details.showNote(text);
    setText(this.live, text);
  }

  private onKey(event: KeyboardEvent): void {
    const target = event.target instanceof Element ? event.target : document.body;
    // The toolkit's list of choices has its own keys.
    if (event.defaultPrevented || target.closest('vscode-dropdown') !== null) return;
    const isInSearch = this.toolbar.search.element.contains(target);
    const isFree = target === document.body || target.closest('.flame') !== null;
    const action = actionOfKey(event, isInSearch ? 'search' : isFree ? 'graph' : 'elsewhere');
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (target === document.body) this.views.current.focus();
    void this.act(action);
  }

  private async act(action: KeyAction): Promise<void> {
    const { model } = this;
    await this.guarded(async () => {
      switch (action) {
        case 'focusSearch': {
          this.toolbar.search.focus();
          return;
        }
        case 'nextMatch':
        case 'previousMatch': {
          const node = model.selectMatch(action === 'nextMatch' ? 'next' : 'previous');
          if (node !== undefined) this.flame.showFound(node);
          return;
        }
        case 'back':
          return model.goBack();
        case 'forward':
          return model.goForward();
        case 'climb': {
          this.climb();
          return;
        }
        default:
          this.views.current.act(action);
      }
    });
  }

  /** Escape: one step at a time, from what is nearest. */
  private climb(): void {
    const { model } = this;
    if (model.search.text !== '') model.setSearch('');
    else if (model.selected !== undefined) model.select(undefined);
    else model.resetZoom();
    this.views.current.focus();
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.tell(sentenceOf(error));
      this.services.problem(error);
    }
  }
}
