// What a mangled C++ name is made of. In: parts, as the grammar finds them. Out: a tree (a graph: repeated parts are
// shared), walked and rewritten here, written by printer.ts.
// Invariant: every step is paid for, so that no name, however it was made, takes longer than its length allows.

export type Kind =
  // Names.
  | 'none'
  | 'name'
  | 'qualified' // scope, name; `num` is 1 for what is local to a function
  | 'template' // name, arguments
  | 'typed' // name, type
  | 'ctor' // class, inherited from
  | 'dtor' // class
  | 'tagged' // name, tag
  | 'operator'
  | 'cast' // to
  | 'closure' // `num` of them are template parameters; then constraint, constraint of the call, parameters; `text` is the number
  | 'unnamed'
  | 'bindings'
  | 'defaultArgument'
  | 'module' // parent, name
  | 'ofModule' // name, module
  | 'friend'
  | 'special'
  | 'between' // value, value
  | 'clone'
  | 'enableIf' // type, arguments
  | 'constrained' // name, constraint
  // Types.
  | 'builtin'
  | 'pointer'
  | 'reference'
  | 'rvalue'
  | 'suffix' // base
  | 'transformed' // base
  | 'vendor' // qualifier, type
  | 'qualifiers'
  | 'qualifier'
  | 'withQualifiers' // base, qualifiers
  | 'method' // method, qualifiers; `text` is & or &&
  | 'array' // dimension, element
  | 'vector' // dimension, base
  | 'function' // what it returns, parameters; `num` is 1 for what something is local to
  | 'memberPointer' // class, member
  | 'fixed' // base
  | 'bitInt' // size
  | 'elaborated' // type
  | 'decltype' // expression
  | 'explicitObject' // type
  // Template parameters and arguments.
  | 'parameter' // `link` is its template, null for one that is not known yet
  | 'auto'
  | 'declaredArgument' // declaration, argument
  | 'pack'
  | 'expansion' // base; `link` is the pack
  | 'parameterName'
  | 'typeParameter' // name
  | 'valueParameter' // name, type
  | 'templateParameter' // name, constraint, parameters
  | 'constrainedParameter' // name, constraint
  | 'packParameter' // parameter
  // Expressions.
  | 'functionParameter'
  | 'number'
  | 'count'
  | 'nullary' // operator
  | 'unary' // operator, operand; `text` is 'suffix' or 'type'
  | 'binary' // operator, left, right
  | 'trinary' // operator, three operands
  | 'fold' // operator, one or two operands; `num` is 1 for a left fold
  | 'subobject' // type, expression
  | 'memberCast' // type, expression
  | 'new' // place, type, initializer
  | 'literal' // type
  | 'string' // type
  | 'lambda' // closure
  | 'list'
  | 'initializer' // type, list
  | 'requires' // `num` of them are parameters, then requirements
  | 'expressionNeed' // expression, type
  | 'typeNeed' // type
  | 'nestedNeed'; // constraint

export interface Node {
  readonly kind: Kind;
  readonly text: string;
  /** Grows while a template's arguments are read. */
  readonly parts: Node[];
  num: number;
  link: Node | null;
}

export const none: Node = { kind: 'none', text: '', parts: [], num: 0, link: null };

export function node(kind: Kind, parts: Node[] = [], text = '', num = 0): Node {
  return { kind, text, parts, num, link: null };
}

export function named(text: string): Node {
  return node('name', [], text);
}

/** A name that is not in the grammar, or one that would cost too much; what is shown is the name as it is. */
export class NotMangled extends Error {}

export class Budget {
  private depth = 0;

  constructor(private left: number) {}

  /** Throws when the name has cost too much. */
  spend(): void {
    if (--this.left < 0) throw new NotMangled('too much work');
  }

  /** A step down, and up again. The limit keeps the thread's stack from running out; the deepest names seen have 60. */
  down<T>(work: () => T): T {
    if (++this.depth > 500) throw new NotMangled('too deep');
    this.spend();
    const result = work();
    this.depth--;
    return result;
  }

  /** After a failure that was caught: where the depth was before. */
  get mark(): number {
    return this.depth;
  }

  restore(mark: number): void {
    this.depth = mark;
  }
}

/** Qualifiers are no part of what is looked for. */
export function visit(root: Node, budget: Budget, enter: (at: Node) => boolean): void {
  budget.down(() => {
    if (!enter(root)) return;
    const isQualified = root.kind === 'withQualifiers' || root.kind === 'method';
    for (const part of isQualified ? root.parts.slice(0, 1) : root.parts) visit(part, budget, enter);
  });
}

/** Parts first; undefined where nothing changes, so that what is shared stays shared. */
export function rewrite(
  root: Node,
  budget: Budget,
  change: (at: Node) => Node | undefined,
  skip: (at: Node) => boolean,
): Node | undefined {
  return budget.down(() => {
    if (skip(root)) return undefined;
    let parts: Node[] | undefined;
    for (let i = 0; i < root.parts.length; i++) {
      const changed = rewrite(root.parts[i], budget, change, skip);
      if (changed !== undefined) (parts ??= [...root.parts])[i] = changed;
    }
    if (parts === undefined) return change(root);
    const copy = { ...root, parts };
    return change(copy) ?? copy;
  });
}

/** True for what it has been asked about before. */
export function seenBefore(): (at: Node) => boolean {
  const seen = new Set<Node>();
  return (at) => seen.size === seen.add(at).size;
}
