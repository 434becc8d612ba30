// Goroutines by the `go` statement that started them. In: a goroutine dump, which names creators, and the statements of a
// file with what the dump has in it. Out: per statement how many live, are blocked or leaked, and how long the oldest
// waits. Invariants: a goroutine counts for the innermost statement around its creator's line, in a function of this file
// and no other; a dump without creators counts nothing.

import { firstIndex } from '../../base/bisect';
import type { GoroutineFacts } from '../analyze/goroutineFacts';
import { waitReasonOf } from '../goroutine/waitReason';
import { type FunctionIndex, goroutineFlag, type Profile } from '../profile/profile';
import { type Anchors, currentLine } from './anchors';
import type { GoFile } from './goFile';

export interface GoStatementCounts {
  /** Index into the file's `goStatements`. */
  readonly statement: number;
  readonly live: number;
  /** Waiting for another goroutine. */
  readonly blocked: number;
  /** As Go's own leak detection has found. */
  readonly leaked: number;
  /** Minutes, -1 for unknown. */
  readonly oldestWait: number;
  /** LocationIndex of each creator that is this statement. */
  readonly creators: readonly number[];
}

interface Growing {
  live: number;
  blocked: number;
  leaked: number;
  oldestWait: number;
}

/** In parts, for a thread that has other things to do. */
export class GoStatementsPass {
  /** By LocationIndex: index into the file's statements, -1 for none, -2 for not asked yet. */
  private readonly statementOf: Int32Array;
  private readonly counts = new Map<number, Growing>();
  private readonly isBlocked = new Map<number, boolean>();
  private next = 0;

  constructor(
    private readonly profile: Profile,
    private readonly syntax: GoFile,
    private readonly anchors: readonly Anchors[],
    private readonly facts: GoroutineFacts,
    private readonly values: Float64Array,
  ) {
    this.statementOf = new Int32Array(profile.locations.count).fill(-2);
  }

  /** True when all samples are counted. */
  advance(samples: number): boolean {
    const { createdBy, state, flags, longestWait } = this.facts;
    const stop = Math.min(createdBy.length, this.next + samples);
    for (let s = this.next; s < stop; s++) {
      const statement = createdBy[s] < 0 ? -1 : this.findStatement(createdBy[s]);
      if (statement < 0) continue;
      const known = this.counts.get(statement) ?? { live: 0, blocked: 0, leaked: 0, oldestWait: -1 };
      this.counts.set(statement, known);
      known.live += this.values[s];
      if (this.blocks(state[s])) known.blocked += this.values[s];
      if ((flags[s] & goroutineFlag.leaked) !== 0) known.leaked += this.values[s];
      known.oldestWait = Math.max(known.oldestWait, longestWait[s]);
    }
    this.next = stop;
    return stop === createdBy.length;
  }

  result(): readonly GoStatementCounts[] {
    const creators = new Map<number, number[]>();
    this.statementOf.forEach((statement, location) => {
      if (statement < 0) return;
      const known = creators.get(statement);
      if (known === undefined) creators.set(statement, [location]);
      else known.push(location);
    });
    return [...this.counts]
      .map(([statement, counts]) => ({ statement, ...counts, creators: creators.get(statement) ?? [] }))
      .sort((a, b) => a.statement - b.statement);
  }

  private findStatement(location: number): number {
    const known = this.statementOf[location];
    if (known !== -2) return known;
    return (this.statementOf[location] = this.statementAt(location));
  }

  private statementAt(location: number): number {
    const { lineOffset, lineFunction, lineNumber } = this.profile.locations;
    const first = lineOffset[location];
    if (first === lineOffset[location + 1]) return -1;
    const f = lineFunction[first] as FunctionIndex;
    for (const anchors of this.anchors) {
      const anchor = anchors.get(f);
      if (anchor === undefined || anchor.state === 'absent') continue;
      return innermost(this.syntax, currentLine(anchor, this.syntax, lineNumber[first]), anchor.declaration);
    }
    return -1;
  }

  private blocks(state: number): boolean {
    if (state < 0) return false;
    let isBlocked = this.isBlocked.get(state);
    if (isBlocked === undefined) {
      isBlocked = waitReasonOf(this.profile.strings.text(state)).blocked;
      this.isBlocked.set(state, isBlocked);
    }
    return isBlocked;
  }
}

/** The statement that begins on the line, else the innermost around it; -1 for none. */
function innermost({ goStatements, declarations }: GoFile, line: number, declaration: number): number {
  const start = declaration < 0 ? 0 : declarations[declaration].startLine;
  // They are in the order of the text. From below: of those that begin above the line, the innermost one around it begins last.
  const below = firstIndex(0, goStatements.length, (i) => goStatements[i].startLine > line);
  for (let i = below - 1; i >= 0 && goStatements[i].startLine >= start; i--) {
    const { endLine, declaration: around } = goStatements[i];
    if (endLine >= line && (declaration < 0 || around === declaration)) return i;
  }
  return -1;
}
