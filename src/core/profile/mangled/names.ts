// Names of the Itanium C++ ABI. In: a reader at a name. Out: its tree. Names hold types, types hold names and expressions
// hold both, which is why the three files of the grammar import each other.
// Invariant: what is accepted, and what becomes referable in which order, is as in github.com/ianlancetaylor/demangle,
// which `go tool pprof` uses, its leniences for what compilers really write included.

import { named, node, none, type Node } from './nodes';
import { operators } from './operators';
import { isDigit, isLower, type Reader } from './reader';
import { resolved } from './resolve';
import { reference } from './references';
import { specialName } from './specialNames';
import {
  settleConversion,
  templateArgument,
  templateArguments,
  templateParameter,
  templateParameterDeclaration,
} from './templates';
import { bareFunctionType, constraint, cvQualifiers, parameters, refQualifier, type } from './types';

/** A whole symbol: a name and, for a function that is looked at with its parameters, their types. */
export function encoding(r: Reader, withParameters: boolean, isScope = false): Node {
  return r.budget.down(() => {
    if (r.some() === 'G' || r.peek() === 'T') return specialName(r);
    const { found, isExplicitObject } = name(r);
    const given = resolved(found, r.budget);
    const { plain, method } = withoutMethodQualifiers(given);
    if (!withParameters) return plain;
    if (r.atEnd || r.peek() === 'E') return given; // Data.

    const template = templateOf(given);
    const { lambdaLevel } = r;
    if (template !== undefined) {
      r.templates.push(template);
      r.lambdaLevel = 0;
    }
    let enableIf: readonly Node[] = [];
    if (r.starts('Ua9enable_ifI')) {
      r.at += 'Ua9enable_if'.length;
      enableIf = templateArguments(r);
    }
    const raw = bareFunctionType(r, hasReturnType(given), isExplicitObject);
    const needs = r.peek() === 'Q' ? constraint(r) : undefined;
    if (template !== undefined) {
      r.templates.pop();
      r.lambdaLevel = lambdaLevel;
    }
    let signature = resolved(raw, r.budget);
    if (isScope && signature.kind === 'function') signature.num = 1;
    if (method !== undefined) signature = { ...method, parts: [signature, method.parts[1]] };
    let out = node('typed', [plain, signature]);
    if (enableIf.length > 0) out = node('enableIf', [out, ...enableIf]);
    return needs === undefined ? out : node('constrained', [out, needs]);
  });
}

/** const, & and the like of a method belong to its type: also those of one in a function. */
function withoutMethodQualifiers(given: Node): { readonly plain: Node; readonly method?: Node } {
  if (given.kind === 'method') {
    const { plain } = withoutLocalQualifiers(given.parts[0]);
    return { plain, method: given };
  }
  return withoutLocalQualifiers(given);
}

function withoutLocalQualifiers(given: Node): { readonly plain: Node; readonly method?: Node } {
  if (given.kind !== 'qualified' || given.num !== 1) return { plain: given };
  const [scope, own] = given.parts;
  const isDefault = own.kind === 'defaultArgument';
  const method = isDefault ? own.parts[0] : own;
  if (method.kind !== 'method') return { plain: given };
  const inner = isDefault ? { ...own, parts: [method.parts[0]] } : method.parts[0];
  return { plain: { ...given, parts: [scope, inner] }, method };
}

function templateOf(given: Node): Node | undefined {
  switch (given.kind) {
    case 'template':
      return given;
    case 'qualified':
      return given.num === 1 || given.parts[1].kind === 'ctor' ? templateOf(given.parts[1]) : undefined;
    case 'method':
      return templateOf(given.parts[0]);
    case 'ctor':
      return given.parts[1] === none ? undefined : templateOf(given.parts[1]);
    default:
      return undefined;
  }
}

function hasReturnType(given: Node): boolean {
  switch (given.kind) {
    case 'qualified':
      return given.num === 1 && hasReturnType(given.parts[1]);
    case 'template':
      return !isConversion(given.parts[0]);
    case 'withQualifiers':
    case 'method':
      return hasReturnType(given.parts[0]);
    default:
      return false;
  }
}

function isConversion(given: Node): boolean {
  if (given.kind === 'qualified') return isConversion(given.parts[1]);
  return given.kind === 'ctor' || given.kind === 'dtor' || given.kind === 'cast';
}

export interface NameFound {
  readonly found: Node;
  /** The function has its object as an ordinary parameter. */
  readonly isExplicitObject: boolean;
}

