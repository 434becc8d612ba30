// What a Go file declares, to look up. In: a GoFile. Out: declarations by name and receiver, literals by their first line
// and by their number. Invariant: each question takes the same time, whatever the length of the file.

import type { GoFile } from './goFile';
import type { GoSymbol } from './symbolName';

export class DeclarationIndex {
  /** By name, then by receiver. */
  private readonly byName = new Map<string, Map<string | undefined, number[]>>();
  /** Made when the first literal is looked for: most profiles of most files have none. */
  private literals: LiteralIndex | undefined;
  private rangeLines: ReadonlySet<number> | undefined;

  constructor(readonly syntax: GoFile) {
    syntax.declarations.forEach(({ name, receiver }, i) => {
      const named = this.byName.get(name);
      if (named === undefined) this.byName.set(name, new Map([[receiver, [i]]]));
      else append(named, receiver, i);
    });
  }

  /** Declarations that one of the readings names, those of the first such reading only. */
  matching(symbol: GoSymbol): readonly number[] {
    const { linkNames } = this.syntax;
    const linked =
      linkNames.size === 0 ? undefined : linkNames.get(`${symbol.package}.${symbol.readings.at(0)?.name ?? ''}`);
    if (linked !== undefined) return this.byName.get(linked)?.get(undefined) ?? [];
    for (const { name, receiver } of symbol.readings) {
      const matching = this.byName.get(name)?.get(receiver);
      if (matching !== undefined) return matching;
    }
    return [];
  }

  /** Several may begin on one line: their numbers decide, as far as they hold. -1 for none. */
  literalStartingAt(line: number, declaration: number, path: readonly number[]): number {
    this.literals ??= new LiteralIndex(this.syntax);
    const found = this.literals.byStart.get(startKey(line, declaration)) ?? [];
    const wanted = path.join('.');
    return found.find((i) => this.syntax.literals[i].path.join('.') === wanted) ?? found.at(0) ?? -1;
  }

  /** -1 for none. */
  literalNumbered(declaration: number, path: readonly number[]): number {
    this.literals ??= new LiteralIndex(this.syntax);
    return this.literals.byPath.get(pathKey(declaration, path)) ?? -1;
  }

  /** Whether a `for … range` begins on the line. */
  hasRange(line: number): boolean {
    return (this.rangeLines ??= new Set(this.syntax.rangeLines)).has(line);
  }
}

class LiteralIndex {
  readonly byStart = new Map<string, number[]>();
  readonly byPath = new Map<string, number>();

  constructor({ literals }: GoFile) {
    literals.forEach(({ startLine, declaration, path }, i) => {
      append(this.byStart, startKey(startLine, declaration), i);
      const key = pathKey(declaration, path);
      if (!this.byPath.has(key)) this.byPath.set(key, i);
    });
  }
}

const startKey = (line: number, declaration: number): string => `${declaration}:${line}`;

const pathKey = (declaration: number, path: readonly number[]): string => `${declaration}:${path.join('.')}`;

function append<K>(lists: Map<K, number[]>, key: K, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
