// Slots that are taken and given back: semaphores made of a channel, Acquire and Release, a pool's Get and Put.
// In: a scope. Out: each taking, its givings back, and the exits that keep the slot. Invariant: only where the function
// gives back on some path: else another one is meant to.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage, Place } from './goPackage';
import { keyOf } from './identity';
import { type OpenExit, openExits } from './paths';
import { perScope } from './perScope';
import { functionNode, type Surroundings, surroundingsOf } from './surroundings';
import { calleeOf } from './typeOf';

export interface Slot {
  readonly kind: 'semaphore' | 'pool';
  /** The channel or the pool, as written. */
  readonly on: string;
  /** Of identity.ts. */
  readonly key: string;
  readonly place: Place;
  readonly releases: readonly Place[];
  readonly isReleaseDeferred: boolean;
  /** undefined: cannot be told. */
  readonly exits: readonly OpenExit[] | undefined;
  readonly surroundings: Surroundings;
}

const pairs: Readonly<Record<string, readonly string[]>> = {
  Acquire: ['Release'],
  acquire: ['release'],
  Borrow: ['Return'],
  borrow: ['giveBack'],
  Checkout: ['Checkin', 'Return'],
  Get: ['Put', 'Release'],
  get: ['put'],
  Take: ['Put', 'Give'],
};

export const slotsIn = perScope((pkg, scope): readonly Slot[] =>
  scope.find('send_statement', 'call_expression').flatMap((node) => slotOf(pkg, node) ?? []),
);

function slotOf(pkg: GoPackage, node: GoNode): Slot | undefined {
  const on = node.type === 'send_statement' ? semaphore(node) : taken(pkg, node);
  const key = on && keyOf(pkg, on);
  const body = functionNode(node)?.get('body');
  if (on === undefined || key === undefined || body === undefined) return undefined;
  const isRelease = (at: GoNode): boolean => {
    const released = node.type === 'send_statement' ? received(at) : givenTo(at, node);
    return released !== undefined && keyOf(pkg, released) === key;
  };
  const releases = [...body.walk()].filter((at) => at.start > node.start && isRelease(at));
  if (releases.length === 0) return undefined;
  return {
    kind: node.type === 'send_statement' ? 'semaphore' : 'pool',
    on: on.text,
    key,
    place: pkg.place(node),
    releases: releases.map((at) => pkg.place(at)),
    isReleaseDeferred: releases.some((at) => at.around('defer_statement')?.isWithin(body) === true),
    exits: openExits(pkg, body, { opens: node, closes: isRelease, ...errorOf(node) }),
    surroundings: surroundingsOf(pkg, node),
  };
}

/** `slots <- struct{}{}`: what is sent says nothing. */
function semaphore(send: GoNode): GoNode | undefined {
  const value = send.get('value');
  const isToken =
    value?.type === 'true' || (value?.type === 'composite_literal' && value.get('body')?.children.length === 0);
  return isToken ? send.get('channel') : undefined;
}

function received(node: GoNode): GoNode | undefined {
  const isReceive = node.type === 'unary_expression' && node.get('operator')?.text === '<-';
  return isReceive ? node.get('operand') : undefined;
}

function taken(pkg: GoPackage, call: GoNode): GoNode | undefined {
  const target = takenFrom(call);
  // A sync.Pool that loses an element makes another: resources has it.
  return target !== undefined && calleeOf(pkg, call).name !== 'sync.Pool.Get' ? target : undefined;
}

/** Of `pool.Get()`, `sem.Acquire(…)` and the like: the pool. */
export function takenFrom(call: GoNode): GoNode | undefined {
  const target = call.type === 'call_expression' ? call.get('function') : undefined;
  const isTaking = target?.type === 'selector_expression' && Object.hasOwn(pairs, target.get('field')?.text ?? '');
  return isTaking ? target.get('operand') : undefined;
}

function givenTo(node: GoNode, taking: GoNode): GoNode | undefined {
  const target = node.type === 'call_expression' ? node.get('function') : undefined;
  const method = taking.get('function')?.get('field')?.text ?? '';
  const isGiving = target?.type === 'selector_expression' && pairs[method].includes(target.get('field')?.text ?? '');
  return isGiving && givesBack(node, taking) ? target.get('operand') : undefined;
}

/** Many types have a Get and a Put: a pool's Put is given what its Get gave, and nothing else. */
function givesBack(giving: GoNode, taking: GoNode): boolean {
  const args = giving.get('arguments')?.children ?? [];
  const first =
    taking.parent?.type === 'expression_list' ? taking.parent.parent?.get('left')?.children.at(0) : undefined;
  // An error, as of `if err := sem.Acquire(ctx, 2); err != nil`, is nothing to give back.
  const target = first?.text === errorOf(taking).error ? undefined : first;
  const isAmount = (): boolean => args.length === 0 || args[0].text === taking.get('arguments')?.children.at(-1)?.text;
  return target === undefined
    ? isAmount() || args[0].type === 'int_literal'
    : args.length === 1 && args[0].text === target.text;
}

/** The error of `c, err := pool.Get()` and of `if err := sem.Acquire(…); err != nil`. */
function errorOf(call: GoNode): { readonly error?: string } {
  const list = call.parent;
  const targets = list?.type === 'expression_list' ? (list.parent?.get('left')?.children ?? []) : [];
  const last = targets.at(-1)?.text;
  return last?.startsWith('err') === true ? { error: last } : {};
}
