// The coordinate spaces of the flame graph and the ways between them.
//
//  profile space  x in the unit of the shown sample type, 0 at the left edge of the root box; y is a depth
//  view space     the part of profile space that is shown: an `XRange`, and how far the rows are scrolled
//  CSS space      pixels of the page, 0/0 at the top left of the canvas
//  (device space  CSS pixels times the device ratio: only the page's renderer knows it)
//
// In: positions. Out: positions in another space. Invariant: a range made here is never wider than the
// whole, never empty, and never leaves it.

import type { Brand } from '../../base/brand';

export type ProfileX = Brand<number, 'ProfileX'>;
export type CssPx = Brand<number, 'CssPx'>;

export interface XRange {
  readonly left: ProfileX;
  readonly right: ProfileX;
}

/** What is on screen. */
export interface FlameView {
  readonly range: XRange;
  /** How far the rows are scrolled up. */
  readonly scrollTop: CssPx;
  readonly width: CssPx;
  readonly height: CssPx;
  readonly rowHeight: CssPx;
}

// A double holds 52 bits. A screen of 8192 device pixels needs 13 of them, 2^30 of zoom needs 30 more,
// and the remaining 9 keep box edges exact to a fraction of a pixel.
const deepestZoom = 2 ** 30;

export function rangeOf(left: number, right: number): XRange {
  return { left: left as ProfileX, right: right as ProfileX };
}

export function widthOf(range: XRange): number {
  return range.right - range.left;
}

export function isWhole(range: XRange, total: number): boolean {
  return range.left <= 0 && range.right >= total;
}

/** CSS pixels per unit of profile space. */
export function scaleOf(view: Pick<FlameView, 'range' | 'width'>): number {
  const width = widthOf(view.range);
  return width > 0 ? view.width / width : 0;
}

export function toCssX(view: Pick<FlameView, 'range' | 'width'>, x: ProfileX): CssPx {
  return ((x - view.range.left) * scaleOf(view)) as CssPx;
}

export function toProfileX(view: Pick<FlameView, 'range' | 'width'>, x: CssPx): ProfileX {
  const scale = scaleOf(view);
  return (view.range.left + (scale > 0 ? x / scale : 0)) as ProfileX;
}

/** The depth whose row holds `y`; may lie outside the tree. */
export function toDepth(view: Pick<FlameView, 'scrollTop' | 'rowHeight'>, y: CssPx): number {
  return Math.floor((y + view.scrollTop) / view.rowHeight);
}

export function toCssY(view: Pick<FlameView, 'scrollTop' | 'rowHeight'>, depth: number): CssPx {
  return (depth * view.rowHeight - view.scrollTop) as CssPx;
}

/** The range nearest to the wanted one that lies in [0, total] and is not narrower than the deepest zoom. */
export function clampRange(left: number, right: number, total: number): XRange {
  if (!(total > 0) || Number.isNaN(left) || Number.isNaN(right)) return rangeOf(0, Math.max(0, total));
  const width = Math.min(total, Math.max(total / deepestZoom, right - left));
  const start = Math.min(Math.max(0, left), total - width);
  return rangeOf(start, start + width);
}

/** Zooms by `factor` (2 shows half as much) so that `anchor` stays where it is on screen. */
export function zoomedAt(range: XRange, anchor: ProfileX, factor: number, total: number): XRange {
  const width = widthOf(range);
  if (!(width > 0) || !(factor > 0)) return range;
  const wanted = Math.min(total, Math.max(total / deepestZoom, width / factor));
  const left = anchor - ((anchor - range.left) / width) * wanted;
  return clampRange(left, left + wanted, total);
}

export function panned(range: XRange, by: number, total: number): XRange {
  return clampRange(range.left + by, range.right + by, total);
}

/** Moves the range, without zooming, so that as much of `wanted` as fits is inside. */
export function pannedTo(range: XRange, wanted: XRange, total: number): XRange {
  if (wanted.left <= range.left && wanted.right >= range.right) return range;
  if (wanted.left >= range.left && wanted.right <= range.right) return range;
  if (widthOf(wanted) >= widthOf(range)) return panned(range, wanted.left - range.left, total);
  return panned(range, wanted.left < range.left ? wanted.left - range.left : wanted.right - range.right, total);
}
