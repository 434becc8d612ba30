// What S_, S0_, … and St, Sa, … mean. In: a reader at S. Out: the tree that was read before. Invariant: its template
// parameters mean the templates that are in scope here, not there.

import { named, node, rewrite, seenBefore, type Node } from './nodes';
import { isDigit, isUpper, type Reader } from './reader';
import { argumentsOf, auto, parameterOf } from './templates';

function std(text: string): Node {
  return node('qualified', [named('std'), named(text)]);
}

const standard: ReadonlyMap<string, Node> = new Map([
  ['t', named('std')],
  ['a', std('allocator')],
  ['b', std('basic_string')],
  ['s', std('string')],
  ['i', std('istream')],
  ['o', std('ostream')],
  ['d', std('iostream')],
]);

/** Before constructors and destructors, which have the name of the template. */
const templates: ReadonlyMap<string, Node> = new Map([
  ['t', named('std')],
  ['a', std('allocator')],
  ['b', std('basic_string')],
  ['s', node('template', [std('basic_string')])],
  ['i', node('template', [std('basic_istream')])],
  ['o', node('template', [std('basic_ostream')])],
  ['d', node('template', [std('basic_iostream')])],
]);

export function reference(r: Reader, isPrefix: boolean): Node {
  r.expect('S');
  const char = r.some();
  if (char === '_' || isDigit(char) || isUpper(char)) {
    const index = r.sequence(false);
    return index < r.seen.length ? inScopeHere(r, r.seen[index]) : r.fail();
  }
  r.at++;
  const isClass = isPrefix && (r.peek() === 'C' || r.peek() === 'D');
  const found = (isClass ? templates : standard).get(char) ?? r.fail();
  if (r.peek() !== 'B') return found;
  const tagged = r.tagged(found);
  r.add(tagged);
  return tagged;
}

function inScopeHere(r: Reader, found: Node): Node {
  const scopes = [...r.templates];
  const levels: number[] = [];
  const pushLevel = (level: number): void => {
    levels.push(r.lambdaLevel);
    r.lambdaLevel = level;
  };
  const popLevel = (): void => {
    r.lambdaLevel = levels.pop() ?? 0;
  };
  const seen = seenBefore();
  const enter = (at: Node): boolean => {
    if (at.kind === 'typed') {
      if (at.parts[0].kind === 'template') {
        scopes.push(at.parts[0]);
        pushLevel(0);
      }
      return false;
    }
    if (at.kind === 'closure') {
      pushLevel(scopes.length + 1);
      return false;
    }
    return at.kind === 'parameter' || at.kind === 'auto' ? false : seen(at);
  };
  const change = (at: Node): Node | undefined => {
    if (at.kind === 'typed') {
      if (at.parts[0].kind === 'template') {
        scopes.pop();
        popLevel();
      }
      return undefined;
    }
    if (at.kind === 'closure') popLevel();
    if (at.kind !== 'parameter' && at.kind !== 'auto') return undefined;
    if (r.inConstraint) return named(`T${at.num}`);
    if (r.lambdaLevel > 0) return at.kind === 'auto' ? undefined : auto(at.num);
    const template = scopes.at(-1) ?? (scopes.length === 0 && found.kind === 'template' ? found : undefined);
    if (template === undefined) return scopes.length === 0 ? r.fail() : parameterOf(null, at.num);
    return at.num < argumentsOf(template).length ? parameterOf(template, at.num) : r.fail();
  };
  return rewrite(found, r.budget, change, enter) ?? found;
}
