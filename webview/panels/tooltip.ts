// Details beside the pointer. In: a description and a point. Out: a box that never covers the point and never leaves the
// page. Invariant: shown at once; it takes no pointer events, so that it cannot stand in the way.

import { element } from '../dom';
import type { NodeDescription } from '../state/nodeDescription';

const distance = 12;
const margin = 4;

export class Tooltip {
  readonly element = element('div', { className: 'tooltip', hidden: true, 'aria-hidden': 'true' });
  private shown: NodeDescription | undefined;

  show(description: NodeDescription, x: number, y: number): void {
    if (this.shown !== description) {
      this.shown = description;
      this.element.replaceChildren(...contentOf(description));
    }
    this.element.hidden = false;
    this.place(x, y);
  }

  hide(): void {
    this.shown = undefined;
    this.element.hidden = true;
  }

  private place(x: number, y: number): void {
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const { clientWidth, clientHeight } = document.documentElement;
    const left = Math.max(margin, Math.min(x + distance, clientWidth - width - margin));
    const below = y + distance + margin;
    const top = below + height + margin <= clientHeight ? below : Math.max(margin, y - distance - height);
    this.element.style.left = `${left}px`;
    this.element.style.top = `${top}px`;
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
