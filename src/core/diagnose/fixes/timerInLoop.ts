// One timer for all turns of a loop. In: the line of a time.After in a select within a loop, or of a time.Tick. Out: a Timer
// made before the loop and reset in each turn, or a Ticker that is stopped. Before Go 1.23 a Timer must be stopped and its
// channel emptied before Reset. Invariant: the duration means the same before the loop.

import type { GoNode } from '../../golang/goNode';
import { bindingOf } from '../code/binding';
import type { GoPackage } from '../code/goPackage';
import { timersIn } from '../code/timers';
import { CodeEdits, statementAround } from './codeEdits';
import { type Fixer, type FixSite, hasGo, type Proposal } from './fix';

export const timerInLoop: Fixer = {
  rules: ['timers-not-stopped'],
  propose(site) {
    const { pkg, scope, at } = site;
    return timersIn(pkg, scope)
      .filter(({ place }) => place.line === at.line)
      .flatMap(({ kind, place, duration }) => {
        const call = pkg.nodeAt(place, 'call_expression');
        if (call === undefined) return [];
        if (kind === 'afterInLoop') return oneTimer(site, call, duration) ?? [];
        return kind === 'tick' ? (oneTicker(pkg, call, duration) ?? []) : [];
      });
  },
};

function oneTimer({ pkg, module }: FixSite, call: GoNode, duration: string): Proposal | undefined {
  const select = call.around('communication_case')?.parent;
  const loop = call.around('for_statement');
  const outer = loop && statementAround(loop);
  if (select?.type !== 'select_statement' || loop === undefined || outer !== loop) return undefined;
  if (select.around('for_statement', 'func_literal') !== loop || select.parent?.type !== 'statement_list')
    return undefined;
  if (!isKnownBefore(pkg, call, loop)) return undefined;
  const edits = new CodeEdits(pkg);
  const timer = edits.freeName(call, 'timer', 'timeout', 'limit');
  const time = edits.library(call, 'time');
  edits.before(loop, [`${timer} := ${time}.NewTimer(${duration})`, `defer ${timer}.Stop()`]);
  const drain = [`if !${timer}.Stop() {`, '\tselect {', `\tcase <-${timer}.C:`, '\tdefault:', '\t}', '}'];
  edits.before(select, [...(hasGo(module, 23) ? [] : drain), `${timer}.Reset(${duration})`]);
  edits.replace(call, `${timer}.C`);
  return {
    title: `Use one ${time}.Timer for all turns of the loop`,
    edits,
    why: 'time.After makes a timer in each turn; before Go 1.23 each stays until it fires.',
    cautions: [],
  };
}

function oneTicker(pkg: GoPackage, call: GoNode, duration: string): Proposal | undefined {
  const range = call.parent?.type === 'range_clause' ? call.parent : undefined;
  const loop = range?.parent;
  if (loop === undefined || statementAround(loop) !== loop) return undefined;
  const edits = new CodeEdits(pkg);
  const ticker = edits.freeName(call, 'ticker', 'ticks');
  edits.before(loop, [`${ticker} := ${edits.library(call, 'time')}.NewTicker(${duration})`, `defer ${ticker}.Stop()`]);
  edits.replace(call, `${ticker}.C`);
  return {
    title: 'Use a Ticker that is stopped',
    edits,
    why: 'The ticker of time.Tick cannot be stopped; before Go 1.23 it ticks for ever.',
    cautions: [],
  };
}

/** No name in the duration is declared or changed in the loop. */
function isKnownBefore(pkg: GoPackage, call: GoNode, loop: GoNode): boolean {
  const names = call.get('arguments')?.find('identifier', 'call_expression') ?? [];
  return names.every((name) => {
    if (name.type === 'call_expression') return false;
    const declared = bindingOf(pkg, name)?.declared;
    if (declared === undefined) return true;
    const isChanged = pkg
      .mentionsOf(name.text)
      .some((node) => node.isWithin(loop) && node.around('expression_list')?.field === 'left');
    return !declared.isWithin(loop) && !isChanged;
  });
}
