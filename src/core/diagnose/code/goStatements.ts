// Where goroutines are started. In: a scope. Out: each `go` statement, what it runs, from where, and what keeps their
// number down. Invariant: one fact for each statement, in the order of the text.

import type { GoNode } from '../../golang/goNode';
import { blockingNodes } from './blocking';
import type { GoPackage, Place } from './goPackage';
import { functionNode, type Surroundings, surroundingsOf } from './surroundings';
import { calleeOf } from './typeOf';

export interface GoStart {
  readonly place: Place;
  /** `func` for a literal, else the function as written: `p.run`. */
  readonly runs: string;
  /** The function's declaration, where the package has it; the literal itself. */
  readonly target: Place | undefined;
  readonly surroundings: Surroundings;
  /** In a loop, what makes it wait before it starts another: a semaphore's send, an Acquire, a Wait. */
  readonly limit: Place | undefined;
  /** What the goroutine itself may wait for, in its own text. */
  readonly waits: readonly Place[];
}

export function goStatementsIn(pkg: GoPackage, scope: GoNode): readonly GoStart[] {
  return scope.find('go_statement').map((statement) => {
    const call = statement.children.at(0);
    const written = call?.get('function');
    const target = written?.type === 'func_literal' ? written : call && calleeOf(pkg, call).function?.node;
    const body = target?.get('body');
    return {
      place: pkg.place(statement),
      runs: written?.type === 'func_literal' ? 'func' : (written?.text ?? ''),
      target: target && pkg.place(target),
      surroundings: surroundingsOf(pkg, statement),
      limit: limitOf(pkg, statement),
      waits: body === undefined ? [] : blockingNodes(pkg, body).map(({ node }) => pkg.place(node)),
    };
  });
}

function limitOf(pkg: GoPackage, statement: GoNode): Place | undefined {
  const loop = statement.around('for_statement', 'func_literal');
  if (loop?.type !== 'for_statement') return undefined;
  const limit = loop.find('send_statement', 'call_expression').find((node) => {
    if (node.start > statement.start || functionNode(node) !== functionNode(statement)) return false;
    if (node.type === 'send_statement') return true;
    return ['Acquire', 'Wait', 'Get'].includes(node.get('function')?.get('field')?.text ?? '');
  });
  return limit && pkg.place(limit);
}
