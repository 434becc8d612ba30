// The canvas for those who do not see it. In: the model's selection. Out: an off-screen tree that the canvas owns: the
// selected box, its ancestors and its widest children, and `aria-activedescendant` on the canvas.
// Invariants: one tab stop; what is read out for a box is what hover shows; the tree is rebuilt only when the selection
// or the tree changes, and holds a handful of items however large the profile is.

import type { NodeIndex } from '../../src/core/analyze/callTree';
import type { FlameRows } from '../../src/core/layout/flameRows';
import { ancestorsOf } from '../../src/core/layout/nodePath';
import { visibleChildren } from '../../src/core/layout/walk';
import { element } from '../dom';
import { spokenText } from '../state/nodeDescription';
import type { PageModel } from '../state/pageModel';

const mostChildren = 20;

export class AccessibleTree {
  readonly element = element('div', { className: 'off-screen', role: 'group', id: 'flame-items' });
  private shown: { rows: FlameRows; node: NodeIndex } | undefined;

  constructor(private readonly canvas: HTMLCanvasElement) {
    canvas.setAttribute('role', 'tree');
    canvas.setAttribute('aria-owns', this.element.id);
    canvas.setAttribute(
      'aria-label',
      'Flame graph. Arrow keys walk, Enter zooms, Space opens the code, slash searches, Escape goes back.',
    );
  }

  /** @param minExtent children thinner than this are left out, as the keyboard does not lead to them either */
  update(model: PageModel, minExtent: number): void {
    const node = model.selected ?? model.zoomed;
    const { rows } = model;
    if (this.shown?.rows === rows && this.shown.node === node) return;
    this.shown = { rows, node };
    const path = [0 as NodeIndex, ...ancestorsOf(rows.tree, node)];
    const children = visibleChildren(rows, node, minExtent, mostChildren);
    this.element.replaceChildren(
      ...path.map((each) => this.item(model, each, each === node, path.length)),
      ...children.map((each) => this.item(model, each, false, 0)),
    );
    this.canvas.setAttribute('aria-activedescendant', idOf(node));
  }

  private item(model: PageModel, node: NodeIndex, isSelected: boolean, pathLength: number): HTMLElement {
    const { tree } = model.rows;
    const hasChildren = tree.subtreeEnd[node] > node + 1;
    const attributes = {
      role: 'treeitem',
      id: idOf(node),
      text: spokenText(model, node),
      'aria-level': String(tree.depth[node] + 1),
      'aria-selected': String(isSelected),
    };
    // Shown are the ways from the root to the selected box and one step below it.
    return element('div', hasChildren ? { ...attributes, 'aria-expanded': String(pathLength > 0) } : attributes);
  }
}

function idOf(node: NodeIndex): string {
  return `flame-item-${node}`;
}
