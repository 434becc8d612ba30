// Draws a scene. In: a Scene and the canvas's size in device pixels. Out: pixels, and how many boxes were drawn.
// Invariants: only visible boxes are touched; edges lie on device pixels; the fill changes once per style and not once
// per box, because on the canvas that is what costs.

import { layoutVisible, VisibleBoxes } from '../../src/core/layout/visibleBoxes';
import type { CssPx } from '../../src/core/layout/spaces';
import type { Matches } from '../../src/core/layout/search';
import { toCss, type Color } from '../theme/color';
import { collapsedStyle, differenceStyle } from '../theme/boxPalette';
import { snapped } from './devicePixels';
import type { Scene } from './scene';
import { TextFitter } from './textFitter';

/** Of the space between text and edge, and the narrowest box that gets text: two letters and an ellipsis. CSS pixels. */
const padding = 4;
const narrowestText = 24;

export class FlameRenderer {
  readonly boxes = new VisibleBoxes();
  private fitter: TextFitter | undefined;
  private fitterKey = '';

  constructor(private readonly context: CanvasRenderingContext2D) {}

  /** The width below which boxes are collapsed: what one device pixel can show. */
  minWidth(ratio: number): CssPx {
    return (1 / ratio) as CssPx;
  }

  draw(scene: Scene, ratio: number): void {
    const { context } = this;
    const { canvas } = context;
    layoutVisible(scene.rows, scene.view, this.minWidth(ratio), this.boxes);
    context.fillStyle = toCss(scene.theme.background);
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (scene.theme.contrastBorder === undefined) this.drawFills(scene, ratio);
    else this.drawBorders(scene, ratio, toCss(scene.theme.contrastBorder));
    this.drawTexts(scene, ratio);
    this.drawMarks(scene, ratio);
  }

  private drawFills(scene: Scene, ratio: number): void {
    const { boxes, context } = this;
    const { frame } = scene.rows.tree;
    const { palette, matches, revealed, theme } = scene;
    const plainCount = palette.fills.length;
    // Styles: the plain ones, the same dimmed while a search is on, then matches, then revealed boxes.
    const fills = [...palette.fills, ...palette.dimmedFills, toCss(theme.match), toCss(theme.revealed)];
    const matchStyle = plainCount * 2;
    const byStyle: number[][] = fills.map(() => []);
    for (let i = 0; i < boxes.count; i++) {
      const node = boxes.node[i];
      let style = node < 0 ? collapsedStyle : styleOf(scene, node);
      const isFrame = node > 0;
      if (isFrame && revealed?.isFrame[frame[node]] === 1) style = matchStyle + 1;
      else if (isFrame && matches?.isFrame[frame[node]] === 1) style = matchStyle;
      else if (matches !== undefined) style += plainCount;
      byStyle[style].push(i);
    }
    for (const [style, list] of byStyle.entries()) {
      if (list.length === 0) continue;
      context.fillStyle = fills[style];
      for (const i of list) this.fillBox(scene, ratio, i);
    }
  }

  private fillBox(scene: Scene, ratio: number, i: number): void {
    const { boxes } = this;
    const left = snapped(boxes.left[i], ratio);
    const right = snapped(boxes.right[i], ratio);
    const [top, bottom] = this.verticalOf(scene, ratio, boxes.depth[i]);
    // One pixel of background between neighbours, where there is room for it.
    const gap = right - left > 2 ? 1 : 0;
    if (right > left) this.context.fillRect(left, top, right - left - gap, bottom - top - 1);
  }

  private drawBorders(scene: Scene, ratio: number, border: string): void {
    const { boxes, context } = this;
    const line = Math.max(1, Math.round(ratio));
    context.fillStyle = border;
    for (let i = 0; i < boxes.count; i++) {
      const left = snapped(boxes.left[i], ratio);
      const right = snapped(boxes.right[i], ratio);
      if (right <= left) continue;
      const [top, bottom] = this.verticalOf(scene, ratio, boxes.depth[i]);
      // Wider and higher than the box by a line: neighbours share theirs.
      if (boxes.node[i] >= 0) this.frameRect(left, top, right - left + line, bottom - top + line, line);
      else this.context.fillRect(left, bottom, right - left, line);
    }
  }

  private drawTexts(scene: Scene, ratio: number): void {
    const { boxes, context } = this;
    const font = `${scene.theme.fontSize - 1}px ${scene.theme.fontFamily}`;
    const fitter = this.fitterFor(font, ratio);
    context.fillStyle = scene.palette.text;
    const space = snapped(padding, ratio);
    for (let i = 0; i < boxes.count; i++) {
      const node = boxes.node[i];
      if (node < 0 || boxes.right[i] - boxes.left[i] < narrowestText) continue;
      const left = snapped(boxes.left[i], ratio) + space;
      const width = snapped(boxes.right[i], ratio) - space - left;
      const sign = node === 0 ? '' : signOf(scene, node);
      const name = node === 0 ? scene.rootText : scene.frames.name[scene.rows.tree.frame[node]];
      const fitted = fitter.fit(name, width - fitter.widthOf(sign));
      if (fitted === '') continue;
      const text = sign + fitted;
      const [top, bottom] = this.verticalOf(scene, ratio, boxes.depth[i]);
      this.drawText(text, left, Math.round((top + bottom) / 2), width, bottom - top);
    }
  }

