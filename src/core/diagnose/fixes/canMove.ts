// Whether statements may be put into a case of a select. In: statements. Out: false where that would change them.
// Invariant: texts over several lines keep their indentation, so they stay where they are.

import type { GoNode } from '../../golang/goNode';

/** Not where a text over several lines would be indented, or a `break` would leave the select instead of the loop. */
export function canMove(statements: readonly GoNode[]): boolean {
  return statements.every((statement) => {
    const isIndentable = statement.find('raw_string_literal').every(({ line, endLine }) => line === endLine);
    const breaks = statement.find('break_statement').filter((one) => one.children.length === 0);
    const isOwn = breaks.every((one) => {
      const target = one.around(
        'for_statement',
        'select_statement',
        'expression_switch_statement',
        'type_switch_statement',
      );
      return target?.isWithin(statement) === true;
    });
    return isIndentable && isOwn && statement.find('labeled_statement').length === 0;
  });
}
