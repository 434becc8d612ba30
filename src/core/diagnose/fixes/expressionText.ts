// An expression in another place. In: an expression. Out: its text with the spaces that gofmt has around operators there:
// none for one argument among several, where it stands alone some. Source: go/printer's binaryExpr and cutoff.

import type { GoNode } from '../../golang/goNode';

const products = ['*', '/', '%', '<<', '>>', '&', '&^'];
const sums = ['+', '-', '|', '^'];

/** As one of several arguments. */
export function tightText(expression: GoNode): string {
  return withSpaces(expression, expression.find('binary_expression'), () => false);
}

/** As the only argument, or a value. */
export function looseText(expression: GoNode): string {
  const chain: GoNode[] = [];
  const add = (node: GoNode | undefined): void => {
    if (node?.type !== 'binary_expression') return;
    chain.push(node);
    add(node.get('left'));
    add(node.get('right'));
  };
  add(expression);
  const isMixed =
    chain.some((node) => products.includes(operatorOf(node))) && chain.some((node) => sums.includes(operatorOf(node)));
  return withSpaces(expression, chain, (operator) => !isMixed || !products.includes(operator));
}

const operatorOf = (node: GoNode): string => node.get('operator')?.text ?? '';

function withSpaces(expression: GoNode, binaries: readonly GoNode[], isSpaced: (operator: string) => boolean): string {
  const known = binaries.filter((node) => [...products, ...sums].includes(operatorOf(node)));
  const gaps = known.flatMap((node) => {
    const operator = node.get('operator')!;
    const [left, right] = [node.get('left')!, node.get('right')!];
    // What is on another line stays there.
    if (left.endLine !== right.line) return [];
    const space = isSpaced(operator.text) ? ' ' : '';
    return [{ start: left.end, end: right.start, text: `${space}${operator.text}${space}` }];
  });
  let text = expression.text;
  for (const { start, end, text: gap } of gaps.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start - expression.start) + gap + text.slice(end - expression.start);
  }
  return text;
}
