import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Line1 } from '../../../../src/core/profile/profile';
import { HeatDocument } from '../../../../src/host/annotate/heatDocument';

/** As much of a document as marks need, and edits by line and character. */
class Text {
  readonly document: vscode.TextDocument;

  constructor(private text: string) {
    const lines = (): string[] => this.text.split('\n');
    const document = {
      getText: () => this.text,
      lineAt: (line: number) => ({ text: lines()[line] }),
      get lineCount() {
        return lines().length;
      },
    };
    this.document = document as unknown as vscode.TextDocument;
  }

  /** Replaces a range and returns the change as VS Code tells it. */
  edit(
    from: readonly [number, number],
    to: readonly [number, number],
    text: string,
  ): vscode.TextDocumentContentChangeEvent {
    const lines = this.text.split('\n');
    const offset = ([line, character]: readonly [number, number]): number =>
      lines.slice(0, line).reduce((sum, l) => sum + l.length + 1, 0) + character;
    this.text = this.text.slice(0, offset(from)) + text + this.text.slice(offset(to));
    const position = ([line, character]: readonly [number, number]): unknown => ({ line, character });
    const range = { start: position(from), end: position(to) };
    return { range, text } as unknown as vscode.TextDocumentContentChangeEvent;
  }
}

describe('HeatDocument', () => {
  const source = 'package p\n\nfunc f() {\n\tone()\n\ttwo()\n}\n';
  const origin = { files: [], revision: '' };
  let text: Text;
  let heat: HeatDocument;

  beforeEach(() => {
    text = new Text(source);
    const mark = (line: number, isMoved = false) => ({
      line: line as Line1,
      rows: [line],
      doubt: isMoved ? ('moved' as const) : ('none' as const),
    });
    heat = new HeatDocument(text.document, [mark(4), mark(5, true), mark(99)], origin, '');
  });

  /** `RECORDED at LINE`, with `?` where in doubt. */
  const show = (): string[] =>
    heat.placed().map(({ rows, line, isDoubtful }) => `${rows[0]} at ${line}${isDoubtful ? '?' : ''}`);

  it('leaves out lines behind the end', () => assert.deepEqual(show(), ['4 at 4', '5 at 5?']));

  it('moves with lines above, and back', () => {
    heat.follow([text.edit([0, 0], [0, 0], '// a\n// b\n')]);
    assert.deepEqual(show(), ['4 at 6', '5 at 7?']);
    heat.follow([text.edit([0, 0], [2, 0], '')]);
    assert.deepEqual(show(), ['4 at 4', '5 at 5?']);
  });

  it('takes several changes of one event, which come last first', () => {
    const below = text.edit([4, 0], [4, 0], '\tnew()\n');
    const above = text.edit([1, 0], [1, 0], '\n');
    heat.follow([below, above]);
    assert.deepEqual(show(), ['4 at 5', '5 at 7?']);
  });

  it('doubts a line that was edited, until it is as it was', () => {
    heat.follow([text.edit([3, 1], [3, 4], 'uno')]);
    assert.deepEqual(show(), ['4 at 4?', '5 at 5?']);
    heat.follow([text.edit([3, 1], [3, 4], 'one')]);
    assert.deepEqual(show(), ['4 at 4', '5 at 5?']);
  });

  it('does not doubt a line that was only indented', () => {
    heat.follow([text.edit([3, 0], [3, 0], '\t')]);
    assert.deepEqual(show(), ['4 at 4', '5 at 5?']);
  });

  it('drops a line that was removed, and has it again when that is undone', () => {
    heat.follow([text.edit([3, 0], [4, 0], '')]);
    assert.deepEqual(show(), ['5 at 4?']);
    heat.follow([text.edit([3, 0], [3, 0], '\tone()\n')]);
    assert.deepEqual(show(), ['4 at 4', '5 at 5?']);
  });

  it('passes on a doubt about the whole file', () => {
    const whole = new HeatDocument(
      text.document,
      [{ line: 4 as Line1, rows: [], doubt: 'none' }],
      origin,
      'The file is newer.',
    );
    assert.deepEqual(whole.placed(), [{ rows: [], line: 4, doubt: 'The file is newer.', isDoubtful: false }]);
  });
});
