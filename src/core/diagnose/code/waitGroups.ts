// Wait groups: who adds, who is done, who waits. In: a scope. Out: each group used there, with the calls of the whole
// package and what is wrong with them. Invariant: groups are told apart by variable or field; a group that is given
// to a function we do not see has no problem of what is absent.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage, Place } from './goPackage';
import { bare, keyOf, lastName, mentionsOf } from './identity';
import { type OpenExit, openExits } from './paths';
import { functionNode, surroundingsOf } from './surroundings';
import { calleeOf } from './typeOf';
import { nameOfType, typeFromNode } from './goType';

export interface WaitGroupProblem {
  /**
   * `doneSkipped`: a path ends without Done, see `exits`; `noDone`: nobody calls it;
   * `addInGoroutine`: Wait may come before Add; `addAfterWait`; `copied`: Done counts down a copy.
   */
  readonly kind: 'doneSkipped' | 'noDone' | 'addInGoroutine' | 'addAfterWait' | 'copied';
  /** The call, or the parameter that is a copy. */
  readonly place: Place;
  readonly exits: readonly OpenExit[];
}

export interface WaitGroupFacts {
  readonly expression: string;
  readonly adds: readonly Place[];
  readonly dones: readonly Place[];
  readonly waits: readonly Place[];
  readonly problems: readonly WaitGroupProblem[];
}

interface Calls {
  readonly add: GoNode[];
  readonly done: GoNode[];
  readonly wait: GoNode[];
  /** Go 1.25: adds, starts and is done by itself. */
  readonly go: GoNode[];
}

export function waitGroupsIn(pkg: GoPackage, scope: GoNode): readonly WaitGroupFacts[] {
  const groups = new Map<string, GoNode>();
  for (const call of scope.find('call_expression')) {
    const group = groupOf(pkg, call);
    const key = group && keyOf(pkg, group);
    if (key !== undefined && !groups.has(key)) groups.set(key, bare(group!));
  }
  const read = [...groups].map(([key, group]) => readGroup(pkg, key, group));
  // A parameter is the group of whoever passes it.
  return read
    .filter(({ key }) => !read.some((other) => other.key !== key && other.keys.has(key)))
    .map(({ facts }) => facts);
}

interface ReadGroup {
  readonly key: string;
  /** Of the variable and of the parameters that it is passed as. */
  readonly keys: ReadonlySet<string>;
  readonly facts: WaitGroupFacts;
}

function groupOf(pkg: GoPackage, call: GoNode): GoNode | undefined {
  if (!calleeOf(pkg, call).name.startsWith('sync.WaitGroup.')) return undefined;
  return call.get('function')?.get('operand');
}

function readGroup(pkg: GoPackage, key: string, group: GoNode): ReadGroup {
  const calls: Calls = { add: [], done: [], wait: [], go: [] };
  const keys = new Set<string>();
  const escapes = collect(pkg, key, lastName(group), calls, keys);
  const places = (nodes: readonly GoNode[]): readonly Place[] => nodes.map((node) => pkg.place(node));
  const facts = {
    expression: group.text,
    adds: places(calls.add),
    dones: places(calls.done),
    waits: places(calls.wait),
    problems: [...copies(pkg, calls), ...problemsOf(pkg, calls, keys, escapes)],
  };
  return { key, keys, facts };
}

/** The calls on a variable and on the parameters it is passed as. @returns whether it goes where we cannot look */
function collect(pkg: GoPackage, key: string, name: string, calls: Calls, keys: Set<string>): boolean {
  if (keys.has(key)) return false;
  keys.add(key);
  let escapes = false;
  for (const mention of mentionsOf(pkg, key, name)) {
    const method = mention.parent?.type === 'selector_expression' ? mention.parent : undefined;
    const call = method?.field === 'function' ? method.parent : undefined;
    if (call !== undefined) {
      const list = { Add: calls.add, Done: calls.done, Wait: calls.wait, Go: calls.go }[lastName(method!)];
      list?.push(call);
      continue;
    }
    const argument = mention.parent?.type === 'unary_expression' ? mention.parent : mention;
    if (argument.parent?.type !== 'argument_list') {
      escapes ||= argument !== mention || method !== undefined;
      continue;
    }
    const parameter = parameterFor(pkg, argument);
    if (parameter === undefined) escapes = true;
    else escapes = collect(pkg, keyOf(pkg, parameter) ?? '', parameter.text, calls, keys) || escapes;
  }
  return escapes;
}

