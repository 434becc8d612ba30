// Ties the functions of a profile to the declarations of a file. In: the functions the profile puts into the
// file, with names and first lines at the time of the build, and the file's declarations now. Out: an anchor each.
// Invariants: a declaration is matched by name and receiver, never by line alone; where the file was edited, what
// cannot be matched by name (literals, several `init`s) moves with its declaration, or with its neighbour.

import type { FunctionIndex } from '../profile/profile';
import type { Anchor, Anchors } from './anchors';
import type { GoFile } from './goFile';
import type { ProfileFile, ProfileFiles } from './profileFiles';
import type { GoSymbol } from './symbolName';

export function anchorFunctions(files: ProfileFiles, file: ProfileFile, syntax: GoFile): Anchors {
  const matcher = new DeclarationMatcher(syntax);
  const anchors = new Map<FunctionIndex, Anchor>();
  // What can be matched best tells how far the rest moved, so it comes first.
  const rank = (symbol: GoSymbol | undefined): number => {
    if (symbol?.part !== 'declaration') return symbol?.part === 'initializer' ? 3 : 2;
    return matcher.matching(symbol).length === 1 ? 0 : 1;
  };
  const functions = file.functions.map((f) => {
    const symbol = files.symbol(f);
    return { f, symbol, rank: rank(symbol), startLine: files.profile.functions.startLine[f] };
  });
  for (const { f, symbol, startLine } of functions.sort((a, b) => a.rank - b.rank || a.startLine - b.startLine)) {
    anchors.set(f, matcher.anchor(symbol, startLine));
  }
  return anchors;
}

const unchecked: Anchor = { state: 'unchecked', declaration: -1, literal: -1, shift: 0 };
const absent: Anchor = { state: 'absent', declaration: -1, literal: -1, shift: 0 };

class DeclarationMatcher {
  private readonly byName = new Map<string, number[]>();
  /** How far a declaration moved, by its index. */
  private readonly shifts = new Map<number, number>();
  /** The same by recorded line, ascending: the neighbours of what has no name. */
  private readonly neighbours: { readonly line: number; readonly shift: number }[] = [];

  constructor(private readonly syntax: GoFile) {
    syntax.declarations.forEach(({ name }, i) => {
      const list = this.byName.get(name);
      if (list === undefined) this.byName.set(name, [i]);
      else list.push(i);
    });
  }

  anchor(symbol: GoSymbol | undefined, startLine: number): Anchor {
    if (symbol === undefined) return unchecked;
    if (symbol.part === 'initializer') return this.anchorInitializer(symbol, startLine);
    const matching = this.matching(symbol);
    if (matching.length === 0) return absent;
    if (startLine <= 0) return { ...unchecked, declaration: matching.length === 1 ? matching[0] : -1 };
    return symbol.part === 'declaration'
      ? this.anchorWhole(matching, startLine)
      : this.anchorInside(symbol, matching, startLine);
  }

  /** Declarations that one of the readings names, those of the first such reading only. */
  matching(symbol: GoSymbol): readonly number[] {
    const linked = this.syntax.linkNames.get(`${symbol.package}.${symbol.readings.at(0)?.name ?? ''}`);
    if (linked !== undefined) return this.byName.get(linked) ?? [];
    for (const { name, receiver } of symbol.readings) {
      const named = this.byName.get(name) ?? [];
      const matching = named.filter((i) => this.syntax.declarations[i].receiver === receiver);
      if (matching.length > 0) return matching;
    }
    return [];
  }

  private anchorWhole(matching: readonly number[], startLine: number): Anchor {
    const declaration = this.nearest(matching, startLine + this.shiftAround(startLine));
    const shift = this.syntax.declarations[declaration].startLine - startLine;
    this.shifts.set(declaration, shift);
    return this.tied(startLine, shift, declaration, -1);
  }

