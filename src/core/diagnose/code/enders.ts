// What would end a wait. In: a wait at a line. Out: the operations of the package that could end it, and who may have
// what they need: variables, a type's values, or anybody. Invariant: `undefined` where somebody may end it whom we do
// not see: a timer, a library, a channel that was handed on.

import type { GoNode } from '../../golang/goNode';
import type { WaitClass } from '../../goroutine/waitReason';
import { bindingOf } from './binding';
import { blockingAt, isDoneCall } from './blocking';
import { ChannelTrace, parameterNames } from './channelTrace';
import type { CodeLine, GoPackage } from './goPackage';
import { bare, keyOf, lastName, mentionsOf } from './identity';
import { lockKeyOf, lockOperations } from './locks';
import { caseChannel, isTimer } from './selectCases';
import { calleeOf, typeOf } from './typeOf';
import { pointedTo, underlying } from './goType';

export interface Enders {
  readonly kind: 'channel' | 'lock' | 'group' | 'condition';
  readonly nodes: ReadonlySet<GoNode>;
  /** Keys of identity.ts by which the value is known. */
  readonly keys: ReadonlyMap<string, string>;
  /** Of a lock: where it is taken. */
  readonly takes: ReadonlySet<GoNode>;
}

/** Sends, receives, closes and Dones that would end a wait, as far as the package shows. */
export function partnersAt(pkg: GoPackage, at: CodeLine, wait: WaitClass): readonly GoNode[] {
  if (wait === 'wait group' || wait === 'semaphore') return [...(groupEnders(pkg, at)?.nodes ?? [])];
  return channelWaitsAt(pkg, at, wait)
    .flatMap(channelsOf)
    .flatMap(([channel, isSend]) => (channel === undefined ? [] : (partnersOf(pkg, channel, isSend) ?? [])))
    .flatMap(({ nodes }) => [...nodes]);
}

/** All of them must stay away for the wait to last; empty for a wait that nothing can end. */
export function endersAt(pkg: GoPackage, at: CodeLine, wait: WaitClass): readonly Enders[] | undefined {
  switch (wait) {
    case 'lock':
      return one(lockEnders(pkg, at));
    case 'wait group':
    case 'semaphore':
      return one(groupEnders(pkg, at));
    case 'cond':
      return one(conditionEnders(pkg, at));
    case 'empty select':
    case 'nil chan':
      return [];
    case 'chan send':
    case 'chan receive':
    case 'select':
      return channelEnders(pkg, at, wait);
    default:
      return undefined;
  }
}

function one(enders: Enders | undefined): readonly Enders[] | undefined {
  return enders && [enders];
}

function callsAt(pkg: GoPackage, { path, line }: CodeLine): readonly GoNode[] {
  const root = pkg.file(path)?.code.root;
  const isHere = (call: GoNode): boolean => (call.get('function')?.get('field')?.line ?? call.line) === line;
  return (root?.find('call_expression') ?? []).filter(isHere);
}

function operandOf(call: GoNode): GoNode | undefined {
  return call.get('function')?.get('operand');
}

function lockEnders(pkg: GoPackage, at: CodeLine): Enders | undefined {
  const taken = callsAt(pkg, at).find((call) => lockKeyOf(pkg, call) !== undefined);
  const lock = taken && lockKeyOf(pkg, taken);
  if (lock === undefined) return undefined;
  const name = lastName(operandOf(taken!)!);
  const { takes, gives, isHandedOn } = lockOperations(pkg, lock.key, name);
  if (isHandedOn) return undefined;
  const keys = new Map([[lock.key, name]]);
  return { kind: 'lock', nodes: new Set(gives), keys, takes: new Set(takes) };
}

const groupTypes = ['sync.WaitGroup', 'golang.org/x/sync/errgroup.Group'];

function groupEnders(pkg: GoPackage, at: CodeLine): Enders | undefined {
  const wait = callsAt(pkg, at).find((call) => groupTypes.some((type) => calleeOf(pkg, call).name === `${type}.Wait`));
  const group = wait && operandOf(wait);
  const roots = group && groupsBehind(pkg, bare(group));
  if (roots === undefined) return undefined;
  const keys = new Map<string, string>();
  const nodes = new Set<GoNode>();
  const take = (mention: GoNode): boolean => {
    const method =
      mention.parent?.type === 'selector_expression' && mention.field === 'operand' ? mention.parent : undefined;
    const call = method?.field === 'function' ? method.parent : undefined;
    if (call === undefined) return method !== undefined;
    const name = lastName(method!);
    if (name === 'Done') nodes.add(call);
    else if (name === 'Add' && call.get('arguments')?.children.at(0)?.type !== 'int_literal') nodes.add(call);
    else if (name === 'Go' || name === 'TryGo') {
      const run = call.get('arguments')?.children.at(0);
      if (run?.type !== 'func_literal') return false;
      // It is done when it ends: whoever is in it is on the way there.
      nodes.add(run.get('body')!);
    }
    return true;
  };
  const isSeen = roots.every(({ key, name }) => collectMentions(pkg, key, name, keys, take));
  return isSeen ? { kind: 'group', nodes, keys, takes: new Set() } : undefined;
}

