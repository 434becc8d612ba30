// The description of the box in question, made once. In: a node, drawn again and again. Out: its description.
// Invariant: the same object as long as nothing about it changes, so that who shows it can ask by identity.

import type { NodeIndex } from '../../src/core/analyze/callTree';
import type { DetailsLookup } from './detailsLookup';
import { describeNode, type NodeDescription } from './nodeDescription';
import type { PageModel } from './pageModel';

export class NodeDescriptions {
  private known: { readonly inputs: readonly unknown[]; readonly description: NodeDescription } | undefined;

  constructor(
    private readonly model: PageModel,
    private readonly lookup: DetailsLookup,
  ) {}

  of(node: NodeIndex): NodeDescription {
    const { model } = this;
    const details = this.lookup.peek(node);
    const inputs = [node, model.rows, details];
    if (this.known?.inputs.every((each, i) => each === inputs[i]) === true) return this.known.description;
    const description = describeNode(model, node, details);
    this.known = { inputs, description };
    return description;
  }
}
