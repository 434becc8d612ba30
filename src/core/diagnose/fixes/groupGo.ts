// WaitGroup.Go and errgroup. In: the line of a finding about a WaitGroup whose goroutines forget Done or Add. Out: each
// `wg.Add(1); go func() { … wg.Done() … }()` as `wg.Go(func() { … })`, which cannot forget either; with errgroup where the
// module has golang.org/x/sync. Invariants: all of the group's goroutines are turned, or none; Go needs Go 1.25.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage } from '../code/goPackage';
import { bindingOf } from '../code/binding';
import { functionNode } from '../code/surroundings';
import type { WaitGroupFacts } from '../code/waitGroups';
import { CodeEdits, nextStatement, statementAround, statementsOf } from './codeEdits';
import { type Fixer, hasGo, type Proposal } from './fix';
import { groupsAt, statementsAt } from './waitGroups';

export const groupGo: Fixer = {
  rules: ['waitgroup-never-zero'],
  propose(site) {
    const { module, pkg } = site;
    return groupsAt(site).flatMap((group) => {
      const starts = startsOf(pkg, group);
      if (starts === undefined || !group.problems.some(({ kind }) => kind !== 'copied' && kind !== 'noDone')) return [];
      const proposals: (Proposal | undefined)[] = [
        hasGo(module, 25) ? byGo(pkg, group, starts) : undefined,
        module.requires.includes('golang.org/x/sync') ? byErrgroup(pkg, group, starts) : undefined,
      ];
      return proposals.filter((one) => one !== undefined);
    });
  },
};

interface Start {
  readonly add: GoNode | undefined;
  readonly go: GoNode;
  readonly literal: GoNode;
  /** Calls of Done, and an Add that stands in the goroutine: statements of their own. */
  readonly counting: readonly GoNode[];
}

function startsOf(pkg: GoPackage, { adds, dones }: WaitGroupFacts): readonly Start[] | undefined {
  const starts = adds.map((place): Start | undefined => {
    const add = pkg.nodeAt(place, 'call_expression');
    if (add === undefined || add.get('arguments')?.children.at(0)?.text !== '1') return undefined;
    const statement = statementAround(add);
    const inner = add.around('go_statement');
    const isInside = inner !== undefined && add.around('func_literal') === inner.children.at(0)?.get('function');
    const go = isInside ? inner : statement && nextStatement(statement);
    const call = go?.type === 'go_statement' ? go.children.at(0) : undefined;
    const literal = call?.get('function');
    if (go === undefined || literal?.type !== 'func_literal' || call?.get('arguments')?.children.length !== 0)
      return undefined;
    const counting = statementsAt(pkg, isInside ? [...dones, place] : dones, literal);
    if (counting === undefined || counting.length === 0) return undefined;
    return { add: isInside ? undefined : statement, go, literal, counting };
  });
  if (starts.some((start) => start === undefined)) return undefined;
  const all = starts as readonly Start[];
  const counted = all.reduce((sum, { counting, add }) => sum + counting.length - (add === undefined ? 1 : 0), 0);
  // Nobody else counts this group down.
  return counted === dones.length ? all : undefined;
}

function turned(edits: CodeEdits, group: string, { add, go, literal, counting }: Start, head: string): void {
  if (add !== undefined) edits.remove(add);
  for (const statement of counting) edits.remove(statement);
  const call = go.children[0];
  edits.replaceText(go, go.start, literal.get('body')!.start, `${group}.Go(${head} `);
  edits.replaceText(go, literal.end, call.end, ')');
}

function byGo(pkg: GoPackage, { expression }: WaitGroupFacts, starts: readonly Start[]): Proposal {
  const edits = new CodeEdits(pkg);
  for (const start of starts) {
    // `defer` of nothing else is left, and a body that only counted has nothing to do.
    if (statementsOf(start.literal.get('body')!).length === start.counting.length) edits.giveUp();
    turned(edits, expression, start, 'func()');
  }
  return {
    title: `Start the goroutines with ${expression}.Go`,
    edits,
    why: 'WaitGroup.Go adds, starts and is done by itself, so that none of it can be forgotten.',
    cautions: [],
  };
}

function byErrgroup(
  pkg: GoPackage,
  { expression, waits }: WaitGroupFacts,
  starts: readonly Start[],
): Proposal | undefined {
  const edits = new CodeEdits(pkg);
  const group = pkg
    .mentionsOf(expression)
    .find((node) => starts.some(({ go }) => functionNode(go) === functionNode(node)));
  const declared = group && bindingOf(pkg, group);
  const type = declared?.type;
  if (declared?.kind !== 'variable' || type?.text !== 'sync.WaitGroup') return undefined;
  edits.replace(type, `${edits.library(type, 'golang.org/x/sync/errgroup')}.Group`);
  for (const start of starts) {
    turned(edits, expression, start, 'func() error');
    const body = start.literal.get('body')!;
    const returns = body.find('return_statement').filter((one) => functionNode(one) === start.literal);
    for (const one of returns) edits.insert(one, one.end, ' nil');
    const statements = statementsOf(body).filter((one) => !start.counting.includes(one));
    if (statements.length === 0) edits.giveUp();
    else if (statements.at(-1)?.type !== 'return_statement') edits.after(statements.at(-1)!, ['return nil']);
  }
  for (const place of waits) {
    const call = pkg.nodeAt(place, 'call_expression');
    const statement = call && statementAround(call);
    if (statement?.type !== 'expression_statement') return undefined;
    edits.replace(statement, `_ = ${statement.text}`);
  }
  return {
    title: `Use errgroup.Group in place of ${expression}`,
    edits,
    why: 'A Group adds and is done by itself, and carries the first error to whoever waits.',
    cautions: ['Return the errors from the functions, and look at what Wait returns.'],
  };
}
