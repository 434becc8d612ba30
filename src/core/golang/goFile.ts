// What we know of a Go file. Plain data, made by syntax.ts, so that everything else needs no parser.
// Invariants: declarations are in the file's order and do not overlap; a literal comes after the one that
// contains it; every line is one-based and both ends of a range belong to it.

import { firstIndex } from '../../base/bisect';
import type { Line1 } from '../profile/profile';

export interface LineRange {
  readonly startLine: Line1;
  readonly endLine: Line1;
}

export interface GoDeclaration extends LineRange {
  readonly name: string;
  /** Type name of the receiver without type parameters, undefined for a function. */
  readonly receiver: string | undefined;
  readonly pointer: boolean;
  /** Where the name stands: a lens goes here. */
  readonly nameLine: Line1;
}

export interface GoLiteral extends LineRange {
  /** Index of the declaration around it, -1 for a package-level variable's. */
  readonly declaration: number;
  /** Index of the literal around it, -1 for none. */
  readonly parent: number;
  /**
   * Numbers as the compiler gives them: the second literal in the first one of f is [1, 2], in symbols
   * `f.func1.2` or `f.func1.func2`. Package-level ones are numbered over all files, so only in part known here.
   */
  readonly path: readonly number[];
}

export interface GoStatement extends LineRange {
  /** Index of the declaration around it, -1 for none. */
  readonly declaration: number;
  /** Index of the literal around it, -1 for none. */
  readonly literal: number;
}

export interface GoFile {
  /** As its package clause says, '' without one. */
  readonly packageName: string;
  /** Where the clause stands, undefined without one. */
  readonly packageLine: Line1 | undefined;
  readonly declarations: readonly GoDeclaration[];
  readonly literals: readonly GoLiteral[];
  /** `go` statements. */
  readonly goStatements: readonly GoStatement[];
  /**
   * Functions that go by another name in the binary, by that name: runtime/time.go declares timeSleep, which is
   * `time.Sleep` (`//go:linkname timeSleep time.Sleep`).
   */
  readonly linkNames: ReadonlyMap<string, string>;
  /** Lines with a `for … range`, where a range-over-func body begins, ascending. */
  readonly rangeLines: readonly Line1[];
}

/** The declaration that contains the line, by bisection; -1 for none. */
export function declarationAt({ declarations }: GoFile, line: number): number {
  const i = firstIndex(0, declarations.length, (at) => declarations[at].endLine >= line);
  return i < declarations.length && declarations[i].startLine <= line ? i : -1;
}

/** The innermost literal that contains the line, -1 for none. */
export function literalAt(file: GoFile, line: number): number {
  let found = -1;
  file.literals.forEach((literal, i) => {
    if (literal.startLine <= line && line <= literal.endLine) found = i;
  });
  return found;
}
