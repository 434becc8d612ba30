// What has to be closed, and whether it is. In: a scope. Out: each thing opened into a local variable, where it is
// closed, and the exits that leave it open. Invariant: what is handed on (returned, stored, given to somebody else) is
// that one's to close, and has no open exits here.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage, Place } from './goPackage';
import { keyOf, mentionsOf } from './identity';
import { handsOn } from './ownership';
import { type OpenExit, openExits } from './paths';
import { type ResourceKind, type ResourceRule, resourceRule } from './resourceRules';
import { functionNode, type Surroundings, surroundingsOf } from './surroundings';
import { calleeOf } from './typeOf';

export interface Resource {
  readonly kind: ResourceKind;
  /** The call that opens it. */
  readonly place: Place;
  /** The statement around that call. */
  readonly statement: Place;
  /** The function called: `net/http.Get`. */
  readonly by: string;
  /** '' where the result is thrown away. */
  readonly variable: string;
  /** The error that came with it, '' for none. */
  readonly error: string;
  readonly surroundings: Surroundings;
  readonly closes: readonly Place[];
  /** A deferred close in the loop that opens it runs only when the function ends. */
  readonly defersInLoop: readonly Place[];
  /** Exits that some path reaches with it open; undefined where the paths cannot be told. */
  readonly exits: readonly OpenExit[] | undefined;
  readonly isHandedOn: boolean;
  /** Of a response's body: whether somebody reads it to its end, without which its connection is not used again. */
  readonly isReadToEnd: boolean | undefined;
}

export function resourcesIn(pkg: GoPackage, scope: GoNode): readonly Resource[] {
  return scope.find('call_expression').flatMap((call) => resourceOf(pkg, call) ?? []);
}

function resourceOf(pkg: GoPackage, call: GoNode): Resource | undefined {
  const { name } = calleeOf(pkg, call);
  const rule = resourceRule(name);
  const target = rule && targetOf(call, rule.index);
  if (rule === undefined || target === undefined) return undefined;
  const { statement, variable, error } = target;
  const known = {
    kind: rule.kind,
    place: pkg.place(call),
    statement: pkg.place(statement),
    by: name,
    variable: variable?.text ?? '',
    error: error ?? '',
    surroundings: surroundingsOf(pkg, call),
  };
  const body = functionNode(call)?.get('body');
  const key = variable && keyOf(pkg, variable);
  if (variable === undefined || body === undefined) {
    const exits: readonly OpenExit[] = [{ kind: 'end', place: known.statement }];
    return { ...known, closes: [], defersInLoop: [], exits, isHandedOn: false, isReadToEnd: false };
  }
  if (key === undefined || !isLocal(pkg, key, body)) return undefined;
  const isClose = (node: GoNode): boolean => rule.isClose(pkg, node, key);
  const isHandover = (node: GoNode): boolean =>
    !(rule.isLent === true && isLent(pkg, node)) && handsOn(pkg, node, key, rule.part);
  const nodes = [...body.walk()];
  const closes = nodes.filter(isClose);
  return {
    ...known,
    closes: closes.map((node) => pkg.place(node)),
    defersInLoop: closes.filter((node) => isDeferredInLoop(node, call)).map((node) => pkg.place(node)),
    exits: openExits(pkg, body, {
      opens: call,
      closes: (node) => isClose(node) || isHandover(node),
      error,
      value: variable.text,
      ...(rule.endsWith === undefined ? {} : { endsWith: (condition) => rule.endsWith!(pkg, condition, key) }),
    }),
    isHandedOn: nodes.some(isHandover),
    isReadToEnd: rule.kind === 'body' ? isReadToEnd(pkg, variable, key) : undefined,
  };
}

/** An argument, unless the function puts something back. */
function isLent(pkg: GoPackage, node: GoNode): boolean {
  if (node.parent?.type !== 'argument_list') return false;
  const { function: fn } = calleeOf(pkg, node.parent.parent!);
  return fn?.body?.find('call_expression').some((call) => calleeOf(pkg, call).name === 'sync.Pool.Put') !== true;
}

interface Target {
  readonly statement: GoNode;
  /** undefined for `_` and for a result that nobody takes. */
  readonly variable: GoNode | undefined;
  readonly error: string | undefined;
}

/** What the results are assigned to; undefined where they go elsewhere at once. */
function targetOf(call: GoNode, index: number): Target | undefined {
  let value = call;
  // `v := pool.Get().(*T)`
  while (value.parent?.is('type_assertion_expression', 'parenthesized_expression')) value = value.parent;
  if (value.parent?.type === 'expression_statement') {
    return { statement: value.parent, variable: undefined, error: undefined };
  }
  const list = value.parent;
  const statement = list?.parent;
  if (list?.type !== 'expression_list' || list.children.length !== 1) return undefined;
  if (statement?.is('short_var_declaration', 'assignment_statement', 'var_spec') !== true) return undefined;
  const targets = statement.get('left')?.children ?? statement.all('name');
  const target = targets.at(index);
  if (target === undefined || (target.type !== 'identifier' && target.type !== 'blank_identifier')) return undefined;
  const last = targets.at(-1);
  const error = last !== undefined && last !== target && index === 0 && last.text !== '_' ? last.text : undefined;
  return { statement, variable: target.text === '_' ? undefined : target, error };
}

/** Declared in this function itself: a variable of a function around it may be closed there. */
function isLocal(pkg: GoPackage, key: string, body: GoNode): boolean {
  const [path, start] = key.split('#');
  return pkg.fileOf(body).path === path && body.start <= Number(start) && Number(start) < body.end;
}

function isDeferredInLoop(close: GoNode, call: GoNode): boolean {
  const deferred = close.around('defer_statement');
  const loop = call.around('for_statement', 'func_literal');
  return (
    deferred !== undefined &&
    loop?.type === 'for_statement' &&
    deferred.isWithin(loop) &&
    functionNode(deferred) === functionNode(call)
  );
}

const draining = ['io.ReadAll', 'io/ioutil.ReadAll', 'io.Copy'];

function isReadToEnd(pkg: GoPackage, variable: GoNode, key: string): boolean {
  return mentionsOf(pkg, key, variable.text).some((mention) => {
    const list = mention.parent?.type === 'selector_expression' ? mention.parent.parent : undefined;
    return list?.parent?.type === 'call_expression' && draining.includes(calleeOf(pkg, list.parent).name);
  });
}

export type { ResourceKind, ResourceRule };
