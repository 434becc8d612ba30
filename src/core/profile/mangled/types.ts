// Types. In: a reader at one. Out: its tree. Invariant: as in names.ts.

import { expression } from './expressions';
import { closure, name, unnamedType, unqualifiedName } from './names';
import { named, node, none, NotMangled, type Kind, type Node } from './nodes';
import { isDigit, isUpper, type Reader } from './reader';
import { reference } from './references';
import { packIn } from './resolve';
import { templateArguments, templateParameter } from './templates';

const builtins: Readonly<Record<string, string>> = {
  a: 'signed char',
  b: 'bool',
  c: 'char',
  d: 'double',
  e: 'long double',
  f: 'float',
  g: '__float128',
  h: 'unsigned char',
  i: 'int',
  j: 'unsigned int',
  l: 'long',
  m: 'unsigned long',
  n: '__int128',
  o: 'unsigned __int128',
  s: 'short',
  t: 'unsigned short',
  v: 'void',
  w: 'wchar_t',
  x: 'long long',
  y: 'unsigned long long',
  z: '...',
};

/** After a D. */
const moreBuiltins: Readonly<Record<string, string>> = {
  f: 'decimal32',
  d: 'decimal64',
  e: 'decimal128',
  h: 'half',
  u: 'char8_t',
  s: 'char16_t',
  i: 'char32_t',
  n: 'decltype(nullptr)',
};

const compound: Readonly<Record<string, readonly [Kind, string]>> = {
  O: ['rvalue', '&&'],
  P: ['pointer', '*'],
  R: ['reference', '&'],
  C: ['suffix', ' _Complex'],
  G: ['suffix', ' _Imaginary'],
};

interface Found {
  readonly found: Node;
  /** Whether it can be referred to later on. */
  readonly adds: boolean;
}

/** @param isConversion it is what an operator converts to, so that arguments after it may be the operator's */
export function type(r: Reader, isConversion = false): Node {
  return r.budget.down(() => {
    r.some();
    const qualifiers = cvQualifiers(r);
    const char = r.some();
    const builtin = builtins[char] as string | undefined;
    if (builtin !== undefined) {
      r.at++;
      const base = node('builtin', [], builtin);
      if (qualifiers === none) return base;
      const out = node('withQualifiers', [base, qualifiers]);
      r.add(out);
      return out;
    }
    const { found, adds } = unqualified(r, char, isConversion);
    // Qualifiers before a function are those of `this`; the function by itself cannot be meant later on.
    if (adds && !(qualifiers !== none && char === 'F')) r.add(found);
    if (qualifiers === none) return found;
    const out = qualified(found, qualifiers);
    r.add(out);
    return out;
  });
}

function qualified(found: Node, qualifiers: Node): Node {
  if (found.kind === 'function') return node('method', [found, qualifiers]);
  if (found.kind === 'method') return { ...found, parts: [found.parts[0], merged(qualifiers, found.parts[1])] };
  if (found.kind === 'withQualifiers') {
    return node('withQualifiers', [found.parts[0], merged(qualifiers, found.parts[1])]);
  }
  return node('withQualifiers', [found, qualifiers]);
}

/** Both, each one once. */
export function merged(a: Node, b: Node): Node {
  if (a === none) return b;
  if (b === none) return a;
  const parts = [...a.parts];
  for (const part of b.parts) {
    const isThere = part.parts.length === 0 && parts.some((p) => p.parts.length === 0 && p.text === part.text);
    if (!isThere) parts.push(part);
  }
  return node('qualifiers', parts);
}

function unqualified(r: Reader, char: string, isConversion: boolean): Found {
  const pair = compound[char] as readonly [Kind, string] | undefined;
  if (pair !== undefined) {
    r.at++;
    return { found: node(pair[0], [type(r, isConversion)], pair[1]), adds: true };
  }
  switch (char) {
    case 'u': {
      r.at++;
      const own = r.identifier();
      if (!r.skip('I')) return { found: own, adds: true };
      const base = type(r);
      r.expect('E');
      return { found: node('transformed', [base], own.text), adds: true };
    }
    case 'F':
      return { found: functionType(r), adds: true };
    case 'A':
      return { found: arrayType(r, isConversion), adds: true };
    case 'M': {
      r.at++;
      const ofClass = type(r);
      return { found: node('memberPointer', [ofClass, type(r, isConversion)]), adds: true };
    }
    case 'T':
      return { found: parameterType(r, isConversion), adds: true };
    case 'S':
      return referredType(r, isConversion);
    case 'U':
      return vendorType(r, isConversion);
    case 'D':
      r.at++;
      return extendedType(r, isConversion);
    default:
      if (char !== 'N' && char !== 'W' && char !== 'Z' && !isDigit(char)) r.fail();
      return { found: name(r).found, adds: true };
  }
}

