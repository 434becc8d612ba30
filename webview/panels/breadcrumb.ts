// Where the view is zoomed to. In: the boxes from the root to the zoomed one. Out: a row of buttons, each zooming to its
// box. Invariant: one row; of a deep path the beginning and the end are shown, and the rest is in the tooltip.

import type { NodeIndex } from '../../src/core/analyze/callTree';
import { ancestorsOf } from '../../src/core/layout/nodePath';
import { element } from '../dom';
import { icon } from '../icons';
import { partsOfName } from '../theme/packageKind';
import type { PageModel } from '../state/pageModel';

const mostShown = 4;

export class Breadcrumb {
  readonly element = element('nav', { className: 'breadcrumb', 'aria-label': 'Zoomed to' });
  private shown: { rows: unknown; zoomed: NodeIndex; isZoomed: boolean } | undefined;

  constructor(private readonly zoomTo: (node: NodeIndex) => void) {}

  update(model: PageModel): void {
    const { rows, zoomed, isZoomed } = model;
    if (this.shown?.rows === rows && this.shown.zoomed === zoomed && this.shown.isZoomed === isZoomed) return;
    this.shown = { rows, zoomed, isZoomed };
    const nameOf = (node: NodeIndex): string =>
      node === 0 ? 'All stacks' : model.profile.frames.name[rows.tree.frame[node]];
    const path = ancestorsOf(rows.tree, zoomed);
    const tail = path.slice(-mostShown);
    const hidden = path.slice(0, path.length - tail.length);
    const items: Node[] = [this.item('All stacks', 'All stacks', 0 as NodeIndex, zoomed === 0 && !isZoomed)];
    if (hidden.length > 0) {
      const title = hidden.map(nameOf).join('\n');
      items.push(separator(), element('span', { className: 'breadcrumb-more', text: '…', title }));
    }
    for (const node of tail) {
      const name = nameOf(node);
      items.push(separator(), this.item(name.slice(partsOfName(name).element), name, node, node === zoomed));
    }
    this.element.replaceChildren(...items);
  }

  private item(text: string, title: string, node: NodeIndex, isCurrent: boolean): HTMLElement {
    const button = element('button', { className: 'breadcrumb-item', text, title });
    if (isCurrent) button.setAttribute('aria-current', 'true');
    button.addEventListener('click', () => this.zoomTo(node));
    return button;
  }
}

function separator(): SVGSVGElement {
  return icon('separator');
}
