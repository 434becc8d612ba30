// Ties the functions of a profile to the declarations of a file. In: the functions the profile puts into the
// file, with names and first lines at the time of the build, and the file's declarations now. Out: an anchor each.
// Invariants: a declaration is matched by name and receiver, never by line alone; where the file was edited, what
// cannot be matched by name (literals, several `init`s) moves with its declaration, or with its neighbour.

import { firstIndex } from '../../base/bisect';
import { atOnce, type Pieces } from '../../base/pieces';
import type { FunctionIndex } from '../profile/profile';
import type { Anchor, Anchors } from './anchors';
import { DeclarationIndex } from './declarationIndex';
import type { GoFile } from './goFile';
import type { ProfileFile, ProfileFiles } from './profileFiles';
import type { GoSymbol } from './symbolName';

/** About 5 ms the first time, when nothing is compiled yet. */
const functionsInPiece = 500;

export function anchorFunctions(files: ProfileFiles, file: ProfileFile, syntax: GoFile): Anchors {
  return atOnce(anchoringFunctions(files, file, syntax));
}

/** The same for a thread on which others wait. */
export function* anchoringFunctions(files: ProfileFiles, file: ProfileFile, syntax: GoFile): Pieces<Anchors> {
  const declared = new DeclarationIndex(syntax);
  const functions: Ranked[] = [];
  for (const f of file.functions) {
    if (functions.length % functionsInPiece === functionsInPiece - 1) yield;
    const symbol = files.symbol(f);
    const matching = symbol === undefined ? [] : declared.matching(symbol);
    functions.push({
      f,
      symbol,
      matching,
      rank: rankOf(symbol, matching),
      startLine: files.profile.functions.startLine[f],
    });
  }
  functions.sort((a, b) => a.rank - b.rank || a.startLine - b.startLine);
  const matcher = new DeclarationMatcher(declared);
  const anchors = new Map<FunctionIndex, Anchor>();
  for (const each of functions) {
    if (anchors.size % functionsInPiece === functionsInPiece - 1) yield;
    anchors.set(each.f, matcher.anchor(each));
  }
  return anchors;
}

interface Ranked {
  readonly f: FunctionIndex;
  readonly symbol: GoSymbol | undefined;
  /** Declarations with its name. */
  readonly matching: readonly number[];
  readonly rank: number;
  readonly startLine: number;
}

/** What can be matched best tells how far the rest moved, so it comes first. */
function rankOf(symbol: GoSymbol | undefined, matching: readonly number[]): number {
  if (symbol?.part !== 'declaration') return symbol?.part === 'initializer' ? 3 : 2;
  return matching.length === 1 ? 0 : 1;
}

const unchecked: Anchor = { state: 'unchecked', declaration: -1, literal: -1, shift: 0 };
const absent: Anchor = { state: 'absent', declaration: -1, literal: -1, shift: 0 };

/** Functions come by rank, then by line. */
class DeclarationMatcher {
  /** How far a declaration moved, by its index. */
  private readonly shifts = new Map<number, number>();
  private readonly neighbours = new Neighbours();
  private readonly syntax: GoFile;

  constructor(private readonly declared: DeclarationIndex) {
    this.syntax = declared.syntax;
  }

  anchor({ symbol, matching, startLine, rank }: Ranked): Anchor {
    this.neighbours.begin(rank);
    if (symbol === undefined) return unchecked;
    if (symbol.part === 'initializer') return this.anchorInitializer(symbol, startLine);
    if (matching.length === 0) return absent;
    if (startLine <= 0) return { ...unchecked, declaration: matching.length === 1 ? matching[0] : -1 };
    return symbol.part === 'declaration'
      ? this.anchorWhole(matching, startLine)
      : this.anchorInside(symbol, matching, startLine);
  }

  private anchorWhole(matching: readonly number[], startLine: number): Anchor {
    const declaration = this.nearest(matching, startLine + this.neighbours.shiftAround(startLine));
    const shift = this.syntax.declarations[declaration].startLine - startLine;
    this.shifts.set(declaration, shift);
    return this.tied(startLine, shift, declaration, -1);
  }