function parameterType(r: Reader, isConversion: boolean): Node {
  for (const [code, text] of [
    ['Ts', 'struct '],
    ['Tu', 'union '],
    ['Te', 'enum '],
  ]) {
    if (r.skip(code)) return node('elaborated', [name(r).found], text);
  }
  const found = templateParameter(r);
  if (r.peek() !== 'I') return found;
  if (isConversion) return conversionArguments(r, found, true);
  r.add(found);
  return node('template', [found, ...templateArguments(r)]);
}

function referredType(r: Reader, isConversion: boolean): Found {
  const code = r.peek(1);
  if (!isDigit(code) && code !== '_' && !isUpper(code)) {
    const start = r.at;
    const { found } = name(r);
    // `Sa` and the like alone are no candidates, but what is made of them is.
    return { found, adds: !(r.at === start + 2 && code !== 't') };
  }
  let found = reference(r, false);
  if (found.kind === 'module') {
    found = unqualifiedName(r, found).found;
    r.add(found);
  }
  if (r.peek() !== 'I') return { found, adds: false };
  if (found.kind !== 'parameter' || !isConversion) {
    return { found: node('template', [found, ...templateArguments(r)]), adds: true };
  }
  const next = conversionArguments(r, found, false);
  return { found: next, adds: next !== found };
}

/** `cv T_ I…E`: the arguments belong to the parameter only if the operator's own follow them. */
function conversionArguments(r: Reader, parameter: Node, adds: boolean): Node {
  const before = { at: r.at, seen: [...r.seen], templates: [...r.templates], lambdaLevel: r.lambdaLevel };
  const { inConstraint } = r;
  const declared = { ...r.declared };
  const mark = r.budget.mark;
  let given: readonly Node[] | undefined;
  try {
    given = templateArguments(r);
  } catch (error) {
    if (!(error instanceof NotMangled)) throw error;
    r.budget.restore(mark);
  }
  if (given !== undefined && r.peek() === 'I') {
    if (adds) r.add(parameter);
    return node('template', [parameter, ...given]);
  }
  Object.assign(r, before, { inConstraint });
  Object.assign(r.declared, declared);
  return parameter;
}

function vendorType(r: Reader, isConversion: boolean): Found {
  if (r.peek(1) === '') r.fail();
  if (r.starts('Ul')) return { found: closure(r), adds: false };
  if (r.starts('Ut')) return { found: unnamedType(r), adds: false };
  r.at++;
  let qualifier = r.identifier();
  if (r.peek() === 'I') qualifier = node('template', [qualifier, ...templateArguments(r)]);
  return { found: node('vendor', [qualifier, type(r, isConversion)]), adds: true };
}

function extendedType(r: Reader, isConversion: boolean): Found {
  const code = r.next();
  const builtin = moreBuiltins[code] as string | undefined;
  if (builtin !== undefined) return { found: node('builtin', [], builtin), adds: false };
  switch (code) {
    case 'T':
    case 't': {
      const found = node('decltype', [expression(r)]);
      r.expect('E');
      return { found, adds: true };
    }
    case 'p': {
      const base = type(r, isConversion);
      return { found: { ...node('expansion', [base]), link: packIn(base, r.budget) ?? null }, adds: true };
    }
    case 'a':
      return { found: named('auto'), adds: false };
    case 'c':
      return { found: named('decltype(auto)'), adds: false };
    case 'F':
      return { found: floatType(r, isConversion), adds: false };
    case 'v':
      return { found: vectorType(r, isConversion), adds: true };
    case 'B':
    case 'U': {
      const size = isDigit(r.peek()) ? named(String(r.number())) : expression(r);
      r.expect('_');
      return { found: node('bitInt', [size], code === 'B' ? '' : 'unsigned '), adds: false };
    }
    case 'k':
      return { found: node('suffix', [name(r).found], ' auto'), adds: false };
    case 'K':
      return { found: node('suffix', [name(r).found], ' decltype(auto)'), adds: false };
    default:
      return r.fail();
  }
}

