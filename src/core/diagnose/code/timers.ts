// Waiting by the clock. In: a scope. Out: timers that are made again and again, and sleeps. Invariant: only in a loop,
// a handler or a function that is called more than once; a sleep in `main` is nobody's wait.
// Go 1.23 frees timers and tickers that nobody refers to; before, one of time.After lives until it fires and one of
// time.Tick for ever.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage, Place } from './goPackage';
import { type Surroundings, surroundingsOf } from './surroundings';
import { calleeOf } from './typeOf';

export interface TimerFact {
  readonly kind: 'afterInLoop' | 'tick' | 'sleepInHandler' | 'sleepInLoop';
  /** The call. */
  readonly place: Place;
  /** The duration as written. */
  readonly duration: string;
  readonly surroundings: Surroundings;
}

export function timersIn(pkg: GoPackage, scope: GoNode): readonly TimerFact[] {
  return scope.find('call_expression').flatMap((call) => {
    const surroundings = surroundingsOf(pkg, call);
    const kind = kindOf(calleeOf(pkg, call).name, surroundings);
    if (kind === undefined) return [];
    const duration = call.get('arguments')?.children.at(0)?.text ?? '';
    return [{ kind, place: pkg.place(call), duration, surroundings }];
  });
}

function kindOf(callee: string, { loop, request, function: fn }: Surroundings): TimerFact['kind'] | undefined {
  switch (callee) {
    case 'time.After':
      return loop === undefined ? undefined : 'afterInLoop';
    case 'time.Tick':
      return fn === 'main' || fn === '' ? undefined : 'tick';
    case 'time.Sleep':
      if (request !== undefined) return 'sleepInHandler';
      return loop === undefined ? undefined : 'sleepInLoop';
    default:
      return undefined;
  }
}
