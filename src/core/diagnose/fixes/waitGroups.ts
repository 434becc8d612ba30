// What fixes of wait groups share. In: a site. Out: the groups at its line. A finding points at a way out without Done, at an
// Add that comes late, or at the Wait.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage, Place } from '../code/goPackage';
import { functionNode } from '../code/surroundings';
import { type WaitGroupFacts, type WaitGroupProblem, waitGroupsIn } from '../code/waitGroups';
import { statementAround } from './codeEdits';
import { atLine, type FixSite } from './fix';

export function groupsAt({ pkg, scope, at }: FixSite): readonly WaitGroupFacts[] {
  return atLine(waitGroupsIn(pkg, scope), at.line, linesOf);
}

const linesOf = ({ adds, dones, waits, problems }: WaitGroupFacts): readonly number[] => {
  const exits = problems.flatMap((problem) => [problem.place, ...problem.exits.map(({ place }) => place)]);
  return [...adds, ...dones, ...waits, ...exits].map(({ line }) => line);
};

/** The problem at the line; else all of the kind, when the finding is about the Wait. */
export function problemsAt(
  group: WaitGroupFacts,
  kind: WaitGroupProblem['kind'],
  line: number,
): readonly WaitGroupProblem[] {
  const all = group.problems.filter((problem) => problem.kind === kind);
  return atLine(all, line, ({ place, exits }) => [place.line, ...exits.map((exit) => exit.place.line)]);
}

/** Statements that are nothing but the call, deferred or not; undefined when one is something else. */
export function statementsAt(
  pkg: GoPackage,
  places: readonly Place[],
  within: GoNode | undefined,
): readonly GoNode[] | undefined {
  const found: GoNode[] = [];
  for (const place of places) {
    const call = pkg.nodeAt(place, 'call_expression');
    if (call === undefined || (within !== undefined && functionNode(call) !== within)) {
      if (call !== undefined && within !== undefined && call.isWithin(within)) return undefined;
      continue;
    }
    const statement = statementAround(call);
    const isPlain = statement?.is('expression_statement', 'defer_statement') === true;
    if (!isPlain || statement.children.at(0) !== call || statement.line !== statement.endLine) return undefined;
    found.push(statement);
  }
  return found;
}
