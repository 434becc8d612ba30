// Whether a wait can still end. In: a wait at a line, and the stacks of all goroutines that are not waiting for ever
// themselves. Out: true when none of them, and nobody who may still be called, has what it takes. This is Go's own leak
// detection done by text: instead of memory it follows variables, and the types that lead to a value. Invariants: what
// cannot be read or followed is taken for somebody who may come; two values of one type are taken for one.

import type { GoNode } from '../../golang/goNode';
import type { GroupFrame } from '../../goroutine/groups';
import type { WaitClass } from '../../goroutine/waitReason';
import { CallGraph } from './callGraph';
import { type Enders, endersAt, turnEndersAt } from './enders';
import type { CodeLine, GoPackage } from './goPackage';
import { mentionsOf } from './identity';
import { TypeReach } from './reachOfTypes';
import { functionNode } from './surroundings';

/** undefined: could not be told. */
export function isBeyondReach(
  pkg: GoPackage,
  at: CodeLine,
  wait: WaitClass,
  others: readonly GroupFrame[],
): boolean | undefined {
  return areBeyondReach(pkg, at, endersAt(pkg, at, wait), others);
}

/** Of a loop that a timer takes to its next turn: whether nobody can end it. Whoever turns is among the others. */
export function isTurningForEver(pkg: GoPackage, at: CodeLine, others: readonly GroupFrame[]): boolean | undefined {
  return areBeyondReach(pkg, at, turnEndersAt(pkg, at), others);
}

function areBeyondReach(
  pkg: GoPackage,
  at: CodeLine,
  all: readonly Enders[] | undefined,
  others: readonly GroupFrame[],
): boolean | undefined {
  if (all === undefined) return undefined;
  const graph = CallGraph.of(pkg);
  const alive = others.flatMap((frame): Alive[] => {
    const body = pkg.file(frame.file) === undefined ? undefined : graph.bodyAt(frame.file, frame.line);
    return body === undefined ? [] : [{ body, line: frame.line }];
  });
  const own = graph.bodyAt(at.path, at.line);
  return all.every((enders) => !new Search(pkg, graph, enders, { body: own, line: at.line }).isReached(alive));
}

interface Alive {
  readonly body: GoNode;
  readonly line: number;
}

class Search {
  /** Bodies that mention the variable. */
  private readonly mentioning = new Set<GoNode>();
  private readonly reaches: TypeReach[] = [];
  /** A package variable, or a value that anybody may have. */
  private isEverywhere = false;
  /** Others may call its methods. */
  private isForeign = false;

  constructor(
    private readonly pkg: GoPackage,
    private readonly graph: CallGraph,
    private readonly enders: Enders,
    private readonly waiter: { readonly body: GoNode | undefined; readonly line: number },
  ) {
    for (const [key, name] of enders.keys) this.addKey(key, name);
  }

  private addKey(key: string, name: string): void {
    const declared = /#(\d+)/.exec(key);
    if (declared === null) {
      const reach = new TypeReach(this.pkg, key.slice(0, key.indexOf('.')));
      this.reaches.push(reach);
      this.isForeign ||= reach.isForeign;
      this.isEverywhere ||= this.isForeign || reach.isGlobal;
      return;
    }
    const start = Number(declared[1]);
    this.isEverywhere ||= [...this.pkg.variables.values()].some(
      (node) => node.start === start && key.startsWith(this.pkg.fileOf(node).path),
    );
    for (const mention of mentionsOf(this.pkg, key, name)) {
      const body = functionNode(mention);
      if (body !== undefined) this.mentioning.add(body);
    }
  }

  isReached(alive: readonly Alive[]): boolean {
    if (this.enders.nodes.size === 0) return false;
    if (this.enders.kind === 'lock') return this.isGivenBack(alive);
    const fits = (node: GoNode): boolean => this.enders.nodes.has(node);
    for (const { body, line } of alive) {
      if ((this.isEverywhere || this.has(body)) && this.graph.canReach(body, line, fits)) return true;
      // A body that is an end by itself, of a group's Go.
      if (this.enders.nodes.has(body.get('body') ?? body)) return true;
    }
    return this.roots().some((body) => this.graph.canReach(body, undefined, fits));
  }

  /** Those who may be called by somebody whom we do not see. */
  private roots(): readonly GoNode[] {
    if (!this.isEverywhere) {
      return [...this.graph.handedOn].filter(
        (body) => body.type !== 'function_declaration' && this.has(body) && !this.isToCome(body),
      );
    }
    const forOthers = this.pkg.functions.filter(
      ({ name, receiver }) => this.pkg.isForOthers(name) || (this.isForeign && receiver !== undefined),
    );
    return [...this.graph.handedOn, ...forOthers.map(({ node }) => node)];
  }

  /** A literal of the waiting function, behind the wait: it is not there yet. */
  private isToCome(literal: GoNode): boolean {
    const { body, line } = this.waiter;
    return body !== undefined && functionNode(literal) === body && literal.line > line && !isInLoopWith(literal, line);
  }

  private has(body: GoNode): boolean {
    return this.mentioning.has(body) || this.reaches.some((reach) => reach.has(body));
  }

  /**
   * A lock is given back by who has it: a function that took it before its line and not given it back since, or one that
   * only gives back, for another one that took it.
   */
  private isGivenBack(alive: readonly Alive[]): boolean {
    const { nodes, takes } = this.enders;
    const isOnlyGiving = (node: GoNode): boolean =>
      nodes.has(node) && ![...takes].some((take) => runningIn(take) === runningIn(node));
    for (const { body, line } of alive) {
      const own = [...takes].filter((take) => functionNode(take) === body);
      const given = [...nodes].filter((node) => node.isWithin(body));
      const isHolding = own.some(
        (take) =>
          (take.line <= line || isInLoopWith(take, line)) &&
          !given.some(
            (node) =>
              node.around('defer_statement') === undefined &&
              node.line > take.line &&
              node.line < line &&
              !isInBranch(node, take),
          ),
      );
      if (isHolding && given.length > 0) return true;
      if (this.graph.canReach(body, line, isOnlyGiving)) return true;
    }
    return this.roots().some((body) => this.graph.canReach(body, undefined, isOnlyGiving));
  }
}

/** The body that a node runs in: a literal that is deferred or called where it stands is part of the one around. */
export function runningIn(node: GoNode): GoNode | undefined {
  let body = functionNode(node);
  while (body?.type === 'func_literal' && body.field === 'function' && body.parent?.parent?.type !== 'go_statement') {
    body = functionNode(body);
  }
  return body;
}

function isInLoopWith(node: GoNode, line: number): boolean {
  const loop = node.around('for_statement', 'func_literal');
  return loop?.type === 'for_statement' && loop.line <= line && line <= loop.endLine;
}

/** In a branch that the taking is not in: another way may go on with the lock. */
function isInBranch(node: GoNode, take: GoNode): boolean {
  const branch = node.around(
    'if_statement',
    'expression_case',
    'type_case',
    'communication_case',
    'default_case',
    'for_statement',
  );
  return branch !== undefined && !take.isWithin(branch);
}
