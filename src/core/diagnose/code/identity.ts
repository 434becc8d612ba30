// Whether two expressions mean the same variable. In: an expression. Out: a key, equal for the same variable or the
// same field of a type. Invariant: fields are told by type, not by value: `a.mu` and `b.mu` have one key.

import type { GoNode } from '../../golang/goNode';
import { bindingOf } from './binding';
import type { GoPackage } from './goPackage';
import { fieldsOf, type GoType, pointedTo, typeFromNode } from './goType';
import { typeOf } from './typeOf';

/** Without parentheses, `&` and `*`. */
export function bare(expression: GoNode): GoNode {
  let node = expression;
  for (;;) {
    const inner =
      node.is('parenthesized_expression', 'literal_element') && node.children.length === 1
        ? node.children[0]
        : node.type === 'unary_expression' && ['&', '*'].includes(node.get('operator')?.text ?? '')
          ? node.get('operand')
          : undefined;
    if (inner === undefined) return node;
    node = inner;
  }
}

/** undefined for what is no variable, such as a call. */
export function keyOf(pkg: GoPackage, expression: GoNode): string | undefined {
  const node = bare(expression);
  switch (node.type) {
    case 'identifier': {
      const binding = bindingOf(pkg, node);
      return binding && keyOfDeclared(pkg, binding.declared);
    }
    case 'selector_expression': {
      const operand = node.get('operand')!;
      const field = node.get('field')?.text ?? '';
      const owner = ownerOf(pkg, typeOf(pkg, operand), field);
      if (owner !== undefined) return `${owner}.${field}`;
      const base = keyOf(pkg, operand);
      return base && `${base}.${field}`;
    }
    case 'index_expression': {
      const base = keyOf(pkg, node.get('operand')!);
      return base && `${base}[]`;
    }
    default:
      return undefined;
  }
}

export function keyOfDeclared(pkg: GoPackage, declared: GoNode): string {
  return `${pkg.fileOf(declared).path}#${declared.start}`;
}

/** The type of the package that declares the field, seen through embedding. */
function ownerOf(pkg: GoPackage, type: GoType, field: string, depth = 0): string | undefined {
  const at = pointedTo(type);
  if (at.kind !== 'named' || at.spec === undefined || depth > 8) return undefined;
  const fields = fieldsOf(pkg, at);
  if (fields.some((f) => f.name === field)) return at.name;
  for (const { isEmbedded, type: of } of fields) {
    const owner = isEmbedded ? ownerOf(pkg, typeFromNode(pkg, of), field, depth + 1) : undefined;
    if (owner !== undefined) return owner;
  }
  return undefined;
}

/** Every other expression of the package with the same key; the whole selector for a field. */
export function mentionsOf(pkg: GoPackage, key: string, name: string): readonly GoNode[] {
  return pkg
    .mentionsOf(name)
    .map((node) => (node.type === 'field_identifier' ? selectorOf(node) : node))
    .filter((node) => node !== undefined)
    .filter((node) => keyOf(pkg, node) === key);
}

function selectorOf(field: GoNode): GoNode | undefined {
  return field.parent?.type === 'selector_expression' ? field.parent : undefined;
}

/** The last name in an expression: `mu` of `c.mu`. */
export function lastName(expression: GoNode): string {
  const node = bare(expression);
  if (node.type === 'index_expression') return lastName(node.get('operand')!);
  return (node.type === 'selector_expression' ? node.get('field')?.text : node.text) ?? '';
}
