// Done on every way out. In: the line of a finding about a WaitGroup that never reaches zero. Out: `defer wg.Done()` as the
// first statement, in place of calls on some ways out; the same around a call that has none.

import type { GoNode } from '../../golang/goNode';
import { functionNode } from '../code/surroundings';
import { CodeEdits, nextStatement, statementAround } from './codeEdits';
import type { Fixer, FixSite, Proposal } from './fix';
import { groupsAt, problemsAt, statementsAt } from './waitGroups';

export const doneFirst: Fixer = {
  rules: ['waitgroup-never-zero'],
  propose(site) {
    return groupsAt(site).flatMap((group) => [
      ...problemsAt(group, 'doneSkipped', site.at.line).flatMap(({ place }) => {
        const first = site.pkg.nodeAt(place, 'call_expression');
        return (first && moved(site, first, group.dones)) ?? [];
      }),
      ...problemsAt(group, 'noDone', site.at.line).flatMap(({ place }) => {
        const add = site.pkg.nodeAt(place, 'call_expression');
        return (add && around(site, add)) ?? [];
      }),
    ]);
  },
};

function moved({ pkg }: FixSite, first: GoNode, dones: Parameters<typeof statementsAt>[1]): Proposal | undefined {
  const fn = functionNode(first);
  const body = fn?.get('body');
  const statements = statementsAt(pkg, dones, fn);
  if (body === undefined || statements === undefined || statements.length === 0) return undefined;
  const edits = new CodeEdits(pkg);
  const call = first.text;
  for (const statement of statements) edits.remove(statement);
  edits.atStart(body, [`defer ${call}`]);
  return {
    title: `Defer ${call} first`,
    edits,
    why: 'A deferred Done runs on every way out, also after a panic.',
    cautions: [],
  };
}

/** `wg.Add(1)`, `go work(n)` */
function around({ pkg }: FixSite, add: GoNode): Proposal | undefined {
  const statement = statementAround(add);
  const go = statement && nextStatement(statement);
  const call = go?.type === 'go_statement' ? go.children.at(0) : undefined;
  const group = add.get('function')?.get('operand')?.text;
  const args = call?.get('arguments')?.children ?? [];
  const isNamed =
    call?.get('function')?.type !== 'func_literal' && args.every((one) => !one.find('call_expression')[0]);
  if (go === undefined || call === undefined || group === undefined || !isNamed) return undefined;
  if (add.get('arguments')?.children.at(0)?.text !== '1' || go.line !== go.endLine) return undefined;
  const edits = new CodeEdits(pkg);
  edits.replaceByLines(go, ['go func() {', `\tdefer ${group}.Done()`, `\t${call.text}`, '}()']);
  return {
    title: `Call ${group}.Done when the goroutine ends`,
    edits,
    why: `${group}.Wait ends only when Done was called as often as was added.`,
    cautions: args.length === 0 ? [] : ['The arguments are computed when the goroutine runs, not when it is started.'],
  };
}
