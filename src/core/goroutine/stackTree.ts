// Stacks as paths in a tree of frames, innermost first. In: a node and the code of the frame outside it. Out: that child's
// number, the same for the same pair, counting up. Invariants: a child has a larger number than its parent; memory is that
// of the distinct nodes; no input makes a look-up walk far.
//
// Most nodes have one child: stacks that part stay apart. It is noted beside the node, and only further children go
// through a hash table, which is small then and stays in the processor's cache.

import { IntTable } from '../profile/legacy/intTable';
import { Int32List } from '../profile/legacy/lists';

export class StackTree {
  /** Pairs by node: parent (-1 at the innermost frame), and frame × 2 + 1 where it was inlined. */
  readonly rows = new Int32List();
  /** Pairs by node + 1: the child that came first, and the one taken last; -1 for none. */
  readonly children = new Int32List();
  /** The node of the stack being read, -1 before its first frame. */
  current = -1;
  /** Children that did not come first: rows of parent and code → places in `furtherNode`. */
  private readonly further = new IntTable();
  private readonly furtherNode = new Int32List();
  private readonly row = new Int32Array(2);

  constructor() {
    this.children.push(-1);
    this.children.push(-1);
  }

  /** Grows the current stack outwards. */
  push(code: number): void {
    const { current, children } = this;
    const at = 2 * (current + 1);
    const first = children.data[at];
    if (first >= 0 && this.rows.data[2 * first + 1] !== code) {
      this.current = this.furtherChild(code);
    } else if (first >= 0) this.current = first;
    else children.data[at] = this.current = this.append(code);
    children.data[at + 1] = this.current;
  }

  private furtherChild(code: number): number {
    const { row, further, furtherNode } = this;
    row[0] = this.current;
    row[1] = code;
    const known = further.count;
    const place = further.intern(row, 0, 2);
    if (place === known) furtherNode.push(this.append(code));
    return furtherNode.data[place];
  }

  private append(code: number): number {
    const { rows, children } = this;
    rows.push(this.current);
    rows.push(code);
    children.push(-1);
    children.push(-1);
    return rows.length / 2 - 1;
  }
}