  private anchorInside(symbol: GoSymbol, matching: readonly number[], startLine: number): Anchor {
    // 1. Where the declaration went, or its neighbour, or nowhere: the first line must be that of a literal.
    const around = this.shiftAround(startLine);
    for (const declaration of matching) {
      const known = this.shifts.get(declaration);
      for (const shift of known === undefined ? [around, 0] : [known]) {
        const literal = this.partStartingAt(symbol, startLine + shift, declaration);
        if (literal !== undefined) return this.tied(startLine, shift, declaration, literal);
      }
    }
    const declaration = this.nearest(matching, startLine + around);
    const literal = this.literalNumbered(symbol, declaration);
    // 2. There is none with its number: the compiler made it, for a method value of a generic type, say.
    const expected = this.shifts.get(declaration) ?? around;
    if (literal < 0 && this.intoRange(declaration, startLine + expected) === startLine + expected) {
      return this.tied(startLine, expected, declaration, -1);
    }
    // 3. It moved inside the declaration: its number, then the declaration's first line, are the best guess.
    const shift =
      literal >= 0
        ? this.syntax.literals[literal].startLine - startLine
        : (this.shifts.get(declaration) ?? this.intoRange(declaration, startLine + around) - startLine);
    if (literal >= 0) return this.tied(startLine, shift, declaration, literal);
    return { state: 'moved', declaration, literal, shift };
  }

  private tied(line: number, shift: number, declaration: number, literal: number): Anchor {
    this.neighbours.splice(this.neighboursUpTo(line), 0, { line, shift });
    return { state: shift === 0 ? 'exact' : 'moved', declaration, literal, shift };
  }

  /** Numbers of package-level literals run over all files of the package, so only lines can tell. */
  private anchorInitializer(symbol: GoSymbol, startLine: number): Anchor {
    if (symbol.literalPath.length === 0 || startLine <= 0) return unchecked;
    for (const shift of new Set([this.shiftAround(startLine), 0])) {
      const literal = this.literalStartingAt(symbol, startLine + shift, -1);
      if (literal >= 0) return { state: shift === 0 ? 'exact' : 'moved', declaration: -1, literal, shift };
    }
    return unchecked;
  }

  /** Index of the literal that begins on the line, -1 for another part that does, undefined for neither. */
  private partStartingAt(symbol: GoSymbol, line: number, declaration: number): number | undefined {
    const literal = this.literalStartingAt(symbol, line, declaration);
    if (literal >= 0) return literal;
    const isRange = symbol.part === 'rangeBody' && this.syntax.rangeLines.some((l) => l === line);
    // Wrappers of `go` and `defer` begin where their statement or their function does.
    return (isRange || symbol.part === 'wrapper') && this.intoRange(declaration, line) === line ? -1 : undefined;
  }

  /** Several may begin on one line: their numbers decide, as far as they hold. */
  private literalStartingAt(symbol: GoSymbol, line: number, declaration: number): number {
    const path = symbol.literalPath.join('.');
    let found = -1;
    this.syntax.literals.forEach((literal, i) => {
      if (literal.declaration !== declaration || literal.startLine !== line) return;
      if (found < 0 || literal.path.join('.') === path) found = i;
    });
    return found;
  }

  private literalNumbered(symbol: GoSymbol, declaration: number): number {
    const path = symbol.literalPath.join('.');
    return this.syntax.literals.findIndex((l) => l.declaration === declaration && l.path.join('.') === path);
  }

  private nearest(declarations: readonly number[], line: number): number {
    const distance = (i: number): number => Math.abs(this.syntax.declarations[i].startLine - line);
    return declarations.reduce((best, i) => (distance(i) < distance(best) ? i : best));
  }

  private intoRange(declaration: number, line: number): number {
    const { startLine, endLine } = this.syntax.declarations[declaration];
    return Math.min(Math.max(line, startLine), endLine);
  }

  /** How far the declaration above the recorded line moved, else the one below. */
  private shiftAround(line: number): number {
    const above = this.neighbours.at(this.neighboursUpTo(line) - 1);
    return (this.neighbours.length > 0 && this.neighbours[0].line > line ? this.neighbours[0] : above)?.shift ?? 0;
  }

  /** How many neighbours stand on the line or above it, by bisection: a file may have thousands. */
  private neighboursUpTo(line: number): number {
    let low = 0;
    let high = this.neighbours.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.neighbours[middle].line <= line) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
