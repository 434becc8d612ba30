// Expressions, as they stand in types and arguments. In: a reader at one. Out: its tree. Invariant: as in names.ts.

import { encoding, name, operatorName, unqualifiedName } from './names';
import { node, none, type Node } from './nodes';
import { isDigit, type Reader } from './reader';
import { packIn } from './resolve';
import { templateArgument, templateArguments, templateParameter } from './templates';
import { cvQualifiers, type } from './types';

export function expression(r: Reader): Node {
  return r.budget.down(() => {
    const char = r.some();
    if (char === 'L') return literal(r);
    if (char === 'T') return templateParameter(r);
    if (r.skip('so')) return subobject(r);
    if (r.starts('sr')) return unresolvedName(r);
    if (r.skip('sp')) {
      const base = expression(r);
      return { ...node('expansion', [base]), link: packIn(base, r.budget) ?? null };
    }
    if (r.skip('sZ')) {
      const pack = packIn(expression(r), r.budget);
      return pack === undefined ? r.fail() : node('number', [], String(pack.parts.length));
    }
    if (r.skip('sP')) return node('count', argumentsTo(r));
    if (r.skip('fp')) {
      if (r.skip('T')) return node('functionParameter', [], 'this');
      return functionParameter(r);
    }
    if (r.starts('fL') && isDigit(r.peek(2))) {
      r.at += 2;
      r.number();
      r.expect('p');
      return functionParameter(r);
    }
    if (r.skip('mc')) {
      const to = type(r);
      const member = expression(r);
      if (isDigit(r.peek()) || r.peek() === 'n') r.number();
      r.expect('E');
      return node('memberCast', [to, member]);
    }
    if (isDigit(char) || r.skip('on')) return withArguments(r, unqualifiedName(r).found);
    if (r.skip('tl')) {
      const of = type(r);
      return node('initializer', [of, list(r, 'E')]);
    }
    if (r.skip('il')) return node('initializer', [none, list(r, 'E')]);
    if (r.skip('st')) return node('unary', [operatorOf('sizeof '), type(r)], 'type');
    if (r.skip('u')) return vendorCall(r);
    if (r.starts('rq') || r.starts('rQ')) return requirements(r);
    return operation(r);
  });
}

function operatorOf(text: string): Node {
  return node('operator', [], text);
}

function withArguments(r: Reader, found: Node): Node {
  return r.peek() === 'I' ? node('template', [found, ...templateArguments(r)]) : found;
}

function argumentsTo(r: Reader): Node[] {
  const given: Node[] = [];
  while (!r.skip('E')) given.push(templateArgument(r));
  return given;
}

function functionParameter(r: Reader): Node {
  cvQualifiers(r);
  return node('functionParameter', [], `{parm#${r.compactNumber() + 1}}`);
}

function list(r: Reader, end: string): Node {
  const parts: Node[] = [];
  while (!r.skip(end)) parts.push(expression(r));
  return node('list', parts);
}

function vendorCall(r: Reader): Node {
  const called = r.identifier();
  let given: Node[];
  if (called.text === '__uuidof') {
    if (r.text.length - r.at < 2) r.fail();
    if (r.skip('t')) given = [type(r)];
    else if (r.skip('z')) given = [expression(r)];
    else given = argumentsTo(r);
  } else given = argumentsTo(r);
  return node('binary', [operatorOf('()'), called, node('list', given)]);
}

function operation(r: Reader): Node {
  const code = r.peek() + r.peek(1);
  const { found: operator, operands } = operatorName(r, true);
  switch (operands) {
    case 0:
      return node('nullary', [operator]);
    case 1: {
      const isSuffix = (code === 'pp' || code === 'mm') && !r.skip('_');
      const operand = operator.kind === 'cast' && r.skip('_') ? list(r, 'E') : expression(r);
      return node('unary', [operator, operand], isSuffix ? 'suffix' : '');
    }
    case 2:
      return binary(r, code, operator);
    case 3:
      if (code === 'nw' || code === 'na') return newExpression(r);
      if (code[0] === 'f') {
        const by = operatorName(r, true).found;
        return node('fold', [by, expression(r), expression(r)], '', code === 'fL' ? 1 : 0);
      }
      return node('trinary', [operator, expression(r), expression(r), expression(r)]);
    default:
      return r.fail();
  }
}

