// A GoFile after an edit, from the one before. In: the file as it was, which of its lines were replaced, and what stands
// on them now. Out: the whole file. Invariant: the same as reading all of it again, as long as the replaced lines begin
// and end between top-level declarations; where something reaches over their edge, undefined.

import type { Line1 } from '../profile/profile';
import type { GoFile, GoLiteral, LineRange } from './goFile';

/** Lines of the old file that were replaced, both included, and how many more there are now. */
export interface ReplacedLines {
  readonly first: number;
  readonly last: number;
  readonly added: number;
}

/**
 * @param middle what was read of the replaced lines alone, in lines of the new file
 * @param linkNames of the new file
 */
export function spliceGoFile(
  before: GoFile,
  replaced: ReplacedLines,
  middle: GoFile,
  linkNames: GoFile['linkNames'],
): GoFile | undefined {
  const declarations = cut(before.declarations, replaced);
  const literals = cut(before.literals, replaced);
  const goStatements = cut(before.goStatements, replaced);
  const packageClause = clauseAfter(before, replaced, middle);
  if (declarations === undefined || literals === undefined || goStatements === undefined) return undefined;
  if (packageClause === undefined) return undefined;
  const { added } = replaced;

  // Indices behind the cut move by as many as came or went before them.
  const declarationsAt = {
    from: declarations.above.length,
    to: before.declarations.length - declarations.below.length,
  };
  const literalsAt = { from: literals.above.length, to: before.literals.length - literals.below.length };
  const newDeclaration = mover(declarationsAt, middle.declarations.length);
  const newLiteral = mover(literalsAt, middle.literals.length);
  // Typing inside a line moves nothing: what is below is the same then.
  const isSame =
    added === 0 &&
    middle.declarations.length === declarationsAt.to - declarationsAt.from &&
    middle.literals.length === literalsAt.to - literalsAt.from;
  const inMiddle = (index: number, start: number): number => (index < 0 ? -1 : index + start);
  const place = <T extends { readonly declaration: number }>(item: T & LineRange): T & LineRange => ({
    ...moved(item, added),
    declaration: newDeclaration(item.declaration),
  });

  return {
    ...packageClause,
    declarations: [
      ...declarations.above,
      ...middle.declarations,
      ...(isSame
        ? declarations.below
        : declarations.below.map((item) => ({
            ...moved(item, added),
            nameLine: (item.nameLine + added) as Line1,
          }))),
    ],
    literals: renumbered([
      ...literals.above,
      ...middle.literals.map((item) => ({
        ...item,
        declaration: inMiddle(item.declaration, declarationsAt.from),
        parent: inMiddle(item.parent, literalsAt.from),
      })),
      ...(isSame
        ? literals.below
        : literals.below.map((item) => ({ ...place(item), parent: newLiteral(item.parent) }))),
    ]),
    goStatements: [
      ...goStatements.above,
      ...middle.goStatements.map((item) => ({
        ...item,
        declaration: inMiddle(item.declaration, declarationsAt.from),
        literal: inMiddle(item.literal, literalsAt.from),
      })),
      ...(isSame
        ? goStatements.below
        : goStatements.below.map((item) => ({ ...place(item), literal: newLiteral(item.literal) }))),
    ],
    rangeLines: [
      ...before.rangeLines.filter((line) => line < replaced.first),
      ...middle.rangeLines,
      ...before.rangeLines.filter((line) => line > replaced.last).map((line) => (line + added) as Line1),
    ],
    linkNames,
  };
}

/** The last clause counts. Where that one went away, only the whole file can tell. */
function clauseAfter(
  { packageName, packageLine }: GoFile,
  { first, last, added }: ReplacedLines,
  middle: GoFile,
): Pick<GoFile, 'packageName' | 'packageLine'> | undefined {
  const { packageName: newName, packageLine: newLine } = middle;
  if (packageLine === undefined || (packageLine <= last && newLine !== undefined)) {
    return { packageName: newName, packageLine: newLine };
  }
  if (packageLine > last) return { packageName, packageLine: (packageLine + added) as Line1 };
  return packageLine < first ? { packageName, packageLine } : undefined;
}

interface Cut<T> {
  readonly above: readonly T[];
  readonly below: readonly T[];
}

/** Undefined where an item lies on both sides of an edge. */
function cut<T extends LineRange>(items: readonly T[], { first, last }: ReplacedLines): Cut<T> | undefined {
  const reaches = (item: T): boolean =>
    (item.startLine < first && item.endLine >= first) || (item.startLine <= last && item.endLine > last);
  if (items.some(reaches)) return undefined;
  return {
    above: items.filter(({ endLine }) => endLine < first),
    below: items.filter(({ startLine }) => startLine > last),
  };
}

function moved<T extends LineRange>(item: T, added: number): T {
  return { ...item, startLine: (item.startLine + added) as Line1, endLine: (item.endLine + added) as Line1 };
}

function mover({ from, to }: { readonly from: number; readonly to: number }, count: number): (index: number) => number {
  return (index) => (index < from ? index : index - (to - from) + count);
}

/** Package-level literals are numbered through the file. */
function renumbered(literals: readonly GoLiteral[]): readonly GoLiteral[] {
  let last = 0;
  const numbers: number[] = [];
  return literals.map((literal, i) => {
    if (literal.declaration >= 0) return literal;
    const number = literal.parent < 0 ? ++last : numbers[literal.parent];
    numbers[i] = number;
    return literal.path[0] === number ? literal : { ...literal, path: [number, ...literal.path.slice(1)] };
  });
}