  private drawText(text: string, x: number, middle: number, width: number, height: number): void {
    const { context } = this;
    if (!/[^ -~]/.test(text.slice(0, -1))) {
      context.fillText(text, x, middle);
      return;
    }
    // Outside ASCII characters may join, so that the sum of their widths is only about right: cut at the box's edge.
    context.save();
    context.beginPath();
    context.rect(x, middle - height, width, height * 2);
    context.clip();
    context.fillText(text, x, middle);
    context.restore();
  }

  private fitterFor(font: string, ratio: number): TextFitter {
    const { context } = this;
    const { width, height } = context.canvas;
    // A canvas that changes its size forgets its font.
    const key = `${font} ${ratio} ${width} ${height}`;
    if (this.fitter !== undefined && key === this.fitterKey) return this.fitter;
    this.fitterKey = key;
    context.font = font.replace(/^[\d.]+/, (size) => String(Number(size) * ratio));
    context.textBaseline = 'middle';
    context.fontKerning = 'none';
    context.textRendering = 'optimizeSpeed';
    return (this.fitter = new TextFitter(context));
  }

  /** Outlines, so that nothing is told by colour alone. */
  private drawMarks(scene: Scene, ratio: number): void {
    const { matches, revealed, theme, selected, hovered } = scene;
    const { frame } = scene.rows.tree;
    const { boxes } = this;
    const isIn = (of: Matches | undefined, node: number): boolean => node > 0 && of?.isFrame[frame[node]] === 1;
    if (matches !== undefined) this.outline(scene, ratio, theme.matchBorder, 1, (i) => isIn(matches, boxes.node[i]));
    if (revealed !== undefined)
      this.outline(scene, ratio, theme.revealedBorder, 2, (i) => isIn(revealed, boxes.node[i]));
    // The text's colour is the one that stands out from every fill; in high contrast the theme has one for the purpose.
    const mark = theme.isHighContrast ? theme.focusBorder : theme.boxText;
    if (hovered !== selected) this.outline(scene, ratio, mark, 1, (i) => boxes.node[i] === hovered);
    if (selected !== undefined) this.outline(scene, ratio, mark, 2, (i) => boxes.node[i] === selected);
  }

  private outline(
    scene: Scene,
    ratio: number,
    color: Color,
    thickness: number,
    isMarked: (i: number) => boolean,
  ): void {
    const { boxes, context } = this;
    const { theme } = scene;
    // Where every box has a line of its own, a mark is a thicker one.
    const line = Math.max(1, Math.round((theme.isHighContrast ? thickness + 1 : thickness) * ratio));
    context.fillStyle = toCss(color);
    for (let i = 0; i < boxes.count; i++) {
      if (!isMarked(i)) continue;
      const left = snapped(boxes.left[i], ratio);
      const right = snapped(boxes.right[i], ratio);
      const [top, bottom] = this.verticalOf(scene, ratio, boxes.depth[i]);
      if (right > left) this.frameRect(left, top, right - left, bottom - top, line);
    }
  }

  private frameRect(x: number, y: number, width: number, height: number, thickness: number): void {
    const { context } = this;
    if (width <= 2 * thickness) {
      context.fillRect(x, y, width, height);
      return;
    }
    context.fillRect(x, y, width, thickness);
    context.fillRect(x, y + height - thickness, width, thickness);
    context.fillRect(x, y, thickness, height);
    context.fillRect(x + width - thickness, y, thickness, height);
  }

  private verticalOf(scene: Scene, ratio: number, depth: number): readonly [number, number] {
    const { rowHeight, scrollTop } = scene.view;
    return [snapped(depth * rowHeight - scrollTop, ratio), snapped((depth + 1) * rowHeight - scrollTop, ratio)];
  }
}

function styleOf({ isDifference, rows, styles }: Scene, node: number): number {
  const { total, frame } = rows.tree;
  if (!isDifference) return styles.styleOf(frame[node]);
  return differenceStyle(rows.extent[node] === 0 ? 0 : total[node] / rows.extent[node]);
}

/** Before the name, in a difference: colour must not tell it alone. */
function signOf({ isDifference, rows }: Scene, node: number): string {
  if (!isDifference) return '';
  const value = rows.tree.total[node];
  return value < 0 ? '− ' : value > 0 ? '+ ' : '= ';
}
