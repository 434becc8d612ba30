// Types of expressions and targets of calls, from declarations alone. In: an expression of a package.
// Out: its type, and for a call the function of the package or the name of the library's.
// Invariant: local inference only; methods promoted by embedding are found, interfaces are not followed.

import type { GoNode } from '../../golang/goNode';
import { type Binding, bindingOf } from './binding';
import { type CodeFunction, type GoPackage, qualified } from './goPackage';
import {
  fieldsOf,
  type GoType,
  nameOfType,
  pointedTo,
  resultTypes,
  typeFromNode,
  underlying,
  unknownType,
} from './goType';
import { knownField, knownResults } from './knownTypes';

export interface Callee {
  /**
   * `time.Sleep`, `sync.Mutex.Lock`, `make`; of this package `Cache.fresh`; `?.Close` for a method of an unknown
   * type, '' for a function value.
   */
  readonly name: string;
  readonly function: CodeFunction | undefined;
}

const noCallee: Callee = { name: '', function: undefined };
/** Types refer to each other at most so deep in code that people write. */
const maxDepth = 12;

export function typeOf(pkg: GoPackage, expression: GoNode, depth = 0): GoType {
  if (depth > maxDepth) return unknownType;
  const of = (node: GoNode | undefined): GoType => (node === undefined ? unknownType : typeOf(pkg, node, depth + 1));
  switch (expression.type) {
    case 'identifier':
      return typeOfName(pkg, expression, depth);
    case 'parenthesized_expression':
    case 'literal_element':
      return of(expression.children.at(0));
    case 'selector_expression':
      return typeOfSelector(pkg, expression, depth);
    case 'call_expression':
      return typesOfCall(pkg, expression, depth).at(0) ?? unknownType;
    case 'composite_literal':
    case 'type_conversion_expression':
    case 'type_assertion_expression':
      return typeFromRole(pkg, expression, 'type');
    case 'func_literal':
      return { kind: 'function', results: resultTypes(pkg, expression.get('result')) };
    case 'slice_expression':
      return of(expression.get('operand'));
    case 'index_expression': {
      const container = underlying(pkg, pointedTo(of(expression.get('operand'))));
      return container.kind === 'map' || container.kind === 'list' ? container.to : unknownType;
    }
    case 'unary_expression': {
      const operand = of(expression.get('operand'));
      const operator = expression.get('operator')?.text;
      if (operator === '&') return { kind: 'pointer', to: operand };
      if (operator === '*') return operand.kind === 'pointer' ? operand.to : unknownType;
      if (operator !== '<-') return operand;
      const channel = underlying(pkg, operand);
      return channel.kind === 'channel' ? channel.to : unknownType;
    }
    case 'binary_expression':
      return binaryType(of(expression.get('left')), of(expression.get('right')), expression.get('operator')?.text);
    case 'interpreted_string_literal':
    case 'raw_string_literal':
      return predeclared('string');
    case 'int_literal':
      return predeclared('int');
    default:
      return unknownType;
  }
}

/** The name of the expression's type behind pointers: `net/http.Request`; '' where it cannot be told. */
export function typeName(pkg: GoPackage, expression: GoNode): string {
  return nameOfType(typeOf(pkg, expression));
}

export function calleeOf(pkg: GoPackage, call: GoNode, depth = 0): Callee {
  let target = call.get('function');
  while (target?.is('parenthesized_expression', 'type_instantiation_expression', 'index_expression')) {
    target = target.get('operand') ?? target.children.at(0);
  }
  if (target?.type === 'identifier') {
    const binding = bindingOf(pkg, target);
    if (binding === undefined) return { name: target.text, function: undefined };
    return binding.kind === 'function' ? { name: target.text, function: pkg.function(target.text) } : noCallee;
  }
  if (target?.type !== 'selector_expression') return noCallee;
  const method = target.get('field')?.text ?? '';
  const library = importedName(pkg, target);
  if (library !== undefined) return { name: library, function: undefined };
  const receiver = typeOf(pkg, target.get('operand')!, depth + 1);
  return methodOf(pkg, receiver, method) ?? { name: `?.${method}`, function: undefined };
}

/** `http.Get` is `net/http.Get` where `http` is the import and not a variable. */
export function importedName(pkg: GoPackage, selector: GoNode): string | undefined {
  const operand = selector.get('operand');
  if (operand?.type !== 'identifier') return undefined;
  const path = pkg.fileOf(selector).imports.get(operand.text);
  if (path === undefined || bindingOf(pkg, operand) !== undefined) return undefined;
  return `${path}.${selector.get('field')?.text ?? ''}`;
}

function methodOf(pkg: GoPackage, type: GoType, method: string, depth = 0): Callee | undefined {
  const at = pointedTo(type);
  if (depth > maxDepth) return undefined;
  if (at.kind === 'struct') return promotedMethod(pkg, at, method, depth);
  if (at.kind !== 'named') return undefined;
  if (at.spec === undefined) return at.name === '' ? undefined : { name: `${at.name}.${method}`, function: undefined };
  const own = pkg.function(method, at.name);
  if (own !== undefined) return { name: qualified(at.name, method), function: own };
  const fields = fieldsOf(pkg, at);
  const field = fields.find((f) => f.name === method);
  if (field !== undefined) return { name: '', function: undefined };
  return promotedMethod(pkg, at, method, depth) ?? { name: qualified(at.name, method), function: undefined };
}

