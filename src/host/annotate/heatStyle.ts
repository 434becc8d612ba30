// How a hot line looks. In: lines with their cost. Out: decorations. Invariants: a decoration type is made once for
// each length of bar, and cleared by empty ranges; bars lie behind the code and never move it; the value is also
// text, so colour is never the only carrier; every colour is the theme's.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import type { Cost } from '../../core/golang/heatMarks';
import type { Line1, ValueType } from '../../core/profile/profile';
import { formatPercent, formatValue } from '../../core/profile/units';
import { rangeAt } from '../positions';

export interface StyledLine {
  readonly line: Line1;
  readonly cost: Cost;
  readonly isDoubtful: boolean;
}

/** Lengths of a bar: each is a fortieth of the editor's width, so a step is 2.5 % of the profile. */
const steps = 40;
/** A unit from a file may be any text. */
const longestLabel = 80;

export class HeatStyle implements Disposable {
  private readonly owned = new DisposableList();
  private readonly label = this.owned.add(
    vscode.window.createTextEditorDecorationType({
      overviewRulerColor: new vscode.ThemeColor('heatline.heatRuler'),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );
  private readonly totalBars = this.owned.add(new Bars('heatline-heatBackground'));
  private readonly selfBars = this.owned.add(new Bars('heatline-heatSelfBackground'));

  show(editor: vscode.TextEditor, lines: readonly StyledLine[], type: ValueType, sum: number): void {
    const { document } = editor;
    const hot = lines.filter(({ line }) => line <= document.lineCount);
    // Whatever reached the threshold is seen; of the line's own part only what fills a step.
    this.totalBars.show(editor, hot, ({ cost }) => Math.max(1, stepsOf(cost.total / sum)));
    this.selfBars.show(editor, hot, ({ cost }) => stepsOf(cost.self / sum));
    editor.setDecorations(
      this.label,
      hot.map(({ line, cost, isDoubtful }) => ({
        range: document.lineAt(line - 1).range,
        renderOptions: {
          after: {
            contentText: label(cost, type, sum, isDoubtful),
            color: new vscode.ThemeColor('heatline.heatForeground'),
            margin: '0 0 0 3ch',
          },
        },
      })),
    );
  }

  clear(editor: vscode.TextEditor): void {
    editor.setDecorations(this.label, []);
    this.totalBars.show(editor, [], () => 0);
    this.selfBars.show(editor, [], () => 0);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** Bars of one colour, from the left edge. */
class Bars implements Disposable {
  /** By length in steps, made when first needed. */
  private readonly types = new Map<number, vscode.TextEditorDecorationType>();

  /** @param color of package.json, as the workbench spells it in CSS */
  constructor(private readonly color: string) {}

  show(editor: vscode.TextEditor, lines: readonly StyledLine[], lengthOf: (line: StyledLine) => number): void {
    const byLength = new Map<number, vscode.Range[]>();
    for (const length of this.types.keys()) byLength.set(length, []);
    for (const line of lines) {
      const length = lengthOf(line);
      if (length === 0) continue;
      const ranges = byLength.get(length);
      if (ranges === undefined) byLength.set(length, [rangeAt(line.line)]);
      else ranges.push(rangeAt(line.line));
    }
    for (const [length, ranges] of byLength) editor.setDecorations(this.typeOf(length), ranges);
  }

  private typeOf(length: number): vscode.TextEditorDecorationType {
    let type = this.types.get(length);
    if (type === undefined) {
      const end = `${((length / steps) * 100).toFixed(1)}%`;
      const bar = `linear-gradient(to right, var(--vscode-${this.color}) ${end}, transparent ${end})`;
      // VS Code has no bars: a declaration behind the colour is how extensions draw one. Without it there would be
      // the text alone.
      type = vscode.window.createTextEditorDecorationType({
        isWholeLine: true,
        backgroundColor: `transparent; background-image: ${bar}`,
      });
      this.types.set(length, type);
    }
    return type;
  }

  dispose(): void {
    for (const type of this.types.values()) type.dispose();
    this.types.clear();
  }
}

function stepsOf(share: number): number {
  return Math.min(steps, Math.round(Math.abs(share) * steps));
}

/** `1.23s · 34%, self 400ms`; `≈` in front where the line may be another one. */
function label({ self, total }: Cost, { unit }: ValueType, sum: number, isDoubtful: boolean): string {
  const share = formatPercent(total, sum).trim();
  const own = self === 0 || self === total ? '' : `, self ${formatValue(self, unit)}`;
  return `${isDoubtful ? '≈ ' : ''}${formatValue(total, unit)} · ${share}${own}`.slice(0, longestLabel);
}