/** The variable that is waited for; of a parameter, those that its callers give: `go closeAfter(&wg, out)`. */
function groupsBehind(pkg: GoPackage, group: GoNode): { key: string; name: string }[] | undefined {
  const binding = group.type === 'identifier' ? bindingOf(pkg, group) : undefined;
  const given =
    binding?.kind === 'parameter' ? new ChannelTrace(pkg).argumentsFor(binding.declared) : ([group] as const);
  const all: { key: string; name: string }[] = [];
  for (const argument of given) {
    const variable = argument?.type === 'unary_expression' ? argument.get('operand') : argument;
    const key = variable && keyOf(pkg, variable);
    if (key === undefined) return undefined;
    all.push({ key, name: lastName(bare(variable!)) });
  }
  return all.length === 0 ? undefined : all;
}

/** Follows a variable that is given to functions by pointer. @returns whether it was seen all the way */
export function collectMentions(
  pkg: GoPackage,
  key: string,
  name: string,
  keys: Map<string, string>,
  take: (mention: GoNode) => boolean,
): boolean {
  if (keys.has(key)) return true;
  keys.set(key, name);
  return mentionsOf(pkg, key, name).every((mention) => {
    if (mention.field === 'name' || mention.parent?.parent?.is('short_var_declaration', 'var_spec') === true)
      return true;
    const whole = mention.parent?.type === 'unary_expression' ? mention.parent : mention;
    if (whole.parent?.type === 'parameter_declaration' || whole.parent?.type === 'var_spec') return true;
    if (whole.parent?.type !== 'argument_list') return take(mention);
    const call = whole.parent.parent!;
    const literal = call.get('function');
    const fn = literal?.type === 'func_literal' ? literal : calleeOf(pkg, call).function?.node;
    const parameter = fn && parameterNames(fn).at(whole.parent.children.indexOf(whole));
    const inner = parameter && keyOf(pkg, parameter);
    return inner !== undefined && collectMentions(pkg, inner, parameter!.text, keys, take);
  });
}

function conditionEnders(pkg: GoPackage, at: CodeLine): Enders | undefined {
  const wait = callsAt(pkg, at).find((call) => calleeOf(pkg, call).name === 'sync.Cond.Wait');
  const condition = wait && operandOf(wait);
  const key = condition && keyOf(pkg, condition);
  if (key === undefined) return undefined;
  const name = lastName(bare(condition!));
  const nodes = new Set<GoNode>();
  for (const mention of mentionsOf(pkg, key, name)) {
    const method =
      mention.parent?.type === 'selector_expression' && mention.field === 'operand' ? mention.parent : undefined;
    if (method !== undefined && ['Signal', 'Broadcast'].includes(lastName(method))) nodes.add(method.parent!);
  }
  return { kind: 'condition', nodes, keys: new Map([[key, name]]), takes: new Set() };
}

function channelEnders(pkg: GoPackage, at: CodeLine, wait: WaitClass): readonly Enders[] | undefined {
  const found = channelWaitsAt(pkg, at, wait);
  if (found.length === 0) return undefined;
  const all: Enders[] = [];
  for (const [channel, isSend] of found.flatMap(channelsOf)) {
    if (channel === undefined) return undefined;
    const enders = isDoneCall(channel) ? doneEnders(pkg, channel) : partnersOf(pkg, channel, isSend);
    if (enders === undefined) return undefined;
    all.push(...enders);
  }
  return all;
}

/**
 * What ends a loop that a timer only takes to its next turn: `for { select { case <-ctx.Done(): return; case <-t.C: } }`.
 * Undefined for another loop, and where nobody has a cancel to call: then it is meant to run as long as the program.
 */
export function turnEndersAt(pkg: GoPackage, at: CodeLine): readonly Enders[] | undefined {
  const select = channelWaitsAt(pkg, at, 'select').find(({ type }) => type === 'select_statement');
  const loop = select?.around('for_statement', 'func_literal');
  const body = loop?.type === 'for_statement' && loop.children.length === 1 ? loop.get('body') : undefined;
  if (select === undefined || body === undefined) return undefined;
  const branches = select.children.filter((child) => child.is('communication_case', 'default_case'));
  const isTurn = (branch: GoNode): boolean => {
    const channel = caseChannel(branch);
    return channel !== undefined && isTimer(pkg, channel);
  };
  const others = branches.filter((branch) => !isTurn(branch));
  const leaving = body.find('return_statement', 'break_statement', 'goto_statement');
  const isLeftByOthers = leaving.every((leave) => others.some((branch) => leave.isWithin(branch)));
  if (others.length === branches.length || !isLeftByOthers) return undefined;
  const ends = others.map(caseChannel);
  if (ends.length === 0 || !ends.every((channel) => channel !== undefined && isDoneCall(channel))) return undefined;
  const all = ends.map((channel) => doneEnders(pkg, channel!));
  if (all.some((enders) => enders === undefined)) return undefined;
  const known = all.flatMap((enders) => enders!);
  return known.some(({ nodes }) => nodes.size > 0) ? known : undefined;
}

