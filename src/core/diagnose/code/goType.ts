// Types as far as one package's text tells them. In: a type as written. Out: its shape, with import paths for names
// of other packages. Invariant: what the text does not say is `unknown`; nothing is guessed from a name.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage } from './goPackage';

export type GoType =
  /** `net/http.Request`; without a path for a type of this package, a type parameter or a predeclared type. */
  | { readonly kind: 'named'; readonly name: string; readonly spec: GoNode | undefined }
  | { readonly kind: 'pointer' | 'channel' | 'list'; readonly to: GoType }
  | { readonly kind: 'map'; readonly key: GoType; readonly to: GoType }
  | { readonly kind: 'function'; readonly results: readonly GoType[] }
  | { readonly kind: 'struct'; readonly node: GoNode }
  | { readonly kind: 'interface' }
  | { readonly kind: 'unknown' };

export const unknownType: GoType = { kind: 'unknown' };

export function typeFromNode(pkg: GoPackage, node: GoNode): GoType {
  const inner = (role: string): GoType => {
    const found = node.get(role);
    return found === undefined ? unknownType : typeFromNode(pkg, found);
  };
  switch (node.type) {
    case 'type_identifier':
    case 'identifier':
      return { kind: 'named', name: node.text, spec: pkg.types.get(node.text) };
    case 'qualified_type':
    case 'selector_expression': {
      const [scope, name] = node.children;
      const path = pkg.fileOf(node).imports.get(scope.text);
      return path === undefined ? unknownType : { kind: 'named', name: `${path}.${name.text}`, spec: undefined };
    }
    case 'generic_type':
      return inner('type');
    case 'type_instantiation_expression':
    case 'parenthesized_type':
    case 'parenthesized_expression':
    case 'type_elem':
      return node.children.length === 0 ? unknownType : typeFromNode(pkg, node.children[0]);
    case 'pointer_type':
      return { kind: 'pointer', to: node.children.length === 0 ? unknownType : typeFromNode(pkg, node.children[0]) };
    case 'unary_expression':
      return { kind: 'pointer', to: inner('operand') };
    case 'channel_type':
      return { kind: 'channel', to: inner('value') };
    case 'slice_type':
    case 'array_type':
    case 'implicit_length_array_type':
      return { kind: 'list', to: inner('element') };
    case 'map_type':
      return { kind: 'map', key: inner('key'), to: inner('value') };
    case 'function_type':
      return { kind: 'function', results: resultTypes(pkg, node.get('result')) };
    case 'struct_type':
      return { kind: 'struct', node };
    case 'interface_type':
      return { kind: 'interface' };
    default:
      return unknownType;
  }
}

export function resultTypes(pkg: GoPackage, result: GoNode | undefined): readonly GoType[] {
  if (result === undefined) return [];
  if (result.type !== 'parameter_list') return [typeFromNode(pkg, result)];
  return result.children.flatMap((parameter) => {
    const type = parameter.get('type');
    const times = Math.max(1, parameter.all('name').length);
    return new Array<GoType>(times).fill(type === undefined ? unknownType : typeFromNode(pkg, type));
  });
}

/** Behind pointers. */
export function pointedTo(type: GoType): GoType {
  let at = type;
  while (at.kind === 'pointer') at = at.to;
  return at;
}

/** What a named type of this package is made of. */
export function underlying(pkg: GoPackage, type: GoType): GoType {
  let at = type;
  for (let i = 0; i < 10 && at.kind === 'named' && at.spec !== undefined; i++) {
    const of = at.spec.get('type');
    at = of === undefined ? unknownType : typeFromNode(pkg, of);
  }
  return at;
}

/** The name of a type, pointers aside: `net/http.Request`; '' for one without. */
export function nameOfType(type: GoType): string {
  const at = pointedTo(type);
  return at.kind === 'named' ? at.name : '';
}

export interface StructField {
  readonly name: string;
  readonly type: GoNode;
  readonly isEmbedded: boolean;
  readonly node: GoNode;
}

/** Fields of a struct type, or of a named one of this package. */
export function fieldsOf(pkg: GoPackage, type: GoType): readonly StructField[] {
  const struct = underlying(pkg, pointedTo(type));
  if (struct.kind !== 'struct') return [];
  const list = struct.node.children.find((child) => child.type === 'field_declaration_list');
  return (list?.children ?? []).flatMap((node): StructField[] => {
    const of = node.get('type');
    if (of === undefined) return [];
    const names = node.all('name');
    if (names.length > 0) return names.map((n) => ({ name: n.text, type: of, isEmbedded: false, node }));
    const name = of.find('type_identifier').at(0)?.text ?? '';
    return [{ name, type: of, isEmbedded: true, node }];
  });
}
