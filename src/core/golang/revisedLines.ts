// Lines of a file as it was built, on the file as it is. In: both texts, their declarations, and how a profile's functions
// are tied to each. Out: for a recorded line where it is now. Invariants: the old text counts for a function only where
// its name and first line hold there, so a wrong revision tells nothing; a function whose text is the same is exact
// wherever it stands; in a changed one a line is where the same text still is, in the place of what replaced it, or gone.

import type { Pieces } from '../../base/pieces';
import type { FunctionIndex, Line1 } from '../profile/profile';
import type { Anchors } from './anchors';
import type { GoFile, LineRange } from './goFile';
import { findingSurvivors, linesOf } from './lineDiff';

export interface RevisedLine {
  /** Undefined where the line is gone and nothing took its place. */
  readonly line: Line1 | undefined;
  /** Lines of the function that were added, removed or changed; 0 for a function that is the same. */
  readonly changed: number;
}

export interface FileState {
  readonly text: string;
  readonly syntax: GoFile;
  readonly anchors: Anchors;
}

/** Compares both texts, for a thread on which others wait. */
export function* comparingRevisions(built: FileState, current: FileState): Pieces<RevisedLines> {
  const before = linesOf(built.text);
  yield;
  const now = linesOf(current.text);
  yield;
  const places = yield* findingSurvivors(before, now);
  return new RevisedLines({ ...built, lines: before }, { ...current, lines: now }, places);
}

interface FileLines extends FileState {
  readonly lines: readonly string[];
}

export class RevisedLines {
  private readonly changes = new Map<number, number>();
  /** Whether the text is the same, by declaration then and now: each line of each closure in it asks. */
  private readonly same = new Map<string, boolean>();

  constructor(
    private readonly built: FileLines,
    private readonly current: FileLines,
    /** Of whole files, see findingSurvivors; undefined where they are too different. */
    private readonly places: Int32Array | undefined,
  ) {}

  /** Undefined where the revision says nothing about this function. */
  lineOf(f: FunctionIndex, recorded: number): RevisedLine | undefined {
    const then = this.built.anchors.get(f);
    const here = this.current.anchors.get(f);
    if (then?.state !== 'exact' || then.declaration < 0 || here === undefined || here.declaration < 0) return undefined;
    const from = this.built.syntax.declarations[then.declaration];
    const to = this.current.syntax.declarations[here.declaration];
    if (recorded < from.startLine || recorded > from.endLine) return undefined;
    const pair = `${then.declaration} ${here.declaration}`;
    const isSame = this.same.get(pair) ?? this.isSame(from, to);
    this.same.set(pair, isSame);
    if (isSame) return { line: (recorded - from.startLine + to.startLine) as Line1, changed: 0 };
    if (this.places === undefined) return undefined;
    return { line: this.replaced(recorded, to), changed: this.changedIn(then.declaration, from, to) };
  }

  private isSame(from: LineRange, to: LineRange): boolean {
    if (to.endLine - to.startLine !== from.endLine - from.startLine) return false;
    for (let i = from.startLine; i <= from.endLine; i++) {
      if (this.built.lines[i - 1] !== this.current.lines[i - 1 + to.startLine - from.startLine]) return false;
    }
    return true;
  }

  /** The same text, else the line as far into what took its place, else nothing. */
  private replaced(recorded: number, to: LineRange): Line1 | undefined {
    const places = this.places ?? new Int32Array(0);
    const at = recorded - 1;
    const inside = (line: number): Line1 | undefined =>
      line + 1 >= to.startLine && line + 1 <= to.endLine ? ((line + 1) as Line1) : undefined;
    if (places[at] >= 0) return inside(places[at]);
    let above = at - 1;
    while (above >= 0 && places[above] < 0) above--;
    let below = at + 1;
    while (below < places.length && places[below] < 0) below++;
    const first = above < 0 ? 0 : places[above] + 1;
    const end = below < places.length ? places[below] : this.current.lines.length;
    return first < end ? inside(Math.min(first + (at - above - 1), end - 1)) : undefined;
  }

  private changedIn(declaration: number, from: LineRange, to: LineRange): number {
    let changed = this.changes.get(declaration);
    if (changed === undefined) {
      const places = this.places ?? new Int32Array(0);
      let kept = 0;
      for (let i = from.startLine - 1; i < from.endLine; i++) {
        if (places[i] + 1 >= to.startLine && places[i] + 1 <= to.endLine) kept++;
      }
      const removed = from.endLine - from.startLine + 1 - kept;
      const added = to.endLine - to.startLine + 1 - kept;
      // A line that was edited is one that went and one that came.
      changed = Math.max(1, removed, added);
      this.changes.set(declaration, changed);
    }
    return changed;
  }
}
