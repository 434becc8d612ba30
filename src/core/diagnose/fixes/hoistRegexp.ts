// An expression that is compiled once. In: the line of a MustCompile of a constant in a handler or a loop. Out: a variable of
// the package.

import { calleeOf } from '../code/typeOf';
import { repeatedWorkIn } from '../code/repeatedWork';
import { CodeEdits } from './codeEdits';
import { atLine, type Fixer } from './fix';
import { hoist } from './packageVariable';

export const hoistRegexp: Fixer = {
  rules: ['repeated-work-in-handler', 'gc-pressure'],
  propose({ pkg, scope, at }) {
    const work = repeatedWorkIn(pkg, scope).filter(({ kind, isConstant }) => kind === 'regexp' && isConstant);
    return atLine(work, at.line, ({ place }) => [place.line]).flatMap(({ place, surroundings }) => {
      const call = pkg.nodeAt(place, 'call_expression');
      if (call === undefined || !calleeOf(pkg, call).name.startsWith('regexp.MustCompile')) return [];
      const edits = new CodeEdits(pkg);
      const owner = surroundings.function.slice(surroundings.function.lastIndexOf('.') + 1);
      const base = `${owner.charAt(0).toLowerCase()}${owner.slice(1)}Pattern`;
      hoist(edits, call, edits.freeGlobal(base, `${base}2`, `${base}3`));
      return [
        {
          title: 'Compile the expression once, in a package variable',
          edits,
          why: 'Compiling costs far more than matching, and a Regexp may be used by many goroutines at once.',
          cautions: [],
        },
      ];
    });
  },
};
