// Bars behind lines of code, from the left edge. In: lines with a length. Out: decorations. Invariants: a decoration type
// is made once for each colour and length, and cleared by empty ranges; a bar lies behind the code and never moves it.

import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable';
import type { Line1 } from '../../core/profile/profile';
import { rangeAt } from '../positions';

/** Lengths of a bar: each is a fortieth of the editor's width, so a step is 2.5 % of the profile. */
const steps = 40;

export interface BarLook {
  /** A colour of package.json. */
  readonly color: string;
  /** Less of it, for lines in doubt. */
  readonly isDim: boolean;
}

export interface Bar {
  readonly line: Line1;
  readonly look: BarLook;
  /** In steps, see stepsOf. */
  readonly length: number;
}

export class HeatBars implements Disposable {
  /** By colour and length, made when first needed. */
  private readonly types = new Map<string, vscode.TextEditorDecorationType>();

  show(editor: vscode.TextEditor, bars: readonly Bar[]): void {
    const ranges = new Map<string, vscode.Range[]>([...this.types.keys()].map((key) => [key, []]));
    for (const { line, look, length } of bars) {
      if (length === 0) continue;
      const key = `${look.color} ${look.isDim} ${length}`;
      if (!this.types.has(key)) this.types.set(key, typeOf(look, length));
      const list = ranges.get(key);
      if (list === undefined) ranges.set(key, [rangeAt(line)]);
      else list.push(rangeAt(line));
    }
    for (const [key, list] of ranges) editor.setDecorations(this.types.get(key)!, list);
  }

  dispose(): void {
    for (const type of this.types.values()) type.dispose();
    this.types.clear();
  }
}

export function stepsOf(share: number): number {
  return Math.min(steps, Math.round(Math.abs(share) * steps));
}

export const wholeBar = steps;

function typeOf({ color, isDim }: BarLook, length: number): vscode.TextEditorDecorationType {
  const end = `${((length / steps) * 100).toFixed(1)}%`;
  const full = `var(--vscode-${color.replaceAll('.', '-')})`;
  const shade = isDim ? `color-mix(in srgb, ${full} 45%, transparent)` : full;
  // VS Code has no bars: a declaration behind the colour is how extensions draw one. Without it there would be the
  // text alone.
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: `transparent; background-image: linear-gradient(to right, ${shade} ${end}, transparent ${end})`,
  });
}
