// How expressions are written. In: a part of an expression. Out: its text.
// Invariant: parentheses stand where GNU's demangler has them: around everything that is not a plain name.

import { type Node, none } from './nodes';
import { closureTypes, plain } from './printNames';
import type { Printer, Writers } from './printer';

export const expressionWriters: Writers = {
  functionParameter: plain,
  number: plain,
  count: (p, { parts }) => {
    const size = ({ kind, parts: inside }: Node): number => (kind === 'pack' || kind === 'list' ? inside.length : 1);
    p.write(String(parts.reduce((sum, part) => sum + size(part), 0)));
  },
  expansion: (p, { parts: [base], link }) => {
    if (link !== null) {
      p.print(base);
      return;
    }
    operand(p, base);
    p.write('...');
  },
  nullary: (p, { parts: [operator] }) => p.write(operator.text),
  unary,
  binary,
  trinary: (p, at) => {
    const [, first, second, third] = at.parts;
    if (isDesignated(at)) {
      p.all('[', first, ' ... ', second, ']');
      designated(p, third);
      return;
    }
    operand(p, first);
    p.write('?');
    operand(p, second);
    p.write(' : ');
    operand(p, third);
  },
  fold,
  subobject: (p, { parts: [type, inside], num }) => p.all(inside, '.<', type, ` at offset ${num}>`),
  memberCast: (p, { parts: [type, member] }) => p.all('(', type, ')(', member, ')'),
  new: (p, { parts: [place, type, initializer] }) => {
    p.write('new ');
    if (place !== none) {
      operand(p, place);
      p.write(' ');
    }
    p.print(type);
    if (initializer !== none) operand(p, initializer);
  },
  literal,
  string: (p, { parts: [type] }) => p.all('"<', type, '>"'),
  lambda: (p, { parts: [closure] }) => {
    p.write('[]');
    closureTypes(p, closure);
    p.write('{...}');
  },
  list: (p, { parts }) => p.list(parts),
  initializer: (p, { parts: [type, list] }) => p.all(type, '{', list, '}'),
  requires: (p, { parts, num }) => {
    p.write('requires');
    if (num > 0) {
      p.write(' (');
      p.list(parts.slice(0, num));
      p.write(')');
    }
    p.all(' {', ...parts.slice(num), ' }');
  },
  expressionNeed: (p, { parts: [condition, type], num }) => {
    const isPlain = num === 0 && type === none;
    p.all(isPlain ? ' ' : ' {', condition, isPlain ? '' : '}', num === 1 ? ' noexcept' : '');
    p.all(type === none ? '' : ' -> ', type, ';');
  },
  typeNeed: (p, { parts: [type] }) => p.all(' typename ', type, ';'),
  nestedNeed: (p, { parts: [condition] }) => p.all(' requires ', condition, ';'),
};

function operand(p: Printer, at: Node): void {
  const isPlain =
    ['name', 'initializer', 'functionParameter'].includes(at.kind) || (at.kind === 'qualified' && at.num === 0);
  if (isPlain) p.print(at);
  else p.all('(', at, ')');
}

function isFunction(at: Node): boolean {
  return at.kind === 'typed' && at.parts[1].kind === 'function';
}

function unary(p: Printer, at: Node): void {
  const [operator, given] = at.parts;
  const text = operator.kind === 'operator' ? operator.text : undefined;
  // The address of a function is written without its parameters.
  const what = text === '&' && isFunction(given) ? given.parts[0] : given;
  if (at.text === 'suffix') operand(p, what);
  if (text !== undefined) p.write(text);
  else if (operator.kind === 'cast') p.all('(', operator.parts[0], ')');
  else p.print(operator);
  if (at.text === 'suffix') return;
  if (text === '::') p.print(what);
  else if (at.text === 'type') p.all('(', what, ')');
  else operand(p, what);
}

function fold(p: Printer, { parts: [operator, first, second], num }: Node): void {
  const by = operator.kind === 'operator' ? operator.text : operator;
  const isBinary = (second as Node | undefined) !== undefined;
  p.write('(');
  if (isBinary || num === 0) {
    operand(p, first);
    p.all(by, '...');
  } else p.write('...');
  if (isBinary || num === 1) {
    p.all(by);
    operand(p, isBinary ? second : first);
  }
  p.write(')');
}

/** `.field=value`, `[1]=value`. */
function isDesignated({ kind, parts }: Node): boolean {
  const text = parts.length > 0 && parts[0].kind === 'operator' ? parts[0].text : '';
  if (kind === 'trinary') return text === '[...]=';
  return kind === 'binary' && (text === ']=' || (text === '=' && parts[1].kind !== 'literal'));
}

function designated(p: Printer, value: Node): void {
  if (isDesignated(value)) {
    p.print(value);
    return;
  }
  p.write('=');
  operand(p, value);
}

function binary(p: Printer, at: Node): void {
  const [operator, left, right] = at.parts;
  const text = operator.kind === 'operator' ? operator.text : undefined;
  if (text?.includes('cast') === true) {
    p.all(`${text}<`, left, '>(', right, ')');
    return;
  }
  if (isDesignated(at)) {
    p.all(text === '=' ? '.' : '[', left, text === ']=' ? ']' : '');
    designated(p, right);
    return;
  }
  const isGreater = text === '>' || text === '>>';
  if (isGreater) p.write('(');
  // Of a function that is called the parameters are left out, but where it says what it returns.
  if (text === '()' && isFunction(left) && left.parts[1].parts[0] !== none) p.print(left);
  else operand(p, text === '()' && left.kind === 'typed' ? left.parts[0] : left);
  if (text === '[]') {
    p.all('[', right, ']');
    return;
  }
  if (text !== '()') p.all(text ?? operator);
  operand(p, right);
  if (isGreater) p.write(')');
}

const literalSuffixes: ReadonlyMap<string, string> = new Map([
  ['int', ''],
  ['unsigned int', 'u'],
  ['long', 'l'],
  ['unsigned long', 'ul'],
  ['long long', 'll'],
  ['unsigned long long', 'ull'],
]);

const floats: ReadonlySet<string> = new Set(['double', 'long double', 'float', '__float128', 'half']);

function literal(p: Printer, { parts: [of], text }: Node): void {
  const builtin = of.kind === 'builtin' ? of.text : '';
  const suffix = literalSuffixes.get(builtin);
  if (suffix !== undefined) {
    p.write(text + suffix);
    return;
  }
  if (builtin === 'bool' && (text === '0' || text === '1')) {
    p.write(text === '1' ? 'true' : 'false');
    return;
  }
  if (builtin === 'decltype(nullptr)' && /^-?0?$/.test(text)) {
    p.print(of);
    return;
  }
  p.all('(', of, ')', floats.has(builtin) ? `[${text}]` : text);
}
