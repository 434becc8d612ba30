// The syntax of a Go file as plain data. In: a tree of the parser's. Out: the same without comments and
// punctuation, which outlives the tree and costs no call into WASM to walk. Invariants: children are in the order
// of the text and lie within their parent; `start` and `end` are UTF-16 offsets into the text that was read.

import { firstIndex } from '../../base/bisect';
import type { Tree } from 'web-tree-sitter';
import type { Pieces } from '../../base/pieces';
import type { Line1 } from '../profile/profile';

export class GoNode {
  readonly children: GoNode[] = [];

  constructor(
    /** As tree-sitter-go names it: `call_expression`, `if_statement`. */
    readonly type: string,
    /** The role in the parent: `condition`, `left`. */
    readonly field: string | undefined,
    readonly start: number,
    readonly end: number,
    readonly line: Line1,
    readonly endLine: Line1,
    readonly parent: GoNode | undefined,
    private readonly source: string,
  ) {}

  get text(): string {
    return this.source.slice(this.start, this.end);
  }

  /** The child in that role. */
  get(field: string): GoNode | undefined {
    return this.children.find((child) => child.field === field);
  }

  all(field: string): readonly GoNode[] {
    return this.children.filter((child) => child.field === field);
  }

  is(...types: readonly string[]): boolean {
    return types.includes(this.type);
  }

  /** The innermost node of these types around this one, itself excluded. */
  around(...types: readonly string[]): GoNode | undefined {
    let node = this.parent;
    while (node !== undefined && !types.includes(node.type)) node = node.parent;
    return node;
  }

  isWithin(other: GoNode): boolean {
    return other.source === this.source && other.start <= this.start && this.end <= other.end;
  }

  /** This node and all below, in the order of the text. @param enters whether to look below a node */
  *walk(enters: (node: GoNode) => boolean = () => true): Generator<GoNode, void, undefined> {
    const stack: GoNode[] = [this];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      yield node;
      if (node !== this && !enters(node)) continue;
      for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i]);
    }
  }

  find(...types: readonly string[]): GoNode[] {
    return [...this.walk()].filter((node) => types.includes(node.type));
  }
}

/** Of the tree's, some milliseconds. */
const nodesInPiece = 5000;

export function* readNodes(tree: Tree, text: string): Pieces<GoNode> {
  const cursor = tree.walk();
  const lines = new LineTable(text);
  const take = (parent: GoNode | undefined, field: string | null): GoNode => {
    const start = cursor.startIndex;
    const end = cursor.endIndex;
    return new GoNode(cursor.nodeType, field ?? undefined, start, end, lines.at(start), lines.at(end), parent, text);
  };
  try {
    const root = take(undefined, null);
    let parent = root;
    let left = nodesInPiece;
    for (let isInside = cursor.gotoFirstChild(); isInside;) {
      if (--left === 0) {
        yield;
        left = nodesInPiece;
      }
      const isNamed = cursor.nodeIsNamed;
      const field = cursor.currentFieldName;
      // Operators are the only punctuation with a role.
      const isKept = isNamed ? cursor.nodeType !== 'comment' : field !== null;
      const node = isKept ? take(parent, field) : undefined;
      if (node !== undefined) parent.children.push(node);
      if (node !== undefined && isNamed && cursor.gotoFirstChild()) {
        parent = node;
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent() || parent === root) return root;
        parent = parent.parent!;
      }
    }
    return root;
  } finally {
    cursor.delete();
  }
}

/** Lines by offset: asking the cursor for a position costs more than all the rest. */
class LineTable {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  at(offset: number): Line1 {
    return firstIndex(0, this.starts.length, (i) => this.starts[i] > offset) as Line1;
  }
}
