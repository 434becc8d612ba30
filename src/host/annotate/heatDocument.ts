// The marks of one open document. In: the profile's lines in it, and each edit. Out: where they are now, and which
// are in doubt. Invariants: made from the declarations as they were when the profile met the document, and from then
// on moved with the text; a document that is back at that text has the marks it had.

import type * as vscode from 'vscode';
import type { HeatMark, MarkDoubt } from '../../core/golang/heatMarks';
import { lineAfterEdit } from '../../core/golang/trackedLines';
import type { Line1 } from '../../core/profile/profile';

export interface PlacedMark {
  readonly rows: readonly number[];
  readonly line: Line1;
  /** Why the line may be another one than was measured, '' for no doubt. */
  readonly doubt: string;
  /** Whether the line, or its function, is known to have changed. */
  readonly isDoubtful: boolean;
}

const doubtTexts: Readonly<Record<MarkDoubt, string>> = {
  none: '',
  moved: 'The function has moved since the profile was taken, so the line may be another one.',
  resized:
    'Lines came or went in this function or right below it since the profile was taken, so the line may be another one.',
  outside: 'The function has become shorter since the profile was taken: the line that was measured is gone.',
};

interface Tracked {
  readonly mark: HeatMark;
  /** The line's text when it was marked. */
  readonly text: string;
  /** Zero-based; undefined when its text was removed. */
  line: number | undefined;
}

export class HeatDocument {
  private readonly baseText: string;
  private tracked: Tracked[] = [];

  constructor(
    readonly document: vscode.TextDocument,
    private readonly marks: readonly HeatMark[],
    /** What makes all of them less than certain, as a sentence, '' for nothing. */
    private readonly doubt: string,
  ) {
    this.baseText = document.getText();
    this.reset();
  }

  private reset(): void {
    const last = this.document.lineCount;
    this.tracked = this.marks
      .filter(({ line }) => line <= last)
      .map((mark) => ({ mark, text: this.document.lineAt(mark.line - 1).text, line: mark.line - 1 }));
  }

  follow(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    for (const { range, text } of changes) {
      const edit = {
        startLine: range.start.line,
        startCharacter: range.start.character,
        endLine: range.end.line,
        insertedBreaks: text.split('\n').length - 1,
      };
      for (const tracked of this.tracked) {
        if (tracked.line === undefined) continue;
        const indent = tracked.text.length - tracked.text.trimStart().length;
        tracked.line = lineAfterEdit(tracked.line, indent, edit);
      }
    }
  }

  /** Where the marks are now, in no order. */
  placed(): readonly PlacedMark[] {
    const { document } = this;
    if (this.tracked.some(({ line }) => line === undefined) && document.getText() === this.baseText) this.reset();
    return this.tracked.flatMap(({ mark, text, line }) => {
      if (line === undefined || line >= document.lineCount) return [];
      const isEdited = document.lineAt(line).text.trim() !== text.trim();
      const own = isEdited ? 'The line was edited since the profile was opened.' : doubtTexts[mark.doubt];
      return [{ rows: mark.rows, line: (line + 1) as Line1, doubt: own || this.doubt, isDoubtful: own !== '' }];
    });
  }
}
