// The marks of one open document. In: the profile's lines in it, and each edit. Out: where they are now, and which
// are in doubt. Invariants: made from the declarations as they were when the profile met the document, and from then
// on moved with the text; a document that is back at that text has the marks it had.

import type * as vscode from 'vscode';
import { counted } from '../../base/counted';
import type { HeatMark, MarkDoubt } from '../../core/golang/heatMarks';
import type { ProfileFile } from '../../core/golang/profileFiles';
import type { Line1 } from '../../core/profile/profile';
import { LineTracker } from '../lineTracker';

export interface PlacedMark {
  readonly rows: readonly number[];
  readonly line: Line1;
  /** Why the line may be another one than was measured, '' for no doubt. */
  readonly doubt: string;
  /** Whether the line, or its function, is known to have changed. */
  readonly isDoubtful: boolean;
}

const doubtTexts: Readonly<Record<Exclude<MarkDoubt, 'same' | 'changed'>, string>> = {
  none: '',
  moved: 'The function has moved since the profile was taken, so the line may be another one.',
  resized:
    'Lines came or went in this function or right below it since the profile was taken, so the line may be another one.',
  outside: 'The function has become shorter since the profile was taken: the line that was measured is gone.',
};

/** What the marks of a document were made from, apart from its text. */
export interface HeatOrigin {
  /** Files of the profile that are this document. */
  readonly files: readonly ProfileFile[];
  /** Of the build, '' where it is not known. */
  readonly revision: string;
}

export class HeatDocument {
  private readonly lines: LineTracker<HeatMark>;

  constructor(
    document: vscode.TextDocument,
    marks: readonly HeatMark[],
    private readonly origin: HeatOrigin,
    /** What makes all of them less than certain, as a sentence, '' for nothing. */
    private readonly doubt: string,
  ) {
    this.lines = new LineTracker(
      document,
      marks.map((mark) => ({ line: mark.line, item: mark })),
    );
  }

  get document(): vscode.TextDocument {
    return this.lines.document;
  }

  isOf({ files, revision }: HeatOrigin): boolean {
    const own = this.origin;
    return (
      revision === own.revision &&
      files.length === own.files.length &&
      files.every((file, index) => file === own.files[index])
    );
  }

  /** As LineTracker.follow. */
  follow(changes: readonly vscode.TextDocumentContentChangeEvent[]): boolean {
    return this.lines.follow(changes);
  }

  /** Where the marks are now, in no order. */
  placed(): readonly PlacedMark[] {
    return this.lines.placed().map(({ item: mark, line, isEdited }) => {
      const own = isEdited ? 'The line was edited since the profile was opened.' : this.ownDoubt(mark);
      // What is the same text as in the build's revision is beyond a doubt about the file.
      const ofFile = mark.doubt === 'same' ? '' : this.doubt;
      return { rows: mark.rows, line, doubt: own || ofFile, isDoubtful: own !== '' };
    });
  }

  private ownDoubt({ doubt, changed = 0 }: HeatMark): string {
    if (doubt === 'same') return '';
    if (doubt !== 'changed') return doubtTexts[doubt];
    const lines = counted(changed, 'line');
    return `The function has changed since revision ${this.origin.revision.slice(0, 7)}, which was profiled (${lines}).`;
  }
}
