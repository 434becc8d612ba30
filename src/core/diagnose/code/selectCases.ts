// The cases of a select. In: a `select_statement`. Out: each case with what it waits for. Invariant: a case is
// `isDone` by the call of a Done method, `isTimer` by type or by the call of time.After, never by a channel's name.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage, Place } from './goPackage';
import { calleeOf, typeName } from './typeOf';

export interface SelectCase {
  readonly kind: 'send' | 'receive' | 'default';
  readonly place: Place;
  /** As written; '' for a default. */
  readonly channel: string;
  /** `<-ctx.Done()`. */
  readonly isDone: boolean;
  /** `<-time.After(d)`, `<-timer.C`. */
  readonly isTimer: boolean;
}

export function selectCases(pkg: GoPackage, select: GoNode): readonly SelectCase[] {
  return select.children
    .filter((child) => child.is('communication_case', 'default_case'))
    .map((node): SelectCase => {
      const place = pkg.place(node);
      const channel = caseChannel(node);
      if (channel === undefined) return { kind: 'default', place, channel: '', isDone: false, isTimer: false };
      const isSend = node.get('communication')?.type === 'send_statement';
      return {
        kind: isSend ? 'send' : 'receive',
        place,
        channel: channel.text,
        isDone: channel.type === 'call_expression' && channel.get('function')?.get('field')?.text === 'Done',
        isTimer: isTimer(pkg, channel),
      };
    });
}

/** The channel of a case, undefined for the default. */
export function caseChannel(node: GoNode): GoNode | undefined {
  const communication = node.get('communication');
  if (communication?.type === 'send_statement') return communication.get('channel');
  const receive = communication?.find('unary_expression').find((u) => u.get('operator')?.text === '<-');
  return receive?.get('operand');
}

/** A timer's or a ticker's: something comes, whatever else happens. */
export function isTimer(pkg: GoPackage, channel: GoNode): boolean {
  if (channel.type === 'call_expression') return ['time.After', 'time.Tick'].includes(calleeOf(pkg, channel).name);
  const operand = channel.type === 'selector_expression' ? channel.get('operand') : undefined;
  return operand !== undefined && ['time.Timer', 'time.Ticker'].includes(typeName(pkg, operand));
}
