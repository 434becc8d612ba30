// The flame graph: an icicle, the root on top. In: the model. Out: a canvas, its tooltip and its accessible tree; hover,
// clicks and keys go back to the model. Invariant: draws in `draw` only, which the page calls once per frame.
//
// For tests: dispatch `new CustomEvent('heatline-locate', { detail: { function: 'main.work' } })` on the canvas; it
// answers at once in the canvas's dataset: `x` and `y` of the middle of the first drawn box of that function, in CSS
// pixels from the canvas's corner, `width` of the box, `node` its NodeIndex; all four are absent if none is drawn.

import { DisposableList } from '../../src/base/disposable';
import type { NodeIndex } from '../../src/core/analyze/callTree';
import { rangeOfNode } from '../../src/core/layout/flameRows';
import { nodeAt } from '../../src/core/layout/hitTest';
import { ancestorsOf } from '../../src/core/layout/nodePath';
import {
  panned,
  pannedTo,
  scaleOf,
  toCssY,
  toProfileX,
  zoomedAt,
  type CssPx,
  type FlameView as ViewOf,
  type ProfileX,
} from '../../src/core/layout/spaces';
import { minExtentOf, stepFrom, type Direction } from '../../src/core/layout/walk';

import { element, setText } from '../dom';
import { isSameRefinement, noRefinement } from '../../src/protocol/messages';
import type { KeyAction } from '../keys';
import type { PageModel } from '../state/pageModel';
import { valueText } from '../state/nodeDescription';
import type { NodeDescriptions } from '../state/nodeDescriptions';
import type { Themed } from '../theme/themed';
import { Tooltip } from '../panels/tooltip';
import type { PageView } from '../views';
import { AccessibleTree } from './accessibleTree';
import { answerLocate } from './locate';
import { followPointer, type PointerPlace } from './pointer';
import { RangeAnimation } from './rangeAnimation';
import { FlameRenderer } from './renderer';
import { Surface } from './surface';

export const rowHeight = 20 as CssPx;
/** A box that a search led to is at least this wide, so that its name begins to show. */
const foundWidth = 60;

export interface FlameActions {
  open(node: NodeIndex): void;
  redraw(): void;
}

export class FlameView extends DisposableList implements PageView {
  readonly id = 'flame';
  readonly title = 'Flame Graph';
  readonly element: HTMLElement;
  private readonly surface = this.add(new Surface());
  private readonly renderer: FlameRenderer;
  private readonly tooltip = new Tooltip();
  private readonly tree: AccessibleTree;
  private readonly animation: RangeAnimation;
  /** Where the pointer is on the canvas; undefined while it is elsewhere or drags. */
  private pointer: PointerPlace | undefined;
  private readonly nothing = element('p', { className: 'flame-nothing', hidden: true });
  private drawnRows: unknown;
  private isSmooth = true;

  constructor(
    private readonly model: PageModel,
    private readonly descriptions: NodeDescriptions,
    private readonly themed: Themed,
    private readonly actions: FlameActions,
  ) {
    super();
    const { canvas, scroller } = this.surface;
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('the page has no 2D canvas');
    this.renderer = new FlameRenderer(context);
    this.tree = new AccessibleTree(canvas);
    this.animation = new RangeAnimation(model.range);
    this.element = element('section', { className: 'flame' }, scroller, this.nothing);
    this.element.append(this.tree.element, this.tooltip.element);
    this.add(this.surface.changed.event(() => this.actions.redraw()));
    this.add(followPointer(canvas, this.pointerActions()));
    this.add(answerLocate(canvas, this.renderer.boxes, model, (depth) => toCssY(this.view(0), depth) + rowHeight / 2));
  }

  focus(): void {
    this.surface.canvas.focus({ preventScroll: true });
  }

  get scrollTop(): number {
    return this.surface.scrollTop;
  }

  set scrollTop(value: number) {
    this.surface.setContentHeight(this.contentHeight);
    this.surface.scrollTop = value;
  }

  draw(now: number): boolean {
    const { model, surface, themed, animation } = this;
    surface.setContentHeight(this.contentHeight);
    animation.moveTo(model.range, now, this.drawnRows === model.rows && this.isSmooth);
    this.drawnRows = model.rows;
    this.isSmooth = true;
    const { type, unit } = model.profile.sampleTypes[model.sampleType];
    const view = this.view(now);
    // Rows scroll and boxes move under a pointer that rests: what it points at is found anew for each picture.
    model.hovered = this.pointer && nodeAt(model.rows, view, this.pointer.x, this.pointer.y);
    this.nothing.hidden = model.whole > 0;
    const isRefined = !isSameRefinement(model.refine, noRefinement);
    setText(
      this.nothing,
      isRefined
        ? 'No stack of this profile passes the filters. Remove one above.'
        : `Every value of ${type} is zero in this profile. Choose another sample type above.`,
    );
    this.renderer.draw(
      {
        ...{ rows: model.rows, frames: model.profile.frames, view, selected: model.selected, hovered: model.hovered },
        ...{ theme: themed.theme, palette: themed.palette, styles: themed.styles },
        ...{ matches: model.search.matches, revealed: model.revealed },
        isDifference: model.profile.isDifference,
        rootText: `All stacks · ${valueText(model, model.rows.tree.total[0], unit)}`,
      },
      surface.size.ratio,
    );
    this.tree.update(model, this.minExtent(now));
    this.updateTooltip();
    return animation.isMoving(now);
  }