/** `_Float16`, and the fixed-point types. */
function floatType(r: Reader, isConversion: boolean): Node {
  const isAccumulator = isDigit(r.peek());
  const bits = isAccumulator ? r.number() : 0;
  if (r.peek() === '_') {
    if (bits === 0) r.fail();
    r.at++;
    return node('builtin', [], `_Float${bits}`);
  }
  const base = type(r, isConversion);
  if (isDigit(r.peek())) r.number();
  const isSaturated = r.peek() === 's';
  if (!r.atEnd) r.at++;
  const last = isAccumulator ? '_Accum' : '_Fract';
  return node('fixed', [base], last, isSaturated ? 1 : 0);
}

const plainQualifiers: Readonly<Record<string, string>> = { r: 'restrict', V: 'volatile', K: 'const' };

/** In the order in which they are written out: the last one first. */
export function cvQualifiers(r: Reader): Node {
  const found: Node[] = [];
  for (;;) {
    const plain = plainQualifiers[r.peek()] as string | undefined;
    if (plain !== undefined) {
      r.at++;
      found.unshift(node('qualifier', [], plain));
    } else if (r.skip('Dx')) found.unshift(node('qualifier', [], 'transaction_safe'));
    else if (r.skip('Do')) found.unshift(node('qualifier', [], 'noexcept'));
    else if (r.skip('DO')) {
      const condition = expression(r);
      r.expect('E');
      found.unshift(node('qualifier', [condition], 'noexcept'));
    } else if (r.skip('Dw')) {
      const types = parameters(r);
      r.expect('E');
      found.unshift(node('qualifier', types, 'throw'));
    } else return found.length === 0 ? none : node('qualifiers', found);
    r.budget.spend();
  }
}

export function refQualifier(r: Reader): string {
  return r.skip('R') ? '&' : r.skip('O') ? '&&' : '';
}

/** Types to the end of a function; none for a single void. */
export function parameters(r: Reader, isExplicitObject = false): Node[] {
  const out: Node[] = [];
  while (!r.atEnd && !/^(?:[E.Q]|[RO]E)/.test(r.peek() + r.peek(1))) {
    const own = type(r);
    out.push(out.length === 0 && isExplicitObject ? node('explicitObject', [own]) : own);
  }
  if (out.length === 0) r.fail();
  return out.length === 1 && out[0].kind === 'builtin' && out[0].text === 'void' ? [] : out;
}

function functionType(r: Reader): Node {
  r.expect('F');
  r.skip('Y'); // extern "C".
  const bare = bareFunctionType(r, true, false);
  const ref = refQualifier(r);
  r.expect('E');
  return ref === '' ? bare : node('method', [bare, none], ref);
}

export function bareFunctionType(r: Reader, hasReturnType: boolean, isExplicitObject: boolean): Node {
  const returned = r.skip('J') || hasReturnType ? type(r) : none;
  return node('function', [returned, ...parameters(r, isExplicitObject)]);
}

function arrayType(r: Reader, isConversion: boolean): Node {
  r.expect('A');
  r.some();
  let dimension: Node;
  if (r.peek() === '_') dimension = named('');
  else if (isDigit(r.peek())) {
    const start = r.at;
    while (isDigit(r.peek())) r.at++;
    dimension = named(r.text.slice(start, r.at));
  } else dimension = expression(r);
  r.expect('_');
  return arrayOf(dimension, type(r, isConversion));
}

/** Qualifiers of the elements are written as those of the array. */
export function arrayOf(dimension: Node, element: Node): Node {
  if (element.kind !== 'withQualifiers') return node('array', [dimension, element]);
  return node('withQualifiers', [node('array', [dimension, element.parts[0]]), element.parts[1]]);
}

function vectorType(r: Reader, isConversion: boolean): Node {
  r.some();
  const dimension = r.skip('_') ? expression(r) : named(String(r.number()));
  r.expect('_');
  return node('vector', [dimension, type(r, isConversion)]);
}

export function constraint(r: Reader): Node {
  r.expect('Q');
  const outer = r.inConstraint;
  r.inConstraint = true;
  const found = expression(r);
  r.inConstraint = outer;
  return found;
}