export function name(r: Reader): NameFound {
  return r.budget.down(() => {
    switch (r.some()) {
      case 'N':
        return nestedName(r);
      case 'Z':
        return localName(r);
      case 'U': {
        const own = unqualifiedName(r);
        if (own.isConversion) settleConversion(r, own.found, undefined);
        return { found: own.found, isExplicitObject: false };
      }
      default:
        return { found: unscopedName(r), isExplicitObject: false };
    }
  });
}

function unscopedName(r: Reader): Node {
  let found: Node | undefined;
  let isConversionName = false;
  let isNew = true;
  let module: Node = none;
  if (r.peek() === 'S') {
    if (r.skip('St')) {
      const own = unqualifiedName(r);
      isConversionName = own.isConversion;
      found = node('qualified', [named('std'), own.found]);
    } else {
      found = reference(r, false);
      isNew = false;
      if (found.kind === 'module') {
        module = found;
        found = undefined;
      }
    }
  }
  if (found === undefined) {
    const own = unqualifiedName(r, module);
    isConversionName = own.isConversion;
    found = own.found;
    isNew = true;
  }
  let out = found;
  let template: Node | undefined;
  if (r.peek() === 'I') {
    if (isNew) r.add(found);
    const given = templateArguments(r);
    out = template = node('template', [found, ...given]);
    if (isConversionName) {
      settleConversion(r, found, template);
      for (const argument of given) settleConversion(r, argument, undefined);
    }
  } else if (isConversionName) settleConversion(r, found, undefined);
  return out;
}

function nestedName(r: Reader): NameFound {
  r.expect('N');
  const isExplicitObject = r.skip('H');
  const qualifiers = isExplicitObject ? none : cvQualifiers(r);
  const ref = isExplicitObject ? '' : refQualifier(r);
  const own = prefix(r);
  r.expect('E');
  const found = qualifiers === none && ref === '' ? own : node('method', [own, qualifiers], ref);
  return { found, isExplicitObject };
}

/** The name of the class whose constructor or destructor this is. */
function lastName(given: Node): Node {
  switch (given.kind) {
    case 'template':
    case 'tagged':
      return lastName(given.parts[0]);
    case 'qualified':
      return lastName(given.parts[1]);
    default:
      return given;
  }
}

function prefix(r: Reader): Node {
  let whole: Node | undefined;
  let last: Node | undefined;
  let module: Node = none;
  let conversion: Node | undefined;
  const withArguments = (given: Node[]): Node => {
    const template = node('template', [whole ?? r.fail(), ...given]);
    if (conversion !== undefined) {
      settleConversion(r, conversion, template);
      for (const argument of given) settleConversion(r, argument, undefined);
      conversion = undefined;
    }
    whole = undefined;
    return template;
  };
  for (;;) {
    r.budget.spend();
    const char = r.some();
    let next: Node;
    if (isDigit(char) || isLower(char) || 'ULFW'.includes(char) || r.starts('DC')) {
      const own = unqualifiedName(r, module);
      module = none;
      next = own.found;
      if (own.isConversion) conversion = next.kind === 'tagged' ? next.parts[0] : next;
    } else if (char === 'C') {
      r.at++;
      const isInheriting = r.skip('I');
      r.some();
      if (last === undefined) r.fail();
      r.at++;
      const base = isInheriting ? type(r) : none;
      next = r.tagged(node('ctor', [lastName(last), base]));
    } else if (r.starts('DT') || r.starts('Dt')) {
      next = type(r);
    } else if (char === 'D') {
      if (r.peek(1) === '' || last === undefined) r.fail();
      r.at += 2;
      next = r.tagged(node('dtor', [lastName(last)]));
    } else if (char === 'S') {
      next = reference(r, true);
      if (next.kind === 'module') {
        module = next;
        continue;
      }
    } else if (char === 'I') {
      if (whole === undefined) r.fail();
      next = withArguments(templateArguments(r));
    } else if (char === 'T') {
      next = templateParameter(r);
    } else if (char === 'E') {
      if (whole === undefined) r.fail();
      if (conversion !== undefined) {
        settleConversion(r, conversion, conversion.parts[0].kind === 'template' ? conversion.parts[0] : undefined);
      }
      return whole;
    } else if (char === 'M') {
      // The scope of a lambda that initializes a variable, which stands as any other scope.
      if (whole === undefined) r.fail();
      r.at++;
      continue;
    } else if (char === 'J') {
      // Clang writes arguments without their I now and then.
      if (whole === undefined) r.fail();
      const given: Node[] = [];
      while (r.peek() !== 'E') given.push(templateArgument(r));
      r.at++;
      next = withArguments(given);
    } else r.fail();

    last = next;
    whole = whole === undefined ? next : node('qualified', [whole, next]);
    if (char !== 'S' && r.peek() !== 'E') r.add(whole);
  }
}

