// How types are written, and template parameters. In: a part of a type. Out: its text, around what waits to be written
// inside of it. Invariant: blanks and parentheses are GNU's.

import { type Kind, type Node, none } from './nodes';
import { plain } from './printNames';
import type { Printer, Write, Writers } from './printer';
import { argumentOf } from './templates';

/** What stands around its first part, or its second. */
const aroundFirst: Write = (p, at) => around(p, at, at.parts[0]);
const aroundSecond: Write = (p, at) => around(p, at, at.parts[1]);

export const typeWriters: Writers = {
  builtin: plain,
  parameterName: plain,
  auto: plain,
  pointer: aroundFirst,
  reference: aroundFirst,
  rvalue: aroundFirst,
  suffix: aroundFirst,
  withQualifiers: aroundFirst,
  method: aroundFirst,
  vendor: aroundSecond,
  memberPointer: aroundSecond,
  vector: aroundSecond,
  array: aroundSecond,
  valueParameter: aroundSecond,
  constrainedParameter: aroundSecond,
  function: functionType,
  qualifiers: (p, { parts }) => parts.forEach((part, i) => p.all(i === 0 ? '' : ' ', part)),
  qualifier: (p, { parts, text }) => {
    p.write(text);
    if (parts.length === 0) return;
    p.write('(');
    p.list(parts.filter(({ kind, parts: inside }) => kind !== 'list' || inside.length > 0));
    p.write(')');
  },
  transformed: (p, { parts: [base], text }) => p.all(text, '(', base, ')'),
  fixed: (p, { parts: [base], num, text }) => {
    if (num === 1) p.write('_Sat ');
    if (base.kind !== 'builtin' || base.text !== 'int') p.all(base, ' ');
    p.write(text);
  },
  bitInt: (p, { parts: [size], text }) => p.all(text, '_BitInt(', size, ')'),
  elaborated: (p, { parts: [type], text }) => p.all(text, type),
  decltype: (p, { parts: [of] }) => p.all('decltype (', of, ')'),
  explicitObject: (p, { parts: [type] }) => p.all('this ', type),
  parameter: (p, at) => p.print(argumentOf(at) ?? none),
  declaredArgument: (p, { parts }) => p.print(parts[1]),
  pack: (p, { parts }) => p.list(parts),
  typeParameter: (p, { parts: [name] }) => {
    p.write('typename ');
    allInner(p, false);
    p.print(name);
  },
  templateParameter: (p, { parts: [name, needs, ...declared] }) => {
    p.write('template<');
    p.list(declared);
    p.all('> typename ', name, needs === none ? '' : ' requires ', needs);
  },
  packParameter: (p, at) => {
    const [of] = at.parts;
    p.waiting([at], () => {
      p.print(of.kind === 'valueParameter' ? of.parts[1] : of);
      if (p.inner.length > 0) p.write('...');
    });
  },
};

/** A base type writes what waits where it belongs inside of it; what it leaves comes after it. */
function around(p: Printer, at: Node, base: Node): void {
  p.inner.push(at);
  p.print(base);
  if (p.inner.length === 0) return;
  p.inner.pop();
  if (at.kind === 'valueParameter' || at.kind === 'constrainedParameter') p.write(' ');
  writeInner(p, at);
}

const qualifiersAfter: Write = (p, { parts: [, qualifiers], text }) => {
  p.all(qualifiers === none ? '' : ' ', qualifiers, text === '' ? '' : ` ${text}`);
};

const innerWriters: Writers = {
  pointer: plain,
  reference: plain,
  rvalue: plain,
  suffix: plain,
  withQualifiers: qualifiersAfter,
  method: qualifiersAfter,
  vendor: (p, { parts: [qualifier] }) => p.all(' ', qualifier),
  memberPointer: (p, { parts: [ofClass] }) => p.all(p.endsIn('(') ? '' : ' ', ofClass, '::*'),
  vector: (p, { parts: [dimension] }) => p.all(' __vector(', dimension, ')'),
  array: dimensionOf,
  function: parametersOf,
  packParameter: (p, { parts: [of] }) => p.all('...', of.kind === 'valueParameter' ? of.parts[0] : none),
  typed: (p, { parts: [name] }) => p.print(name),
  valueParameter: (p, { parts: [name] }) => p.print(name),
  constrainedParameter: (p, { parts: [name] }) => p.print(name),
};

function writeInner(p: Printer, at: Node): void {
  const write = innerWriters[at.kind];
  if (write === undefined) p.print(at);
  else write(p, at);
}

/** What waits, the innermost first; with `isBefore`, what comes after the parameters is left and returned. */
function allInner(p: Printer, isBefore: boolean): Node[] {
  const left: Node[] = [];
  for (let at = p.inner.pop(); at !== undefined; at = p.inner.pop()) {
    if (isBefore && at.kind === 'method') left.push(at);
    else writeInner(p, at);
  }
  return left;
}

/** `[3]`; what stands around an array is in parentheses, but for the dimensions of the arrays that it is in. */
function dimensionOf(p: Printer, { parts: [dimension] }: Node): void {
  let space = ' ';
  while (p.inner.length > 0) {
    const outer = p.inner[p.inner.length - 1];
    if ((outer.kind === 'withQualifiers' ? outer.parts[0] : outer).kind === 'array') {
      if (outer.kind === 'array') space = '';
      p.inner.pop();
      writeInner(p, outer);
    } else {
      p.write(' (');
      allInner(p, false);
      p.write(')');
    }
  }
  p.all(`${space}[`, dimension, ']');
}

function functionType(p: Printer, at: Node): void {
  const [returned] = at.parts;
  if (returned !== none && at.num === 0) {
    p.inner.push(at);
    p.print(returned);
    if (p.inner.length === 0) return;
    p.inner.pop();
    p.write(' ');
  }
  parametersOf(p, at);
}

/** Of a function that something is local to they are left out. */
function parametersOf(p: Printer, at: Node): void {
  const outer = p.inner.findLast(isInParentheses);
  if (outer !== undefined) {
    const isTight = tight.has(outer.kind) && (p.endsIn('(') || p.endsIn('*'));
    if (!isTight && !p.endsIn(' ')) p.write(' ');
    p.write('(');
  }
  const left = allInner(p, true);
  if (outer !== undefined) p.write(')');
  p.write('(');
  if (at.num === 0) p.list(at.parts.slice(1).filter((own) => !isEmpty(own)));
  p.write(')');
  p.inner = left;
  allInner(p, false);
}

const tight: ReadonlySet<Kind> = new Set(['pointer', 'reference', 'rvalue']);

function isInParentheses({ kind, text }: Node): boolean {
  if (kind === 'suffix') return text === ' _Complex' || text === ' _Imaginary';
  return tight.has(kind) || kind === 'withQualifiers' || kind === 'memberPointer';
}

function isEmpty({ kind, parts, link }: Node): boolean {
  if (kind === 'pack') return parts.every(isEmpty);
  if (kind === 'list') return parts.length === 0;
  return kind === 'expansion' && link !== null && isEmpty(parts[0]);
}