function channelWaitsAt(pkg: GoPackage, at: CodeLine, wait: WaitClass): readonly GoNode[] {
  return blockingAt(pkg, at).flatMap(({ kind, place }) => {
    const isIt =
      kind === 'select' ||
      (wait === 'chan send' ? kind === 'send' : wait === 'chan receive' && ['receive', 'range'].includes(kind));
    const node = isIt
      ? pkg.nodeAt(place, 'send_statement', 'unary_expression', 'for_statement', 'select_statement')
      : undefined;
    return node === undefined ? [] : [node];
  });
}

/** Each channel that the statement waits for, and whether it sends; undefined for a default. */
function channelsOf(node: GoNode): readonly (readonly [GoNode | undefined, boolean])[] {
  switch (node.type) {
    case 'send_statement':
      return [[node.get('channel'), true]];
    case 'unary_expression':
      return [[node.get('operand'), false]];
    case 'for_statement':
      return [[node.children.find((child) => child.type === 'range_clause')?.get('right'), false]];
    default:
      return node.children
        .filter((child) => child.is('communication_case', 'default_case'))
        .map((branch) => [caseChannel(branch), branch.get('communication')?.type === 'send_statement'] as const);
  }
}

function partnersOf(pkg: GoPackage, channel: GoNode, isSend: boolean): readonly Enders[] | undefined {
  const type = underlying(pkg, pointedTo(typeOf(pkg, channel)));
  if (type.kind !== 'channel' && type.kind !== 'unknown') return undefined;
  const trace = new ChannelTrace(pkg);
  trace.follow(channel, 'both');
  // Never made here: a library's, a timer's, or one that we do not see.
  if (trace.escapes || trace.made.length === 0) return undefined;
  const wanted: readonly string[] = isSend ? ['receive', 'range'] : ['send', 'close'];
  const nodes = new Set(trace.uses.filter(({ kind }) => wanted.includes(kind)).map(({ node }) => node));
  return [{ kind: 'channel', nodes, keys: trace.names, takes: new Set() }];
}

/** `ctx.Done()`: whoever calls the cancel function. Empty for a context that nothing ends. */
function doneEnders(pkg: GoPackage, done: GoNode): readonly Enders[] | undefined {
  const context = done.get('function')?.get('operand');
  return context && cancelsOf(pkg, context, new Set());
}

const roots: readonly string[] = ['context.Background', 'context.TODO', 'context.WithoutCancel'];
const derived: readonly string[] = ['context.WithCancel', 'context.WithCancelCause', 'context.WithValue'];

/** @param seen calls that are dealt with: `ctx, cancel = context.WithCancel(ctx)` comes from itself */
function cancelsOf(pkg: GoPackage, context: GoNode, seen: Set<GoNode>): readonly Enders[] | undefined {
  const trace = new ChannelTrace(pkg, [...roots, ...derived]);
  trace.follow(context, 'both');
  if (trace.isForeign || trace.made.length === 0) return undefined;
  const all: Enders[] = [];
  for (const made of trace.made) {
    const { name } = calleeOf(pkg, made);
    if (roots.includes(name) || seen.has(made)) continue;
    seen.add(made);
    const parent = made.get('arguments')?.children.at(0);
    const above = parent && cancelsOf(pkg, parent, seen);
    const own = name === 'context.WithValue' ? [] : cancelCalls(pkg, made);
    if (above === undefined || own === undefined) return undefined;
    all.push(...above, ...own);
  }
  return all;
}

/** Of `ctx, cancel := context.WithCancel(…)`; undefined where cancel goes on to somebody whom we do not see. */
function cancelCalls(pkg: GoPackage, made: GoNode): readonly Enders[] | undefined {
  const statement = made.parent?.type === 'expression_list' ? made.parent.parent : undefined;
  const cancel = statement?.get('left')?.children.at(1) ?? statement?.all('name').at(1);
  if (cancel === undefined) return undefined;
  if (cancel.text === '_') return [];
  const trace = new ChannelTrace(pkg, derived);
  trace.follow(cancel, 'down');
  if (trace.escapes) return undefined;
  const nodes = new Set(trace.uses.filter(({ kind }) => kind === 'call').map(({ node }) => node));
  return [{ kind: 'channel', nodes, keys: trace.names, takes: new Set() }];
}
