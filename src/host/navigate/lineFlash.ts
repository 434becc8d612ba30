// Shows where a jump landed. In: an editor and a line. Out: the line lit for a moment. Invariant: at most one line
// is lit, and none after disposal.

import * as vscode from 'vscode';
import { type Disposable, DisposableList, toDisposable } from '../../base/disposable';
import type { Line1 } from '../../core/profile/profile';
import { rangeAt } from '../positions';

/** As long as the eye needs to find it. */
const milliseconds = 1200;

export class LineFlash implements Disposable {
  private readonly owned = new DisposableList();
  private readonly decoration: vscode.TextEditorDecorationType;
  private lit: vscode.TextEditor | undefined;
  private timer: unknown;

  constructor() {
    this.decoration = this.owned.add(
      vscode.window.createTextEditorDecorationType({
        isWholeLine: true,
        backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
        borderColor: new vscode.ThemeColor('editor.rangeHighlightBorder'),
      }),
    );
    this.owned.add(toDisposable(() => clearTimeout(this.timer)));
  }

  show(editor: vscode.TextEditor, line: Line1): void {
    this.clear();
    this.lit = editor;
    editor.setDecorations(this.decoration, [rangeAt(line)]);
    this.timer = setTimeout(() => this.clear(), milliseconds);
  }

  private clear(): void {
    clearTimeout(this.timer);
    this.lit?.setDecorations(this.decoration, []);
    this.lit = undefined;
  }

  dispose(): void {
    this.owned.dispose();
  }
}
