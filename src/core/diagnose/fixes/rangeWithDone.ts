// A loop over a channel that can end before it is closed. In: `for v := range ch`, how to leave when the context ends. Out:
// the loop around a select with both. Invariants: a closed channel ends the loop as before; a `break` of the body would
// leave the select instead, so such a loop is left alone.

import type { GoNode } from '../../golang/goNode';
import { functionNode } from '../code/surroundings';
import { canMove } from './canMove';
import { type CodeEdits, lineStart, statementsOf } from './codeEdits';

export function rangeWithDone(edits: CodeEdits, loop: GoNode, done: readonly string[]): void {
  const clause = loop.children.find((child) => child.type === 'range_clause');
  const body = loop.get('body');
  const channel = clause?.get('right');
  const { text } = edits.pkg.fileOf(loop).code;
  const indent = edits.indent(loop);
  const start = lineStart(text, loop.start);
  const isPlain =
    loop.parent?.type === 'statement_list' && text.slice(start, loop.start) === indent && body?.line !== body?.endLine;
  if (clause === undefined || body === undefined || channel === undefined || !isPlain || !canMove(statementsOf(body))) {
    edits.giveUp();
    return;
  }
  const left = clause.get('left');
  const isDeclared = left === undefined || text.slice(left.end, channel.start).includes(':=');
  if (!isDeclared || (left !== undefined && left.children.length !== 1)) {
    edits.giveUp();
    return;
  }
  const more = edits.freeName(loop, 'ok', 'more', 'isOpen');
  const label = isLastOfVoid(loop) ? undefined : 'receiving';
  const inner = text.slice(body.start + 1, body.end - 1).trimEnd();
  const moved = inner
    .split('\n')
    .map((line, i) => (i === 0 || line.trim() === '' ? line : `\t${line}`))
    .join('\n');
  const lines = [
    `${indent}for {`,
    `${indent}\tselect {`,
    `${indent}\tcase ${left?.text ?? '_'}, ${more} := <-${channel.text}:`,
    `${indent}\t\tif !${more} {`,
    `${indent}\t\t\t${label === undefined ? 'return' : `break ${label}`}`,
    `${indent}\t\t}${moved}`,
    ...done.map((line) => `${indent}\t${line}`),
    `${indent}\t}`,
    `${indent}}`,
  ];
  if (label !== undefined) {
    if (edits.freeName(loop, label) !== label) edits.giveUp();
    // As gofmt has it: a label stands one step further out.
    lines.unshift(`${indent.slice(1)}${label}:`);
  }
  edits.replaceText(loop, start, loop.end, lines.join('\n'));
}

/** When the loop ends, so does the function, and it has no results. */
function isLastOfVoid(loop: GoNode): boolean {
  const fn = functionNode(loop);
  const body = fn?.get('body');
  return fn !== undefined && fn.get('result') === undefined && body !== undefined && statementsOf(body).at(-1) === loop;
}
