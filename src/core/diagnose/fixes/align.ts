// Columns as gofmt makes them, where an edit has touched them. In: a file, its touched lines. Out: the file's lines with
// the values of composite literals and the comments behind statements in columns again.
// Source: go/printer's exprList and stmtList: a column ends at a blank line, a line of comment, and whatever takes several
// lines. Invariant: only columns that have a touched line, or one beside it, change.

import type { GoNode } from '../../golang/goNode';
import type { GoCode } from '../../golang/syntax';

export function aligned(code: GoCode, touched: ReadonlySet<number>): string {
  const lines = code.text.split('\n');
  const isNear = (run: readonly GoNode[]): boolean =>
    run.some(({ line }) => [line - 1, line, line + 1].some((one) => touched.has(one)));
  for (const list of code.root.find('literal_value', 'statement_list')) {
    for (const run of runsOf(list, lines)) {
      if (!isNear(run)) continue;
      if (list.type === 'literal_value') alignValues(run, lines);
      alignComments(run, lines);
    }
  }
  return lines.join('\n');
}

/** Children on consecutive lines, each with its lines for itself; only the last may take more than one. */
function runsOf({ type, children }: GoNode, lines: readonly string[]): readonly (readonly GoNode[])[] {
  const isLiteral = type === 'literal_value';
  const fits = (node: GoNode): boolean => !isLiteral || node.line === node.endLine;
  const isAlone = (node: GoNode, i: number): boolean =>
    node.line !== children.at(i + 1)?.line &&
    (i === 0 || node.line !== children[i - 1].endLine) &&
    lines[node.line - 1].trim().startsWith(firstLine(node));
  const runs: GoNode[][] = [];
  for (const [i, node] of children.entries()) {
    if (!isAlone(node, i) || !fits(node)) continue;
    const before = runs.at(-1)?.at(-1);
    const isNext = before !== undefined && before.line === before.endLine && before.line + 1 === node.line;
    if (isNext) runs[runs.length - 1].push(node);
    else runs.push([node]);
  }
  return runs;
}

const firstLine = (node: GoNode): string => {
  const end = node.text.indexOf('\n');
  return end < 0 ? node.text : node.text.slice(0, end).trimEnd();
};

/** gofmt begins a new column where a key is very much longer than those before; we leave such literals alone. */
const longestKey = 40;

function alignValues(run: readonly GoNode[], lines: string[]): void {
  const pairs = run.filter((node) => node.type === 'keyed_element');
  const keys = pairs.map((node) => node.get('key')?.text ?? '');
  if (pairs.length !== run.length || keys.some((key) => widthOf(key) > longestKey)) return;
  const width = Math.max(...keys.map(widthOf)) + 2;
  for (const [i, { line }] of pairs.entries()) {
    const text = lines[line - 1];
    const value = text.slice(text.indexOf(keys[i]) + keys[i].length + 1).trimStart();
    const indent = text.slice(0, text.indexOf(keys[i]));
    lines[line - 1] = `${indent}${keys[i]}:${' '.repeat(width - widthOf(keys[i]) - 1)}${value}`;
  }
}

function alignComments(run: readonly GoNode[], lines: string[]): void {
  let column: { readonly line: number; readonly code: string; readonly comment: string }[] = [];
  const end = (): void => {
    const width = Math.max(0, ...column.map(({ code }) => widthOf(code)));
    for (const { line, code, comment } of column) {
      lines[line - 1] = `${code}${' '.repeat(width - widthOf(code) + 1)}${comment}`;
    }
    column = [];
  };
  for (const { line } of run) {
    const at = commentStart(lines[line - 1]);
    if (at === undefined) end();
    else column.push({ line, code: lines[line - 1].slice(0, at).trimEnd(), comment: lines[line - 1].slice(at) });
  }
  end();
}

/** Of `code // text`; undefined where there is no comment, or nothing but one. */
function commentStart(line: string): number | undefined {
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i];
    if (quote !== '') {
      if (char === '\\' && quote !== '`') i++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === '`' || char === "'") quote = char;
    else if (char === '/' && line[i + 1] === '/') return line.slice(0, i).trim() === '' ? undefined : i;
  }
  return undefined;
}

const widthOf = (text: string): number => Array.from(text).length;
