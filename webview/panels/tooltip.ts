// Details beside the pointer. In: a description and a point. Out: a box that never covers the point and never leaves the
// page. Invariants: shown at once; it takes no pointer events, so that it cannot stand in the way; it is placed without
// being measured, because measuring makes the browser lay out the whole page between two pictures.

import { element } from '../dom';
import type { NodeDescription } from '../state/nodeDescription';

const distance = 16;

export class Tooltip {
  readonly element = element('div', { className: 'tooltip', hidden: true, 'aria-hidden': 'true' });
  private shown: NodeDescription | undefined;
  private page = { width: 0, height: 0 };

  constructor() {
    const measure = (): void => {
      this.page = { width: window.innerWidth, height: window.innerHeight };
    };
    measure();
    window.addEventListener('resize', measure);
  }

  /** @param x, y in CSS pixels of the page */
  show(description: NodeDescription, x: number, y: number): void {
    if (this.shown !== description) this.element.replaceChildren(...contentOf(description));
    this.shown = description;
    this.element.hidden = false;
    // It hangs on the corner that points to the middle of the page, where there is most room. Its width is at most half
    // the page's (style.css), so it fits on that side.
    const { width, height } = this.page;
    const { style } = this.element;
    const [isRight, isLow] = [x > width / 2, y > height / 2];
    style.left = isRight ? '' : `${x + distance}px`;
    style.right = isRight ? `${width - x + distance / 2}px` : '';
    style.top = isLow ? '' : `${y + distance}px`;
    style.bottom = isLow ? `${height - y + distance / 2}px` : '';
  }

  hide(): void {
    this.shown = undefined;
    this.element.hidden = true;
  }
}

function contentOf(d: NodeDescription): readonly Node[] {
  const place = placeText(d);
  const kind = [d.kindText, d.inlined].filter(Boolean).join(', ');
  const rows = d.amounts.map((a) =>
    element(
      'tr',
      {},
      element('th', { text: a.label }),
      element('td', { text: a.value }),
      element('td', { text: a.percent }),
      element('td', { text: a.companion }),
    ),
  );
  return [
    element('div', { className: 'tooltip-name', text: d.name }),
    place === '' ? undefined : element('div', { className: 'tooltip-place', text: place }),
    kind === '' ? undefined : element('div', { className: 'tooltip-kind', text: kind }),
    element('table', {}, element('tbody', {}, ...rows)),
    d.ofCaller === '' ? undefined : element('div', { className: 'tooltip-kind', text: `${d.ofCaller} of its caller` }),
  ].filter((node) => node !== undefined);
}

export function placeText(d: NodeDescription): string {
  if (d.file === '') return '';
  return d.line > 0 ? `${d.file}:${d.line}` : d.file;
}
