// An expression that is compiled once. In: the line of a MustCompile, a Compile or a MatchString of a constant in a handler
// or a loop. Out: a variable of the package. Invariant: where there was an error to look at, which only a wrong
// expression gives, nothing else may use that error.

import type { GoNode } from '../../golang/goNode';
import { bindingOf } from '../code/binding';
import type { GoPackage } from '../code/goPackage';
import { repeatedWorkIn } from '../code/repeatedWork';
import { calleeOf } from '../code/typeOf';
import { CodeEdits, nextStatement } from './codeEdits';
import { atLine, type Fixer } from './fix';
import { hoist } from './packageVariable';

export const hoistRegexp: Fixer = {
  rules: ['repeated-work-in-handler', 'gc-pressure'],
  propose({ pkg, scope, at }) {
    const work = repeatedWorkIn(pkg, scope).filter(({ kind, isConstant }) => kind === 'regexp' && isConstant);
    return atLine(work, at.line, ({ place }) => [place.line]).flatMap(({ place, surroundings }) => {
      const call = pkg.nodeAt(place, 'call_expression');
      if (call === undefined) return [];
      const edits = new CodeEdits(pkg);
      const owner = surroundings.function.slice(surroundings.function.lastIndexOf('.') + 1);
      const base = `${owner.charAt(0).toLowerCase()}${owner.slice(1)}Pattern`;
      const name = edits.freeGlobal(base, `${base}2`, `${base}3`);
      if (calleeOf(pkg, call).name.startsWith('regexp.MustCompile')) hoist(edits, call, name);
      else withoutError(edits, call, name);
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

/** `ok, err := regexp.MatchString("…", s)` becomes `ok := pattern.MatchString(s)`. */
function withoutError(edits: CodeEdits, call: GoNode, name: string): void {
  const { pkg } = edits;
  const statement = call.parent?.type === 'expression_list' ? call.parent.parent : undefined;
  const targets = statement?.get('left')?.children ?? [];
  const [pattern, ...rest] = call.get('arguments')?.children ?? [];
  const library = call.get('function')?.get('operand')?.text;
  const method = call.get('function')?.get('field')?.text ?? '';
  const isDeclaring = statement?.type === 'short_var_declaration' && statement.parent?.type === 'statement_list';
  if (statement === undefined || !isDeclaring || targets.length !== 2 || library === undefined) {
    edits.giveUp();
    return;
  }
  const [value, error] = targets;
  const check = error.text === '_' ? undefined : nextStatement(statement);
  if (value.text === '_' || (error.text !== '_' && !isOnlyChecked(pkg, error, statement, check))) {
    edits.giveUp();
    return;
  }
  const isNew = bindingOf(pkg, value)?.declared.isWithin(statement) === true;
  hoist(edits, call, name, {
    value: `${library}.MustCompile(${pattern.text})`,
    use: method === 'Compile' ? name : `${name}.${method}(${rest.map(({ text }) => text).join(', ')})`,
    of: pattern,
  });
  edits.replaceText(statement, statement.start, call.start, `${value.text} ${isNew ? ':=' : '='} `);
  if (check !== undefined) edits.remove(check);
}

/** Declared here, and looked at in the `if err != nil { … }` that follows and nowhere else. */
function isOnlyChecked(pkg: GoPackage, error: GoNode, statement: GoNode, check: GoNode | undefined): boolean {
  const condition = check?.type === 'if_statement' ? check.get('condition') : undefined;
  const isCheck =
    condition?.text === `${error.text} != nil` &&
    check?.get('initializer') === undefined &&
    check?.get('alternative') === undefined;
  const body = pkg.functionAround(statement)?.node;
  const mentions = (body?.find('identifier') ?? []).filter(({ text }) => text === error.text);
  return isCheck && mentions.every((one) => one === error || one.isWithin(check!));
}
