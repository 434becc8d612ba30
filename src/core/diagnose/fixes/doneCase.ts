// A way out for a wait. In: the line of a select, a send, a receive or a loop over a channel, where a context is in reach. Out: the select with a
// case for the context's end, or the bare operation as such a select. Invariants: what came after a receive that declares
// its variable goes into the case, where the variable is; code that would mean something else there is left alone.

import type { GoNode } from '../../golang/goNode';
import { type Blocking, blockingAt } from '../code/blocking';
import { functionNode } from '../code/surroundings';
import { canMove } from './canMove';
import { CodeEdits, statementAround } from './codeEdits';
import type { Fixer, FixSite, Proposal } from './fix';
import { returnStatement } from './leaving';
import { rangeWithDone } from './rangeWithDone';
import { type UsableContext, usableContext } from './usableContext';

export const doneCase: Fixer = {
  rules: [
    'request-context-ignored',
    'select-without-done',
    'channel-receive-without-sender',
    'channel-send-without-receiver',
    'request-context-replaced',
  ],
  propose({ pkg, at }) {
    return blockingAt(pkg, at).flatMap((wait) => {
      const isOpen = !wait.heedsContext && !wait.heedsTime && wait.surroundings.deferred === undefined;
      const node = pkg.nodeAt(wait.place, 'select_statement', 'send_statement', 'unary_expression', 'for_statement');
      const context = node && usableContext(pkg, node);
      if (!isOpen || node === undefined || context === undefined) return [];
      return proposal(node, wait, context, pkg) ?? [];
    });
  },
};

function proposal(
  node: GoNode,
  { kind, surroundings }: Blocking,
  context: UsableContext,
  pkg: FixSite['pkg'],
): Proposal | undefined {
  const edits = new CodeEdits(pkg);
  const fn = functionNode(node);
  if (fn === undefined) return undefined;
  const done = [`case <-${doneOf(context)}:`, `\t${returnStatement(pkg, fn, `${context.expression}.Err()`)}`];
  if (kind === 'select') intoSelect(edits, node, done);
  else if (kind === 'send') asSelect(edits, node, [`case ${node.text}:`], done);
  else if (kind === 'receive') receive(edits, node, done);
  else if (kind === 'range') rangeWithDone(edits, node, done);
  else return undefined;
  context.apply(edits);
  const cautions = ['What has been begun before is left as it is: see that nothing else waits for it.'];
  return {
    title: kind === 'select' ? `Add a case for <-${doneOf(context)}` : `Wait in a select with <-${doneOf(context)}`,
    edits,
    why: `The wait ends when ${context.expression} does${surroundings.request === undefined ? '' : ', so when the client has gone'}.`,
    cautions,
  };
}

const doneOf = ({ expression }: UsableContext): string => `${expression}.Done()`;

function intoSelect(edits: CodeEdits, select: GoNode, done: readonly string[]): void {
  const last = select.children.at(-1);
  if (last === undefined || last.line === select.endLine) {
    edits.giveUp();
    return;
  }
  const indent = edits.indent(select);
  edits.insert(select, select.end - 1, `${done.join(`\n${indent}`)}\n${indent}`);
}

function asSelect(edits: CodeEdits, statement: GoNode, first: readonly string[], done: readonly string[]): void {
  if (statement.parent?.type !== 'statement_list' || statement.line !== statement.endLine) {
    edits.giveUp();
    return;
  }
  edits.replaceByLines(statement, ['select {', ...first, ...done, '}']);
}

function receive(edits: CodeEdits, node: GoNode, done: readonly string[]): void {
  const statement = statementAround(node);
  if (statement === undefined) {
    edits.giveUp();
    return;
  }
  const { type } = statement;
  const right = statement.get('right');
  const isWhole = (of: GoNode | undefined): boolean => of?.start === node.start && of.end === node.end;
  if (type === 'expression_statement' && isWhole(statement)) {
    asSelect(edits, statement, [`case ${statement.text}:`], done);
    return;
  }
  if (type === 'assignment_statement' && isWhole(right)) {
    asSelect(edits, statement, [`case ${statement.text}:`], done);
    return;
  }
  if (type === 'return_statement' && isWhole(statement.children.at(0))) {
    const name = edits.freeName(statement, 'v', 'value', 'received');
    asSelect(edits, statement, [`case ${name} := ${node.text}:`, `\treturn ${name}`], done);
    return;
  }
  if (type === 'short_var_declaration' && isWhole(right)) {
    withRest(edits, statement, done);
    return;
  }
  edits.giveUp();
}

/** `v := <-ch` and what follows: the rest of the block becomes the body of the case. */
function withRest(edits: CodeEdits, statement: GoNode, done: readonly string[]): void {
  const list = statement.parent!;
  const rest = list.children.slice(list.children.indexOf(statement) + 1);
  const last = rest.at(-1);
  if (last === undefined || !canMove(rest)) {
    edits.giveUp();
    return;
  }
  const source = edits.pkg.fileOf(statement).code.text;
  const indent = edits.indent(statement);
  const between = source.slice(statement.end, last.end).split('\n');
  const moved = between.map((line, i) => (i === 0 || line.trim() === '' ? line : `\t${line}`)).join('\n');
  const text = `select {\n${indent}case ${statement.text}:${moved}\n${indent}${done.join(`\n${indent}`)}\n${indent}}`;
  edits.replaceText(statement, statement.start, last.end, text);
}
