// The context that code could use. In: a node. Out: the innermost variable of type context.Context in reach, else
// that of a request. Invariant: only what is declared before the node; a parameter without a name is at hand once it
// gets one, which `isNamed` tells.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage } from './goPackage';
import { nameOfType, typeFromNode } from './goType';
import { requestOf } from './surroundings';
import { typeName } from './typeOf';

export interface ContextAtHand {
  /** `ctx`, `r.Context()`; '' where the parameter has no name. */
  readonly expression: string;
  readonly from: 'parameter' | 'variable' | 'request';
  readonly isNamed: boolean;
}

export function contextAtHand(pkg: GoPackage, node: GoNode): ContextAtHand | undefined {
  for (let child = node, at = node.parent; at !== undefined; child = at, at = at.parent) {
    const found =
      at.type === 'statement_list'
        ? declaredBefore(pkg, at, child)
        : at.is('function_declaration', 'method_declaration', 'func_literal')
          ? amongParameters(pkg, at)
          : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function declaredBefore(pkg: GoPackage, list: GoNode, child: GoNode): ContextAtHand | undefined {
  for (const statement of list.children.slice(0, list.children.indexOf(child)).reverse()) {
    if (statement.type !== 'short_var_declaration') continue;
    const name = statement.get('left')?.children.find((target) => typeName(pkg, target) === 'context.Context');
    if (name !== undefined) return { expression: name.text, from: 'variable', isNamed: true };
  }
  return undefined;
}

function amongParameters(pkg: GoPackage, fn: GoNode): ContextAtHand | undefined {
  for (const parameter of fn.get('parameters')?.children ?? []) {
    const type = parameter.get('type');
    if (type === undefined || nameOfType(typeFromNode(pkg, type)) !== 'context.Context') continue;
    const name = parameter.get('name')?.text ?? '_';
    return { expression: name === '_' ? '' : name, from: 'parameter', isNamed: name !== '_' };
  }
  const request = requestOf(pkg, fn);
  if (request === undefined) return undefined;
  return { expression: request.context ?? '', from: 'request', isNamed: request.context !== undefined };
}
