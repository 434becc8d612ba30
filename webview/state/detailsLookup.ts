// What the samples behind a box say, looked up once. In: boxes that someone looks at or clicks. Out: their details, from
// the worker. Invariants: what was found is kept as long as its tree; while the pointer moves only the newest box is asked
// for, but a click is always answered.

import type { NodeIndex } from '../../src/core/analyze/callTree';
import type { FlameRows } from '../../src/core/layout/flameRows';
import type { NodeDetails } from '../../src/core/layout/nodeLine';
import type { AggregatorApi } from '../aggregate/aggregator';
import { NewestWins } from './newestWins';
import type { PageModel } from './pageModel';

export class DetailsLookup {
  private readonly known = new Map<NodeIndex, NodeDetails>();
  private rows: FlameRows | undefined;
  private readonly newest = new NewestWins((node: NodeIndex) => this.fetch(node));

  constructor(
    private readonly model: PageModel,
    private readonly aggregator: AggregatorApi,
    private readonly onArrival: () => void,
  ) {}

  /** What is known now; asks for it otherwise. */
  peek(node: NodeIndex): NodeDetails | undefined {
    this.forgetOldTree();
    const known = this.known.get(node);
    if (known === undefined) void this.newest.run(node).then(this.onArrival, () => undefined);
    return known;
  }

  async fetch(node: NodeIndex): Promise<NodeDetails> {
    this.forgetOldTree();
    const known = this.known.get(node);
    if (known !== undefined) return known;
    const { rows } = this;
    const details = await this.aggregator.details(this.model.sampleType, node);
    if (rows === this.rows) this.known.set(node, details);
    return details;
  }

  private forgetOldTree(): void {
    if (this.rows === this.model.rows) return;
    this.rows = this.model.rows;
    this.known.clear();
  }
}
