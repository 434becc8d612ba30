// How many values a channel can be sent, for each time it is made. In: the sends, and the call of make. Out: one, one for
// each element of something that is known where the channel is made, or undefined for "cannot be told".
// Invariants: every send counts, whatever branch it is on, unless only one of them can run; a function counts where it is
// called, and only when all its calls are seen.

import type { GoNode } from '../../golang/goNode';
import { bindingOf } from '../code/binding';
import type { GoPackage } from '../code/goPackage';
import { functionNode } from '../code/surroundings';
import { calleeOf } from '../code/typeOf';

/** The buffer's size as an expression. */
export function sendsOf(pkg: GoPackage, sends: readonly GoNode[], make: GoNode): string | undefined {
  if (sends.length === 0 || !areExclusive(sends)) return undefined;
  const counts = new Set(sends.map((send) => countOf(pkg, send, make, 0)));
  return counts.size === 1 ? [...counts][0] : undefined;
}

/** Each in another branch of one statement, or followed by a return. */
function areExclusive(sends: readonly GoNode[]): boolean {
  return sends.every((send, i) =>
    sends.slice(i + 1).every((other) => {
      let fork = send;
      while (fork.parent !== undefined && !other.isWithin(fork)) fork = fork.parent;
      const isBranch = fork.is('if_statement', 'expression_switch_statement', 'type_switch_statement');
      const list = send.parent;
      const leaves = list?.type === 'statement_list' && list.children.at(-1)?.type === 'return_statement';
      return isBranch || (leaves && functionNode(other) === functionNode(send) && !other.isWithin(list));
    }),
  );
}

const maxDepth = 4;

function countOf(pkg: GoPackage, node: GoNode, make: GoNode, depth: number): string | undefined {
  let count = '1';
  let at = node;
  for (let parent = node.parent; parent !== undefined; at = parent, parent = parent.parent) {
    if (make.isWithin(parent) && parent.type !== 'for_statement') {
      if (functionNode(make) === functionNode(at) || isOnPath(parent, make)) return count;
    }
    switch (parent.type) {
      case 'for_statement': {
        if (at.type === 'range_clause') break;
        // Made anew in each turn.
        if (make.isWithin(parent)) return count;
        const length = count === '1' ? lengthOf(pkg, parent, make) : undefined;
        if (length === undefined) return undefined;
        count = length;
        break;
      }
      case 'func_literal': {
        const call = parent.parent;
        const isRun = call?.type === 'call_expression' && parent.field === 'function';
        if (!isRun) return undefined;
        break;
      }
      case 'function_declaration': {
        const inner = count === '1' && depth < maxDepth ? callersOf(pkg, parent) : undefined;
        return inner === undefined ? undefined : countOf(pkg, inner, make, depth + 1);
      }
      case 'method_declaration':
        return undefined;
      default:
    }
  }
  return undefined;
}

/** The list of statements that both are in: what is between them runs as often as the make. */
function isOnPath(parent: GoNode, make: GoNode): boolean {
  return parent.type === 'statement_list' && functionNode(parent) === functionNode(make);
}

/** The one call of a function that is never used as a value. */
function callersOf(pkg: GoPackage, declaration: GoNode): GoNode | undefined {
  const name = declaration.get('name');
  if (name === undefined) return undefined;
  const uses = pkg.mentionsOf(name.text).filter((node) => node !== name && node.parent?.type !== 'selector_expression');
  const [only] = uses;
  const isCall = uses.length === 1 && only.field === 'function' && only.parent?.type === 'call_expression';
  return isCall && calleeOf(pkg, only.parent).function?.node === declaration ? only.parent : undefined;
}

/** How often the loop turns, as an expression that means the same where the channel is made. */
function lengthOf(pkg: GoPackage, loop: GoNode, make: GoNode): string | undefined {
  const over = loop.children.find(({ type }) => type === 'range_clause')?.get('right');
  if (over === undefined || functionNode(loop) !== functionNode(make)) return undefined;
  if (over.type === 'int_literal') return over.text;
  const declared = over.type === 'identifier' ? bindingOf(pkg, over)?.declared : undefined;
  const type = bindingOf(pkg, over)?.type;
  const isKnownBefore = declared !== undefined && declared.end <= make.start;
  const isChanged = pkg
    .mentionsOf(over.text)
    .some(
      (node) => node.start > make.start && node.end < over.start && node.around('expression_list')?.field === 'left',
    );
  if (!isKnownBefore || isChanged) return undefined;
  if (type?.is('slice_type', 'map_type') === true) return `len(${over.text})`;
  return type?.text === 'int' ? over.text : undefined;
}