function promotedMethod(pkg: GoPackage, struct: GoType, method: string, depth: number): Callee | undefined {
  for (const { isEmbedded, type: of } of fieldsOf(pkg, struct)) {
    if (!isEmbedded) continue;
    const promoted = methodOf(pkg, typeFromNode(pkg, of), method, depth + 1);
    if (promoted?.function !== undefined || isKnownMethod(promoted?.name)) return promoted;
  }
  return undefined;
}

/** Of what is embedded from elsewhere, only methods that are surely there count. */
const embeddable = ['sync.Mutex.', 'sync.RWMutex.', 'sync.WaitGroup.', 'context.Context.', 'database/sql.DB.'];
function isKnownMethod(name: string | undefined): boolean {
  return name !== undefined && embeddable.some((prefix) => name.startsWith(prefix));
}

function typesOfCall(pkg: GoPackage, call: GoNode, depth: number): readonly GoType[] {
  const first = call.get('arguments')?.children.at(0);
  const callee = calleeOf(pkg, call, depth);
  if (callee.function !== undefined) return resultTypes(pkg, callee.function.node.get('result'));
  switch (callee.name) {
    case 'make':
      return [first === undefined ? unknownType : typeFromNode(pkg, first)];
    case 'new':
      return [{ kind: 'pointer', to: first === undefined ? unknownType : typeFromNode(pkg, first) }];
    case 'append':
      return [first === undefined ? unknownType : typeOf(pkg, first, depth + 1)];
    case 'len':
    case 'cap':
      return [predeclared('int')];
    default:
  }
  const known = knownResults(callee.name);
  if (known !== undefined) return known;
  const target = call.get('function');
  // A conversion to a type of the package or to a predeclared one.
  if (target?.type === 'identifier' && (pkg.types.has(target.text) || isPredeclared(target.text))) {
    return bindingOf(pkg, target) === undefined ? [typeFromNode(pkg, target)] : [];
  }
  const value = target === undefined ? unknownType : underlying(pkg, typeOf(pkg, target, depth + 1));
  return value.kind === 'function' ? value.results : [];
}

function typeOfName(pkg: GoPackage, name: GoNode, depth: number): GoType {
  const binding = bindingOf(pkg, name);
  return binding === undefined ? unknownType : typeOfBinding(pkg, binding, depth);
}

export function typeOfBinding(pkg: GoPackage, binding: Binding, depth = 0): GoType {
  if (binding.kind === 'function') {
    return { kind: 'function', results: resultTypes(pkg, pkg.function(binding.declared.text)?.node.get('result')) };
  }
  if (binding.type !== undefined) {
    const type = typeFromNode(pkg, binding.type);
    const isVariadic = binding.declared.parent?.type === 'variadic_parameter_declaration';
    return isVariadic ? { kind: 'list', to: type } : type;
  }
  const { value, index } = binding;
  if (value === undefined) return unknownType;
  if (binding.kind === 'range') {
    const over = underlying(pkg, pointedTo(typeOf(pkg, value, depth + 1)));
    if (over.kind === 'channel') return over.to;
    if (over.kind === 'map') return index === 0 ? over.key : over.to;
    return over.kind === 'list' && index === 1 ? over.to : unknownType;
  }
  if (value.type === 'call_expression') return typesOfCall(pkg, value, depth + 1).at(index) ?? unknownType;
  return index === 0 ? typeOf(pkg, value, depth + 1) : unknownType;
}

function typeOfSelector(pkg: GoPackage, selector: GoNode, depth: number): GoType {
  const library = importedName(pkg, selector);
  if (library !== undefined) return knownField(library) ?? unknownType;
  const operand = typeOf(pkg, selector.get('operand')!, depth + 1);
  return fieldType(pkg, operand, selector.get('field')?.text ?? '') ?? unknownType;
}

export function fieldType(pkg: GoPackage, type: GoType, name: string, depth = 0): GoType | undefined {
  const at = pointedTo(type);
  if (depth > maxDepth) return undefined;
  if (at.kind === 'named' && at.spec === undefined) return knownField(`${at.name}.${name}`);
  const fields = fieldsOf(pkg, at);
  const own = fields.find((field) => field.name === name);
  if (own !== undefined) return typeFromNode(pkg, own.type);
  for (const { isEmbedded, type: of } of fields) {
    const promoted = isEmbedded ? fieldType(pkg, typeFromNode(pkg, of), name, depth + 1) : undefined;
    if (promoted !== undefined) return promoted;
  }
  return undefined;
}

function typeFromRole(pkg: GoPackage, node: GoNode, role: string): GoType {
  const type = node.get(role);
  return type === undefined ? unknownType : typeFromNode(pkg, type);
}

function binaryType(left: GoType, right: GoType, operator: string | undefined): GoType {
  if (['==', '!=', '<', '<=', '>', '>=', '&&', '||'].includes(operator ?? '')) return predeclared('bool');
  return left.kind === 'unknown' ? right : left;
}

const predeclaredNames = ['string', 'int', 'int64', 'int32', 'uint64', 'float64', 'byte', 'rune', 'bool', 'error'];

function predeclared(name: string): GoType {
  return { kind: 'named', name, spec: undefined };
}

function isPredeclared(name: string): boolean {
  return predeclaredNames.includes(name);
}
