// Why the other side of a channel may never come. In: a send, receive or range. Out: the reasons, each with its place.
// Invariant: one partner without a flaw is enough to have no reason; a channel that escapes has none at all, and a
// buffer whose size is no number in the text is taken to be large enough.

import type { GoNode } from '../../golang/goNode';
import type { Blocking } from './blocking';
import type { Channel, ChannelUse } from './channels';
import type { GoPackage, Place } from './goPackage';
import { openExits } from './paths';
import { functionNode, surroundingsOf } from './surroundings';
import { calleeOf } from './typeOf';

export interface Stranding {
  /**
   * For a send: `nobodyReceives`; `returnsBefore`, a return between the `go` and the receive; `receiverLeaves`, a
   * select or a loop that ends another way; `receivedOnce`, many send and one is received; `receivedAfterWait`, the
   * receiver waits for the senders' WaitGroup first.
   * For a receive or range: `nobodySends`; `nobodyCloses`; `senderLeaves`, a path without send or close.
   */
  readonly kind:
    | 'nobodyReceives'
    | 'returnsBefore'
    | 'receiverLeaves'
    | 'receivedOnce'
    | 'receivedAfterWait'
    | 'nobodySends'
    | 'nobodyCloses'
    | 'senderLeaves';
  readonly place: Place;
}

export function strandedBy(pkg: GoPackage, blocking: Blocking): readonly Stranding[] {
  const { channel, place, kind } = blocking;
  if (channel === undefined || channel.escapes || channel.made.length === 0) return [];
  const node = pkg.nodeAt(place, 'send_statement', 'unary_expression', 'for_statement');
  if (node === undefined) return [];
  if (kind === 'send') return strandedSender(pkg, channel, node);
  return kind === 'receive' || kind === 'range' ? strandedReceiver(pkg, channel, kind, place) : [];
}

function strandedSender(pkg: GoPackage, channel: Channel, send: GoNode): readonly Stranding[] {
  if (hasRoom(pkg, channel, send)) return [];
  const receives = channel.uses.filter(({ kind }) => kind === 'receive' || kind === 'range');
  if (receives.length === 0) return [{ kind: 'nobodyReceives', place: pkg.place(send) }];
  // What is kept in a field has other receivers at other times.
  if (!channel.isLocal) return [];
  const flaws = receives.map((use) => receiverFlaw(pkg, send, use));
  return flaws.every((flaw) => flaw !== undefined) ? flaws : [];
}

/** Whether the buffer has room for what can be sent. */
function hasRoom(pkg: GoPackage, { made, uses }: Channel, send: GoNode): boolean {
  const isUnbuffered = made.some(({ capacity }) => capacity === 0);
  if (isUnbuffered) return false;
  const isSizedByProgram = made.some(({ capacity }) => capacity === undefined);
  if (isSizedByProgram) return true;
  const others = uses.flatMap(({ kind, place }) =>
    kind === 'send' ? (pkg.nodeAt(place, 'send_statement') ?? []) : [],
  );
  return !isRepeated(pkg, send) && others.every((other) => other === send || areExclusive(send, other));
}

/** In two branches of one statement, or the first one leaves. */
function areExclusive(a: GoNode, b: GoNode): boolean {
  const [first, second] = a.start < b.start ? [a, b] : [b, a];
  let fork = first;
  while (fork.parent !== undefined && !second.isWithin(fork)) fork = fork.parent;
  if (fork.is('if_statement', 'expression_switch_statement', 'type_switch_statement', 'select_statement')) return true;
  const isLast = first.parent?.children.at(-1)?.type === 'return_statement';
  return isLast && !second.isWithin(first.parent);
}

/** In a loop, or in a goroutine that is started in one. */
function isRepeated(pkg: GoPackage, node: GoNode): boolean {
  const { loop, goStatement } = surroundingsOf(pkg, node);
  if (loop !== undefined) return true;
  const start = goStatement && pkg.nodeAt(goStatement, 'go_statement');
  return start !== undefined && surroundingsOf(pkg, start).loop !== undefined;
}

