// Who can get at a value of a type. In: a package, a type's name. Out: the types that may lead to one, and whether a
// body, a package variable, or code elsewhere may have one. Invariant: by what is written: a type leads to all that its
// declaration names, an interface to all that have its methods; so it says too much rather than too little.

import type { GoNode } from '../../golang/goNode';
import { ownNodes } from './callGraph';
import type { GoPackage } from './goPackage';
import { type GoType, nameOfType } from './goType';
import { calleeOf, typeName, typeOf } from './typeOf';

export class TypeReach {
  private readonly types: Set<string>;
  private readonly known = new Map<GoNode, boolean>();

  constructor(
    private readonly pkg: GoPackage,
    name: string,
  ) {
    this.types = new Set([name]);
    for (let before = 0; before !== this.types.size;) {
      before = this.types.size;
      addLeading(pkg, this.types);
      this.addHidden();
    }
  }

  /** Types that have one in a field whose type does not say so: an io.Reader, an any. */
  private addHidden(): void {
    for (const { code } of this.pkg.files) {
      for (const literal of code.root.find('composite_literal')) {
        const type = nameOfType(typeOf(this.pkg, literal));
        if (!this.pkg.types.has(type) || this.types.has(type)) continue;
        const values = (literal.get('body')?.children ?? []).map((child) => child.get('value') ?? child);
        if (values.some((value) => this.isOne(typeOf(this.pkg, value)))) this.types.add(type);
      }
      for (const assignment of code.root.find('assignment_statement')) {
        const left = assignment.get('left')?.children ?? [];
        const right = assignment.get('right')?.children ?? [];
        for (const [i, target] of left.entries()) {
          const type = target.type === 'selector_expression' ? typeName(this.pkg, target.get('operand')!) : '';
          if (!this.pkg.types.has(type) || this.types.has(type) || left.length !== right.length) continue;
          if (this.isOne(typeOf(this.pkg, right[i]))) this.types.add(type);
        }
      }
    }
  }

  /** A package variable leads to one: any function of the package may have it. */
  get isGlobal(): boolean {
    return [...this.pkg.variables.values()].some((name) => this.isOne(typeOf(this.pkg, name)));
  }

  /** Other packages, or a library that was given one, may have it and call its methods. */
  get isForeign(): boolean {
    return [...this.types].some((name) => this.pkg.isForOthers(name)) || this.isGivenAway();
  }

  /** Whether the function names such a type, or has a variable of one. */
  has(body: GoNode): boolean {
    let found = this.known.get(body);
    if (found === undefined) this.known.set(body, (found = this.looksLikeIt(body)));
    return found;
  }

  private looksLikeIt(body: GoNode): boolean {
    const signature = body.children.filter((child) => child.field !== 'body').flatMap((child) => [...child.walk()]);
    return [...signature, ...ownNodes(body)].some((node) => {
      if (node.type === 'type_identifier') return this.types.has(node.text);
      return node.is('identifier', 'selector_expression', 'call_expression') && this.isOne(typeOf(this.pkg, node));
    });
  }

  private isOne(type: GoType): boolean {
    switch (type.kind) {
      case 'named':
        return type.spec !== undefined && this.types.has(type.name);
      case 'pointer':
      case 'channel':
      case 'list':
        return this.isOne(type.to);
      case 'map':
        return this.isOne(type.to) || this.isOne(type.key);
      case 'struct':
        return type.node.find('type_identifier').some(({ text }) => this.types.has(text));
      default:
        return false;
    }
  }

  /** As an argument of somebody else's function, or in somebody else's struct. */
  private isGivenAway(): boolean {
    return this.pkg.files.some(({ code }) =>
      code.root.find('call_expression', 'composite_literal').some((node) => {
        if (node.type === 'composite_literal') return this.isInForeignLiteral(node);
        const { name, function: own } = calleeOf(this.pkg, node);
        if (own !== undefined || !name.includes('.') || harmless.some((prefix) => name.startsWith(prefix)))
          return false;
        return (node.get('arguments')?.children ?? []).some((argument) => this.isOne(typeOf(this.pkg, argument)));
      }),
    );
  }

  private isInForeignLiteral(literal: GoNode): boolean {
    const type = literal.get('type')?.text ?? '';
    if (!/\./.test(type) && !/\b(any|interface\{\})/.test(type)) return false;
    const values = (literal.get('body')?.children ?? []).map((child) => child.get('value') ?? child);
    return values.some((value) => this.isOne(typeOf(this.pkg, value)));
  }
}

/** Print or count what they are given, and forget it. */
const harmless = [
  'fmt.',
  'log.',
  'log/slog.',
  'errors.',
  'sort.',
  'slices.',
  'maps.',
  'reflect.',
  'sync/atomic.',
  'unsafe.',
];

/** Types whose declaration names one of them, and interfaces that one of them has the methods of. */
function addLeading(pkg: GoPackage, found: Set<string>): void {
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const [type, spec] of pkg.types) {
      if (found.has(type)) continue;
      const isNaming = spec.find('type_identifier').some((node) => node.text !== type && found.has(node.text));
      if (isNaming || isInterfaceOf(pkg, spec, found)) found.add(type);
    }
  }
}

function isInterfaceOf(pkg: GoPackage, spec: GoNode, types: ReadonlySet<string>): boolean {
  const written = spec.get('type');
  if (written?.type !== 'interface_type') return false;
  const methods = written.find('method_elem').map((method) => method.get('name')?.text ?? '');
  return [...types].some((type) => methods.every((method) => pkg.function(method, type) !== undefined));
}