function parameterFor(pkg: GoPackage, argument: GoNode): GoNode | undefined {
  const list = argument.parent!;
  const call = list.parent!;
  const literal = call.get('function');
  const fn = literal?.type === 'func_literal' ? literal : calleeOf(pkg, call).function?.node;
  const names = (fn?.get('parameters')?.children ?? []).flatMap((parameter) => parameter.all('name'));
  return names.at(list.children.indexOf(argument));
}

function problemsOf(pkg: GoPackage, calls: Calls, keys: ReadonlySet<string>, escapes: boolean): WaitGroupProblem[] {
  const { add, done, wait, go } = calls;
  const problems: WaitGroupProblem[] = [];
  const isDone = (node: GoNode): boolean => node.type === 'call_expression' && done.includes(node);
  for (const owner of new Set(done.map((call) => ownerOf(call)))) {
    const body = owner?.get('body');
    if (owner === undefined || body === undefined || add.some((call) => functionNode(call) === owner)) continue;
    const first = done.find((call) => ownerOf(call) === owner)!;
    // In a loop there is one Done for each element, or none for none.
    if (surroundingsOf(pkg, first).loop !== undefined && first.around('for_statement')!.isWithin(body)) continue;
    const handsOn = (node: GoNode): boolean =>
      node.type === 'identifier' && keys.has(keyOf(pkg, node) ?? '') && node.parent?.type !== 'selector_expression';
    // Where there is no value, there is no group: `if s != nil { s.wg.Done() }`.
    const value = first.get('function')?.get('operand')?.text.split('.')[0];
    const closes = (node: GoNode): boolean => isDone(node) || handsOn(node);
    const exits = openExits(pkg, body, { opens: undefined, closes, value }) ?? [];
    if (exits.length > 0) problems.push({ kind: 'doneSkipped', place: pkg.place(first), exits });
  }
  const plain = (kind: WaitGroupProblem['kind'], call: GoNode): void => {
    problems.push({ kind, place: pkg.place(call), exits: [] });
  };
  if (done.length === 0 && go.length === 0 && add.length > 0 && !escapes) plain('noDone', add[0]);
  for (const call of add) {
    if (isInOwnGoroutine(call, add, wait)) plain('addInGoroutine', call);
    else if (wait.some((w) => comesAfter(call, w))) plain('addAfterWait', call);
  }
  return problems;
}

/** The function that must be done: the one around a deferred literal. */
function ownerOf(done: GoNode): GoNode | undefined {
  const fn = functionNode(done);
  return fn?.parent?.parent?.type === 'defer_statement' ? functionNode(fn) : fn;
}

/** Started here, while the wait is outside and nothing was added before. */
function isInOwnGoroutine(call: GoNode, adds: readonly GoNode[], waits: readonly GoNode[]): boolean {
  const started = call.around('go_statement');
  const literal = started?.children.at(0)?.get('function');
  if (started === undefined || literal === undefined || !call.isWithin(literal)) return false;
  const isHeld = adds.some(
    (other) => other !== call && other.end <= started.start && functionNode(other) === functionNode(started),
  );
  return !isHeld && waits.some((w) => !w.isWithin(started) && w.isWithin(functionNode(started)!));
}

function comesAfter(add: GoNode, wait: GoNode): boolean {
  const fn = functionNode(add);
  const isSame =
    fn !== undefined && fn === functionNode(wait) && wait.around('go_statement') === add.around('go_statement');
  const loop = wait.around('for_statement');
  const isInSameLoop = loop !== undefined && add.isWithin(loop);
  const isLeaving =
    wait.parent?.parent?.children.some((s) => s.start > wait.end && s.type === 'return_statement') === true;
  if (!isSame || isInSameLoop || isLeaving || wait.around('defer_statement') !== undefined) return false;
  // A second round after the first one is fine; a group that is never waited for again is not.
  return add.start > wait.end && !laterWait(wait, add);
}

function laterWait(wait: GoNode, add: GoNode): boolean {
  const text = wait.get('function')?.text;
  return (functionNode(add)?.find('call_expression') ?? []).some(
    (c) => c.start > add.end && c.get('function')?.text === text,
  );
}

/** `func work(wg sync.WaitGroup)` */
function copies(pkg: GoPackage, calls: Calls): WaitGroupProblem[] {
  const problems: WaitGroupProblem[] = [];
  for (const fn of new Set(calls.done.map((call) => functionNode(call)))) {
    for (const parameter of fn?.get('parameters')?.children ?? []) {
      const type = parameter.get('type');
      if (type === undefined || type.type === 'pointer_type') continue;
      if (nameOfType(typeFromNode(pkg, type)) !== 'sync.WaitGroup') continue;
      problems.push({ kind: 'copied', place: pkg.place(parameter), exits: [] });
    }
  }
  return problems;
}
