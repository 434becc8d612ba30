// What is made once instead of on each call. In: an expression in a function. Out: a variable of the package above the
// function, and its name in place of the expression. Invariant: only what uses nothing of the function.

import type { GoNode } from '../../golang/goNode';
import { bindingOf } from '../code/binding';
import type { GoPackage } from '../code/goPackage';
import { type CodeEdits, lineStart } from './codeEdits';

/**
 * @param value what the variable is given, where that is not the expression as it is
 * @param use what stands in place of the expression, where that is more than the variable
 * @param of the part of the expression that the value is made from
 */
export function hoist(
  edits: CodeEdits,
  expression: GoNode,
  name: string,
  { value = expression.text, use = name, of = expression }: { value?: string; use?: string; of?: GoNode } = {},
): void {
  const { pkg } = edits;
  const declaration = pkg.functionAround(expression)?.node;
  if (declaration === undefined || !isFree(pkg, of, declaration)) {
    edits.giveUp();
    return;
  }
  const { text } = pkg.fileOf(expression).code;
  const at = aboveComment(text, declaration.start);
  const indent = edits.indent(expression);
  // The lines of the value lose the depth they had in the function.
  const lines = value
    .split('\n')
    .map((line, i) => (i > 0 && line.startsWith(indent) ? line.slice(indent.length) : line));
  edits.insert(declaration, at, `var ${name} = ${lines.join('\n')}\n\n`);
  edits.replace(expression, use);
}

/** No name in it is of the function: a parameter, a variable, its type parameters. */
function isFree(pkg: GoPackage, expression: GoNode, declaration: GoNode): boolean {
  const types = declaration.get('type_parameters')?.find('identifier', 'type_identifier') ?? [];
  const names = expression.find('identifier', 'type_identifier');
  return (
    expression.find('func_literal', 'raw_string_literal').every(({ line, endLine }) => line === endLine) &&
    names.every((name) => {
      if (types.some(({ text }) => text === name.text)) return false;
      const declared = name.type === 'identifier' ? bindingOf(pkg, name)?.declared : undefined;
      return declared?.isWithin(declaration) !== true;
    })
  );
}

/** Above the comment that belongs to a declaration. */
function aboveComment(text: string, start: number): number {
  let at = lineStart(text, start);
  for (;;) {
    const above = lineStart(text, at - 1);
    if (at === 0 || !text.slice(above, at).startsWith('//')) return at;
    at = above;
  }
}
