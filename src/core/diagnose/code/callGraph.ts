// Who may come to run what. In: a package. Out: for a function or literal at a line, the functions that it can still
// come to. Invariants: a body is a declaration or a literal; what is behind a function value or an interface is every
// function that is used as a value, or has that name; so what is not reached, nobody there can reach.

import type { GoNode } from '../../golang/goNode';
import { bindingOf } from './binding';
import type { GoPackage } from './goPackage';
import { functionNode } from './surroundings';
import { calleeOf } from './typeOf';

const bodyTypes = ['function_declaration', 'method_declaration', 'func_literal'] as const;

export class CallGraph {
  private static readonly known = new WeakMap<GoPackage, CallGraph>();

  static of(pkg: GoPackage): CallGraph {
    let graph = this.known.get(pkg);
    if (graph === undefined) this.known.set(pkg, (graph = new CallGraph(pkg)));
    return graph;
  }

  readonly bodies: readonly GoNode[];
  /** Literals and functions that are used as values: somebody else calls them, whenever he likes. */
  readonly handedOn: ReadonlySet<GoNode>;
  private readonly steps = new Map<GoNode, readonly Step[]>();

  private constructor(private readonly pkg: GoPackage) {
    this.bodies = pkg.files.flatMap(({ code }) => code.root.find(...bodyTypes));
    this.handedOn = new Set([...this.bodies.filter(isValue), ...this.functionValues()]);
  }

  /** The innermost body at a line; several literals on one line are taken for the last of them. */
  bodyAt(path: string, line: number): GoNode | undefined {
    const root = this.pkg.file(path)?.code.root;
    return this.bodies.findLast((body) => body.line <= line && line <= body.endLine && rootOf(body) === root);
  }

  /**
   * Whether somebody who is in `body` at `line`, or at its start, can come to a node that fits.
   * @param enters whether to look into a body that is called
   */
  canReach(body: GoNode, line: number | undefined, fits: (node: GoNode) => boolean): boolean {
    const seen = new Set<GoNode>([body]);
    const waiting = [...this.stepsOf(body)].filter(({ node }) => line === undefined || isAhead(node, line, body));
    const own = (at: GoNode, from: number | undefined): boolean =>
      ownNodes(at).some((node) => fits(node) && (from === undefined || isAhead(node, from, at)));
    if (own(body, line)) return true;
    for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
      for (const target of step.targets) {
        if (seen.has(target)) continue;
        seen.add(target);
        if (own(target, undefined)) return true;
        waiting.push(...this.stepsOf(target));
      }
    }
    return false;
  }

  private stepsOf(body: GoNode): readonly Step[] {
    let steps = this.steps.get(body);
    if (steps === undefined) {
      steps = ownNodes(body).flatMap((node): Step[] => {
        if (node.type === 'call_expression') return [{ node, targets: this.targetsOf(node) }];
        // A literal that is started stands for its go statement; any other one may be called at any time.
        return node.type === 'func_literal' ? [{ node: startOf(node) ?? node, targets: [node] }] : [];
      });
      this.steps.set(body, steps);
    }
    return steps;
  }

  private targetsOf(call: GoNode): readonly GoNode[] {
    const values = (call.get('arguments')?.children ?? []).flatMap((argument) => this.valueOf(argument) ?? []);
    return [...this.calledBy(call), ...values];
  }

  private calledBy(call: GoNode): readonly GoNode[] {
    const target = call.get('function');
    if (target === undefined || target.type === 'func_literal') return [];
    const { name, function: fn } = calleeOf(this.pkg, call);
    if (fn !== undefined) return [fn.node];
    if (target.type === 'identifier') {
      const value = bindingOf(this.pkg, target)?.value;
      if (value?.type === 'func_literal') return [value];
    }
    // A variable's value: any of those that are handed on. Names of the universe and of imports are not ours.
    if (name === '') return [...this.handedOn];
    const field = target.type === 'selector_expression' ? (target.get('field')?.text ?? '') : '';
    const isOurs = name.startsWith('?.') || !name.includes('/');
    return isOurs && field !== ''
      ? this.pkg.functions.filter((f) => f.name === field && f.receiver !== undefined).map((f) => f.node)
      : [];
  }

  private functionValues(): GoNode[] {
    return this.pkg.files.flatMap(({ code }) =>
      code.root.find('identifier', 'selector_expression').flatMap((node) => {
        const isName = node.field === 'function' || node.field === 'name' || node.field === 'operand';
        return isName ? [] : (this.valueOf(node) ?? []);
      }),
    );
  }

  /** The function that an expression is the value of: `handle`, `s.handle`. */
  private valueOf(node: GoNode): GoNode | undefined {
    if (node.type === 'identifier') {
      const fn = this.pkg.function(node.text);
      return fn !== undefined && bindingOf(this.pkg, node)?.kind === 'function' ? fn.node : undefined;
    }
    if (node.type !== 'selector_expression' || node.field === 'function') return undefined;
    const name = node.get('field')?.text ?? '';
    const named = this.pkg.functions.filter((fn) => fn.name === name && fn.receiver !== undefined);
    return named.length === 1 ? named[0].node : undefined;
  }
}

interface Step {
  readonly node: GoNode;
  readonly targets: readonly GoNode[];
}

/** The nodes of a body, those of literals in it left out, the literals themselves not. */
export function ownNodes(body: GoNode): readonly GoNode[] {
  const block = body.get('body');
  return block === undefined ? [] : [...block.walk((node) => node.type !== 'func_literal')];
}

/**
 * Still to come for somebody at the line: behind it, in a loop around it, or deferred. A goroutine that was started
 * before the line goes its own way.
 */
function isAhead(node: GoNode, line: number, body: GoNode): boolean {
  if (node.endLine >= line) return true;
  for (let at: GoNode | undefined = node; at !== undefined && at !== body; at = at.parent) {
    if (at.type === 'defer_statement') return true;
    if (at.type === 'for_statement' && at.line <= line && line <= at.endLine) return true;
    // Whoever has the literal may call it later.
    if (at.type === 'func_literal' && startOf(at) === undefined) return true;
  }
  return node.type === 'func_literal' && startOf(node) === undefined;
}

/** The go statement that runs the literal. */
function startOf(literal: GoNode): GoNode | undefined {
  const call = literal.field === 'function' ? literal.parent : undefined;
  return call?.parent?.type === 'go_statement' ? call.parent : undefined;
}

/** A literal that is neither called, started nor deferred where it stands. */
function isValue(body: GoNode): boolean {
  return body.type === 'func_literal' && body.field !== 'function';
}

function rootOf(node: GoNode): GoNode {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** The declaration or literal around a node. */
export function bodyAround(node: GoNode): GoNode | undefined {
  return functionNode(node);
}
