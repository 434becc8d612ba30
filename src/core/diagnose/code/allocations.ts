// What a line allocates, for the frames of an allocation profile. In: a line or a scope. Out: the expressions that
// allocate. Invariant: what the text shows, not what the compiler leaves on the stack: the profile has the last word.

import type { GoNode } from '../../golang/goNode';
import type { CodeLine, GoPackage, Place } from './goPackage';
import { type GoType, nameOfType, pointedTo, underlying } from './goType';
import { bindingOf } from './binding';
import { type Surroundings, surroundingsOf } from './surroundings';
import { calleeOf, typeOf } from './typeOf';

export interface Allocation {
  readonly kind:
    | 'bytesOfString'
    | 'stringOfBytes'
    /** There and back again, in one expression. */
    | 'roundTrip'
    | 'format'
    | 'concatenation'
    | 'append'
    | 'make'
    | 'literal'
    | 'readAll'
    | 'encoding'
    /** sync.Pool.Put of what is no pointer: the conversion to `any` allocates. */
    | 'poolOfValues';
  readonly place: Place;
  readonly surroundings: Surroundings;
  /** Of an append: the slice was made with a capacity, or is used again (`row[:0]`). */
  readonly isPresized: boolean;
}

export function allocationsAt(pkg: GoPackage, { path, line }: CodeLine): readonly Allocation[] {
  const root = pkg.file(path)?.code.root;
  return root === undefined ? [] : allocationsIn(pkg, root).filter(({ place }) => place.line === line);
}

export function allocationsIn(pkg: GoPackage, scope: GoNode): readonly Allocation[] {
  return [...scope.walk()].flatMap((node) => {
    const kind = kindOf(pkg, node);
    if (kind === undefined) return [];
    const isPresized = kind === 'append' && isAppendPresized(pkg, node);
    return [{ kind, place: pkg.place(node), surroundings: surroundingsOf(pkg, node), isPresized }];
  });
}

const calls: Readonly<Record<string, Allocation['kind']>> = {
  'fmt.Sprintf': 'format',
  'fmt.Sprint': 'format',
  'fmt.Sprintln': 'format',
  'fmt.Errorf': 'format',
  'io.ReadAll': 'readAll',
  'io/ioutil.ReadAll': 'readAll',
  'encoding/json.Marshal': 'encoding',
  'encoding/json.MarshalIndent': 'encoding',
  'encoding/json.Unmarshal': 'encoding',
  append: 'append',
  make: 'make',
  new: 'make',
};

function kindOf(pkg: GoPackage, node: GoNode): Allocation['kind'] | undefined {
  switch (node.type) {
    case 'type_conversion_expression':
      return isByteSlice(node.get('type')) ? conversion(pkg, node.get('operand'), 'bytesOfString') : undefined;
    case 'call_expression':
      return kindOfCall(pkg, node);
    case 'composite_literal':
      return kindOfLiteral(node);
    case 'assignment_statement': {
      const target = node.get('left')?.children.at(0);
      const isString = target !== undefined && isText(typeOf(pkg, target));
      return node.get('operator')?.text === '+=' && isString ? 'concatenation' : undefined;
    }
    case 'binary_expression': {
      const isOuter = node.parent?.type !== 'binary_expression';
      const isConstant = node.children.every(
        (child) => child.type.endsWith('_string_literal') || child.field === 'operator',
      );
      const isSum = node.get('operator')?.text === '+' && isOuter && !isConstant;
      return isSum && isText(typeOf(pkg, node)) ? 'concatenation' : undefined;
    }
    default:
      return undefined;
  }
}

function kindOfCall(pkg: GoPackage, call: GoNode): Allocation['kind'] | undefined {
  const { name } = calleeOf(pkg, call);
  const first = call.get('arguments')?.children.at(0);
  if (Object.hasOwn(calls, name)) return calls[name];
  if (name === 'string') return conversion(pkg, first, 'stringOfBytes');
  if (name !== 'sync.Pool.Put' || first === undefined) return undefined;
  const type = underlying(pkg, typeOf(pkg, first));
  return type.kind === 'list' || type.kind === 'struct' || isText(type) ? 'poolOfValues' : undefined;
}

function conversion(
  pkg: GoPackage,
  operand: GoNode | undefined,
  kind: 'bytesOfString' | 'stringOfBytes',
): Allocation['kind'] | undefined {
  if (operand === undefined || operand.type.endsWith('_string_literal')) return undefined;
  const type = underlying(pkg, pointedTo(typeOf(pkg, operand)));
  // `[]byte(x)` is of a string unless x is known to be bytes; `string(x)` may be of a rune.
  if (kind === 'bytesOfString' ? type.kind === 'list' : type.kind !== 'list') return undefined;
  const inner = operand.type === 'call_expression' ? calleeOf(pkg, operand).name : '';
  const isBack = kind === 'bytesOfString' ? inner === 'string' : isByteSlice(operand.get('type'));
  return isBack ? 'roundTrip' : kind;
}

function kindOfLiteral(literal: GoNode): Allocation['kind'] | undefined {
  const isAddressed = literal.parent?.type === 'unary_expression' && literal.parent.get('operator')?.text === '&';
  const isContainer = literal.get('type')?.is('slice_type', 'map_type') === true;
  return isAddressed || isContainer ? 'literal' : undefined;
}

function isByteSlice(type: GoNode | undefined): boolean {
  return type?.type === 'slice_type' && ['byte', 'uint8'].includes(type.get('element')?.text ?? '');
}

function isText(type: GoType): boolean {
  return nameOfType(type) === 'string';
}

function isAppendPresized(pkg: GoPackage, call: GoNode): boolean {
  const slice = call.get('arguments')?.children.at(0);
  if (slice === undefined || slice.type === 'slice_expression') return slice !== undefined;
  const binding = slice.type === 'identifier' ? bindingOf(pkg, slice) : undefined;
  if (binding === undefined) return false;
  const value = binding.value;
  const isMade = value?.type === 'call_expression' && value.get('function')?.text === 'make';
  if (isMade && (value.get('arguments')?.children.length ?? 0) > 2) return true;
  // `row = row[:0]` uses it again.
  const fn = call.around('function_declaration', 'method_declaration');
  return (fn?.find('slice_expression') ?? []).some(
    (s) => s.get('operand')?.text === slice.text && s.get('end')?.text === '0',
  );
}
