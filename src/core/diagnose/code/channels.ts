// What a package does with one channel. In: an expression for it. Out: where it is made and how large, who sends,
// receives, ranges and closes. Invariant: follows assignments, fields, arguments and results within the package;
// whatever leaves the package sets `escapes`, and then nothing may be concluded from what is absent.

import type { GoNode } from '../../golang/goNode';
import { ChannelTrace } from './channelTrace';
import type { GoPackage, Place } from './goPackage';
import { surroundingsOf } from './surroundings';

export interface ChannelMake {
  readonly place: Place;
  /** 0 is unbuffered; undefined is a size that is not a number in the text. */
  readonly capacity: number | undefined;
}

export interface ChannelUse {
  readonly kind: 'send' | 'receive' | 'range' | 'close';
  readonly place: Place;
  /** `Pool.Close`. */
  readonly function: string;
  /** The `go` statement it runs in. */
  readonly goStatement: Place | undefined;
  readonly deferred: Place | undefined;
  /** The `select` it is a case of; one with another case or a default need not come to it. */
  readonly select: Place | undefined;
  readonly hasOtherWay: boolean;
}

export interface Channel {
  readonly expression: string;
  readonly made: readonly ChannelMake[];
  readonly uses: readonly ChannelUse[];
  /** Never kept in a field or a package variable: it ends with the functions that have it. */
  readonly isLocal: boolean;
  /** Others may use it, or make it: it is a parameter of an exported function, is returned by one, or handed on. */
  readonly escapes: boolean;
}

export function channelOf(pkg: GoPackage, expression: GoNode): Channel {
  const trace = new ChannelTrace(pkg);
  trace.follow(expression, 'both');
  return {
    expression: expression.text,
    made: trace.made.map((call) => ({ place: pkg.place(call), capacity: capacityOf(call) })),
    uses: trace.uses
      .flatMap(({ kind, node }) => (kind === 'call' ? [] : [useOf(pkg, kind, node)]))
      .sort((a, b) => (a.place.path === b.place.path ? a.place.start - b.place.start : 0)),
    isLocal: trace.isLocal,
    escapes: trace.escapes,
  };
}

/** Of `make(chan T, n)`. */
function capacityOf(call: GoNode): number | undefined {
  const size = call.get('arguments')?.children.at(1);
  if (size === undefined) return 0;
  return size.type === 'int_literal' ? Number(size.text) : undefined;
}

function useOf(pkg: GoPackage, kind: ChannelUse['kind'], node: GoNode): ChannelUse {
  const { function: fn, goStatement, deferred } = surroundingsOf(pkg, node);
  const select = selectOf(node);
  const hasOtherWay = select !== undefined && select.children.length > 1;
  return {
    kind,
    place: pkg.place(node),
    function: fn,
    goStatement,
    deferred,
    select: select && pkg.place(select),
    hasOtherWay,
  };
}

/** The `select` that the send or receive is the communication of. */
export function selectOf(node: GoNode): GoNode | undefined {
  for (let at: GoNode | undefined = node; at !== undefined; at = at.parent) {
    if (at.is('block', 'statement_list', 'func_literal')) return undefined;
    if (at.field === 'communication') return at.around('select_statement');
  }
  return undefined;
}
