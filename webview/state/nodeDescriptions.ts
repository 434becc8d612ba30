// The description of the box in question, made once. In: a node, drawn again and again. Out: its description.
// Invariant: the same object as long as nothing about it changes, so that who shows it can ask by identity; a box can
// have a million children whose shares are added up.

import type { NodeIndex } from '../../src/core/analyze/callTree';
import { describeNode, type NodeDescription } from './nodeDescription';
import type { NodeLines } from './nodeLines';
import type { PageModel } from './pageModel';

export class NodeDescriptions {
  private known: { readonly inputs: readonly unknown[]; readonly description: NodeDescription } | undefined;

  constructor(
    private readonly model: PageModel,
    private readonly lines: NodeLines,
  ) {}

  of(node: NodeIndex): NodeDescription {
    const { model } = this;
    const line = this.lines.peek(node);
    const inputs = [node, model.rows, model.companion, line];
    if (this.known?.inputs.every((each, i) => each === inputs[i]) === true) return this.known.description;
    const description = describeNode(model, node, line);
    this.known = { inputs, description };
    return description;
  }
}
