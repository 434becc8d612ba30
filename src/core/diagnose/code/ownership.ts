// Who has to close a value. In: a node, and a variable. Out: whether the node gives the variable's value into other
// hands. Invariant: a function of the package that only uses its parameter does not take it over; of other functions
// only known readers do not.

import type { GoNode } from '../../golang/goNode';
import { parameterNames } from './channelTrace';
import type { GoPackage } from './goPackage';
import { keyOf, keyOfDeclared, lastName, mentionsOf } from './identity';
import { calleeOf } from './typeOf';

/** Packages whose functions read what they are given and leave it to the caller to close. */
const readers = [
  'io.',
  'io/ioutil.',
  'bufio.',
  'encoding/',
  'compress/',
  'fmt.',
  'log.',
  'log/slog.',
  'errors.',
  'image',
];

/** @param part a selector's field that counts as the whole: `Body` of a response */
export function handsOn(pkg: GoPackage, node: GoNode, key: string, part?: string, depth = 0): boolean {
  const whole = wholeOf(pkg, node, key, part);
  if (whole === undefined) return false;
  let holder = whole;
  while (holder.parent?.is('type_assertion_expression', 'parenthesized_expression')) holder = holder.parent;
  const parent = holder.parent;
  switch (parent?.type) {
    case 'argument_list':
      return takesOver(pkg, parent, holder, part, depth);
    case 'expression_list': {
      const statement = parent.parent;
      if (statement?.type === 'return_statement') return true;
      return parent.field === 'right' || parent.field === 'value' ? !isBlank(statement) : false;
    }
    case 'send_statement':
      return holder.field === 'value';
    case 'literal_element':
      return parent.field !== 'key';
    case 'unary_expression':
      return parent.get('operator')?.text === '&';
    default:
      return false;
  }
}

/** The variable itself, or the part of it that counts; undefined for another expression. */
function wholeOf(pkg: GoPackage, node: GoNode, key: string, part: string | undefined): GoNode | undefined {
  if (node.type !== 'identifier' || keyOf(pkg, node) !== key) return undefined;
  const selector = node.parent;
  if (selector?.type !== 'selector_expression' || node.field !== 'operand') return node;
  return part !== undefined && selector.get('field')?.text === part ? selector : undefined;
}

function takesOver(pkg: GoPackage, list: GoNode, argument: GoNode, part: string | undefined, depth: number): boolean {
  const call = list.parent!;
  const { name, function: fn } = calleeOf(pkg, call);
  if (['len', 'cap', 'print', 'println'].includes(name) || readers.some((prefix) => name.startsWith(prefix)))
    return false;
  if (fn?.body === undefined || depth > 3) return true;
  const parameter = parameterNames(fn.node).at(list.children.indexOf(argument));
  if (parameter?.type !== 'identifier' || parameter.text === '_') return parameter?.text !== '_';
  const key = keyOfDeclared(pkg, parameter);
  const inner = argument.type === 'selector_expression' ? undefined : part;
  return mentionsOf(pkg, key, parameter.text).some(
    (mention) => endsIt(mention) || handsOn(pkg, mention, key, inner, depth + 1),
  );
}

const endings = ['Close', 'Commit', 'Rollback', 'Stop', 'Release'];

/** `x.Close` and `x.Body.Close`, called or as a value. */
function endsIt(mention: GoNode): boolean {
  let at = mention.parent;
  while (at?.type === 'selector_expression') {
    if (endings.includes(lastName(at))) return true;
    at = at.parent;
  }
  return false;
}

function isBlank(statement: GoNode | undefined): boolean {
  return (statement?.get('left')?.children ?? []).every((target) => target.text === '_');
}
