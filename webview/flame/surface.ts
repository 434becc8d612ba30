// The canvas and where it stands. In: a parent element. Out: its size in CSS and device pixels, the scroll position of
// the rows, and an event when either changes. Invariant: the bitmap has exactly the device pixels the element covers.
//
// The rows scroll natively: a spacer as high as all rows makes the scroll bar, and the canvas sticks to the top of it and
// is drawn again. So the bar is the editor's own, and keyboard, touch and screen readers know it.

import { DisposableList, toDisposable } from '../../src/base/disposable';
import { Emitter } from '../../src/base/emitter';
import type { CssPx } from '../../src/core/layout/spaces';
import { element, listen } from '../dom';

export interface SurfaceSize {
  readonly width: CssPx;
  readonly height: CssPx;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

export class Surface extends DisposableList {
  readonly changed = new Emitter<undefined>();
  readonly canvas = element('canvas', { className: 'flame-canvas', tabindex: '0' });
  readonly scroller: HTMLElement;
  size: SurfaceSize = { width: 0 as CssPx, height: 0 as CssPx, ratio: 1 };
  private readonly spacer = element('div', { className: 'flame-spacer' });
  private contentHeight = 0;
  /** Kept, because asking the element makes the browser lay out the page. */
  private scrolled = 0;

  constructor() {
    super();
    this.scroller = element('div', { className: 'flame-scroller' }, this.canvas, this.spacer);
    const onScroll = (): void => {
      this.scrolled = this.scroller.scrollTop;
      this.changed.fire(undefined);
    };
    this.add(listen(this.scroller, 'scroll', onScroll, { passive: true }));
    const observer = new ResizeObserver(() => this.measure());
    observer.observe(this.scroller);
    this.add(toDisposable(() => observer.disconnect()));
    this.watchRatio();
  }

  get scrollTop(): CssPx {
    return this.scrolled as CssPx;
  }

  set scrollTop(value: number) {
    this.scroller.scrollTop = value;
    this.scrolled = this.scroller.scrollTop;
  }

  setContentHeight(height: number): void {
    if (height === this.contentHeight) return;
    this.contentHeight = height;
    this.placeSpacer();
    this.measure(); // The scroll bar may have come or gone.
  }

  measure(): void {
    const { clientWidth, clientHeight } = this.scroller;
    const ratio = window.devicePixelRatio || 1;
    const { width, height } = this.size;
    if (clientWidth === width && clientHeight === height && ratio === this.size.ratio) return;
    this.size = { width: clientWidth as CssPx, height: clientHeight as CssPx, ratio };
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    this.canvas.style.width = `${clientWidth}px`;
    this.canvas.style.height = `${clientHeight}px`;
    this.placeSpacer();
    this.changed.fire(undefined);
  }

  private placeSpacer(): void {
    this.spacer.style.height = `${Math.max(0, this.contentHeight - this.size.height)}px`;
  }

  /** A window moved to another screen, or the editor's zoom: a media query that stops matching is the only notice. */
  private watchRatio(): void {
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const onChange = (): void => {
      if (this.isDisposed) return;
      this.measure();
      this.watchRatio();
    };
    query.addEventListener('change', onChange, { once: true });
  }
}
