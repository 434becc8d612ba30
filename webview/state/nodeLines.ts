// The line behind a box, looked up once. In: nodes that someone looks at or clicks. Out: their lines, from the worker.
// Invariants: what was found is kept as long as its tree; while the pointer moves only the newest box is asked for, but
// a click is always answered.

import type { NodeIndex } from '../../src/core/analyze/callTree';
import type { FlameRows } from '../../src/core/layout/flameRows';
import type { NodeLine } from '../../src/core/layout/nodeLine';
import type { AggregatorApi } from '../aggregate/aggregator';
import { NewestWins } from './newestWins';
import type { PageModel } from './pageModel';

export class NodeLines {
  private readonly known = new Map<NodeIndex, NodeLine | undefined>();
  private rows: FlameRows | undefined;
  private readonly newest = new NewestWins((node: NodeIndex) => this.fetch(node));

  constructor(
    private readonly model: PageModel,
    private readonly aggregator: AggregatorApi,
    private readonly onArrival: () => void,
  ) {}

  /** What is known now; asks for it otherwise. */
  peek(node: NodeIndex): NodeLine | undefined {
    this.forgetOldTree();
    if (!this.known.has(node) && node > 0) void this.newest.run(node).then(this.onArrival, () => undefined);
    return this.known.get(node);
  }

  async fetch(node: NodeIndex): Promise<NodeLine | undefined> {
    this.forgetOldTree();
    if (this.known.has(node) || node === 0) return this.known.get(node);
    const { rows } = this;
    const line = await this.aggregator.line(this.model.sampleType, node);
    if (rows === this.rows) this.known.set(node, line);
    return line;
  }

  private forgetOldTree(): void {
    if (this.rows === this.model.rows) return;
    this.rows = this.model.rows;
    this.known.clear();
  }
}
