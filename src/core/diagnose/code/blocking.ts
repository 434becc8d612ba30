// What a goroutine waits for at a line. In: a line, as a frame of a dump names it. Out: the blocking operations that
// begin there, with what is known of the channel, lock or call. Invariants: only operations of the function itself,
// in the text's order; at a `return` or a closing brace, where deferred calls run, those of the function's defers.

import type { GoNode } from '../../golang/goNode';
import { type ContextAtHand, contextAtHand } from './contextAtHand';
import { type Channel, channelOf, selectOf } from './channels';
import type { CodeLine, GoPackage, Place } from './goPackage';
import { isTimer, selectCases, type SelectCase } from './selectCases';
import { type SlowKind, slowKindOf } from './slowCalls';
import { functionNode, type Surroundings, surroundingsOf } from './surroundings';
import { typeOf } from './typeOf';
import { pointedTo, underlying } from './goType';

export type BlockingKind = 'send' | 'receive' | 'range' | 'select' | SlowKind;

export interface Blocking {
  readonly kind: BlockingKind;
  readonly place: Place;
  /** The channel, the lock, or the function called, as written; '' for a select. */
  readonly on: string;
  readonly surroundings: Surroundings;
  /** Of a send, a receive or a range. */
  readonly channel: Channel | undefined;
  /** Of a select. */
  readonly cases: readonly SelectCase[];
  /** The innermost context in reach, whether it is heeded or not. */
  readonly context: ContextAtHand | undefined;
  /** Ends when a context does: a `Done()` case, the receive of one, or a call that is given one. */
  readonly heedsContext: boolean;
  /** Ends after a time: a timer's channel, a case of one, or a default. */
  readonly heedsTime: boolean;
  /** Nothing leaves the loop that it stands in, or that it is. */
  readonly isEndless: boolean;
}

export function blockingAt(pkg: GoPackage, at: CodeLine): readonly Blocking[] {
  const root = pkg.file(at.path)?.code.root;
  if (root === undefined) return [];
  const here = blockingNodes(pkg, root).filter(({ line }) => line === at.line);
  const alone = here.length > 0 ? here : onlyCaseAt(root, at);
  const found = alone.length > 0 ? alone : deferredAt(pkg, root, at);
  return found.map(({ node, kind }) => blockingOf(pkg, node, kind));
}

/** Of a whole function or literal, its inner literals included. */
export function blockingIn(pkg: GoPackage, node: GoNode): readonly Blocking[] {
  return blockingNodes(pkg, node).map((found) => blockingOf(pkg, found.node, found.kind));
}

interface Found {
  readonly node: GoNode;
  readonly kind: BlockingKind;
  readonly line: number;
}

export function blockingNodes(pkg: GoPackage, within: GoNode): Found[] {
  const found: Found[] = [];
  for (const node of within.walk()) {
    const kind = kindOf(pkg, node);
    if (kind !== undefined) found.push({ node, kind, line: lineOf(node) });
  }
  return found;
}

function kindOf(pkg: GoPackage, node: GoNode): BlockingKind | undefined {
  switch (node.type) {
    case 'send_statement':
      return selectOf(node) === undefined ? 'send' : undefined;
    case 'unary_expression':
      return node.get('operator')?.text === '<-' && selectOf(node) === undefined ? 'receive' : undefined;
    case 'select_statement':
      return 'select';
    case 'for_statement': {
      const over = node.children.find((child) => child.type === 'range_clause')?.get('right');
      return over !== undefined && underlying(pkg, pointedTo(typeOf(pkg, over))).kind === 'channel'
        ? 'range'
        : undefined;
    }
    case 'call_expression':
      return slowKindOf(pkg, node);
    default:
      return undefined;
  }
}

/** The only case of a select is compiled as if it stood alone, so the wait is at its line and not at the select's. */
function onlyCaseAt(root: GoNode, { line }: CodeLine): Found[] {
  return root.find('send_statement', 'unary_expression').flatMap((node): Found[] => {
    const isOperation = node.type === 'send_statement' || node.get('operator')?.text === '<-';
    if (node.line !== line || !isOperation || selectOf(node)?.children.length !== 1) return [];
    return [{ node, kind: node.type === 'send_statement' ? 'send' : 'receive', line }];
  });
}

/** A call over several lines is on that of the method's name. */
function lineOf(node: GoNode): number {
  const target = node.type === 'call_expression' ? node.get('function') : undefined;
  return target?.get('field')?.line ?? target?.line ?? node.line;
}

function blockingOf(pkg: GoPackage, node: GoNode, kind: BlockingKind): Blocking {
  const channel = channelExpression(node);
  const cases = node.type === 'select_statement' ? selectCases(pkg, node) : [];
  const isDone = channel !== undefined && isDoneCall(channel);
  return {
    kind,
    place: pkg.place(node),
    on: channel?.text ?? onOf(node),
    surroundings: surroundingsOf(pkg, node),
    channel: channel && channelOf(pkg, channel),
    cases,
    context: contextAtHand(pkg, node),
    heedsContext: isDone || cases.some((c) => c.isDone) || kind === 'context',
    heedsTime: cases.some((c) => c.isTimer || c.kind === 'default') || (channel !== undefined && isTimer(pkg, channel)),
    isEndless: isEndless(node),
  };
}

/** A loop over a channel that is never closed has no other end than to leave it. */
function isEndless(node: GoNode): boolean {
  const loop = node.type === 'for_statement' ? node : node.around('for_statement', 'func_literal');
  const body = loop?.type === 'for_statement' ? loop.get('body') : undefined;
  if (loop === undefined || body === undefined) return false;
  const isAsked = loop !== node && loop.children.some((child) => child !== body);
  return !isAsked && body.find('return_statement', 'break_statement', 'goto_statement').length === 0;
}

function channelExpression(node: GoNode): GoNode | undefined {
  if (node.type === 'send_statement') return node.get('channel');
  if (node.type === 'unary_expression') return node.get('operand');
  if (node.type !== 'for_statement') return undefined;
  return node.children.find((child) => child.type === 'range_clause')?.get('right');
}

function onOf(node: GoNode): string {
  if (node.type !== 'call_expression') return '';
  const target = node.get('function');
  const name = target?.get('field')?.text ?? '';
  const isMethodOfVariable = ['Lock', 'RLock', 'Wait'].includes(name);
  return (isMethodOfVariable ? target?.get('operand')?.text : target?.text) ?? '';
}

export function isDoneCall(expression: GoNode): boolean {
  return expression.type === 'call_expression' && expression.get('function')?.get('field')?.text === 'Done';
}

/** What the function's defers wait for, where the line is one at which they run. */
function deferredAt(pkg: GoPackage, root: GoNode, { line }: CodeLine): Found[] {
  const owners = root
    .find('function_declaration', 'method_declaration', 'func_literal')
    .filter((fn) => fn.line <= line && line <= fn.endLine);
  const owner = owners.at(-1);
  if (owner === undefined) return [];
  const isEnd = owner.endLine === line;
  const isReturn = owner.find('return_statement').some((r) => r.line <= line && line <= r.endLine);
  if (!isEnd && !isReturn) return [];
  return blockingNodes(pkg, owner).filter(({ node }) => {
    const deferred = node.around('defer_statement');
    return deferred !== undefined && functionNode(deferred) === owner;
  });
}