function receiverFlaw(pkg: GoPackage, send: GoNode, use: ChannelUse): Stranding | undefined {
  const node = pkg.nodeAt(use.place, 'unary_expression', 'for_statement');
  const start = send.around('go_statement');
  if (node === undefined) return undefined;
  const receiver = functionNode(node);
  const isBeside =
    start !== undefined && receiver !== undefined && functionNode(start) === receiver && start.end <= node.start;
  if (isBeside) {
    const early = returnsBetween(receiver, start, node);
    if (early !== undefined) return { kind: 'returnsBefore', place: pkg.place(early) };
    const wait = waitBetween(pkg, receiver, start, node);
    if (wait !== undefined) return { kind: 'receivedAfterWait', place: pkg.place(wait) };
  }
  const leaving = wayOut(pkg, node, use);
  if (leaving !== undefined) return { kind: 'receiverLeaves', place: pkg.place(leaving) };
  const isOnce = use.kind === 'receive' && !isRepeated(pkg, node) && isRepeated(pkg, send);
  return isBeside && isOnce ? { kind: 'receivedOnce', place: use.place } : undefined;
}

function returnsBetween(fn: GoNode, start: GoNode, receive: GoNode): GoNode | undefined {
  return fn
    .find('return_statement')
    .find((r) => start.end <= r.start && r.end <= receive.start && functionNode(r) === fn);
}

function waitBetween(pkg: GoPackage, fn: GoNode, start: GoNode, receive: GoNode): GoNode | undefined {
  return fn
    .find('call_expression')
    .find(
      (call) =>
        start.end <= call.start &&
        call.end <= receive.start &&
        functionNode(call) === fn &&
        call.parent?.type === 'expression_statement' &&
        calleeOf(pkg, call).name === 'sync.WaitGroup.Wait',
    );
}

/** A case or a statement by which the receiver goes without receiving. */
function wayOut(pkg: GoPackage, node: GoNode, use: ChannelUse): GoNode | undefined {
  if (use.kind === 'range') {
    const body = node.get('body')!;
    return body.find('return_statement', 'break_statement').find((leave) => leaves(leave, node));
  }
  const select = use.select && pkg.nodeAt(use.select, 'select_statement');
  if (select === undefined || !use.hasOtherWay) return undefined;
  const others = select.children.filter((branch) => !node.isWithin(branch));
  const loop = select.around('for_statement', 'func_literal');
  if (loop?.type !== 'for_statement') return others.at(0);
  return others.find((branch) =>
    branch.find('return_statement', 'break_statement').some((leave) => leaves(leave, loop)),
  );
}

function leaves(statement: GoNode, loop: GoNode): boolean {
  if (functionNode(statement) !== functionNode(loop)) return false;
  if (statement.type === 'return_statement' || statement.children.length > 0) return true;
  return (
    statement.around('for_statement', 'select_statement', 'expression_switch_statement', 'type_switch_statement') ===
    loop
  );
}

function strandedReceiver(
  pkg: GoPackage,
  { uses, isLocal }: Channel,
  kind: 'receive' | 'range',
  place: Place,
): readonly Stranding[] {
  const closes = uses.filter((use) => use.kind === 'close');
  const sends = uses.filter((use) => use.kind === 'send');
  if (sends.length + closes.length === 0) return [{ kind: 'nobodySends', place }];
  if (kind === 'range' && closes.length === 0) return [{ kind: 'nobodyCloses', place }];
  if (!isLocal) return [];
  const awaited = kind === 'range' ? closes : [...sends, ...closes];
  const flaws = awaited.map((use) => senderFlaw(pkg, use, awaited));
  return flaws.every((flaw) => flaw !== undefined) ? flaws : [];
}

/** A path through the goroutine that neither sends nor closes. */
function senderFlaw(pkg: GoPackage, use: ChannelUse, awaited: readonly ChannelUse[]): Stranding | undefined {
  const node = pkg.nodeAt(use.place, 'send_statement', 'call_expression');
  const start = node?.around('go_statement');
  const literal = start?.children.at(0)?.get('function');
  if (node === undefined || literal?.type !== 'func_literal' || surroundingsOf(pkg, node).loop !== undefined)
    return undefined;
  const isAwaited = (at: GoNode): boolean =>
    awaited.some(({ place }) => at.start === place.start && at.end === place.end && pkg.fileOf(at).path === place.path);
  const exits = openExits(pkg, literal.get('body')!, { opens: undefined, closes: isAwaited });
  const exit = exits?.at(0);
  return exit && { kind: 'senderLeaves', place: exit.place };
}
