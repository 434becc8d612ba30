// Tests of a Go file, as `go test` finds them. In: a file's declarations, and its syntax for subtests. Out: what can be
// run, and the expression that runs just that. Invariants: a name counts by Go's own rule (cmd/go/internal/load, isTest):
// after the prefix no small letter; TestMain is no test; an example without an output comment is never run by Go, so it
// is none here.

import type { Line1 } from '../profile/profile';
import type { GoDeclaration, GoFile } from './goFile';
import type { GoNode } from './goNode';
import type { GoCode } from './syntax';

export type GoTestKind = 'test' | 'benchmark' | 'fuzz' | 'example';

export interface GoTest {
  readonly kind: GoTestKind;
  /** The function, then subtests within it: `TestQuote`, `empty cart`. */
  readonly path: readonly string[];
  /** Of the name: a lens goes here. */
  readonly line: Line1;
}

const prefixes: readonly (readonly [string, GoTestKind])[] = [
  ['Test', 'test'],
  ['Benchmark', 'benchmark'],
  ['Fuzz', 'fuzz'],
  ['Example', 'example'],
];

export function isTestFile(path: string): boolean {
  return path.endsWith('_test.go');
}

/** @param text of the same file */
export function testsIn({ declarations }: GoFile, text: string): readonly GoTest[] {
  const lines = declarations.some(({ name }) => name.startsWith('Example')) ? text.split('\n') : [];
  return declarations.flatMap((declaration) => {
    const kind = kindOf(declaration);
    if (kind === undefined || (kind === 'example' && !hasOutput(declaration, lines))) return [];
    return [{ kind, path: [declaration.name], line: declaration.nameLine }];
  });
}

/** The innermost test around a line: a subtest where its name is written out, else the function. */
export function testAt({ file, text, root }: GoCode, line: Line1): GoTest | undefined {
  const around = file.declarations.find(({ startLine, endLine }) => startLine <= line && line <= endLine);
  const test = around && testsIn({ ...file, declarations: [around] }, text).at(0);
  if (around === undefined || test === undefined) return undefined;
  const body = root.children.find((node) => node.line === around.startLine && node.endLine === around.endLine);
  const path = [...test.path];
  let at = test.line;
  for (const call of body?.find('call_expression') ?? []) {
    const name = call.line <= line && line <= call.endLine ? subtestName(call) : undefined;
    if (name === undefined) continue;
    path.push(name);
    at = call.line;
  }
  return { kind: test.kind, path, line: at };
}

/** For -run or -bench: matches this test and what is below it, no other. */
export function testExpression({ path }: Pick<GoTest, 'path'>): string {
  // Package testing matches level by level, and names with blanks or slashes as it has rewritten them.
  const levels = path.flatMap((name) => name.split('/'));
  return levels.map((level) => `^${quoted(level.replace(/\s/g, '_'))}$`).join('/');
}

function quoted(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

function kindOf({ name, receiver }: GoDeclaration): GoTestKind | undefined {
  if (receiver !== undefined || name === 'TestMain') return undefined;
  const found = prefixes.find(([prefix]) => name.startsWith(prefix));
  if (found === undefined) return undefined;
  const [prefix, kind] = found;
  const next = String.fromCodePoint(name.codePointAt(prefix.length) ?? 0x5f);
  const isSmall = next !== next.toUpperCase();
  return isSmall ? undefined : kind;
}

function hasOutput({ startLine, endLine }: GoDeclaration, lines: readonly string[]): boolean {
  return lines.slice(startLine - 1, endLine).some((line) => {
    const comment = line.trim().toLowerCase();
    return comment.startsWith('//') && /^\s*(unordered )?output:/.test(comment.slice(2));
  });
}

/** Of `t.Run("name", …)`: the name. */
function subtestName(call: GoNode): string | undefined {
  const called = call.get('function');
  if (called?.is('selector_expression') !== true || called.get('field')?.text !== 'Run') return undefined;
  const name = call.get('arguments')?.children.at(0);
  if (name?.is('interpreted_string_literal') === true) return unquoted(name.text);
  return name?.is('raw_string_literal') === true ? name.text.slice(1, -1) : undefined;
}

/** Undefined for escapes that JSON does not share with Go. */
function unquoted(literal: string): string | undefined {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
