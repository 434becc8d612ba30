// How to leave a function early. In: a function or literal. Out: the return statement, with zero values and, for an error,
// the reason. Invariants: it compiles whatever the types are; a function that ends without results just returns.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage } from '../code/goPackage';
import { typeFromNode, underlying } from '../code/goType';
import { functionNode } from '../code/surroundings';

/** @param reason the expression for a result of type error */
export function returnStatement(pkg: GoPackage, fn: GoNode, reason: string): string {
  const types = resultTypeNodes(fn);
  if (types.length === 0) return 'return';
  const known = emptyLiterals(fn);
  const values = types.map((type, i) => {
    if (type.text === 'error' && i === types.length - 1) return reason;
    return zeroValue(pkg, type, known);
  });
  return `return ${values.join(', ')}`;
}

function resultTypeNodes(fn: GoNode): readonly GoNode[] {
  const result = fn.get('result');
  if (result === undefined) return [];
  if (result.type !== 'parameter_list') return [result];
  return result.children.flatMap((parameter) => {
    const type = parameter.get('type');
    return type === undefined ? [] : new Array<GoNode>(Math.max(1, parameter.all('name').length)).fill(type);
  });
}

/** Types that the function itself makes an empty value of when it returns, so structs: `order.Order{}`. */
function emptyLiterals(fn: GoNode): ReadonlySet<string> {
  const found = fn
    .find('composite_literal')
    .filter((node) => node.around('return_statement') !== undefined && functionNode(node) === fn)
    .filter((node) => node.get('body')?.children.length === 0);
  return new Set(found.map((node) => node.get('type')?.text ?? ''));
}

const numbers =
  /^(u?int(8|16|32|64)?|uintptr|byte|rune|float(32|64)|complex(64|128)|time\.Duration|time\.Month|time\.Weekday)$/;

function zeroValue(pkg: GoPackage, type: GoNode, structs: ReadonlySet<string>): string {
  const { text } = type;
  if (text === 'string') return '""';
  if (text === 'bool') return 'false';
  if (numbers.test(text)) return '0';
  if (text === 'error' || text === 'any') return 'nil';
  if (structs.has(text)) return `${text}{}`;
  switch (underlying(pkg, typeFromNode(pkg, type)).kind) {
    case 'pointer':
    case 'channel':
    case 'map':
    case 'function':
    case 'interface':
      return 'nil';
    case 'list':
      return type.type === 'slice_type' ? 'nil' : `*new(${text})`;
    case 'struct':
      return type.is('type_identifier', 'generic_type') ? `${text}{}` : `*new(${text})`;
    default:
      return `*new(${text})`;
  }
}