export function unqualifiedName(
  r: Reader,
  parent: Node = none,
): { readonly found: Node; readonly isConversion: boolean } {
  r.some();
  const module = moduleName(r, parent);
  const isFriend = r.skip('F');
  const char = r.some();
  let found: Node;
  let isConversionName = false;
  if (isDigit(char)) found = r.identifier();
  else if (isLower(char)) {
    found = operatorName(r, false).found;
    isConversionName = found.kind === 'cast';
    if (found.kind === 'operator' && found.text === 'operator"" ') found = node('unary', [found, r.identifier()]);
  } else if (r.skip('DC')) {
    const bindings: Node[] = [];
    do bindings.push(r.identifier());
    while (!r.skip('E'));
    found = node('bindings', bindings);
  } else if (r.skip('L')) {
    found = r.identifier();
    r.discriminator();
  } else if (r.skip('Ub')) {
    r.compactNumber();
    found = named("'block-literal'");
  } else if (r.starts('Ul')) found = closure(r);
  else if (r.starts('Ut')) found = unnamedType(r);
  else r.fail();
  if (module !== none) found = node('ofModule', [found, module]);
  found = r.tagged(found);
  return { found: isFriend ? node('friend', [found]) : found, isConversion: isConversionName };
}

export function moduleName(r: Reader, parent: Node): Node {
  let out = parent;
  while (r.skip('W')) {
    const isPartition = r.skip('P');
    out = node('module', [out, r.identifier()], isPartition ? ':' : '.');
    r.add(out);
  }
  return out;
}

export function operatorName(r: Reader, inExpression: boolean): { readonly found: Node; readonly operands: number } {
  if (r.text.length - r.at < 2) r.fail();
  const code = r.text.slice(r.at, (r.at += 2));
  if (code[0] === 'v' && isDigit(code[1])) {
    return { found: node('operator', [], r.identifier().text), operands: Number(code[1]) };
  }
  if (code === 'cv') {
    if (!inExpression) r.templates.push(null);
    const to = type(r, !inExpression);
    if (!inExpression) r.templates.pop();
    return { found: node('cast', [to]), operands: 1 };
  }
  const operator = operators.get(code);
  if (operator === undefined) r.fail();
  return { found: node('operator', [], operator.text), operands: operator.operands };
}

function localName(r: Reader): NameFound {
  r.expect('Z');
  const scope = encoding(r, true, true);
  r.expect('E');
  if (r.skip('s')) {
    r.discriminator();
    return { found: node('qualified', [scope, named('string literal')], '', 1), isExplicitObject: false };
  }
  const parameter = r.skip('d') ? r.compactNumber() : -1;
  const own = name(r);
  r.discriminator();
  const inner = parameter < 0 ? own.found : node('defaultArgument', [own.found], '', parameter + 1);
  return { found: node('qualified', [scope, inner], '', 1), isExplicitObject: own.isExplicitObject };
}

export function closure(r: Reader): Node {
  r.expect('Ul');
  const { lambdaLevel } = r;
  r.lambdaLevel = r.templates.length + 1;
  const declared: Node[] = [];
  let template: Node | undefined;
  while (r.peek() === 'T') {
    const parameter = templateParameterDeclaration(r);
    if (parameter === undefined) break;
    declared.push(parameter.declaration);
    if (template === undefined) r.templates.push((template = node('template', [named('lambda')])));
    template.parts.push(parameter.value);
  }
  const needs = r.peek() === 'Q' ? constraint(r) : none;
  const types = parameters(r);
  r.lambdaLevel = lambdaLevel;
  if (template !== undefined) r.templates.pop();
  const callNeeds = r.peek() === 'Q' ? constraint(r) : none;
  r.expect('E');
  const number = r.compactNumber() + 1;
  return node('closure', [...declared, needs, callNeeds, ...types], `#${number}`, declared.length);
}

export function unnamedType(r: Reader): Node {
  r.expect('Ut');
  const found = named(`{unnamed type#${r.compactNumber() + 1}}`);
  const out = node('unnamed', [], found.text);
  r.add(out);
  return out;
}