  private anchorInside(symbol: GoSymbol, matching: readonly number[], startLine: number): Anchor {
    // 1. Where the declaration went, or its neighbour, or nowhere: the first line must be that of a literal.
    const around = this.neighbours.shiftAround(startLine);
    for (const declaration of matching) {
      const known = this.shifts.get(declaration);
      for (const shift of known === undefined ? [around, 0] : [known]) {
        const literal = this.partStartingAt(symbol, startLine + shift, declaration);
        if (literal !== undefined) return this.tied(startLine, shift, declaration, literal);
      }
    }
    const declaration = this.nearest(matching, startLine + around);
    const literal = this.declared.literalNumbered(declaration, symbol.literalPath);
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
    this.neighbours.add({ line, shift });
    return { state: shift === 0 ? 'exact' : 'moved', declaration, literal, shift };
  }

  /** Numbers of package-level literals run over all files of the package, so only lines can tell. */
  private anchorInitializer(symbol: GoSymbol, startLine: number): Anchor {
    if (symbol.literalPath.length === 0 || startLine <= 0) return unchecked;
    for (const shift of new Set([this.neighbours.shiftAround(startLine), 0])) {
      const literal = this.declared.literalStartingAt(startLine + shift, -1, symbol.literalPath);
      if (literal >= 0) return { state: shift === 0 ? 'exact' : 'moved', declaration: -1, literal, shift };
    }
    return unchecked;
  }

  /** Index of the literal that begins on the line, -1 for another part that does, undefined for neither. */
  private partStartingAt(symbol: GoSymbol, line: number, declaration: number): number | undefined {
    const literal = this.declared.literalStartingAt(line, declaration, symbol.literalPath);
    if (literal >= 0) return literal;
    const isRange = symbol.part === 'rangeBody' && this.declared.hasRange(line);
    // Wrappers of `go` and `defer` begin where their statement or their function does.
    return (isRange || symbol.part === 'wrapper') && this.intoRange(declaration, line) === line ? -1 : undefined;
  }

  private nearest(declarations: readonly number[], line: number): number {
    const distance = (i: number): number => Math.abs(this.syntax.declarations[i].startLine - line);
    return declarations.reduce((best, i) => (distance(i) < distance(best) ? i : best));
  }

  private intoRange(declaration: number, line: number): number {
    const { startLine, endLine } = this.syntax.declarations[declaration];
    return Math.min(Math.max(line, startLine), endLine);
  }
}

interface Neighbour {
  /** As recorded. */
  readonly line: number;
  readonly shift: number;
}

/**
 * Moves of what is tied already: the neighbours of what has no name. Invariant: both lists ascend, since functions of one
 * rank come by line, and a file may have thousands.
 */
class Neighbours {
  private earlier: readonly Neighbour[] = [];
  private current: Neighbour[] = [];
  private rank = 0;

  begin(rank: number): void {
    if (rank === this.rank) return;
    this.rank = rank;
    this.earlier = [...this.earlier, ...this.current].sort((a, b) => a.line - b.line);
    this.current = [];
  }

  add(neighbour: Neighbour): void {
    this.current.push(neighbour);
  }

  /** How far the declaration above the recorded line moved, else the one below. */
  shiftAround(line: number): number {
    const earlier = lastUpTo(this.earlier, line);
    const current = lastUpTo(this.current, line);
    const nearest = earlier !== undefined && earlier.line > (current?.line ?? -1) ? earlier : current;
    if (nearest !== undefined) return nearest.shift;
    const [first, other] = [this.earlier.at(0), this.current.at(0)];
    return (first === undefined || (other !== undefined && other.line < first.line) ? other : first)?.shift ?? 0;
  }
}

/** The last that stands on the line or above it. */
function lastUpTo(neighbours: readonly Neighbour[], line: number): Neighbour | undefined {
  return neighbours[firstIndex(0, neighbours.length, (i) => neighbours[i].line > line) - 1];
}
