// Lines of an open document that follow edits. In: lines with what is on them, and each edit. Out: where they are now.
// Invariants: moved by arithmetic alone, nothing is read again; a document that is back at the text it began with has
// the lines it began with.

import type * as vscode from 'vscode';
import { findingSurvivors, linesOf } from '../core/golang/lineDiff';
import { lineAfterEdit } from '../core/golang/trackedLines';
import type { Line1 } from '../core/profile/profile';
import { inPieces } from './slices';

export interface TrackedLine<T> {
  readonly line: Line1;
  readonly item: T;
}

export interface PlacedLine<T> extends TrackedLine<T> {
  /** The line's own text is another one than at the beginning. */
  readonly isEdited: boolean;
}

interface Tracked<T> {
  readonly item: T;
  /** Where it was at the beginning, zero-based, and its text. */
  readonly first: number;
  readonly text: string;
  /** Blanks that it begins with. */
  readonly indent: number;
  /** Zero-based; undefined when its text was removed. */
  line: number | undefined;
}

export class LineTracker<T> {
  private readonly baseText: string;
  private tracked: Tracked<T>[] = [];

  constructor(
    readonly document: vscode.TextDocument,
    private readonly lines: readonly TrackedLine<T>[],
  ) {
    this.baseText = document.getText();
    this.reset();
  }

  private reset(): void {
    const last = this.document.lineCount;
    this.tracked = this.lines
      .filter(({ line }) => line <= last)
      .map(({ item, line }) => {
        const { text } = this.document.lineAt(line - 1);
        return { item, first: line - 1, text, indent: text.length - text.trimStart().length, line: line - 1 };
      });
  }

  /** True when lines with something on them were replaced as a block, so that nobody knows which became which. */
  follow(changes: readonly vscode.TextDocumentContentChangeEvent[]): boolean {
    let isReplaced = false;
    for (const { range, text } of changes) {
      const edit = {
        startLine: range.start.line,
        startCharacter: range.start.character,
        endLine: range.end.line,
        insertedBreaks: text.split('\n').length - 1,
      };
      const removedBreaks = edit.endLine - edit.startLine;
      // Within a line nothing moves: there are thousands of them where a word is replaced everywhere.
      if (removedBreaks === 0 && edit.insertedBreaks === 0) continue;
      for (const tracked of this.tracked) {
        const { line } = tracked;
        if (line === undefined) continue;
        tracked.line = lineAfterEdit(line, tracked.indent, edit);
        const isInside = removedBreaks > 0 && line >= edit.startLine && line <= edit.endLine;
        if (isInside && (tracked.line === undefined || edit.insertedBreaks === removedBreaks)) isReplaced = true;
      }
    }
    return isReplaced;
  }

  /**
   * Finds the lines again by their text, where a block was replaced; leaves them where the texts are too different, and
   * where the document is edited meanwhile.
   */
  async findAgain(): Promise<void> {
    const { version } = this.document;
    const places = await inPieces(findingSurvivors(linesOf(this.baseText), linesOf(this.document.getText())));
    if (places === undefined || this.document.version !== version) return;
    for (const tracked of this.tracked) {
      const line = places[tracked.first];
      tracked.line = line < 0 ? undefined : line;
    }
  }

  /** Where the lines are now, in no order; those whose text was removed are left out. */
  placed(): readonly PlacedLine<T>[] {
    const { document } = this;
    if (this.tracked.some(({ line }) => line === undefined) && document.getText() === this.baseText) this.reset();
    return this.tracked.flatMap(({ item, text, line }) => {
      if (line === undefined || line >= document.lineCount) return [];
      const isEdited = document.lineAt(line).text.trim() !== text.trim();
      return [{ item, line: (line + 1) as Line1, isEdited }];
    });
  }
}