  act(action: KeyAction): boolean {
    const { model } = this;
    switch (action) {
      case 'parent':
      case 'child':
      case 'previous':
      case 'next':
        this.walk(action);
        return true;
      case 'zoomToSelected':
        this.zoomTo(model.selected ?? model.zoomed);
        return true;
      case 'openSelected':
        if (model.selected !== undefined) this.actions.open(model.selected);
        return true;
      case 'resetZoom':
        model.resetZoom();
        return true;
      case 'zoomIn':
        this.zoomAround(1.5);
        return true;
      case 'zoomOut':
        this.zoomAround(1 / 1.5);
        return true;
      case 'pageUp':
      case 'pageDown':
        this.surface.scrollTop += (action === 'pageUp' ? -1 : 1) * (this.surface.size.height - rowHeight);
        return true;
      default:
        return false;
    }
  }

  zoomTo(node: NodeIndex): void {
    this.model.zoomTo(node);
    this.scrollToRow(node);
  }

  /** Brings a box that a search found into view, zooming where it would be too thin to see. */
  showFound(node: NodeIndex): void {
    const { model } = this;
    this.pointer = undefined;
    const widest = (model.rows.extent[node] * this.surface.size.width) / foundWidth;
    if (model.range.right - model.range.left > widest) {
      const path: readonly NodeIndex[] = [0 as NodeIndex, ...ancestorsOf(model.rows.tree, node)];
      this.model.zoomTo(path.find((each) => model.rows.extent[each] <= widest) ?? node);
    }
    this.bringIntoView(node);
  }

  private get contentHeight(): number {
    return (this.model.rows.tree.maxDepth + 1) * rowHeight;
  }

  private view(now: number): ViewOf {
    const { size, scrollTop } = this.surface;
    return { range: this.animation.at(now), scrollTop, width: size.width, height: size.height, rowHeight };
  }

  /** Where the view is going, whatever the animation shows meanwhile. */
  private get targetView(): ViewOf {
    return { ...this.view(0), range: this.model.range };
  }

  private minExtent(now: number): number {
    return minExtentOf(this.view(now), this.renderer.minWidth(this.surface.size.ratio));
  }

  private walk(direction: Direction): void {
    const { model } = this;
    // Now the keyboard leads; the pointer that rests somewhere counts again when it moves.
    this.pointer = undefined;
    const from = model.selected;
    const minExtent = minExtentOf(this.targetView, this.renderer.minWidth(this.surface.size.ratio));
    const to = from === undefined ? model.zoomed : stepFrom(model.rows, from, direction, minExtent);
    if (to === undefined) return;
    model.select(to);
    this.bringIntoView(to);
  }

  private bringIntoView(node: NodeIndex): void {
    const { model } = this;
    const range = pannedTo(model.range, rangeOfNode(model.rows, node), model.whole);
    if (range !== model.range) model.showRange(range);
    this.scrollToRow(node);
  }

  private scrollToRow(node: NodeIndex): void {
    const { surface } = this;
    const top = this.model.rows.tree.depth[node] * rowHeight;
    const { height } = surface.size;
    if (top < surface.scrollTop) surface.scrollTop = top;
    else if (top + 2 * rowHeight > surface.scrollTop + height) surface.scrollTop = top + 2 * rowHeight - height;
  }

  private zoomAround(factor: number): void {
    const { model } = this;
    const range = model.selected === undefined ? model.range : rangeOfNode(model.rows, model.selected);
    const middle = Math.min(model.range.right, Math.max(model.range.left, (range.left + range.right) / 2));
    model.showRange(zoomedAt(model.range, middle as ProfileX, factor, model.whole));
  }

  private pointerActions(): Parameters<typeof followPointer>[1] {
    const { model, surface } = this;
    const follow = (): void => {
      this.isSmooth = false;
    };
    const pan = (dx: number): void => {
      follow();
      model.showRange(panned(model.range, dx / scaleOf(this.targetView), model.whole));
    };
    return {
      nodeAt: (x, y) => nodeAt(model.rows, this.view(performance.now()), x, y),
      hover: (at) => {
        this.pointer = at;
        this.actions.redraw();
      },
      click: (node) => {
        model.select(node);
        if (node !== undefined && node > 0) this.actions.open(node);
      },
      doubleClick: (node) => this.zoomTo(node),
      drag: (dx, dy) => {
        surface.scrollTop -= dy;
        pan(-dx);
      },
      zoom: (factor, x) => {
        follow();
        model.showRange(zoomedAt(model.range, toProfileX(this.targetView, x), factor, model.whole));
      },
      pan,
    };
  }

  private updateTooltip(): void {
    const { hovered } = this.model;
    if (hovered === undefined || this.pointer === undefined) {
      this.tooltip.hide();
      return;
    }
    this.tooltip.show(this.descriptions.of(hovered), this.pointer.pageX, this.pointer.pageY);
  }
}
