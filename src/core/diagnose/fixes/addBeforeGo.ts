// Add before the goroutine is started. In: the line of an Add in the goroutine that it counts. Out: the same statement above
// the go statement.

import { CodeEdits, statementAround } from './codeEdits';
import type { Fixer } from './fix';
import { groupsAt, problemsAt, statementsAt } from './waitGroups';

export const addBeforeGo: Fixer = {
  rules: ['waitgroup-never-zero'],
  propose(site) {
    const { pkg } = site;
    return groupsAt(site).flatMap((group) =>
      problemsAt(group, 'addInGoroutine', site.at.line).flatMap(({ place }) => {
        const add = pkg.nodeAt(place, 'call_expression');
        const go = add?.around('go_statement');
        const statement = statementsAt(pkg, [place], undefined)?.at(0);
        const start = go && statementAround(go);
        const literal = go?.children.at(0)?.get('function');
        // In a branch of the goroutine it may not run at all.
        const isFirst = literal !== undefined && statement?.around('block') === literal.get('body');
        if (add === undefined || start === undefined || statement === undefined || !isFirst) return [];
        const edits = new CodeEdits(pkg);
        edits.remove(statement);
        edits.before(start, [add.text]);
        return [
          {
            title: `Call ${add.text} before the goroutine is started`,
            edits,
            why: 'Wait may be called before a goroutine has come to its Add, and does not wait for it then.',
            cautions: [],
          },
        ];
      }),
    );
  },
};
