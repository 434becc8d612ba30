// The context that a fix can write. In: a node, the edits. Out: the expression for the context in reach, with an edit that
// gives an unnamed parameter its name where that is needed. Invariant: undefined where there is none to be had.

import type { GoNode } from '../../golang/goNode';
import { contextAtHand } from '../code/contextAtHand';
import type { GoPackage } from '../code/goPackage';
import { nameOfType, typeFromNode } from '../code/goType';
import type { CodeEdits } from './codeEdits';

export interface UsableContext {
  readonly expression: string;
  /** Writes the name of a parameter that had none. */
  apply(edits: CodeEdits): void;
}

export function usableContext(pkg: GoPackage, node: GoNode): UsableContext | undefined {
  const found = contextAtHand(pkg, node);
  if (found === undefined) return undefined;
  if (found.isNamed) return { expression: found.expression, apply: () => undefined };
  const blank = blankParameter(pkg, node);
  if (blank === undefined) return undefined;
  const [name, expression] = blank.isRequest ? ['r', 'r.Context()'] : ['ctx', 'ctx'];
  return {
    expression,
    apply: (edits) => {
      if (edits.freeName(node, name) === name) edits.replace(blank.name, name);
    },
  };
}

/** `_ context.Context` or `_ *http.Request` of a function around the node. */
function blankParameter(pkg: GoPackage, node: GoNode): { name: GoNode; isRequest: boolean } | undefined {
  const functions = ['function_declaration', 'method_declaration', 'func_literal'];
  for (let fn = node.around(...functions); fn !== undefined; fn = fn.around(...functions)) {
    for (const parameter of fn.get('parameters')?.children ?? []) {
      const name = parameter.get('name');
      const type = parameter.get('type');
      if (name?.text !== '_' || type === undefined) continue;
      const typeName = nameOfType(typeFromNode(pkg, type));
      if (typeName === 'context.Context') return { name, isRequest: false };
      if (typeName === 'net/http.Request') return { name, isRequest: true };
    }
  }
  return undefined;
}