function binary(r: Reader, code: string, operator: Node): Node {
  let left: Node;
  if (['sc', 'dc', 'cc', 'rc'].includes(code)) left = type(r);
  else if (code[0] === 'f') {
    const by = operatorName(r, true).found;
    return node('fold', [by, expression(r)], '', code === 'fl' ? 1 : 0);
  } else left = code === 'di' ? unqualifiedName(r).found : expression(r);
  let right: Node;
  if (code === 'cl' || code === 'cp') right = list(r, 'E');
  else if (code === 'dt' || code === 'pt') {
    right = r.peek() === 'L' ? literal(r) : withArguments(r, unresolvedName(r));
  } else right = expression(r);
  return node('binary', [operator, left, right]);
}

function newExpression(r: Reader): Node {
  const place = list(r, '_');
  const of = type(r);
  let initializer = none;
  if (r.skip('pi')) initializer = list(r, 'E');
  else if (r.starts('il')) initializer = expression(r);
  else r.expect('E');
  return node('new', [place.parts.length === 0 ? none : place, of, initializer]);
}

function subobject(r: Reader): Node {
  const of = type(r);
  const inside = expression(r);
  const numberHere = (): number => (isDigit(r.peek()) || r.peek() === 'n' ? r.number() : 0);
  const offset = numberHere();
  while (r.skip('_')) numberHere();
  r.skip('p');
  r.expect('E');
  return node('subobject', [of, inside], '', offset);
}

function unresolvedName(r: Reader): Node {
  return r.budget.down(() => {
    if (r.skip('gs')) return node('unary', [operatorOf('::'), unresolvedName(r)]);
    if (!r.skip('sr')) return baseName(r);
    if ('TDS'.includes(r.some())) {
      const scope = type(r);
      const found = node('qualified', [scope, baseName(r)]);
      if (r.peek() !== 'I') return found;
      const out = node('template', [found, ...templateArguments(r)]);
      r.add(out);
      return out;
    }
    let scope: Node | undefined = r.skip('N') ? type(r) : undefined;
    while (r.peek() !== 'E') {
      // GCC leaves the E away where a type and a name are all there is.
      if (scope !== undefined && !r.atEnd && !isDigit(r.peek()) && scope.kind === 'qualified') {
        const [outer] = scope.parts;
        if (outer.kind === 'template') r.add(outer.parts[0]);
        r.add(outer);
        return scope;
      }
      let level = r.identifier();
      if (r.peek() === 'I') {
        r.add(level);
        level = node('template', [level, ...templateArguments(r)]);
      }
      scope = scope === undefined ? level : node('qualified', [scope, level]);
    }
    if (scope === undefined) r.fail();
    r.at++;
    return node('qualified', [scope, baseName(r)]);
  });
}

function baseName(r: Reader): Node {
  let found: Node;
  if (r.skip('on')) found = operatorName(r, true).found;
  else if (r.skip('dn')) found = node('dtor', [isDigit(r.peek()) ? r.identifier() : type(r)]);
  else if (isDigit(r.peek())) found = r.identifier();
  else found = operatorName(r, true).found; // GCC leaves the `on` away.
  return withArguments(r, found);
}

function requirements(r: Reader): Node {
  const hasParameters = r.peek(1) === 'Q';
  r.at += 2;
  const parts: Node[] = [];
  if (hasParameters) {
    while (!r.atEnd && r.peek() !== '_') parts.push(type(r));
    r.next();
  }
  const count = parts.length;
  while (!r.atEnd && r.peek() !== 'E') {
    if (r.skip('X')) {
      const condition = expression(r);
      const isNoexcept = r.skip('N');
      parts.push(node('expressionNeed', [condition, r.skip('R') ? name(r).found : none], '', isNoexcept ? 1 : 0));
    } else if (r.skip('T')) parts.push(node('typeNeed', [type(r)]));
    else if (r.skip('Q')) parts.push(node('nestedNeed', [expression(r)]));
    else r.fail();
  }
  r.expect('E');
  return node('requires', parts, '', count);
}

export function literal(r: Reader): Node {
  r.expect('L');
  const found = r.budget.down(() => literalIn(r));
  r.expect('E');
  return found;
}

function literalIn(r: Reader): Node {
  // Old compilers wrote LZ for L_Z.
  if (r.some() === '_' || r.peek() === 'Z') {
    r.skip('_');
    r.expect('Z');
    return encoding(r, true);
  }
  const of = type(r);
  const sign = r.skip('n') ? '-' : '';
  if (r.peek() === 'E') {
    const plain = of.kind === 'withQualifiers' ? of.parts[0] : of;
    if (of.kind === 'closure') return node('lambda', [of]);
    if (plain.kind === 'array') return node('string', [of]);
    if (of.kind !== 'builtin' || of.text !== 'decltype(nullptr)') r.fail();
  }
  const end = r.text.indexOf('E', r.at);
  const value = r.text.slice(r.at, end < 0 ? r.text.length : end);
  r.at += value.length;
  return node('literal', [of], sign + value);
}
