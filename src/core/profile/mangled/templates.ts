// Template parameters and arguments. In: a reader at T or I. Out: trees. Invariant: a parameter knows its template as soon
// as there is one; those of a conversion operator's type get theirs when it has been read.

import { constraint, type } from './types';
import { expression, literal } from './expressions';
import { name } from './names';
import { named, node, none, visit, type Node } from './nodes';
import type { Reader } from './reader';

export function templateParameter(r: Reader): Node {
  const start = r.at;
  r.expect('T');
  const level = r.skip('L') ? r.compactNumber() : 0;
  const index = r.compactNumber();
  r.budget.spend();
  if (r.inConstraint) return named(r.text.slice(start, r.at - 1));
  const isOfLambda = r.lambdaLevel > 0 && level === r.lambdaLevel - 1;
  if (level >= r.templates.length) return isOfLambda ? auto(index) : r.fail();
  const template = r.templates[level];
  if (template !== null && index >= argumentsOf(template).length) return isOfLambda ? auto(index) : r.fail();
  return parameterOf(template, index);
}

export function parameterOf(template: Node | null, index: number): Node {
  return { ...node('parameter', [], '', index), link: template };
}

/** An `auto` parameter of a lambda. */
export function auto(index: number): Node {
  return node('auto', [], `auto:${index + 1}`, index);
}

export function argumentsOf(template: Node): readonly Node[] {
  return template.parts.slice(1);
}

export function argumentOf({ link, num }: Node): Node | undefined {
  return link?.parts.at(num + 1);
}

/** What a conversion operator converts to may depend on arguments that follow it. */
export function settleConversion(r: Reader, root: Node, template: Node | undefined): void {
  const seen = new Set<Node>();
  visit(root, r.budget, (at) => {
    if (at.kind === 'closure') return false;
    if (at.kind === 'parameter') {
      if (at.link !== null) {
        if (template !== undefined) r.fail();
      } else if (template === undefined || at.num >= argumentsOf(template).length) r.fail();
      else at.link = template;
      return false;
    }
    if (seen.has(at)) return false;
    seen.add(at);
    return true;
  });
}

export function templateArguments(r: Reader): Node[] {
  r.next();
  const given: Node[] = [];
  while (!r.skip('E')) {
    given.push(templateArgument(r, given));
    if (r.peek() === 'Q') {
      constraint(r);
      if (r.peek() !== 'E') r.fail();
    }
  }
  return given;
}

export function templateArgument(r: Reader, before: readonly Node[] = []): Node {
  r.budget.spend();
  switch (r.some()) {
    case 'X': {
      r.at++;
      const found = expression(r);
      r.expect('E');
      return found;
    }
    case 'L':
      return literal(r);
    case 'I':
    case 'J':
      return r.budget.down(() => node('pack', templateArguments(r)));
    case 'T': {
      if (!'yntpk'.includes(r.peek(1) || '-')) return type(r);
      r.templates.push(node('template', [none, ...before]));
      const parameter = templateParameterDeclaration(r);
      r.templates.pop();
      if (parameter === undefined) r.fail();
      return node('declaredArgument', [parameter.declaration, templateArgument(r)]);
    }
    default:
      return type(r);
  }
}

interface Declared {
  readonly declaration: Node;
  /** What stands for it where it is used. */
  readonly value: Node;
}

export function templateParameterDeclaration(r: Reader): Declared | undefined {
  const parameterName = (prefix: '$T' | '$N' | '$TT'): Node => {
    const index = r.declared[prefix]++;
    return node('parameterName', [], index === 0 ? prefix : `${prefix}${index - 1}`);
  };
  return r.budget.down(() => {
    if (r.skip('Ty')) {
      const value = parameterName('$T');
      return { declaration: node('typeParameter', [value]), value };
    }
    if (r.skip('Tk')) {
      const outer = r.inConstraint;
      r.inConstraint = true;
      const { found } = name(r);
      const value = parameterName('$T');
      r.inConstraint = outer;
      return { declaration: node('constrainedParameter', [value, found]), value };
    }
    if (r.skip('Tn')) {
      const value = parameterName('$N');
      return { declaration: node('valueParameter', [value, type(r)]), value };
    }
    if (r.skip('Tt')) return templateTemplateParameter(r, parameterName('$TT'));
    if (r.skip('Tp')) {
      const inner = templateParameterDeclaration(r);
      if (inner === undefined) r.fail();
      return { declaration: node('packParameter', [inner.declaration]), value: inner.value };
    }
    return undefined;
  });
}

function templateTemplateParameter(r: Reader, value: Node): Declared {
  const declared: Node[] = [];
  let needs = none;
  let template: Node | undefined;
  while (!r.skip('E')) {
    const inner = templateParameterDeclaration(r);
    if (inner === undefined) r.fail();
    declared.push(inner.declaration);
    if (template === undefined) r.templates.push((template = node('template', [none])));
    template.parts.push(inner.value);
    if (r.peek() === 'Q') {
      needs = constraint(r);
      if (r.peek() !== 'E') r.fail();
    }
  }
  if (template !== undefined) r.templates.pop();
  return { declaration: node('templateParameter', [value, needs, ...declared]), value };
}
