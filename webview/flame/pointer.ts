// What the hand does on the canvas. In: pointer and wheel events. Out: hover, click, double click, drag, zoom, scroll.
// Invariants: a click that drifts a few pixels is still a click; what a double click means is decided by the box under
// its first click, as that click opens the code beside and so moves everything; the context menu is left alone.

import { DisposableList, type Disposable } from '../../src/base/disposable';
import type { NodeIndex } from '../../src/core/analyze/callTree';
import type { CssPx } from '../../src/core/layout/spaces';
import { listen } from '../dom';

/** As much as a hand moves while it presses a button (google/pprof internal/driver/html/stacks.js). */
const driftPx = 4;
/** Lines and pages of wheels that do not count pixels. */
const wheelLinePx = 20;

/** A place on the canvas, and the same in the page. */
export interface PointerPlace {
  readonly x: CssPx;
  readonly y: CssPx;
  readonly pageX: number;
  readonly pageY: number;
}

export interface PointerActions {
  nodeAt(x: CssPx, y: CssPx): NodeIndex | undefined;
  /** The pointer is there, or nowhere that tells something. */
  hover(at: PointerPlace | undefined): void;
  click(node: NodeIndex | undefined): void;
  doubleClick(node: NodeIndex): void;
  /** By how far the content shall follow. */
  drag(dx: number, dy: number): void;
  /** @param factor 2 shows half as much, around `x` */
  zoom(factor: number, x: CssPx): void;
  pan(dx: number): void;
}

interface Press {
  readonly id: number;
  readonly node: NodeIndex | undefined;
  readonly startX: number;
  readonly startY: number;
  x: number;
  y: number;
  isDrag: boolean;
}

export function followPointer(canvas: HTMLCanvasElement, actions: PointerActions): Disposable {
  const parts = new DisposableList();
  let press: Press | undefined;
  let firstClicked: NodeIndex | undefined;

  const place = (event: MouseEvent): readonly [CssPx, CssPx] => [event.offsetX as CssPx, event.offsetY as CssPx];
  const end = (): void => {
    if (press?.isDrag === true) canvas.classList.remove('is-dragged');
    press = undefined;
  };

  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !event.isPrimary) return;
    const { clientX, clientY } = event;
    const node = actions.nodeAt(...place(event));
    press = { id: event.pointerId, node, startX: clientX, startY: clientY, x: clientX, y: clientY, isDrag: false };
    canvas.setPointerCapture(event.pointerId);
  };

  const onMove = (event: PointerEvent): void => {
    if (press?.id !== event.pointerId) {
      const [x, y] = place(event);
      actions.hover({ x, y, pageX: event.clientX, pageY: event.clientY });
      return;
    }
    const { clientX, clientY } = event;
    if (!press.isDrag && Math.hypot(clientX - press.startX, clientY - press.startY) > driftPx) {
      press.isDrag = true;
      canvas.classList.add('is-dragged');
      actions.hover(undefined);
    }
    if (!press.isDrag) return;
    actions.drag(clientX - press.x, clientY - press.y);
    press.x = clientX;
    press.y = clientY;
  };

  const onUp = (event: PointerEvent): void => {
    if (press?.id !== event.pointerId) return;
    const { isDrag, node } = press;
    end();
    if (isDrag) return;
    // The second click of a double click comes with detail 2 in `click`, but not in `pointerup`; see onClick.
    pending = { node };
  };
  let pending: { readonly node: NodeIndex | undefined } | undefined;

  const onClick = (event: MouseEvent): void => {
    const clicked = pending;
    pending = undefined;
    if (clicked === undefined || event.detail > 1) return;
    firstClicked = clicked.node;
    actions.click(clicked.node);
  };

  const onDoubleClick = (): void => {
    if (firstClicked !== undefined) actions.doubleClick(firstClicked);
  };

  const onWheel = (event: WheelEvent): void => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : wheelLinePx;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    const [x] = place(event);
    // A pinch arrives as a wheel with Ctrl, its steps a tenth of a wheel's.
    if (event.ctrlKey || event.metaKey) actions.zoom(Math.exp(-dy * (Math.abs(dy) < 30 ? 0.02 : 0.003)), x);
    else if (event.shiftKey) actions.pan(dx === 0 ? dy : dx);
    else if (Math.abs(dx) > Math.abs(dy)) actions.pan(dx);
    else return; // The scroller scrolls by itself.
    event.preventDefault();
  };

  parts.add(listen(canvas, 'pointerdown', onDown));
  parts.add(listen(canvas, 'pointermove', onMove));
  parts.add(listen(canvas, 'pointerup', onUp));
  parts.add(listen(canvas, 'pointercancel', end));
  parts.add(listen(canvas, 'pointerleave', () => actions.hover(undefined)));
  parts.add(listen(canvas, 'click', onClick));
  parts.add(listen(canvas, 'dblclick', onDoubleClick));
  parts.add(listen(canvas, 'wheel', onWheel, { passive: false }));
  return parts;
}
