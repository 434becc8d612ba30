// Whether a function calls itself. In: a function. Out: the calls that lead back to it, the shortest way, and what
// keeps it from going on for ever. Invariant: calls by name within the package; a bound is what the arguments or a
// test at the start show, `undefined` where the text shows none.

import type { GoNode } from '../../golang/goNode';
import { parameterNames } from './channelTrace';
import { type CodeFunction, type GoPackage, type Place, qualified } from './goPackage';
import { calleeOf } from './typeOf';

export interface Recursion {
  /** Functions on the way back, this one first. */
  readonly through: readonly string[];
  /** The calls on that way, as many. */
  readonly calls: readonly Place[];
  readonly bound: RecursionBound | undefined;
}

export type RecursionBound =
  /** An argument is part of a parameter, or less than it: `list[1:]`, `n-1`, `node.Left`. */
  | { readonly kind: 'smaller'; readonly place: Place }
  /** A parameter counts up to a limit. The limit, where it is a number or a constant of the package. */
  | { readonly kind: 'counter'; readonly place: Place; readonly limit: number | undefined };

export function recursionOf(pkg: GoPackage, fn: CodeFunction): Recursion | undefined {
  const way = wayBack(pkg, fn);
  if (way === undefined) return undefined;
  const functions = [fn, ...way.slice(0, -1).map((call) => calleeOf(pkg, call).function!)];
  return {
    through: functions.map(({ receiver, name }) => qualified(receiver, name)),
    calls: way.map((call) => pkg.place(call)),
    bound: way.length === 1 ? boundOf(pkg, fn, way[0]) : undefined,
  };
}

/** Breadth first, so the shortest. */
function wayBack(pkg: GoPackage, fn: CodeFunction): readonly GoNode[] | undefined {
  const ways = new Map<CodeFunction, readonly GoNode[]>([[fn, []]]);
  for (const [at, way] of ways) {
    for (const call of at.body?.find('call_expression') ?? []) {
      if (call.parent?.type === 'go_statement') continue;
      const target = calleeOf(pkg, call).function;
      if (target === fn) return [...way, call];
      if (target !== undefined && !ways.has(target)) ways.set(target, [...way, call]);
    }
  }
  return undefined;
}

function boundOf(pkg: GoPackage, fn: CodeFunction, call: GoNode): RecursionBound | undefined {
  const parameters = parameterNames(fn.node).map((name) => name.text);
  const receiver = fn.node.get('receiver')?.children.at(0)?.get('name')?.text;
  const operand = call.get('function')?.get('operand');
  if (receiver !== undefined && operand !== undefined && isPartOf(operand, receiver)) {
    return { kind: 'smaller', place: pkg.place(operand) };
  }
  const args = call.get('arguments')?.children ?? [];
  for (const [i, argument] of args.entries()) {
    const parameter = parameters.at(i);
    if (parameter === undefined) continue;
    if (isSmaller(argument, parameter)) return { kind: 'smaller', place: pkg.place(argument) };
    const limit = isLarger(argument, parameter) ? limitOf(fn, parameter) : undefined;
    if (limit !== undefined) return { kind: 'counter', place: pkg.place(limit), limit: numberOf(pkg, limit) };
  }
  return undefined;
}

/** `n-1`, `n/2`, `n>>1`, `list[1:]`, `node.Left`. */
function isSmaller(argument: GoNode, parameter: string): boolean {
  if (argument.type === 'binary_expression') {
    const isLess = ['-', '/', '>>', '%'].includes(argument.get('operator')?.text ?? '');
    return isLess && argument.get('left')?.text === parameter;
  }
  if (argument.type === 'slice_expression') return argument.get('operand')?.text === parameter;
  return isPartOf(argument, parameter);
}

function isPartOf(expression: GoNode, of: string): boolean {
  return expression.is('selector_expression', 'index_expression') && expression.get('operand')?.text === of;
}

function isLarger(argument: GoNode, parameter: string): boolean {
  const isSum = argument.type === 'binary_expression' && argument.get('operator')?.text === '+';
  return isSum && (argument.get('left')?.text === parameter || argument.get('right')?.text === parameter);
}

/** What a parameter is compared with, where the function then returns. */
function limitOf(fn: CodeFunction, parameter: string): GoNode | undefined {
  for (const statement of fn.body?.find('if_statement') ?? []) {
    const condition = statement.get('condition');
    if (condition?.type !== 'binary_expression' || statement.get('consequence')?.find('return_statement').length === 0)
      continue;
    const isCompared = ['==', '>=', '>'].includes(condition.get('operator')?.text ?? '');
    if (isCompared && condition.get('left')?.text === parameter) return condition.get('right');
  }
  return undefined;
}

function numberOf(pkg: GoPackage, limit: GoNode): number | undefined {
  const constant = limit.type === 'identifier' ? pkg.variables.get(limit.text)?.parent : undefined;
  const value = constant?.type === 'const_spec' ? constant.get('value')?.children.at(0) : limit;
  return value?.type === 'int_literal' ? Number(value.text.replaceAll('_', '')) : undefined;
}
